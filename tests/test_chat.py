"""Each kind of endpoint is asked in its own dialect, and in no other."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from api.engine.llm.client import Capabilities
from tests.asking import GOOD, GRAMMAR, MESSAGES, SCHEMA, STRICT, ask, model_at, openai_at
from tests.fake_openai import FakeOpenAI, fake_openai

__all__ = ["fake_openai"]

Start = Callable[..., FakeOpenAI]


def test_llama_cpp_is_recognised_and_given_the_grammar(fake_openai: Start) -> None:
    fake = fake_openai("llama.cpp", [GOOD])
    model = model_at(fake)
    reply = ask(model, stop=["\n\n"])
    assert (reply.text, reply.finish_reason) == (GOOD, "stop")
    assert model.capabilities == Capabilities("llama.cpp", json_schema=True, json_object=True, context=8192)
    body = fake.requests[0].body
    assert (body["grammar"], body["cache_prompt"], body["max_tokens"], body["stop"]) == (GRAMMAR, True, 50, ["\n\n"])
    assert body["temperature"] == 0.0
    assert "response_format" not in body
    assert fake.trials == []


def test_llama_cpp_without_a_grammar_is_given_the_schema(fake_openai: Start) -> None:
    fake = fake_openai("llama.cpp", [GOOD])
    ask(model_at(fake), grammar=None, schema_name="facts")
    body = fake.requests[0].body
    assert body["response_format"] == {
        "type": "json_schema",
        "json_schema": {"name": "facts", "strict": True, "schema": STRICT},
    }
    assert body["cache_prompt"] is True


def test_vllm_is_recognised_and_given_the_grammar_its_own_way(fake_openai: Start) -> None:
    fake = fake_openai("vllm", [GOOD])
    model = model_at(fake)
    ask(model)
    assert model.capabilities == Capabilities("vllm", json_schema=True, json_object=True, context=32_768)
    assert (model.profile, model.name) == ("large", "lab/big-model")
    body = fake.requests[0].body
    assert body["structured_outputs"] == {"grammar": GRAMMAR}
    assert not body.keys() & {"grammar", "cache_prompt", "response_format", "extra_body"}


def test_openai_is_given_the_strict_schema_and_no_foreign_option(
    fake_openai: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake = fake_openai("openai", [GOOD], keys=("sk-good",))
    model = openai_at(fake, monkeypatch)
    ask(model)
    assert (model.profile, model.name) == ("large", "gpt-6-luna")
    assert model.capabilities == Capabilities(None, json_schema=True, json_object=True, context=128_000)
    body = fake.requests[0].body
    assert body["response_format"]["json_schema"] == {"name": "reply", "strict": True, "schema": STRICT}
    assert (body["max_completion_tokens"], body["reasoning_effort"]) == (50, "none")
    assert not body.keys() & {"max_tokens", "grammar", "structured_outputs", "cache_prompt", "stop"}
    assert fake.requests[0].headers["authorization"] == "Bearer sk-good"
    assert fake.trials == []
    assert fake.descriptions == []


def test_a_proxy_before_openai_is_found_out_by_a_tiny_question(fake_openai: Start) -> None:
    fake = fake_openai("openai", [GOOD])
    model = model_at(fake)
    reply = ask(model)
    assert model.profile == "large"
    body = fake.requests[0].body
    assert body["response_format"]["type"] == "json_schema"
    assert body["max_completion_tokens"] == 50  # learnt from the tiny question
    assert len(fake.trials) == 2
    assert reply.usage.calls == 1


def test_a_plain_endpoint_is_asked_in_json_mode(fake_openai: Start) -> None:
    fake = fake_openai("plain", [GOOD])
    model = model_at(fake)
    ask(model)
    assert (model.profile, model.capabilities) == ("plain", Capabilities(None, False, True, None))
    assert fake.requests[0].body["response_format"] == {"type": "json_object"}
    assert [trial.body["response_format"]["type"] for trial in fake.trials] == ["json_schema", "json_object"]
    ask(model)
    assert len(fake.trials) == 2


def test_an_endpoint_without_any_format_is_just_asked(fake_openai: Start) -> None:
    fake = fake_openai("plain", [GOOD], formats=())
    model = model_at(fake)
    ask(model)
    assert (model.profile, model.capabilities) == ("plain", Capabilities(None, False, False, None))
    assert "response_format" not in fake.requests[0].body


def test_json_mode_is_left_out_when_no_message_speaks_of_json(fake_openai: Start) -> None:
    fake = fake_openai("plain", [GOOD])
    model_at(fake).ask([{"role": "user", "content": "Who?"}], schema=SCHEMA, max_tokens=9)
    assert "response_format" not in fake.requests[0].body


def test_without_grammar_and_schema_nothing_shapes_the_reply(fake_openai: Start) -> None:
    fake = fake_openai("vllm", ["yes"])
    assert model_at(fake).ask(MESSAGES, max_tokens=1).text == "yes"
    assert set(fake.requests[0].body) == {"model", "messages", "max_tokens", "temperature"}
