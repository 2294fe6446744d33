"""A line in the audit log for each request that changed something, or was not allowed to."""

from __future__ import annotations

import structlog
from flask import Flask, Response, g, request

from api.views import authorization
from api.views.services import of_app

_CHANGES = frozenset({"POST", "PUT", "PATCH", "DELETE"})

log = structlog.get_logger(__name__)


def register(app: Flask) -> None:
    """Note what the requests to `app` change."""

    @app.after_request
    def note(response: Response) -> Response:
        if request.method not in _CHANGES or request.endpoint is None or not _tells(response.status_code):
            return response
        if authorization.scope_of(request) == "read" and response.status_code < 400:
            return response
        key = authorization.key()
        try:
            of_app().audit.note(
                by=key.name if key else None,
                key_id=key.id if key else None,
                method=request.method,
                path=request.path,
                status=response.status_code,
                request_id=g.get("request_id", ""),
            )
        except Exception as error:  # it is done: the answer goes out, and the log of the process tells of it
            log.error("not in the audit log", error=type(error).__qualname__)
        return response


def _tells(status: int) -> bool:
    return status < 400 or status == 403
