"""A draft becomes facts: names gathered, places proven as spans, sources judged, words normalised.

What is delivered is a span of the article by construction; what the guards refuse goes to `rejected` with its reason.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from api.engine.claims import made
from api.engine.deals import delivery
from api.engine.document.text import Article
from api.engine.draft import Draft, DraftRole, Place
from api.engine.entities.grouping import gathered
from api.engine.entities.mention import Entity
from api.engine.entities.roster import Roster
from api.engine.facts import (
    Claim,
    Company,
    Deal,
    Facts,
    Person,
    Reference,
    Rejection,
    Role,
    Span,
)
from api.engine.grounding.align import span


def assemble(article: Article, draft: Draft) -> tuple[Facts, tuple[Rejection, ...]]:
    """The facts of a draft, and what of it is not delivered."""
    roster = draft.roster or gathered(article, draft.names)
    rejected = [*draft.rejected]
    rejected += [
        Rejection("person" if one.kind == "person" else "company", one.name, "no_name", one.reason)
        for one in roster.refused
    ]
    deals, refused = delivery.deals(article, roster, draft.deals)
    rejected += refused
    claims = made.claims(article, roster, draft.claims, draft.roles, deals)
    held: dict[str | None, list[DraftRole]] = defaultdict(list)
    for role in draft.roles:
        held[roster.resolve(article.quote(*role.person))].append(role)
    facts = Facts(
        companies=tuple(
            Company(one.id, one.name, one.kind, one.aliases, _spans(article, one.mentions)) for one in roster.companies
        ),
        people=tuple(_person(article, roster, one, held.get(one.id, ())) for one in roster.people),
        deals=tuple(_with_claim(deal, claims) for deal in deals),
        claims=claims,
    )
    return facts, tuple(rejected)


def _words(article: Article, place: Place) -> str:
    """The words of the place, each run of white space as one blank: a name broken over two lines is one name."""
    return " ".join(article.quote(*place).split())


def _spans(article: Article, places: Sequence[Place]) -> tuple[Span, ...]:
    return tuple(span(article, start, end) for start, end in places)


def _sentence(article: Article, place: Place) -> Span:
    """The sentences that hold the place."""
    first = article.sentences[article.sentence_at(place[0])]
    last = article.sentences[article.sentence_at(place[1] - 1)]
    return span(article, first.start, max(last.end, place[1]))


def _person(article: Article, roster: Roster, one: Entity, held: Sequence[DraftRole]) -> Person:
    roles: dict[tuple[str, str | None], Role] = {}
    for role in held:
        made = _role(article, roster, role)
        organization = made.organization.name if made.organization else None
        roles.setdefault((made.title.casefold(), organization), made)
    return Person(one.id, one.name, one.aliases, _spans(article, one.mentions), tuple(roles.values()))


def _role(article: Article, roster: Roster, role: DraftRole) -> Role:
    title = _words(article, role.title)
    organization = None
    places = [role.title]
    if role.organization is not None:
        words = _words(article, role.organization)
        organization = Reference(roster.resolve(words), words, span(article, *role.organization))
        places.append(role.organization)
    return Role(title, organization, role.status, _spans(article, places))


def _with_claim(deal: Deal, claims: Sequence[Claim]) -> Deal:
    """The deal with the claim that tells of it, if one does."""
    claim = next((claim for claim in claims if deal.id in claim.about), None)
    return replace(deal, claim_id=claim.id) if claim else deal
