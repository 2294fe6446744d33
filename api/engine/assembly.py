"""A draft becomes facts: names gathered, places proven as spans, sources judged, words normalised.

What is delivered is a span of the article by construction; what the guards refuse goes to `rejected` with its reason.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from api.engine.claims import sources
from api.engine.deals import delivery
from api.engine.document.quotations import quotations
from api.engine.document.text import Article
from api.engine.draft import Draft, DraftClaim, DraftRole, Place
from api.engine.entities.grouping import gathered
from api.engine.entities.mention import Entity
from api.engine.entities.roles import status
from api.engine.entities.roster import Roster
from api.engine.facts import (
    Claim,
    Company,
    Cue,
    Deal,
    Facts,
    Person,
    Reference,
    Rejection,
    Role,
    Source,
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
    claims = tuple(_claims(article, roster, deals, draft))
    facts = Facts(
        companies=tuple(
            Company(one.id, one.name, one.kind, one.aliases, _spans(article, one.mentions)) for one in roster.companies
        ),
        people=tuple(_person(article, roster, one, draft) for one in roster.people),
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


def _person(article: Article, roster: Roster, one: Entity, draft: Draft) -> Person:
    roles: dict[tuple[str, str | None], Role] = {}
    for role in draft.roles:
        if roster.resolve(article.quote(*role.person)) == one.id:
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
    return Role(title, organization, status(title), _spans(article, places))


def _claims(article: Article, roster: Roster, deals: Sequence[Deal], draft: Draft) -> Iterator[Claim]:
    for number, one in enumerate(draft.claims, 1):
        longest = max(one.content, key=lambda place: place[1] - place[0])
        cue = _words(article, one.cue) if one.cue else ""
        text = _words(article, longest)
        unit = article.quote(*one.unit)
        yield Claim(
            id=f"q{number}",
            text=text,
            content=_spans(article, one.content),
            directness=_directness(article, one),
            cue=Cue(cue, span(article, *one.cue)) if one.cue else None,
            source=_source(article, roster, one, unit),
            certainty=sources.certainty_of(f"{cue} {text}", article.language),
            polarity=sources.polarity_of(cue, article.language),
            about=tuple(_about(roster, deals, longest)),
            evidence=(_sentence(article, one.unit),),
        )


def _source(article: Article, roster: Roster, one: DraftClaim, unit: str) -> Source:
    name = article.quote(*one.source)
    language = article.language
    id_ = roster.resolve(name)
    known = next((each.kind for each in (*roster.companies, *roster.people) if each.id == id_), None)
    standing = sources.source_kind(name, language, known)
    speaks_for = None
    if standing.speaks_for is not None:
        start, end = (one.source[0] + offset for offset in standing.speaks_for)
        words = _words(article, (start, end))
        speaks_for = Reference(roster.resolve(words), words, span(article, start, end))
    channel = sources.channel_of(unit, language, standing)
    return Source(
        id=id_,
        kind=standing.kind,
        name=_words(article, one.source),
        grade=standing.grade,
        role=standing.role,
        speaks_for=speaks_for,
        channel=channel,
        via=None,
        span=span(article, *one.source),
    )


def _directness(article: Article, one: DraftClaim) -> str:
    """Direct when all of it stands in quotation marks, mixed when a part does."""
    start, end = one.unit
    marks = [(start + a, start + b) for a, b in quotations(article.quote(start, end))]
    quoted = sum(max(min(b, place[1]) - max(a, place[0]), 0) for a, b in marks for place in one.content)
    total = sum(place[1] - place[0] for place in one.content)
    if not quoted:
        return "indirect"
    return "direct" if quoted >= 0.9 * total else "mixed"


def _about(roster: Roster, deals: Sequence[Deal], place: Place) -> Iterator[str]:
    for one in (*roster.companies, *roster.people):
        if any(place[0] <= start and end <= place[1] for start, end in one.mentions):
            yield one.id
    for deal in deals:
        if sum(place[0] <= party.span.start < place[1] for party in deal.parties) > 1:
            yield deal.id


def _with_claim(deal: Deal, claims: Sequence[Claim]) -> Deal:
    """The deal with the claim that tells of it, if one does."""
    claim = next((claim for claim in claims if deal.id in claim.about), None)
    return replace(deal, claim_id=claim.id) if claim else deal
