"""Which pages of other origins may use the interface through somebody's browser (CORS, Fetch Standard section 3.3).

None may unless ONRECORD_CORS_ORIGINS names its origin. Reconciliation alone is open to every page of this machine, too:
OpenRefine is one, and its protocol asks for it. Cookies are never part of it (no Access-Control-Allow-Credentials): a
page of another origin shows a key of its own.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Flask, Response, current_app, request

from api.settings import Settings
from api.views.authorization import loopback

OPEN_TO_THIS_MACHINE = "/v1/reconcile"
"""What every page of this machine may ask."""

METHODS = "GET, HEAD, POST, PATCH, DELETE"
TAKEN = ", ".join(
    "Authorization Accept Content-Type Prefer If-Match If-None-Match Idempotency-Key Last-Event-ID X-Request-Id".split()
)
TOLD = ", ".join(
    "ETag Link Location Preference-Applied Retry-After Idempotency-Replayed RateLimit RateLimit-Policy "
    "X-Request-Id X-Total-Count".split()
)
LASTS = "600"
"""Seconds for which a browser need not ask again."""

ANY = "*"


def register(app: Flask, settings: Settings) -> None:
    """Answer preflights of `app`, and tell browsers which pages may read its responses.

    Raises ValueError when every page may use a service that asks nobody for a key, or an origin is none.
    """
    if ANY in settings.cors_origins and not settings.api_keys:
        raise ValueError(
            "ONRECORD_CORS_ORIGINS: * opens the service to every page on the web; set ONRECORD_API_KEYS too"
        )
    for origin in settings.cors_origins:
        if origin != ANY and origin != _origin(origin):
            raise ValueError(f"ONRECORD_CORS_ORIGINS: {origin!r} is no origin, such as https://desk.example")

    @app.before_request
    def answer_preflight() -> Response | None:
        asks = request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers
        if not asks or not allowed(settings):
            return None
        response = current_app.response_class(status=204)
        response.headers["Access-Control-Allow-Methods"] = METHODS
        response.headers["Access-Control-Allow-Headers"] = TAKEN
        response.headers["Access-Control-Max-Age"] = LASTS
        return response

    @app.after_request
    def tell_who_may_read(response: Response) -> Response:
        if settings.cors_origins or _open_to_this_machine():
            response.vary.add("Origin")
        if allowed(settings):
            response.headers["Access-Control-Allow-Origin"] = request.headers["Origin"]
            response.headers["Access-Control-Expose-Headers"] = TOLD
        return response


def allowed(settings: Settings) -> bool:
    """Whether the current request comes from a page that the settings, or this machine, let in."""
    origin = request.headers.get("Origin")
    if origin is None or _origin(origin) is None:
        return False
    if ANY in settings.cors_origins or origin in settings.cors_origins:
        return True
    return _open_to_this_machine() and loopback(urlsplit(origin).hostname or "")


def framers(settings: Settings) -> list[str]:
    """The sources of a CSP whose pages may show a preview in a frame: pages of this machine and of the settings."""
    return ["http://localhost:*", "http://127.0.0.1:*", *settings.cors_origins]


def _open_to_this_machine() -> bool:
    return request.path == OPEN_TO_THIS_MACHINE or request.path.startswith(f"{OPEN_TO_THIS_MACHINE}/")


def _origin(words: str) -> str | None:
    """The origin that the words are, as browsers write it; None when they are none."""
    try:
        parts = urlsplit(words)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return None
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return f"{parts.scheme}://{host}" + (f":{port}" if port is not None else "")
