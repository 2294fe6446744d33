"""Everything that goes wrong between a service and a language model, as bytes on the wire."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

KINDS = {
    "slow", "rate_limited", "server_error", "loading", "unauthorized", "unknown_model", "bad_request", "refusal",
    "filtered", "garbage", "cut_off", "ended", "not_json", "html", "dropped", "no_choices", "no_usage", "dripped",
    "hushed",
}  # fmt: skip


STATUS = {
    "rate_limited": 429,
    "server_error": 500,
    "loading": 503,
    "unauthorized": 401,
    "unknown_model": 404,
    "bad_request": 400,
}

GARBAGE = "Sure! Here are the facts you asked for, {as \x07 promised"


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that goes wrong instead of a good reply, after `seconds`.

    slow (a good answer with `text`), rate_limited (429; `retry_after` in seconds), server_error (500), loading
    (503), unauthorized (401), unknown_model (404), bad_request (400 with the error object `error`), refusal and
    filtered (the model or the provider declines), garbage (a good answer whose text is no JSON), cut_off (`text` ended
    by length), ended (`text` with the finish_reason `reason`), not_json (a body that is broken JSON), html (a page with status 200), dropped (the connection ends in
    the middle of the body), no_choices, no_usage (a good answer that counts no tokens). Of streamed replies alone:
    dripped (`text`, a pause of `seconds` before each word), hushed (the first word of `text`, then `seconds` of
    silence, then the end of the connection).
    """

    kind: str
    text: str = ""
    seconds: float = 0.0
    retry_after: float | None = None
    error: Mapping[str, Any] = field(default_factory=dict)
    reason: str | None = None

    def __post_init__(self) -> None:
        assert self.kind in KINDS, f"{self.kind!r} is none of {sorted(KINDS)}"


@dataclass(frozen=True, slots=True)
class Played:
    """A response; `length` is what Content-Length says, more than `body` has when the connection is to be dropped."""

    status: int
    body: bytes
    length: int
    kind: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)


def play(fault: Fault, completion: Callable[..., dict[str, Any]]) -> Played:
    """The fault as a response; `completion(text, finish_reason=, refusal=)` makes a good answer to spoil."""
    if fault.kind in STATUS:
        error = {"message": "made up for a test", "type": "test", "param": None, "code": None, **fault.error}
        wait = {} if fault.retry_after is None else {"Retry-After": f"{fault.retry_after:g}"}
        return _document({"error": error}, STATUS[fault.kind], wait)
    match fault.kind:
        case "refusal":
            return _document(completion(None, refusal=fault.text or "I cannot help with that."))
        case "filtered":
            return _document(completion("", finish_reason="content_filter"))
        case "garbage":
            return _document(completion(fault.text or GARBAGE))
        case "cut_off":
            return _document(completion(fault.text, finish_reason="length"))
        case "ended":
            return _document(completion(fault.text, finish_reason=fault.reason))
        case "no_choices":
            return _document({**completion(""), "choices": []})
        case "no_usage":
            return _document({**completion(fault.text), "usage": None, "timings": None})
        case "not_json":
            body = b'{"choices": [{"message": '
            return Played(200, body, len(body))
        case "html":
            body = b"<html><title>Welcome</title></html>"
            return Played(200, body, len(body), "text/html")
        case "dropped":
            whole = _document(completion(fault.text))
            return Played(200, whole.body[: whole.length // 2], whole.length)
    return _document(completion(fault.text))


def _document(document: dict[str, Any], status: int = 200, headers: Mapping[str, str] | None = None) -> Played:
    body = json.dumps(document).encode()
    return Played(status, body, len(body), headers=headers or {})
