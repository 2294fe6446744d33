"""Facts that are told while an article is read: whole, proven, in the order of the stages, and none but those delivered."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from api.engine.facts import Claim, Company, Extraction, Person, Rejection
from api.engine.llm.client import Model
from api.engine.llm.conversation import STOPPED
from api.engine.pipeline import Engine
from api.engine.telling import kind_of
from api.extractions import read
from api.settings import Settings
from tests.fake_openai import FakeOpenAI

STORY = (
    "Velmora Corp buys Tarnwick Ltd\n"
    "Velmora Corp will buy Tarnwick Ltd for $40 million, the companies said on Monday. "
    "Ilse Kornblum, chief executive of Velmora Corp, said nobody would lose a job. "
    '"It rained all summer," Oskar Brandvold said. '
    "Neighbours in Selby were full of a claim that the mill in Dover will close.\n"
)
"""Whose the last claim is, grammar leaves open: the model is asked."""

PEOPLE = ("Ilse Kornblum", "Oskar Brandvold")


def engine(fake: FakeOpenAI, **options: Any) -> Engine:
    settings = Settings(llm_base_url=fake.url, openai_api_key="key", llm_parallel=1, **options)
    return Engine(Model(settings), settings)


def answer(request: dict[str, Any]) -> str:
    """What a model that reads well says about STORY: what the names are, and who brings which reporting words."""
    lines = request["messages"][-1]["content"].splitlines()
    if any(line.startswith("names: ") for line in lines):
        return "[]"
    if len(lines) == 2 and ": " not in lines[1]:
        speaker = next((name for name in (*PEOPLE, "the companies") if name in lines[0]), "")
        return json.dumps(dict.fromkeys(lines[1].split(", "), speaker))
    names = (line.partition(": ")[0] for line in lines)
    return json.dumps({name: "person" if name in PEOPLE else "other" for name in names})


def reading(fake: FakeOpenAI, stopped: Callable[[], bool] | None = None) -> tuple[Extraction, list[Any]]:
    told: list[Any] = []
    article = read({"text": STORY}, 10_000)
    return engine(fake).extract(article, on_fact=told.append, stopped=stopped), told


def test_every_fact_is_told_as_it_is_delivered_and_no_other() -> None:
    with FakeOpenAI("llama.cpp", replies=answer) as fake:
        extraction, told = reading(fake)
    facts = extraction.facts
    delivered = [*facts.companies, *facts.people, *facts.deals, *facts.claims]
    assert {kind_of(fact) for fact in delivered} >= {"company", "claim"}
    assert {fact.id: fact for fact in told if not isinstance(fact, Rejection)} == {fact.id: fact for fact in delivered}
    assert len(told) == len(delivered) + len(extraction.rejected), "none is told twice"
    assert {each for each in told if isinstance(each, Rejection)} == set(extraction.rejected)


def test_companies_are_told_before_anybody_is_asked_who_says_what() -> None:
    told_by: list[int] = []
    with FakeOpenAI("llama.cpp", replies=answer) as fake:
        engine(fake).extract(
            read({"text": STORY}, 10_000),
            on_fact=lambda fact: told_by.append(len(fake.requests)) if isinstance(fact, Company) else None,
        )
        assert told_by
        assert max(told_by) < len(fake.requests)


def test_facts_come_in_the_order_in_which_they_are_sure() -> None:
    with FakeOpenAI("llama.cpp", replies=answer) as fake:
        _, told = reading(fake)
    order = [type(fact) for fact in told if isinstance(fact, Company | Person | Claim)]
    assert order.index(Company) < order.index(Person) < order.index(Claim)
    assert next(fact for fact in told if isinstance(fact, Person)).roles, "a person is told with all titles"


def test_who_does_not_listen_gets_the_same_extraction() -> None:
    with FakeOpenAI("llama.cpp", replies=answer) as fake:
        heard, _ = reading(fake)
        alone = engine(fake).extract(read({"text": STORY}, 10_000))
    assert (alone.facts, alone.rejected) == (heard.facts, heard.rejected)


def test_once_stopped_nothing_more_is_asked_and_what_is_known_is_delivered() -> None:
    with FakeOpenAI("llama.cpp", replies=answer) as fake:
        whole, _ = reading(fake)
        before = len(fake.requests)
        extraction, told = reading(fake, stopped=lambda: len(fake.requests) > before)
        assert len(fake.requests) == before + 1
    assert extraction.status == "partial"
    assert extraction.warnings == (STOPPED,)
    assert extraction.facts.companies == whole.facts.companies
    assert {fact.id for fact in told if isinstance(fact, Company)} == {one.id for one in extraction.facts.companies}
