"""Pages and their files in gzip for browsers that take it; a file is packed once a process.

A page takes as long to pack as to send otherwise; a proxy before the service may do better with Brotli and then finds
`Content-Encoding` set and leaves it alone.
"""

from __future__ import annotations

import gzip
from functools import lru_cache

from flask import Flask, Response, request

_TAKEN = frozenset({"text/html", "text/css", "text/javascript", "application/javascript", "image/svg+xml"})
_LEAST = 1000
"""Bytes; less is not worth it."""


def register(app: Flask) -> None:
    """Pack the pages of `app` and what they are made of."""

    @app.after_request
    def pack(response: Response) -> Response:
        is_file = request.endpoint == "desk.static"
        if response.mimetype not in _TAKEN or response.status_code in (204, 206, 304) or request.method == "HEAD":
            return response
        if response.is_streamed and not is_file:  # facts on their way: they are not to wait for each other
            return response
        response.vary.add("Accept-Encoding")
        if not request.accept_encodings["gzip"] or response.headers.get("Content-Encoding"):
            return response
        response.direct_passthrough = False
        body = response.get_data()
        if len(body) < _LEAST:
            return response
        response.set_data(_file(body) if is_file else gzip.compress(body, 5, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
        if tag := response.headers.get("ETag"):
            response.headers["ETag"] = tag if tag.startswith("W/") else f"W/{tag}"
        return response


@lru_cache(maxsize=64)
def _file(body: bytes) -> bytes:
    return gzip.compress(body, 9, mtime=0)
