"""A draft becomes facts: names gathered, places proven as spans, sources judged, words normalised.

What is delivered is a span of the article by construction; what the guards refuse goes to `rejected` with its reason.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from typing import Any

from api.engine.claims import made, orders
from api.engine.deals import delivery
from api.engine.document.text import Article
from api.engine.draft import Draft, DraftClaim, DraftDeal, DraftRole, Place
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
    said, told, ordered = _without_orders(article, draft)
    held_roles, untitled = _titles(article, roster, draft)
    rejected += [*ordered, *untitled]
    rejected += [
        Rejection("person" if one.kind == "person" else "company", one.name, "no_name", one.reason)
        for one in roster.refused
    ]
    deals, refused = delivery.deals(article, roster, told)
    rejected += refused
    claims = made.claims(article, roster, said, held_roles, deals)
    held: dict[str | None, list[DraftRole]] = defaultdict(list)
    for role in held_roles:
        held[roster.resolve(article.quote(*role.person))].append(role)
    facts = Facts(
        companies=tuple(
            Company(one.id, one.name, one.kind, one.aliases, _spans(article, one.mentions)) for one in roster.companies
        ),
        people=tuple(_person(article, roster, one, held.get(one.id, ())) for one in roster.people),
        deals=tuple(_with_claim(deal, claims) for deal in deals),
        claims=claims,
    )
    return _matched(facts, draft.matches), tuple(rejected)


def _matched(value: Any, matches: Mapping[Place, str]) -> Any:
    """The facts with every span told how a reply's words matched it."""
    if not matches or value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, tuple):
        return tuple(_matched(item, matches) for item in value)
    if isinstance(value, Span):
        kind = matches.get((value.start, value.end))
        return replace(value, match=kind) if kind else value
    changed = {field.name: _matched(getattr(value, field.name), matches) for field in fields(value)}
    return replace(value, **changed)


def _without_orders(article: Article, draft: Draft) -> tuple[list[DraftClaim], list[DraftDeal], list[Rejection]]:
    """The claims and deals that the article tells its readers, and those that only orders and markup tell."""
    unsaid = orders.unsaid(article)
    if not unsaid:
        return draft.claims, draft.deals, []
    rejected = []
    claims: list[DraftClaim] = []
    for claim in draft.claims:
        places = (claim.source, claim.cue or claim.source, *claim.content)
        reason = next((unsaid[at] for place in places if (at := article.sentence_at(place[0])) in unsaid), None)
        if reason is None:
            claims.append(claim)
        else:
            words = _words(article, max(claim.content, key=lambda place: place[1] - place[0]))
            rejected.append(Rejection("claim", words, "no_claim", reason, claim.unit))
    deals: list[DraftDeal] = []
    for deal in draft.deals:
        telling = [deal.trigger] if deal.trigger else list(deal.evidence)
        reasons = [unsaid.get(article.sentence_at(place[0])) for place in telling]
        if None in reasons or not reasons:
            deals.append(deal)
        else:
            named = ", ".join(_words(article, place) for _, place in deal.parties)
            rejected.append(Rejection("deal", named, "no_deal", str(reasons[0]), telling[0]))
    return claims, deals, rejected


_LONGEST_TITLE = 14
"""Words of a title; "Parliamentary Under-Secretary of State at the Ministry of Housing, Communities and …" has 13."""


def _titles(article: Article, roster: Roster, draft: Draft) -> tuple[list[DraftRole], list[Rejection]]:
    """The roles whose titles can be titles: no name of somebody, no number, no sentence."""
    kept: list[DraftRole] = []
    rejected: list[Rejection] = []
    for role in draft.roles:
        words = _words(article, role.title)
        named = [mention.span for mention in roster.within(role.title)]
        outside = len(words) - sum(map(len, named))
        trouble = None
        if named and outside < _SHORTEST_TITLE:
            trouble = "a name is no title"
        elif role.title[0] < role.person[1] and role.person[0] < role.title[1]:
            trouble = "the name itself is no title"
        elif not any(map(str.isalpha, words)):
            trouble = "a title has letters"
        elif len(words.split()) > _LONGEST_TITLE or article.sentence_at(role.title[0]) != article.sentence_at(
            role.title[1] - 1
        ):
            trouble = "too long for a title"
        if trouble is None:
            kept.append(role)
        else:
            rejected.append(Rejection("title", words, "no_title", trouble, role.title))
    return kept, rejected


_SHORTEST_TITLE = 2
"""Letters of a title beside names in it ("CEO", "社長")."""


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
