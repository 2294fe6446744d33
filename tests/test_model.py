"""The model answers, or fails with a clear problem in good time; what it cost and what it refused is remembered."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from api.engine.llm import failures
from api.engine.llm.client import Capabilities, Model, spent
from api.problems import (
    ModelMisconfigured,
    ModelProblem,
    ModelRateLimited,
    ModelTooSlow,
    ModelUnavailable,
    ModelUnintelligible,
)
from api.settings import Settings
from tests.asking import GOOD, MESSAGES, SCHEMA, ask, failure_of, model_at, openai_at
from tests.fake_openai import FakeOpenAI, Fault, closed_port, fake_openai

__all__ = ["fake_openai"]

Start = Callable[..., FakeOpenAI]


@pytest.fixture(autouse=True)
def short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(failures, "PAUSE", 0.01)


@pytest.mark.parametrize("wrong", [Settings(profile="huge"), Settings(prices="gpt=1")])
def test_a_wrong_option_is_told_before_anything_is_asked(wrong: Settings) -> None:
    with pytest.raises(ValueError, match="ONRECORD_"):
        Model(wrong)


# What an endpoint refuses


def test_a_schema_outside_openais_subset_is_our_fault_and_said_so(
    fake_openai: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake = fake_openai("openai", [GOOD])
    with pytest.raises(ModelMisconfigured, match="JSON Schema"):
        ask(openai_at(fake, monkeypatch), schema={**SCHEMA, "required": []})
    assert len(fake.requests) == 1


def test_a_grammar_that_cannot_be_read_is_our_fault_and_said_so(fake_openai: Start) -> None:
    fake = fake_openai("llama.cpp", [GOOD])
    with pytest.raises(ModelMisconfigured, match="grammar"):
        ask(model_at(fake), grammar="start = nothing")
    assert len(fake.requests) == 1


def test_an_endpoint_that_stops_taking_schemas_is_asked_the_next_best_way(fake_openai: Start) -> None:
    fake = fake_openai("vllm", [GOOD])
    model = model_at(fake)
    assert model.capabilities == Capabilities("vllm", json_schema=True, json_object=True, context=32_768)
    fake.dialect = replace(fake.dialect, formats=("json_object",))
    reply = ask(model, grammar=None)
    assert (reply.text, reply.usage.calls) == (GOOD, 2)
    assert model.capabilities == Capabilities("vllm", json_schema=False, json_object=True, context=32_768)
    assert ask(model, grammar=None).usage.calls == 1


def test_a_vllm_that_refuses_grammars_is_given_the_schema(fake_openai: Start) -> None:
    fake = fake_openai("vllm", [GOOD], refuses=("structured_outputs",))
    model = model_at(fake)
    assert ask(model).usage.calls == 2
    assert fake.requests[-1].body["response_format"]["type"] == "json_schema"
    assert model.capabilities.grammar is None


@pytest.mark.parametrize("option", ["temperature", "stop", "max_tokens"])
def test_an_option_that_is_refused_is_left_out_from_then_on(option: str, fake_openai: Start) -> None:
    fake = fake_openai("vllm", [GOOD], refuses=(option,))
    model = model_at(fake)
    assert ask(model, stop=["x"]).usage.calls == 2
    assert ask(model, stop=["x"]).usage.calls == 1
    assert option not in fake.requests[-1].body
    assert fake.requests[-1].body.get("max_completion_tokens", 50) == 50


def test_a_reasoning_effort_the_model_does_not_know_is_left_out(
    fake_openai: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake = fake_openai("openai", [GOOD], refuses=("max_tokens", "reasoning_effort", "temperature"), model="gpt-4.1")
    model = openai_at(fake, monkeypatch, llm_model="gpt-4.1")
    assert ask(model).usage.calls == 3
    assert not fake.requests[-1].body.keys() & {"reasoning_effort", "temperature"}


# Usage and cost


def test_usage_counts_tokens_and_what_came_from_the_cache(fake_openai: Start) -> None:
    model = model_at(fake_openai("llama.cpp", ["one two three"]))
    first, second = ask(model).usage, ask(model).usage
    assert (first.calls, first.output_tokens, first.cached_tokens) == (1, 3, 0)
    assert (second.input_tokens, second.cached_tokens) == (first.input_tokens, len(MESSAGES[0]["content"].split()))
    assert second.cost is None
    assert 0 < second.seconds < 5


def test_usage_counts_every_attempt(fake_openai: Start) -> None:
    model = model_at(fake_openai("llama.cpp", [Fault("server_error"), GOOD]))
    assert ask(model).usage.calls == 2


def test_a_price_table_tells_the_cost(fake_openai: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    fake = fake_openai("openai", ["one two three four five"])
    model = openai_at(fake, monkeypatch, prices="gpt-6-luna=1000/100/2000")
    usage = [ask(model).usage for _ in range(2)][1]
    fresh = usage.input_tokens - usage.cached_tokens
    assert usage.cached_tokens > 0
    assert usage.cost == pytest.approx((fresh * 1000 + usage.cached_tokens * 100 + 5 * 2000) / 1e6)


def test_an_answer_that_counts_no_tokens_is_still_an_answer(fake_openai: Start) -> None:
    reply = ask(model_at(fake_openai("plain", [Fault("no_usage", text=GOOD)])))
    assert (reply.text, reply.usage.input_tokens, reply.usage.calls) == (GOOD, 0, 1)


# Replies that are not what was hoped for


def test_a_reply_cut_off_says_so_and_keeps_what_came(fake_openai: Start) -> None:
    reply = ask(model_at(fake_openai(replies=[Fault("cut_off", text=GOOD[:20])])))
    assert (reply.text, reply.finish_reason) == (GOOD[:20], "length")


def test_a_refusal_says_so(fake_openai: Start) -> None:
    reply = ask(model_at(fake_openai("vllm", replies=[Fault("refusal", text="I would rather not.")])))
    assert (reply.text, reply.finish_reason) == ("I would rather not.", "refusal")


def test_a_reply_held_back_by_a_filter_is_a_refusal(fake_openai: Start) -> None:
    assert ask(model_at(fake_openai("vllm", replies=[Fault("filtered")]))).finish_reason == "refusal"


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        ("stop", "stop"),
        ("eos", "stop"),
        ("tool_calls", "stop"),
        (None, "stop"),
        ("length", "length"),
        ("MAX_TOKENS", "length"),
        ("model_length", "length"),
        ("SAFETY", "refusal"),
        ("refusal", "refusal"),
    ],
)
def test_every_way_a_reply_ends_is_told_in_one_of_three_words(
    fake_openai: Start, reason: str | None, told: str
) -> None:
    reply = ask(model_at(fake_openai("vllm", replies=[Fault("ended", text=GOOD, reason=reason)])))
    assert (reply.finish_reason, reply.usage.calls) == (told, 1)


@pytest.mark.parametrize("reason", ["error", "abort", "insufficient_system_resource"])
def test_a_reply_that_the_endpoint_gave_up_on_is_asked_for_once_more(fake_openai: Start, reason: str) -> None:
    fault = Fault("ended", text=GOOD[:9], reason=reason)
    reply = ask(model_at(fake_openai("vllm", replies=[fault, GOOD])))
    assert (reply.text, reply.usage.calls) == (GOOD, 2)
    with pytest.raises(ModelUnavailable, match="gave up"):
        ask(model_at(fake_openai("vllm", replies=[fault, fault])))


def test_garbage_is_handed_on_as_it_came(fake_openai: Start) -> None:
    assert ask(model_at(fake_openai(replies=[Fault("garbage", text="\ufffd{]")]))).text == "\ufffd{]"


def test_thoughts_before_the_reply_are_left_out(fake_openai: Start) -> None:
    model = model_at(fake_openai(replies=[f"<think>\nWho said it?\n</think>\n\n{GOOD}", "<think>never done"]))
    assert (ask(model).text, ask(model).text) == (GOOD, "")


# Failures


@pytest.mark.parametrize(
    ("fault", "problem"),
    [
        (Fault("server_error"), ModelUnavailable),
        (Fault("loading"), ModelUnavailable),
        (Fault("dropped", text=GOOD * 9), ModelUnavailable),
        (Fault("rate_limited", retry_after=0), ModelRateLimited),
        (Fault("not_json"), ModelUnintelligible),
        (Fault("html"), ModelUnintelligible),
        (Fault("no_choices"), ModelUnintelligible),
    ],
    ids=lambda value: getattr(value, "kind", None),
)
def test_a_passing_fault_is_tried_once_more_and_a_lasting_one_told(
    fault: Fault, problem: type[ModelProblem], fake_openai: Start
) -> None:
    fake = fake_openai(replies=[fault, GOOD])
    model = model_at(fake)
    assert ask(model).text == GOOD
    fake.then(fault)
    told = failure_of(model)
    assert type(told) is problem
    assert (len(fake.requests), spent(told).calls) == (2, 2)


@pytest.mark.parametrize(
    "fault",
    [
        Fault("unauthorized"),
        Fault("unknown_model"),
        Fault("bad_request"),
        Fault("bad_request", error={"message": "the request exceeds the available context size"}),
    ],
)
def test_what_the_operator_must_mend_is_not_tried_again(fault: Fault, fake_openai: Start) -> None:
    fake = fake_openai(replies=[fault])
    assert type(failure_of(model_at(fake))) is ModelMisconfigured
    assert len(fake.requests) == 1


def test_a_rate_limit_passes_on_how_long_to_wait_and_does_not_wait_itself(fake_openai: Start) -> None:
    fake = fake_openai(replies=[Fault("rate_limited", retry_after=42)])
    started = time.monotonic()
    problem = failure_of(model_at(fake))
    assert (type(problem), problem.all_headers()["Retry-After"]) == (ModelRateLimited, "42")
    assert (len(fake.requests), time.monotonic() - started < 1) == (1, True)


def test_a_used_up_quota_is_not_tried_again(fake_openai: Start) -> None:
    fake = fake_openai(replies=[Fault("rate_limited", error={"code": "insufficient_quota"})])
    problem = failure_of(model_at(fake))
    assert (type(problem), "quota" in problem.detail, len(fake.requests)) == (ModelRateLimited, True, 1)


def test_a_slow_model_is_given_up_in_time_and_not_asked_twice(fake_openai: Start) -> None:
    fake = fake_openai(replies=[Fault("slow", text=GOOD, seconds=20)])
    started = time.monotonic()
    assert type(failure_of(model_at(fake, llm_timeout=0.3))) is ModelTooSlow
    assert time.monotonic() - started < 2
    assert len(fake.requests) == 1


def test_a_server_that_is_down_is_told_within_seconds_and_found_when_it_is_back(fake_openai: Start) -> None:
    started = time.monotonic()
    problem = failure_of(model_at(closed_port()))
    assert (type(problem), problem.status, problem.retry_after) == (ModelUnavailable, 503, 10)
    assert time.monotonic() - started < 3


def test_a_server_that_goes_down_later_is_told_too(fake_openai: Start) -> None:
    fake = fake_openai(replies=[GOOD])
    model = model_at(fake)
    ask(model)
    fake.stop()
    assert type(failure_of(model)) is ModelUnavailable
    assert type(failure_of(model)) is ModelUnavailable


def test_a_failed_look_at_the_endpoint_is_not_remembered(fake_openai: Start) -> None:
    fake = fake_openai(replies=[GOOD])
    model = model_at(fake)
    fake.models_fault = Fault("loading")
    assert type(failure_of(model)) is ModelUnavailable
    fake.models_fault = None
    assert ask(model).text == GOOD


def test_a_crowd_looks_at_the_endpoint_once_and_shares_a_failure(fake_openai: Start) -> None:
    fake = fake_openai(replies=[GOOD])
    fake.models_fault = Fault("loading", seconds=0.3)
    model, names, failures = model_at(fake), [], []

    def look() -> None:
        try:
            names.append(model.name)
        except ModelProblem as problem:
            failures.append(problem)

    for expected in (failures, names):
        threads = [threading.Thread(target=look) for _ in range(20)]
        for thread in threads:
            thread.start()
        time.sleep(0.1)
        for thread in threads:
            thread.join()
        assert (len(expected), len(fake.descriptions)) == (20, 1)
        fake.models_fault = None
        fake.descriptions.clear()


def test_forty_articles_at_once_wait_for_the_model_and_not_for_each_other(fake_openai: Start) -> None:
    fake = fake_openai(replies=lambda body: Fault("slow", text=GOOD, seconds=0.5))
    model = model_at(fake)
    started = time.monotonic()
    with ThreadPoolExecutor(40) as threads:
        texts = list(threads.map(lambda _: ask(model).text, range(40)))
    assert (texts, len(fake.requests)) == ([GOOD] * 40, 40)
    assert time.monotonic() - started < 5


def test_a_model_that_is_no_longer_served_is_looked_for_anew(fake_openai: Start) -> None:
    fake = fake_openai("vllm", [GOOD])
    model = model_at(fake)
    ask(model)
    fake.dialect = replace(fake.dialect, model="lab/newer-model")
    assert type(failure_of(model)) is ModelMisconfigured
    assert ask(model).text == GOOD
    assert model.name == "lab/newer-model"


def test_neither_the_article_nor_the_key_is_logged_or_told(
    fake_openai: Start, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    echo = {"message": f"cannot take {MESSAGES[1]['content']} with sk-secret", "code": "odd", "param": "messages"}
    fake = fake_openai("plain", replies=[Fault("server_error"), GOOD, Fault("bad_request", error=echo)])
    model = model_at(fake, openai_api_key="sk-secret")
    ask(model)
    told = failure_of(model).detail
    for text in (caplog.text, told):
        assert "mill" not in text
        assert "sk-secret" not in text
    assert "odd, messages" in told


# Readiness


@pytest.mark.parametrize("profile", ["llama.cpp", "vllm", "openai", "plain"])
def test_an_endpoint_that_answers_is_ready(profile: str, fake_openai: Start) -> None:
    fake = fake_openai(profile)
    model_at(fake).ready()
    assert fake.requests + fake.trials == []


def test_an_endpoint_without_a_list_of_models_can_be_ready(fake_openai: Start) -> None:
    model_at(fake_openai("plain", models=False)).ready()


def test_a_model_that_is_listed_before_it_is_loaded_is_not_ready(fake_openai: Start) -> None:
    fake = fake_openai("llama.cpp", loading=True)
    model = model_at(fake)
    with pytest.raises(ModelUnavailable, match="being loaded"):
        model.ready()
    fake.dialect = replace(fake.dialect, loading=False)
    model.ready()
    assert model.capabilities.context == 8192


def test_an_endpoint_that_takes_too_long_to_show_it_is_not_ready(
    fake_openai: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.engine.llm.client.READINESS", 0.1)
    fake = fake_openai()
    fake.models_fault = Fault("slow", seconds=20)
    with pytest.raises(ModelTooSlow):
        model_at(fake).ready()


def test_an_endpoint_that_is_down_loading_or_closed_to_us_is_not_ready(fake_openai: Start) -> None:
    with pytest.raises(ModelUnavailable):
        model_at(closed_port()).ready()
    fake = fake_openai()
    for kind, problem in (("loading", ModelUnavailable), ("unauthorized", ModelMisconfigured)):
        fake.models_fault = Fault(kind)
        with pytest.raises(problem):
            model_at(fake).ready()
