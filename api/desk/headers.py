"""What every page is sent with: a policy that lets nothing in but our own files (CSP), and nothing out."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Flask, Response, request

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",  # pictures that a style sheet carries within
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)


def framed(by: Iterable[str]) -> dict[str, str]:
    """What a page is sent with that pages of these sources may show in a frame."""
    return {"Content-Security-Policy": POLICY.replace("frame-ancestors 'none'", f"frame-ancestors {' '.join(by)}")}


def register(app: Flask) -> None:
    """Send the pages of `app` with these headers."""

    @app.after_request
    def guard(response: Response) -> Response:
        if response.mimetype == "text/html":
            if "Content-Security-Policy" not in response.headers:
                response.headers["Content-Security-Policy"] = POLICY
                response.headers["X-Frame-Options"] = "DENY"
            response.headers["Referrer-Policy"] = "same-origin"
            response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
            response.headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
            response.headers.setdefault("Cache-Control", "private, no-cache")
            response.vary.update(["Accept", "Cookie"])
        if request.endpoint == "desk.static" and request.args.get("v"):
            response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response
