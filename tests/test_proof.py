"""Nothing leaves the engine whose words do not stand where they are said to."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from api.engine import facts
from api.engine.document import text
from api.engine.proof import proven
from tests.stand_in import STORY, StandIn

ARTICLE = text.read(STORY)
FOUND = StandIn().extract(ARTICLE).facts
FABRIKAM, LIMA, CLAIM = FOUND.companies[1].id, FOUND.people[0].id, FOUND.claims[0].id
TOLD = replace(FOUND.deals[0], id="d2", claim_id=CLAIM)
FACTS = replace(FOUND, deals=(*FOUND.deals, TOLD))


def spoilt(span: facts.Span, **change: Any) -> facts.Facts:
    """The facts with this span of the first company changed."""
    first = FACTS.companies[0]
    mentions = (replace(span, **change), *first.mentions[1:])
    return replace(FACTS, companies=(replace(first, mentions=mentions), *FACTS.companies[1:]))


def test_sound_facts_pass_as_they_are() -> None:
    assert proven(ARTICLE, FACTS) == (FACTS, ())


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"quote": "Southwind"}, "does not read “Southwind”"),
        ({"start": 1}, "does not read"),
        ({"end": 10_000}, "not in the article"),
        ({"start": 5, "end": 5}, "not in the article"),
        ({"start": -3}, "not in the article"),
        ({"prefix": "Old "}, "words around"),
        ({"suffix": " sells"}, "words around"),
        ({"sentence": 2}, "sentence 2"),
    ],
)
def test_a_fact_with_a_span_that_does_not_hold_is_dropped_with_its_reason(change: dict[str, Any], told: str) -> None:
    facts_, rejected = proven(ARTICLE, spoilt(FACTS.companies[0].mentions[0], **change))
    assert [one.name for one in facts_.companies] == ["Fabrikam"]
    assert [(one.kind, one.value, one.reason) for one in rejected] == [("company", "Northwind", "not_proven")]
    assert told in rejected[0].detail


def test_a_name_that_is_not_what_its_span_quotes_is_dropped() -> None:
    deal = FACTS.deals[0]
    renamed = replace(deal, parties=(replace(deal.parties[0], name="Northwind Ltd"), *deal.parties[1:]))
    facts_, rejected = proven(ARTICLE, replace(FACTS, deals=(renamed,)))
    assert facts_.deals == ()
    assert "Northwind Ltd" in rejected[0].detail


def test_no_other_fact_keeps_pointing_at_what_was_dropped() -> None:
    facts_, _ = proven(ARTICLE, spoilt(FACTS.companies[0].mentions[0], quote="Southwind"))
    assert facts_.claims[0].about == (FABRIKAM,)
    assert facts_.claims[0].source.id == LIMA
    assert [(party.id, party.name) for party in facts_.deals[0].parties] == [
        (None, "Northwind"),
        (FABRIKAM, "Fabrikam"),
    ]
    organization = facts_.people[0].roles[0].organization
    assert organization is not None
    assert (organization.id, organization.name) == (None, "Northwind")


def test_deals_and_claims_are_parted_too() -> None:
    deal, claim = FACTS.deals[0], FACTS.claims[0]
    broken = replace(deal, evidence=(replace(deal.evidence[0], quote="$3 million"),))
    unsaid = replace(claim, content=(replace(claim.content[0], start=0),))
    facts_, rejected = proven(ARTICLE, replace(FACTS, deals=(broken, TOLD), claims=(unsaid,)))
    assert {one.kind for one in rejected} == {"deal", "claim"}
    assert facts_.deals[0].claim_id is None
