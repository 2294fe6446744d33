"""A partial extraction is gone on with: what failed is asked anew, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine as Database

from api.engine.document import text
from api.engine.facts import RawReply
from tests.fake_openai import FakeOpenAI, Fault, fake_openai
from tests.harbour import engine_at, reply, said
from tests.stand_in import STORY, StandIn

__all__ = ["fake_openai"]

Fakes = Callable[..., FakeOpenAI]
Apps = Callable[..., Flask]

LONG = "\n\n".join(f"Speaker Number{n} said that the bridge {n} is safe. Nobody crossed it since." for n in range(40))


def answering(broken: Callable[[str], Fault | None]) -> Callable[[dict[str, Any]], str | Fault]:
    """The claims of each window, or the fault of the question."""

    def answer(body: dict[str, Any]) -> str | Fault:
        asked = body["messages"][-1]["content"]
        if fault := broken(asked):
            return fault
        found = re.findall(r"\[(\d+)\] (\w+ \w+) said that (the bridge \d+ is safe)", asked)
        return said(
            reply(
                claims=[
                    {"sentences": [int(number)], "source": source, "cue": "said", "content": [content]}
                    for number, source, content in found
                ]
            )
        )

    return answer


def fails_at(number: int) -> Callable[[str], Fault | None]:
    return lambda asked: Fault("bad_request") if f"Number{number} " in asked else None


def post(client: Any) -> Any:
    return client.post("/v1/extractions", json={"text": LONG, "language": "en"})


def bridges(extraction: dict[str, Any]) -> list[int]:
    return [int(claim["text"].split()[2]) for claim in extraction["facts"]["claims"]]


def test_the_same_article_again_asks_what_failed_and_only_that(app_with: Apps, fake_openai: Fakes) -> None:
    fake = fake_openai("openai", replies=answering(fails_at(20)))
    client = app_with(engine_at(fake, window_chars=600)).test_client()
    first = post(client)
    assert (first.status_code, first.json["status"]) == (201, "partial")
    failed = [r for r in fake.requests if "Number20 " in r.body["messages"][-1]["content"]]
    asked = len(fake.requests)
    fake._replies = answering(lambda asked: None)
    second = post(client)
    assert (second.status_code, second.json["status"]) == (201, "succeeded")
    assert second.json["id"] == first.json["id"]
    assert len(fake.requests) - asked == len(failed)
    assert bridges(second.json) == list(range(40))
    assert second.json["usage"]["calls"] == len(fake.requests), "what it cost before counts too"
    assert set(bridges(first.json)) < set(bridges(second.json))
    assert post(client).status_code == 200
    assert len(fake.requests) - asked == len(failed)


def test_what_fails_again_leaves_it_as_partial_as_it_was(app_with: Apps, fake_openai: Fakes) -> None:
    fake = fake_openai("openai", replies=answering(fails_at(20)))
    client = app_with(engine_at(fake, window_chars=600)).test_client()
    first = post(client).json
    fake._replies = answering(lambda asked: Fault("server_error"))
    again = post(client)
    assert (again.status_code, again.json["status"]) == (201, "partial")
    assert again.json["facts"] == first["facts"]
    assert client.get("/v1/claims?limit=1000").json["items"] != []


def test_a_refresh_asks_everything_anew(app_with: Apps, fake_openai: Fakes) -> None:
    fake = fake_openai("openai", replies=answering(fails_at(20)))
    client = app_with(engine_at(fake, window_chars=600)).test_client()
    first = post(client).json
    asked = len(fake.requests)
    again = client.post("/v1/extractions?refresh=true", json={"text": LONG, "language": "en"}).json
    assert again["id"] != first["id"]
    assert len(fake.requests) == 2 * asked


def test_a_reply_that_was_mended_is_not_asked_for_again(app_with: Apps, fake_openai: Fakes) -> None:
    garbled: list[str] = []

    def once_garbled(asked: str) -> Fault | None:
        if "Number20 " in asked:
            return Fault("bad_request")
        if "Number2 " in asked and not garbled:
            garbled.append(asked)
            return Fault("garbage")
        return None

    fake = fake_openai("openai", replies=answering(once_garbled))
    client = app_with(engine_at(fake, window_chars=600, llm_parallel=1)).test_client()
    post(client)
    asked = len(fake.requests)
    fake._replies = answering(fails_at(20))
    post(client)
    assert all("Number20 " in r.body["messages"][-1]["content"] for r in fake.requests[asked:])


def test_a_run_that_breaks_down_keeps_the_facts_that_were_there(
    app_with: Apps, reader: StandIn, stored: Database
) -> None:
    client = app_with(reader).test_client()
    reader.status = "partial"
    first = client.post("/v1/extractions", json={"text": STORY, "language": "en"}).json

    def breaks(article: object) -> None:
        raise RuntimeError("boom")

    reader.before = breaks
    assert client.post("/v1/extractions", json={"text": STORY, "language": "en"}).status_code == 500
    kept = client.get(first["href"]).json
    assert (kept["status"], kept["facts"]) == ("partial", first["facts"])


@pytest.mark.parametrize("change", [{"content": "garbage"}, {"finish_reason": "length"}, {"question": None}])
def test_a_reply_that_does_not_answer_is_asked_for_anew(fake_openai: Fakes, change: dict[str, Any]) -> None:
    fake = fake_openai("openai", replies=answering(lambda asked: None))
    engine = engine_at(fake, window_chars=100_000)
    article = text.read(LONG, language="en")
    (whole,) = engine.extract(article).replies
    assert engine.extract(article, known=[whole]).usage.calls == 0
    spoilt: RawReply = replace(whole, **change)
    assert engine.extract(article, known=[spoilt]).usage.calls == 1


def test_another_model_is_asked_for_itself(fake_openai: Fakes) -> None:
    article = text.read(LONG, language="en")
    one = engine_at(fake_openai("openai", replies=answering(lambda asked: None)), window_chars=100_000)
    other_fake = fake_openai("openai", replies=answering(lambda asked: None), model="another")
    other = engine_at(other_fake, window_chars=100_000)
    assert other.extract(article, known=one.extract(article).replies).usage.calls == 1
