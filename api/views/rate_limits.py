"""How often a client may ask, told by `RateLimit` and `RateLimit-Policy` (draft-ietf-httpapi-ratelimit-headers-10).

A client is a key, or an address where no key is asked for. Probes, preflights and the files of pages are not counted.
"""

from __future__ import annotations

from hashlib import sha256

from flask import Flask, Response, g, request

from api.problems import TooManyRequests
from api.record.quotas import WINDOW
from api.views import authorization
from api.views.services import of_app

_NAME = '"minute"'
_UNCOUNTED = frozenset({"desk.static"})


def register(app: Flask) -> None:
    """Count the requests of `app`."""

    @app.before_request
    def count() -> None:
        if request.path in authorization.OPEN or request.endpoint in _UNCOUNTED or request.method == "OPTIONS":
            return
        g.standing = of_app().quotas.count(authorization.asker() or _address())
        if g.standing is not None and g.standing.over:
            told = f"{g.standing.most:,} requests a minute are taken. The count begins anew in {g.standing.seconds} s."
            raise TooManyRequests(told, retry_after=g.standing.seconds)

    @app.after_request
    def tell(response: Response) -> Response:
        standing = g.get("standing")
        if standing is not None:
            response.headers["RateLimit-Policy"] = f"{_NAME};q={standing.most};w={WINDOW}"
            response.headers["RateLimit"] = f"{_NAME};r={standing.left};t={standing.seconds}"
        return response


def _address() -> str:
    """A digest of the address that asks: addresses are nobody's business."""
    return sha256((request.remote_addr or "").encode()).hexdigest()
