"""What people decided, laid upon the facts of another run."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from api.engine.document import text
from api.engine.facts import Facts, Party, Span, as_json
from api.engine.grounding import align
from api.engine.identity import LETTERS, fingerprint, identified
from api.store.standing import Laid, Standing, lay
from tests.stand_in import STORY, StandIn

ARTICLE = text.read(STORY)
FACTS = StandIn().extract(ARTICLE).facts
CLAIM, DEAL, COMPANY, PERSON = FACTS.claims[0], FACTS.deals[0], FACTS.companies[0], FACTS.people[0]


def again(**changes: Any) -> dict[str, list[dict[str, Any]]]:
    """The facts of another run."""
    found: dict[str, list[dict[str, Any]]] = as_json(identified(fingerprint(ARTICLE), replace(FACTS, **changes)))
    return found


def decided(kind: str, fact: Any, review: str, **changes: Any) -> Standing:
    document = as_json(fact)
    return Standing(document["id"], kind, review, {**document, **changes}, document)


def span(words: str, nth: int = 0) -> Span:
    start = -1
    for _ in range(nth + 1):
        start = ARTICLE.text.index(words, start + 1)
    return align.span(ARTICLE, start, start + len(words))


def by_id(laid: dict[str, list[Laid]]) -> dict[str, Laid]:
    return {one.fact["id"]: one for ones in laid.values() for one in ones}


def test_without_decisions_a_run_stands_as_it_is() -> None:
    laid = lay(again(), [])
    assert {kind: [one.fact for one in ones] for kind, ones in laid.items()} == again()
    assert {(one.review, one.found, one.by_hand) for one in by_id(laid).values()} == {("unreviewed", None, False)}


@pytest.mark.parametrize("review", ["accepted", "rejected", "corrected"])
def test_a_decision_follows_words_that_begin_or_end_a_little_elsewhere(review: str) -> None:
    shorter = replace(
        CLAIM, text="will buy Fabrikam for $2 million", content=(span("will buy Fabrikam for $2 million"),)
    )
    found = again(claims=(shorter,))
    assert found["claims"][0]["id"] != CLAIM.id
    laid = by_id(lay(found, [decided("claims", CLAIM, review)]))
    assert laid[CLAIM.id].review == review
    assert not laid[CLAIM.id].by_hand
    assert found["claims"][0]["id"] not in laid
    words = CLAIM.text if review != "rejected" else shorter.text
    assert laid[CLAIM.id].fact["text"] == words, "what somebody accepted stays as it was accepted"


def test_references_follow_the_fact_whose_id_was_kept() -> None:
    wider = replace(COMPANY, name="Northwind buys", mentions=(span("Northwind buys"), *COMPANY.mentions[1:]))
    laid = by_id(lay(again(companies=(wider, *FACTS.companies[1:])), [decided("companies", COMPANY, "accepted")]))
    assert laid[COMPANY.id].fact["name"] == "Northwind"
    deal = next(one.fact for one in laid.values() if one.fact["id"][0] == "d")
    assert deal["parties"][0]["id"] == COMPANY.id


def test_a_decision_does_not_follow_to_other_words() -> None:
    other = replace(CLAIM, text="Northwind", content=(span("Northwind"),))
    found = again(claims=(other,))
    laid = by_id(lay(found, [decided("claims", CLAIM, "rejected")]))
    assert laid[found["claims"][0]["id"]].review == "unreviewed"
    assert CLAIM.id not in laid


def test_a_rejection_does_not_follow_to_another_source_and_an_acceptance_covers_it() -> None:
    elsewhere = replace(CLAIM, source=replace(CLAIM.source, id=COMPANY.id, span=span("Northwind", 1)))
    found = again(claims=(elsewhere,))
    new = found["claims"][0]["id"]
    assert by_id(lay(found, [decided("claims", CLAIM, "rejected")]))[new].review == "unreviewed"
    accepted = by_id(lay(found, [decided("claims", CLAIM, "accepted")]))
    assert new not in accepted
    assert accepted[CLAIM.id].fact["source"]["name"] == "Ana Lima"


def test_a_rejected_deal_told_with_its_sides_changed_is_open_again() -> None:
    buyer, bought = DEAL.parties
    swapped = replace(DEAL, parties=(replace(buyer, role="target"), replace(bought, role="acquirer")))
    found = again(deals=(swapped,))
    laid = by_id(lay(found, [decided("deals", DEAL, "rejected")]))
    assert laid[found["deals"][0]["id"]].review == "unreviewed"


def test_a_deal_with_one_more_party_is_the_deal_that_was_decided_about() -> None:
    more = replace(DEAL, parties=(*DEAL.parties, Party(PERSON.id, "Ana Lima", "adviser", PERSON.mentions[0])))
    laid = by_id(lay(again(deals=(more,)), [decided("deals", DEAL, "rejected")]))
    assert laid[DEAL.id].review == "rejected"


def test_what_a_person_stands_by_is_there_though_the_run_did_not_find_it() -> None:
    laid = by_id(lay(again(claims=()), [decided("claims", CLAIM, "corrected", polarity="denied")]))
    assert laid[CLAIM.id].by_hand
    assert laid[CLAIM.id].fact["polarity"] == "denied"
    assert CLAIM.id not in by_id(lay(again(claims=()), [decided("claims", CLAIM, "rejected")]))


def test_what_stays_refers_to_nothing_that_is_gone() -> None:
    laid = by_id(lay(again(companies=(), people=(), deals=()), [decided("claims", CLAIM, "accepted")]))
    assert laid[CLAIM.id].fact["about"] == []
    assert laid[CLAIM.id].fact["source"]["id"] is None
    assert laid[CLAIM.id].fact["source"]["name"] == "Ana Lima"


def test_what_stays_refers_to_whoever_is_named_there_now() -> None:
    renamed = replace(PERSON, name="Lima", mentions=(span("Lima"),))
    people = again(people=(renamed,))["people"]
    laid = by_id(lay(again(people=(renamed,), claims=()), [decided("claims", CLAIM, "accepted")]))
    assert laid[CLAIM.id].fact["source"]["id"] == people[0]["id"]


def test_a_run_that_finds_a_correction_by_itself_is_that_fact() -> None:
    better = replace(CLAIM, text="Northwind will buy", content=(span("Northwind will buy"),))
    found = again(claims=(better,))
    mine = decided("claims", CLAIM, "corrected", text="Northwind will buy", content=as_json(better.content))
    laid = by_id(lay(found, [mine]))
    assert list(laid[CLAIM.id].fact["content"]) == as_json(better.content)
    assert found["claims"][0]["id"] not in laid


def test_laying_again_changes_nothing() -> None:
    decisions = [decided("claims", CLAIM, "accepted"), decided("deals", DEAL, "rejected")]
    shorter = replace(CLAIM, content=(span("will buy Fabrikam for $2 million"),))
    once = lay(again(claims=(shorter,)), decisions)
    as_found = {kind: [one.found or one.fact for one in ones if not one.by_hand] for kind, ones in once.items()}
    assert lay(as_found, decisions) == once


def test_an_article_without_facts_can_be_decided_about() -> None:
    nothing = as_json(Facts())
    laid = lay(nothing, [decided(kind, getattr(FACTS, kind)[0], "accepted") for kind in LETTERS])
    assert {one.by_hand for ones in laid.values() for one in ones} == {True}
