"""Ids of facts: the same for the same fact of the same article, another for every other."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from api.engine.document import text
from api.engine.facts import Facts, as_json
from api.engine.identity import LETTERS, fact_id, fingerprint, identified, references
from api.store.articles import ArticleRow, as_read
from tests.stand_in import STORY, StandIn
from tests.stored import VINHO, extraction

FACTS = StandIn().extract(text.read(STORY)).facts


def ids(facts: Facts) -> list[str]:
    return [fact.id for kind in LETTERS for fact in getattr(facts, kind)]


def test_another_run_gives_the_same_facts_of_an_article_the_same_ids() -> None:
    assert ids(StandIn().extract(text.read(STORY)).facts) == ids(FACTS)
    assert len(set(ids(FACTS))) == len(ids(FACTS))


def test_the_first_letter_tells_the_kind() -> None:
    for kind, letter in LETTERS.items():
        assert {fact.id[0] for fact in getattr(FACTS, kind)} == {letter}


def test_every_reference_leads_to_a_fact_of_the_extraction() -> None:
    found = list(references(as_json(FACTS)))
    assert len(found) > len(ids(FACTS))
    assert set(found) <= set(ids(FACTS))


def test_an_article_that_differs_in_anything_has_facts_of_its_own() -> None:
    for other in (
        {"url": "https://example.org/2"}, {"title": "Northwind"}, {"publisher": "Kite News"}, {"language": "de"}
    ):  # fmt: skip
        article = text.read(STORY, **other)
        assert not set(ids(StandIn().extract(article).facts)) & set(ids(FACTS)), other


def test_what_is_told_of_a_fact_leaves_its_id_alone() -> None:
    deal, claim = FACTS.deals[0], FACTS.claims[0]
    changed = replace(
        FACTS,
        deals=(replace(deal, status="completed", type="merger", amounts=(), dates=()),),
        claims=(replace(claim, polarity="denied", cue=None, about=()),),
    )
    assert ids(identified(fingerprint(text.read(STORY)), changed)) == ids(FACTS)


def test_a_deal_with_its_sides_changed_is_another_and_so_are_words_of_another_source() -> None:
    deal, claim = FACTS.deals[0], FACTS.claims[0]
    buyer, bought = deal.parties
    swapped = (replace(buyer, role="target"), replace(bought, role="acquirer"))
    other = replace(claim.source, span=FACTS.companies[0].mentions[0])
    changed = replace(FACTS, deals=(replace(deal, parties=swapped),), claims=(replace(claim, source=other),))
    made = identified(fingerprint(text.read(STORY)), changed)
    assert made.deals[0].id != deal.id
    assert made.claims[0].id != claim.id


def test_two_facts_of_the_same_places_have_two_ids() -> None:
    deal = FACTS.deals[0]
    twice = replace(FACTS, deals=(deal, replace(deal, id="d2", type="joint_venture")))
    made = ids(identified(fingerprint(text.read(STORY)), twice))
    assert len(made) == len(set(made)) == len(ids(FACTS)) + 1
    assert deal.id in made


def test_a_name_that_is_found_in_one_more_place_keeps_its_id() -> None:
    company = FACTS.companies[0]
    shorter = replace(FACTS, companies=(replace(company, mentions=company.mentions[:1]), *FACTS.companies[1:]))
    assert ids(identified(fingerprint(text.read(STORY)), shorter)) == ids(FACTS)


def test_an_article_that_a_worker_reads_again_from_the_store_is_the_same_to_the_letter() -> None:
    wrapped = "Northwind buys\nFabrikam\n\n" + STORY.partition("\n")[2]
    for article in (text.read(STORY), text.read(wrapped), text.read(STORY, title="Bought  at last", language="de")):
        row = ArticleRow("", "", article.text, article.title, article.language, None, None, None, datetime.now(UTC))
        assert fingerprint(as_read(row)) == fingerprint(article)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=3))
def test_ids_are_of_one_length_and_differ_by_kind(places: list[tuple[int, int]]) -> None:
    made = {fact_id("article", kind, places) for kind in LETTERS}
    assert len(made) == len(LETTERS)
    assert {len(each) for each in made} == {17}


def test_the_facts_of_the_store_tests_refer_to_each_other() -> None:
    found = extraction(VINHO).facts
    assert set(references(as_json(found))) <= set(ids(found))
