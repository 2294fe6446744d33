"""Entity tags for whatever is read (RFC 9110 section 8.8.3): who has it already is told 304, without a body.

A view that knows better sets a tag of its own. Streams have none, since nobody knows their end before it is there, nor
has what must not be kept (`no-store`), nor have pages, whose forms differ each time they are asked for.
"""

from __future__ import annotations

from flask import Flask, Response, request


def register(app: Flask) -> None:
    """Give the responses of `app` their tags."""

    @app.after_request
    def tag(response: Response) -> Response:
        if request.method not in ("GET", "HEAD") or response.status_code != 200 or response.is_streamed:
            return response
        if request.blueprint == "desk" or response.cache_control.no_store:
            return response
        if not response.get_etag()[0]:
            response.add_etag()
        response.make_conditional(request)
        return response
