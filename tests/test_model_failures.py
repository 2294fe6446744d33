"""An endpoint's errors are read for what they mean, whoever words them, and told in our own words."""

from __future__ import annotations

import email.utils
import time
from typing import Any

import httpx2
import openai
import pytest

from api.engine.llm.failures import diagnose, refused_option, retry_after
from api.problems import ModelMisconfigured, ModelRateLimited, ModelUnavailable

SENT = ["temperature", "stop", "max_tokens", "response_format", "structured_outputs", "reasoning_effort"]


def error_of(status: int, body: Any, **headers: str) -> openai.APIStatusError:
    request = httpx2.Request("POST", "http://model.test/v1/chat/completions")
    response = httpx2.Response(status, json=body, headers=headers, request=request)
    with openai.OpenAI(api_key="k", base_url="http://model.test/v1") as client:
        return client._make_status_error_from_response(response)


@pytest.mark.parametrize(
    ("status", "body", "option"),
    [
        # as OpenAI says it
        (400, {"error": {"message": "Unsupported parameter", "param": "max_tokens"}}, "max_tokens"),
        (400, {"error": {"message": "Unsupported value: 'temperature' does not support 0"}}, "temperature"),
        (400, {"error": {"message": "Invalid", "param": "response_format.json_schema"}}, "response_format"),
        # as Python servers that check with a model class say it
        (422, {"detail": [{"loc": ["body", "stop"], "msg": "Extra inputs are not permitted"}]}, "stop"),
        # as those say it who only have words
        (400, {"error": "response_format is not supported by this model"}, "response_format"),
        (400, {"error": {"message": "unknown field `structured_outputs`"}}, "structured_outputs"),
        # what is no refusal
        (400, {"error": {"message": "Invalid schema for response_format 'r'", "param": "response_format"}}, None),
        (400, {"error": {"message": "bad", "param": "response_format", "code": "invalid_json_schema"}}, None),
        (400, {"error": {"message": "failed to parse grammar"}}, None),
        (400, {"error": {"message": "top_p is not supported", "param": "top_p"}}, None),
        (400, {"error": {"message": "They say the temperature must not stop rising; unknown why"}}, None),
        (500, {"error": {"message": "temperature is not supported", "param": "temperature"}}, None),
    ],
)
def test_the_refused_option_is_found(status: int, body: Any, option: str | None) -> None:
    assert refused_option(error_of(status, body), SENT) == option


def test_an_option_that_was_not_sent_cannot_be_refused() -> None:
    body = {"error": {"message": "Unsupported parameter", "param": "temperature"}}
    assert refused_option(error_of(400, body), ["stop"]) is None


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "7"}, 7),
        ({"retry-after": "0.5"}, 0.5),
        ({"retry-after": "9", "retry-after-ms": "1500"}, 1.5),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "nan"}, None),
        ({"retry-after": "-3"}, None),
        ({"retry-after": "Thu, 01 Jan 1970 00:00:00 GMT"}, 0),
        ({}, None),
    ],
)
def test_the_time_to_wait_is_read_in_every_form(headers: dict[str, str], seconds: float | None) -> None:
    assert retry_after(httpx2.Headers(headers)) == seconds


def test_a_date_to_wait_for_becomes_seconds() -> None:
    date = email.utils.formatdate(time.time() + 60, usegmt=True)
    assert retry_after(httpx2.Headers({"retry-after": date})) == pytest.approx(60, abs=2)


def test_a_short_wait_is_waited_and_a_long_one_passed_on() -> None:
    short, long = (diagnose(error_of(429, {}, **{"Retry-After": seconds})) for seconds in ("2", "90"))
    assert (short.pause, long.pause) == (2, None)
    assert isinstance(long.problem, ModelRateLimited)
    assert long.problem.retry_after == 90


@pytest.mark.parametrize(
    ("status", "kind"), [(500, ModelUnavailable), (529, ModelUnavailable), (413, ModelMisconfigured)]
)
def test_other_errors_fall_into_one_of_the_problems(status: int, kind: type[Exception]) -> None:
    assert type(diagnose(error_of(status, {"error": {"message": "?"}})).problem) is kind


@pytest.mark.parametrize(
    ("error", "words"),
    [
        ({"message": "This model's maximum context length is 8192 tokens"}, "does not fit into the model's context"),
        ({"message": "failed to parse grammar"}, "grammar"),
        ({"message": "?", "code": "invalid_json_schema"}, "JSON Schema"),
        ({"message": "the mill will close", "code": "odd_code", "param": "messages[1]"}, "odd_code, messages[1]"),
        ({"message": "the mill will close", "code": "the mill will close"}, "no known reason"),
    ],
)
def test_what_is_wrong_with_a_request_is_told_in_our_own_words(error: dict[str, str], words: str) -> None:
    detail = diagnose(error_of(400, {"error": error})).problem.detail
    assert words in detail
    assert "mill" not in detail
