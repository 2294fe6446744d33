"""An article becomes an extraction with every kind of endpoint, and with every way in which one can fail."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from api import contracts
from api.engine import facts
from api.engine.document import text
from api.engine.facts import Extraction
from api.engine.llm import slots
from api.engine.llm.client import Model
from api.engine.pipeline import Engine
from api.problems import ModelMisconfigured, ModelRateLimited, ModelRefused, ModelTooSlow, ModelUnavailable
from api.settings import Settings
from tests.fake_openai import FakeOpenAI, Fault, closed_port, fake_openai
from tests.harbour import ARTICLE, CLAIMS, COMPANIES, GOOD, engine_at, reply, said

__all__ = ["fake_openai"]

Fakes = Callable[..., FakeOpenAI]

PROFILES = ["openai", "vllm", "plain"]


def is_delivered_well(extraction: Extraction, article: text.Article = ARTICLE) -> None:
    """Every span holds its quote, and the facts are of the public shape."""
    spans = re.findall(
        r'"start": (\d+), "end": (\d+), "quote": ("(?:[^"\\]|\\.)*")', said(facts.as_json(extraction.facts))
    )
    assert spans or extraction.facts == facts.Facts()
    for start, end, quote in spans:
        assert article.text[int(start) : int(end)] == json.loads(quote)
    contracts.validator("facts").validate(facts.as_json(extraction.facts))
    for rejection in extraction.rejected:
        contracts.validator("rejection").validate(facts.as_json(rejection))
        assert rejection.detail


@pytest.mark.parametrize("profile", PROFILES)
def test_every_profile_delivers_the_same_facts_from_one_call(profile: str, fake_openai: Fakes) -> None:
    fake = fake_openai(profile, replies=[said(GOOD)])
    extraction = engine_at(fake).extract(ARTICLE)
    is_delivered_well(extraction)
    found = extraction.facts
    northgate, fellmere, arden = (one.id for one in found.companies)
    assert [(one.name, one.kind, one.aliases) for one in found.companies] == [
        ("Northgate Plc", "company", ("Northgate",)),
        ("Fellmere", "company", ()),
        ("Arden", "fund", ()),
    ]
    assert [one.name for one in found.people] == ["Ines Roca"]
    assert [(role.title, role.organization and role.organization.id) for role in found.people[0].roles] == [
        ("chief executive", northgate)
    ]
    assert [[(party.id, party.role) for party in deal.parties] for deal in found.deals] == [
        [(northgate, "acquirer"), (fellmere, "target"), (arden, "seller")]
    ]
    assert [(amount.value, amount.currency) for amount in found.deals[0].amounts] == [(12_000_000.0, "EUR")]
    assert [(claim.source.id, claim.source.kind, claim.directness) for claim in found.claims] == [
        (found.people[0].id, "person", "indirect"),
        (found.people[0].id, "person", "direct"),
        (None, "unnamed", "indirect"),
    ]
    assert (extraction.status, extraction.warnings, extraction.rejected) == ("succeeded", (), ())
    assert (extraction.usage.calls, len(fake.requests), len(extraction.replies)) == (1, 1, 1)
    assert extraction.provenance.engine.startswith("onrecord-plain" if profile == "plain" else "onrecord-large")


def test_each_endpoint_is_asked_in_its_own_way(fake_openai: Fakes) -> None:
    bodies = {}
    for profile in PROFILES:
        fake = fake_openai(profile, replies=[said(GOOD)])
        engine_at(fake).extract(ARTICLE)
        bodies[profile] = fake.requests[0].body
    assert bodies["openai"]["response_format"]["json_schema"]["strict"] is True
    assert "grammar" in bodies["vllm"]["structured_outputs"]
    assert bodies["plain"]["response_format"] == {"type": "json_object"}
    assert bodies["openai"]["messages"] == bodies["vllm"]["messages"] == bodies["plain"]["messages"]


def test_an_endpoint_without_any_json_mode_does_too(fake_openai: Fakes) -> None:
    fake = fake_openai("plain", replies=[f"Here you are:\n```json\n{said(GOOD)}\n```"], formats=())
    extraction = engine_at(fake).extract(ARTICLE)
    assert "response_format" not in fake.requests[0].body
    assert (extraction.status, len(extraction.facts.claims)) == ("succeeded", 3)


@pytest.mark.parametrize("profile", PROFILES)
def test_a_cut_off_reply_keeps_its_complete_items(profile: str, fake_openai: Fakes) -> None:
    cut = said(GOOD).partition('"A person close')[0]
    extraction = engine_at(fake_openai(profile, replies=[Fault("cut_off", text=cut)])).extract(ARTICLE)
    is_delivered_well(extraction)
    assert extraction.status == "partial"
    assert (len(extraction.facts.companies), len(extraction.facts.deals), len(extraction.facts.claims)) == (3, 1, 2)
    assert "cut off" in extraction.warnings[0]


def test_garbage_is_asked_for_again_and_then_given_up(fake_openai: Fakes) -> None:
    fake = fake_openai("plain", replies=[Fault("garbage")])
    extraction = engine_at(fake).extract(ARTICLE)
    assert (extraction.status, extraction.facts, extraction.usage.calls) == ("partial", facts.Facts(), 2)
    assert "JSON" in fake.requests[1].body["messages"][-1]["content"]
    assert len(extraction.replies) == 2


def test_garbage_and_then_a_good_reply_is_a_success_that_cost_two_calls(fake_openai: Fakes) -> None:
    fake = fake_openai("plain", replies=[Fault("garbage"), said(GOOD)])
    extraction = engine_at(fake).extract(ARTICLE)
    assert (extraction.status, len(extraction.facts.claims), extraction.usage.calls) == ("succeeded", 3, 2)
    assert extraction.usage.output_tokens >= sum(reply.output_tokens for reply in extraction.replies)


def test_a_model_that_declines_to_answer_at_all_is_a_problem_of_its_own(fake_openai: Fakes) -> None:
    with pytest.raises(ModelRefused):
        engine_at(fake_openai("openai", replies=[Fault("refusal")])).extract(ARTICLE)


@pytest.mark.parametrize(
    ("fault", "problem"),
    [
        (Fault("rate_limited", retry_after=60), ModelRateLimited),
        (Fault("unauthorized"), ModelMisconfigured),
        (Fault("server_error"), ModelUnavailable),
        (Fault("slow", seconds=5), ModelTooSlow),
    ],
)
def test_when_nothing_could_be_asked_the_problem_is_raised(
    fault: Fault, problem: type[Exception], fake_openai: Fakes
) -> None:
    with pytest.raises(problem):
        engine_at(fake_openai("openai", replies=[fault]), llm_timeout=0.3).extract(ARTICLE)


def test_a_model_that_is_down_is_a_problem() -> None:
    with pytest.raises(ModelUnavailable):
        engine_at(closed_port()).extract(ARTICLE)


LONG = text.read(
    "\n\n".join(f"Speaker Number{n} said that the bridge {n} is safe. Nobody crossed it since." for n in range(40)),
    language="en",
)


def by_window(body: dict[str, Any]) -> str | Fault:
    asked = body["messages"][-1]["content"]
    if "Number20 " in asked:
        return Fault("bad_request")
    claims = [
        {"sentences": [int(number)], "source": source, "cue": "said", "content": [content]}
        for number, source, content in re.findall(r"\[(\d+)\] (\w+ \w+) said that (the bridge \d+ is safe)", asked)
    ]
    return said(reply(claims=claims))


def test_a_window_that_fails_leaves_the_others(fake_openai: Fakes) -> None:
    fake = fake_openai("openai", replies=by_window)
    extraction = engine_at(fake, window_chars=600).extract(LONG)
    is_delivered_well(extraction, LONG)
    told = [int(claim.text.split()[2]) for claim in extraction.facts.claims]
    assert told == sorted(set(told))
    assert {0, 1, 38, 39} <= set(told)
    assert 20 not in told
    assert extraction.status == "partial"
    assert len(extraction.warnings) == sum("Number20 " in r.body["messages"][-1]["content"] for r in fake.requests)
    assert extraction.usage.calls == len(fake.requests)


def test_progress_counts_the_windows(fake_openai: Fakes) -> None:
    told: list[tuple[int, int]] = []
    fake = fake_openai("openai", replies=by_window)
    engine_at(fake, window_chars=600).extract(LONG, lambda done, of: told.append((done, of)))
    assert len(told) == len(fake.requests)
    assert {of for _, of in told} == {len(fake.requests)}


def test_what_the_article_does_not_say_is_rejected_and_never_delivered(fake_openai: Fakes) -> None:
    invented = reply(
        companies=[*COMPANIES, {"name": "Crumb & Co", "also": [], "kind": "company"}],
        claims=[*CLAIMS, {**CLAIMS[2], "content": ["the price fell by 5 percent"]}],
    )
    extraction = engine_at(fake_openai("openai", replies=[said(invented)])).extract(ARTICLE)
    is_delivered_well(extraction)
    assert extraction.status == "succeeded"
    assert {one.value for one in extraction.rejected} == {"Crumb & Co", "the price fell by 5 percent"}
    assert "Crumb" not in said(facts.as_json(extraction.facts))


def test_provenance_tells_another_model_or_profile_apart(fake_openai: Fakes) -> None:
    large, plain = (engine_at(fake_openai(profile)).provenance for profile in ("openai", "plain"))
    assert large != plain
    assert large == engine_at(fake_openai("openai")).provenance
    assert re.fullmatch("[0-9a-f]{64}", large.prompt_sha256)
    assert large.prompt == "article@1"


@pytest.mark.parametrize(
    ("options", "parallel"),
    [
        ({}, 1),
        ({"openai_api_key": "sk-x"}, 8),
        ({"llm_base_url": "http://127.0.0.1:1/v1"}, 8),
        ({"llm_base_url": "http://127.0.0.1:1/v1", "llm_parallel": 3}, 3),
        ({"llm_parallel": 2}, 2),
    ],
)
def test_the_embedded_model_is_asked_one_question_at_a_time_until_more_measured_faster(
    options: dict[str, Any], parallel: int, tmp_path: Path
) -> None:
    settings = Settings(**options, model_dir=tmp_path)
    assert Engine(Model(settings), settings).parallel == parallel
    if parallel == 1:
        slots.note(settings).write_text('{"wheel-1-0-8": 4, "now": 4}')
        parallel = 4
    assert Engine(Model(settings), settings).parallel == parallel
