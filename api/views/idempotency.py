"""Idempotency-Key on every POST (draft-ietf-httpapi-idempotency-key-header-07, which has expired): a client that heard
no answer sends the request again, and it is done once.

What succeeded is answered again as it was, with `Idempotency-Replayed: true`. What failed changed nothing, or goes on
where it ended (an article whose model failed), and is done anew. A stream of events is not kept, nor is an answer
larger than `MOST_CHARACTERS`: sent again, an article is found as it was read. What shows a secret or
changes nothing keeps no answer.
"""

from __future__ import annotations

import re
from hashlib import sha256

import structlog
from flask import Flask, Response, current_app, g, request

from api.problems import Fault, InvalidParameter
from api.views import authorization
from api.views.services import of_app

HEADER = "Idempotency-Key"
REPLAYED = "Idempotency-Replayed"

MOST_CHARACTERS = 4_000_000

KEEPS_NOTHING = frozenset({"reconcile.answer", "checks.create", "access.make"})
"""Endpoints that only look something up, promise to keep nothing of what they are given, or show a secret once."""

_KEPT_HEADERS = ("Content-Type", "Location", "ETag", "Preference-Applied", "Vary")
_KEY = re.compile(r'"((?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\["\\]){1,255})"|([A-Za-z0-9._~:/+=@-]{1,255})')
"""A string of Structured Fields (RFC 9651), or bare, as most clients send it."""

log = structlog.get_logger(__name__)


def register(app: Flask) -> None:
    """Do each request of `app` under a key once."""

    @app.before_request
    def answer_again() -> Response | None:
        if request.method != "POST" or HEADER not in request.headers or request.endpoint in KEEPS_NOTHING:
            return None
        if request.endpoint is None or request.blueprint == "desk":
            return None
        asker, key = authorization.asker(), _key()
        kept = of_app().repeats.begin(asker, key, _fingerprint())
        if kept is None:
            g.begun = (asker, key)
            return None
        response = current_app.response_class(kept.body, kept.status)
        response.headers.update(kept.headers)
        response.headers[REPLAYED] = "true"
        return response

    @app.after_request
    def keep(response: Response) -> Response:
        begun: tuple[str, str] | None = g.pop("begun", None)
        if begun is None:
            return response
        asker, key = begun
        try:
            told = 200 <= response.status_code < 300 and not response.is_streamed
            body = response.get_data(as_text=True) if told else ""
            if told and len(body) <= MOST_CHARACTERS:
                headers = {name: response.headers[name] for name in _KEPT_HEADERS if name in response.headers}
                of_app().repeats.finish(asker, key, response.status_code, headers, body)
            else:
                of_app().repeats.release(asker, key)
        except Exception as error:  # the request is done: its answer goes out whatever becomes of the copy
            log.warning("answer not kept", error=type(error).__qualname__)
        return response


def _key() -> str:
    found = _KEY.fullmatch(request.headers[HEADER].strip())
    if found is None:
        fault = Fault(
            "Must be up to 255 characters of ASCII, such as a UUID, in quotation marks or bare.", header=HEADER
        )
        raise InvalidParameter(f"{HEADER}: {fault.detail}", errors=[fault])
    return found[1] or found[2]


def _fingerprint() -> str:
    """What makes a request the same: its method, address, type, preferences and body."""
    parts = (
        request.method,
        request.full_path,
        request.headers.get("Content-Type", ""),
        request.headers.get("Accept", ""),
    )
    return sha256("\n".join(parts).encode() + b"\n" + request.get_data(cache=True)).hexdigest()
