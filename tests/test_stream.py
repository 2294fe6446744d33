"""The embedded model is listened to word by word: late is not broken, silent is."""

from __future__ import annotations

import time
from collections.abc import Callable

import httpx2
import pytest

from api.engine.llm.client import Model
from api.problems import ModelTooSlow, ModelUnavailable
from api.settings import Settings
from tests.asking import ask, failure_of
from tests.fake_openai import FakeOpenAI, Fault, fake_openai

__all__ = ["fake_openai"]

Start = Callable[..., FakeOpenAI]
WORDS = "one two three four five six"


def embedded(fake: FakeOpenAI, silence: float = 5.0) -> Model:
    port = httpx2.URL(fake.url).port
    assert port is not None
    return Model(Settings(embedded_model_port=port, llm_timeout=silence))


def test_a_streamed_reply_is_the_reply_with_its_tokens_counted(fake_openai: Start) -> None:
    fake = fake_openai(replies=[WORDS])
    said = ask(embedded(fake))
    assert (said.text, said.finish_reason) == (WORDS, "stop")
    assert said.usage.output_tokens == 6
    assert said.usage.input_tokens > 0
    assert fake.requests[0].body["stream"] is True


def test_other_endpoints_are_asked_for_the_whole_reply(fake_openai: Start) -> None:
    fake = fake_openai(replies=[WORDS])
    assert ask(Model(Settings(llm_base_url=fake.url))).text == WORDS
    assert "stream" not in fake.requests[0].body


def test_a_reply_longer_than_the_silence_allowed_is_waited_for(fake_openai: Start) -> None:
    fake = fake_openai(replies=[Fault("dripped", text=WORDS, seconds=0.2)])
    started = time.monotonic()
    assert ask(embedded(fake, silence=0.8)).text == WORDS
    assert time.monotonic() - started > 1.2, "the whole call took longer than the silence allowed"


def test_a_model_that_falls_silent_is_too_slow_and_not_asked_twice(fake_openai: Start) -> None:
    fake = fake_openai(replies=[Fault("hushed", text=WORDS, seconds=30)])
    assert isinstance(failure_of(embedded(fake, silence=0.3)), ModelTooSlow)
    assert len(fake.requests) == 1


def test_a_model_that_never_begins_is_too_slow(fake_openai: Start) -> None:
    fake = fake_openai(replies=[Fault("slow", seconds=30)])
    assert isinstance(failure_of(embedded(fake, silence=0.3)), ModelTooSlow)


def test_a_stream_that_breaks_off_is_asked_for_again(fake_openai: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.engine.llm.failures.PAUSE", 0.01)
    fake = fake_openai(replies=[Fault("hushed", text=WORDS), WORDS])
    assert ask(embedded(fake)).text == WORDS
    assert len(fake.requests) == 2


def test_a_stream_cut_off_by_length_says_so(fake_openai: Start) -> None:
    fake = fake_openai(replies=[Fault("cut_off", text="one two")])
    said = ask(embedded(fake))
    assert (said.text, said.finish_reason) == ("one two", "length")


def test_an_embedded_model_that_is_down_is_unavailable(fake_openai: Start) -> None:
    fake = fake_openai()
    model = embedded(fake)
    fake.stop()
    assert isinstance(failure_of(model), ModelUnavailable)
