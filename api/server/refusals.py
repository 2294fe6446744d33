"""Responses of the server itself, before or in place of the application: problem documents like all others."""

from __future__ import annotations

import json
import uuid
from http import HTTPStatus
from urllib.parse import quote

import structlog
from gunicorn.http import errors

from api.problems import MEDIA_TYPE, BadRequest, HeadersTooLarge, Problem, TargetTooLong
from api.views import metrics, request_log

log = structlog.get_logger("onrecord.access")

_CLIENTS_FAULTS = (errors.ParseException, errors.NoMoreData)


def of_error(error: BaseException) -> Problem:
    """What to say to a request that could not be parsed; of our own mistakes nothing but that there was one."""
    if isinstance(error, errors.LimitRequestLine):
        return TargetTooLong()
    if isinstance(error, errors.LimitRequestHeaders):
        return HeadersTooLarge()
    if isinstance(error, _CLIENTS_FAULTS):
        return BadRequest("The request is not HTTP as RFC 9112 has it.")
    return Problem()


def response(problem: Problem, path: str = "", *, body: bool = True) -> bytes:
    """The problem as a whole response after which the connection is closed; it is logged and counted like others."""
    request_id = uuid.uuid4().hex
    document = problem.as_json() | {"instance": quote(path), "request_id": request_id}
    content = json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
    fields = {
        "Content-Type": MEDIA_TYPE,
        "Content-Length": str(len(content)),
        "Connection": "close",
        "X-Content-Type-Options": "nosniff",
        request_log.HEADER: request_id,
        **problem.all_headers(),
    }
    head = f"HTTP/1.1 {problem.status} {HTTPStatus(problem.status).phrase}\r\n"
    head += "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    log.info("request", method=None, route=None, status=problem.status, request_id=request_id, milliseconds=0.0)
    metrics.REQUESTS.labels("other", "none", problem.status).inc()
    return head.encode("latin-1") + b"\r\n" + (content if body else b"")
