"""A draft becomes facts: every span holds its words, every id is known, and what is left out says why."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api import contracts
from api.engine.assembly import assemble
from api.engine.document import text
from api.engine.document.text import Article
from api.engine.draft import Draft, DraftClaim, DraftDeal, DraftName, DraftRole, Place
from api.engine.facts import Facts, Span, as_json
from api.engine.identity import fingerprint, identified

WORDS = """Harlow Foods will buy 40 pct of Crumb & Co for 12 million pounds, Ana Rao, acting chief executive of Harlow \
Foods, said on Tuesday. A spokesman for Crumb & Co denied that it was for sale. “We may 🙂 sell,” he added. Rao left."""
ARTICLE = text.read(WORDS, language="en")


def place(words: str, article: Article = ARTICLE) -> Place:
    at = article.text.index(words)
    return at, at + len(words)


def sentence(number: int) -> Place:
    return ARTICLE.sentences[number].start, ARTICLE.sentences[number].end


def draft() -> Draft:
    """What a good reading of the article makes of it."""
    harlow, crumb, rao = place("Harlow Foods"), place("Crumb & Co"), place("Ana Rao")
    return Draft(
        names=[DraftName(harlow, "company"), DraftName(crumb, "company"), DraftName(rao, "person")],
        roles=[DraftRole(rao, place("acting chief executive"), harlow, "interim")],
        claims=[
            DraftClaim(
                rao, place("said"), (place("Harlow Foods will buy 40 pct of Crumb & Co for 12 million pounds"),), sentence(0)
            ),
            DraftClaim(place("A spokesman for Crumb & Co"), place("denied"), (place("it was for sale"),), sentence(1)),
            DraftClaim(place("he"), place("added"), (place("“We may 🙂 sell,”"),), sentence(2)),
        ],
        deals=[
            DraftDeal(
                "stake_purchase",
                "announced",
                (("acquirer", harlow), ("target", crumb)),
                (place("12 million pounds"),),
                (sentence(0),),
            )
        ],
    )  # fmt: skip


def spans(value: Any) -> Iterator[Span]:
    if isinstance(value, Span):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from spans(item)
    elif is_dataclass(value):
        for each in fields(value):
            yield from spans(getattr(value, each.name))


def proven(article: Article, made: Facts) -> bool:
    return all(
        article.text[span.start : span.end] == span.quote
        and article.text[: span.start].endswith(span.prefix)
        and article.text[span.end :].startswith(span.suffix)
        for span in spans(made)
    )


def test_every_span_of_the_facts_quotes_its_words() -> None:
    made, rejected = assemble(ARTICLE, draft())
    assert len(list(spans(made))) > 20
    assert proven(ARTICLE, made)
    assert rejected == ()


def test_the_facts_are_of_the_public_shape() -> None:
    made, _ = assemble(ARTICLE, draft())
    contracts.validator("facts").validate(as_json(identified(fingerprint(ARTICLE), made)))


def test_names_are_gathered_and_a_surname_is_the_person() -> None:
    made, _ = assemble(ARTICLE, draft())
    assert [company.name for company in made.companies] == ["Harlow Foods", "Crumb & Co"]
    (rao,) = made.people
    assert [span.quote for span in rao.mentions] == ["Ana Rao", "Rao"]


def test_a_role_keeps_its_words_and_knows_its_organisation() -> None:
    made, _ = assemble(ARTICLE, draft())
    (role,) = made.people[0].roles
    assert (role.title, role.status) == ("acting chief executive", "interim")
    assert role.organization is not None
    assert role.organization.id == made.companies[0].id


def test_the_same_role_told_twice_is_one() -> None:
    twice = draft()
    twice.roles *= 2
    made, _ = assemble(ARTICLE, twice)
    assert len(made.people[0].roles) == 1


def test_a_source_is_told_by_its_words_and_by_whom_it_resolves_to() -> None:
    made, _ = assemble(ARTICLE, draft())
    rao, spokesman, he = (claim.source for claim in made.claims)
    assert (rao.id, rao.kind, rao.grade) == (made.people[0].id, "person", "official")
    assert (spokesman.id, spokesman.kind, spokesman.grade) == (None, "unnamed", "partially_anonymous")
    assert spokesman.speaks_for is not None
    assert spokesman.speaks_for.id == made.companies[1].id
    assert he.id is None


def test_claims_tell_how_direct_sure_and_denied_they_are() -> None:
    made, _ = assemble(ARTICLE, draft())
    assert [claim.directness for claim in made.claims] == ["indirect", "indirect", "direct"]
    assert [claim.polarity for claim in made.claims] == ["affirmed", "denied", "affirmed"]
    assert [claim.certainty for claim in made.claims] == ["certain", "certain", "possible"]


def test_a_claim_partly_in_quotation_marks_is_mixed() -> None:
    article = text.read("Rao said the vote was “a grave mistake” for everyone.", language="en")
    claim = DraftClaim(
        place("Rao", article),
        place("said", article),
        (place("the vote was “a grave mistake” for everyone", article),),
        (0, len(article.text)),
    )
    made, _ = assemble(article, Draft(claims=[claim]))
    assert [one.directness for one in made.claims] == ["mixed"]


def test_a_deal_has_its_parties_amount_stake_and_claim() -> None:
    made, _ = assemble(ARTICLE, draft())
    (deal,) = made.deals
    assert [(party.role, party.id) for party in deal.parties] == [
        ("acquirer", made.companies[0].id),
        ("target", made.companies[1].id),
    ]
    (amount,) = deal.amounts
    assert (amount.text, amount.value, amount.currency) == ("12 million pounds", 12_000_000, "GBP")
    assert deal.stake is not None
    assert deal.stake.percent == 40
    assert deal.claim_id == made.claims[0].id
    assert deal.id in made.claims[0].about


@pytest.mark.parametrize(
    ("parties", "reason"),
    [
        ((("partner", "Harlow Foods"),), "fewer than two parties"),
        ((("partner", "Ana Rao"), ("partner", "Rao")), "two parties"),
    ],
)
def test_a_deal_of_too_few_is_left_out_with_a_reason(parties: tuple[tuple[str, str], ...], reason: str) -> None:
    one = draft()
    one.deals = [DraftDeal("partnership", "agreed", tuple((role, place(name)) for role, name in parties), (), (sentence(0),))]  # fmt: skip
    made, rejected = assemble(ARTICLE, one)
    assert made.deals == ()
    assert [(each.kind, reason in each.detail) for each in rejected] == [("deal", True)]


def test_a_deal_told_twice_is_delivered_once() -> None:
    twice = draft()
    twice.deals *= 2
    made, rejected = assemble(ARTICLE, twice)
    assert len(made.deals) == 1
    assert [each.reason for each in rejected] == ["no_deal"]


def test_an_empty_draft_makes_no_facts() -> None:
    assert assemble(ARTICLE, Draft()) == (Facts(), ())


@settings(max_examples=60, deadline=None)
@given(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00\r"), max_size=120),
    st.sampled_from(["en", "pt", "de", "ar", "zh", "und"]),
    st.integers(0, 2**32),
)
def test_whatever_the_draft_points_at_every_span_quotes_its_text(words: str, language: str, seed: int) -> None:
    article = text.read(words + " Ana Rao of Harlow said so. 12 % for 3 euros", language=language)
    seeded = random.Random(seed)

    def anywhere() -> Place:
        start = seeded.randrange(len(article.text))
        return start, seeded.randint(start + 1, min(start + 40, len(article.text)))

    kinds = ["person", "company", "public_body", "media", "fund", "ngo", "other"]
    random_draft = Draft(
        names=[DraftName(anywhere(), seeded.choice(kinds)) for _ in range(4)],
        roles=[DraftRole(anywhere(), anywhere(), seeded.choice([anywhere(), None])) for _ in range(2)],
        claims=[
            DraftClaim(anywhere(), seeded.choice([anywhere(), None]), (anywhere(),), (0, len(article.text)))
            for _ in range(2)
        ],
        deals=[
            DraftDeal("acquisition", "agreed", (("acquirer", anywhere()), ("target", anywhere())), (anywhere(),), (anywhere(),))
            for _ in range(2)
        ],
    )  # fmt: skip
    made, rejected = assemble(article, random_draft)
    assert proven(article, made)
    assert all(each.detail for each in rejected)
    ids = {company.id for company in made.companies} | {person.id for person in made.people}
    assert {party.id for deal in made.deals for party in deal.parties if party.id} <= ids
    assert {claim.source.id for claim in made.claims if claim.source.id} <= ids
