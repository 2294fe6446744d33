"""What a failed model call means: the problem to tell, whether trying again helps, and which option was refused.

Only kinds, codes and numbers of an endpoint's answer are used. Its words are never passed on or logged: they may quote
the article or a part of the key.
"""

from __future__ import annotations

import email.utils
import re
import time
from collections.abc import Iterable
from dataclasses import dataclass

import httpx2
import openai

from api.problems import (
    ModelMisconfigured,
    ModelProblem,
    ModelRateLimited,
    ModelTooSlow,
    ModelUnavailable,
    ModelUnintelligible,
)

PAUSE = 0.5
"""Seconds before the one second try: time for a dropped connection or a restarting worker, not for an outage."""

LONGEST_PAUSE = 5.0
"""A longer `Retry-After` is passed on to the client instead of being waited out on one of our threads."""

_SAYS_UNSUPPORTED = re.compile(r"support|recogni[sz]ed|unknown|permitted|allowed|unexpected|deprecated", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Failure:
    """A failed call: what to tell, and after how many seconds one more try makes sense (None: it does not)."""

    problem: ModelProblem
    pause: float | None = None


def unintelligible() -> Failure:
    """The endpoint answered 200 with something that is not a chat completion, or with no choices in it."""
    return Failure(ModelUnintelligible("The language model's endpoint answered, but not with a reply."), PAUSE)


def given_up() -> Failure:
    """The endpoint ended the reply with an error of its own, such as a lack of room."""
    return Failure(ModelUnavailable("The language model's endpoint gave up midway in a reply."), PAUSE)


def too_long() -> Failure:
    """The endpoint sends more than any reply has; once more it would do the same."""
    return Failure(ModelUnintelligible("The language model's endpoint sends a reply without end."))


def diagnose(error: Exception) -> Failure:
    """The failure behind an exception of the client library."""
    if isinstance(error, openai.APITimeoutError) and not isinstance(error.__cause__, httpx2.ConnectTimeout):
        return Failure(ModelTooSlow())  # asking a busy model the same again only makes it busier
    if isinstance(error, openai.APIConnectionError):
        return Failure(ModelUnavailable(), PAUSE)
    if isinstance(error, openai.APIStatusError):
        return _by_status(error)
    return unintelligible()


def _by_status(error: openai.APIStatusError) -> Failure:
    told = retry_after(error.response.headers)
    pause = PAUSE if told is None else told if told <= LONGEST_PAUSE else None
    status, code = error.status_code, error.code or ""
    if status == 429 and code == "insufficient_quota":
        return Failure(ModelRateLimited("The quota at the language model's endpoint is used up.", retry_after=told))
    if status == 429:
        return Failure(ModelRateLimited(retry_after=30 if told is None else told), pause)
    if status >= 500 or status in (408, 409):
        return Failure(ModelUnavailable(retry_after=10 if told is None else told), pause)
    if status in (401, 403):
        return Failure(ModelMisconfigured(f"The language model's endpoint rejects the configured key ({status})."))
    if status == 404:
        return Failure(ModelMisconfigured("The language model's endpoint does not know the configured model or path."))
    fault = _fault_of(error)
    return Failure(ModelMisconfigured(f"The language model's endpoint rejects the request ({status}): {fault}."))


def _fault_of(error: openai.APIStatusError) -> str:
    """Our own words for what is wrong with a request, from the endpoint's codes and a few known phrases."""
    said = _words(error).lower()
    if is_schema_fault(error):
        return "it cannot use the reply's JSON Schema"
    if "grammar" in said:
        return "it cannot use the reply's grammar"
    if "context" in said and re.search(r"exceed|maximum|too (?:long|large)", said):
        return "the passage does not fit into the model's context"
    codes = (str(code) for code in (error.code, error.param) if code)
    return ", ".join(code for code in codes if re.fullmatch(r"[\w.\[\]-]{1,64}", code)) or "no known reason"


def is_schema_fault(error: openai.APIStatusError) -> bool:
    """Whether the schema itself is at fault, and not the endpoint's support for schemas."""
    return error.code == "invalid_json_schema" or "invalid schema" in _words(error).lower()


def _words(error: openai.APIStatusError) -> str:
    """What the endpoint said; the library's own message has it only when the error has OpenAI's shape."""
    return error.response.text[:10_000]


def refused_option(error: Exception, sent: Iterable[str]) -> str | None:
    """The option of the request that the endpoint does not take, when a 400 or 422 names one that was sent.

    OpenAI names it in `param`; others quote it in their message. A faulty schema or grammar is no refusal.
    """
    if not isinstance(error, openai.APIStatusError) or error.status_code not in (400, 422) or is_schema_fault(error):
        return None
    names = list(sent)
    param = error.param.split(".")[0] if isinstance(error.param, str) else None
    if param in names:
        return param
    said = _words(error)
    if not _SAYS_UNSUPPORTED.search(said):
        return None
    for name in names:
        quoted = rf"[\"'`]{re.escape(name)}\b" if "_" not in name else rf"\b{re.escape(name)}\b"
        if re.search(quoted, said):
            return name
    return None


def retry_after(headers: httpx2.Headers) -> float | None:
    """Seconds the endpoint asks to wait: `Retry-After` (RFC 9110 section 10.2.3) or OpenAI's `retry-after-ms`."""
    for name, unit in (("retry-after-ms", 1000.0), ("retry-after", 1.0)):
        try:
            seconds = float(headers.get(name, "")) / unit
        except ValueError:
            continue
        if 0 <= seconds < 86_400:
            return seconds
    date = email.utils.parsedate_tz(headers.get("retry-after", ""))
    return None if date is None else min(86_400.0, max(0.0, email.utils.mktime_tz(date) - time.time()))
