"""Claims as they are delivered: each place a proven span, each source resolved to whom the article means.

Sources are resolved in the order of the article: who spoke before and whom a pronoun meant tells who comes next.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from api.engine import facts
from api.engine.claims import channels, sources
from api.engine.claims.occasions import going_on
from api.engine.document.quotations import quotations
from api.engine.document.span import Span
from api.engine.document.text import Article
from api.engine.draft import DraftClaim, DraftRole, Place
from api.engine.entities import linking
from api.engine.entities.mention import Entity, Mention
from api.engine.entities.roster import Roster
from api.engine.facts import Claim, Cue, Deal, Reference, Source
from api.engine.grounding.align import span
from api.engine.languages.language import Language, language

_QUOTED = 0.9
"""Share of a claim's letters within quotation marks from which it counts as direct."""


def claims(
    article: Article,
    roster: Roster,
    drafts: Sequence[DraftClaim],
    roles: Iterable[DraftRole] = (),
    deals: Sequence[Deal] = (),
) -> tuple[Claim, ...]:
    """The claims of an article. `roles` help to tell whom titles mean, `deals` what claims are about."""
    tongue = language(article.language)
    titles = [(Span(*one.person), Span(*one.title), one.organization and Span(*one.organization)) for one in roles]
    cast = linking.cast(article, roster, titles)
    meant = _meant(cast, drafts, tongue)
    made = [_claim(article, roster, one, meant[one.source], number, tongue) for number, one in enumerate(drafts, 1)]
    made = going_on(article, drafts, made, tongue)
    parties = sorted((party.span.start, number) for number, deal in enumerate(deals) for party in deal.parties)
    places = sorted((place, number) for number, one in enumerate(drafts) for place in one.content)
    longest = max((place[1] - place[0] for place, _ in places), default=0)
    return tuple(
        replace(
            claim,
            about=(*_named(roster, _longest(one)), *_told_of(deals, parties, _longest(one))),
            said_by=_outer(one, drafts, made, places, longest),
        )
        for claim, one in zip(made, drafts, strict=True)
    )


def _meant(cast: linking.Cast, drafts: Sequence[DraftClaim], tongue: Language) -> dict[tuple[int, int], Mention | None]:
    """Whom each source means, in the order of the article; documents mean who wrote them, where that is told."""
    meant: dict[tuple[int, int], Mention | None] = {}
    said = linking.NOTHING
    author: Mention | None = None
    cues: dict[Place, list[Place | None]] = defaultdict(list)
    for one in drafts:
        cues[one.source].append(one.cue)
    for place in dict.fromkeys(one.source for one in sorted(drafts, key=lambda one: one.source)):
        words = Span(*place)
        goes_on = any(tongue.has(cast.article.quote(*cue), "reporting.adding") for cue in cues[place] if cue)
        found = linking.resolve(cast, words, replace(said, goes_on=goes_on))
        if found is not None:
            said = said.then(found, linking.sense_at(cast, words).gender, words.start)
        elif sources.source_kind(words.of(cast.article.text), tongue.code).kind == "document":
            author = _author(cast, words, tongue, author)
            found = author
        elif _is_somebody(words.of(cast.article.text), tongue):
            said = said.then_somebody(words.start)
        meant[place] = found
    return meant


def _is_somebody(words: str, tongue: Language) -> bool:
    """Whether the words are one person without a name ("a port worker"), who may be "he" next."""
    first = words.split()[0] if words.split() else ""
    standing = sources.source_kind(words, tongue.code)
    return standing.kind in ("person", "unnamed") and tongue.has(first, "function.indefinite")


def _author(cast: linking.Cast, words: Span, tongue: Language, last: Mention | None) -> Mention | None:
    """Whose document it is: "Harlow's lawsuit", "the lawsuit by Harlow"; of "the complaint", whose the last one was."""
    text = words.of(cast.article.text)
    owners = cast.mentions_in(words)
    for owner in owners:
        after = text[owner.span.end - words.start :]
        before = text[: owner.span.start - words.start].split()
        if re.match(r"[’'](?:s\b|(?!\w))", after) or (before and _is_by(before, tongue)):
            return owner
    first = text.split()[0] if text.split() else ""
    return last if not owners and tongue.has(first, "linking.definite") else None


def _is_by(before: Sequence[str], tongue: Language) -> bool:
    """Whether the name is that of who wrote it: behind "by" or a genitive "of", not "in the court of"."""
    last = before[-1].strip(",’'")
    agent = tongue.has(last, "reporting.agent")
    return agent or (
        len(before) <= 3 and tongue.has(last, "function.linking") and not tongue.has(last, "sources.locative")
    )


def _claim(
    article: Article, roster: Roster, one: DraftClaim, meant: Mention | None, number: int, tongue: Language
) -> Claim:
    cue = _words(article, one.cue) if one.cue else ""
    text = _words(article, _longest(one))
    return Claim(
        id=f"q{number}",
        text=text,
        content=tuple(span(article, *place) for place in one.content),
        directness=_directness(article, one),
        cue=Cue(cue, span(article, *one.cue)) if one.cue else None,
        source=_source(article, roster, one, meant, tongue),
        said_by=None,
        certainty=sources.certainty_of(f"{cue} {text}", article.language),
        polarity=sources.polarity_of(cue, article.language),
        about=(),
        evidence=(_sentences(article, one.unit),),
    )


def _source(article: Article, roster: Roster, one: DraftClaim, meant: Mention | None, tongue: Language) -> Source:
    name = article.quote(*one.source)
    document = sources.source_kind(name, tongue.code).kind == "document"
    known = meant.entity.kind if meant is not None and not document else None
    standing = sources.source_kind(name, tongue.code, known)
    if meant is not None and not meant.entity.is_person and not document:
        unnamed = sources.source_kind(name, tongue.code)
        standing = unnamed if unnamed.kind == "unnamed" else standing  # "a spokeswoman", who speaks for it
    via = channels.passed_on_by(article, roster, one, tongue)
    told = channels.channel(article, one, standing, via, tongue)
    return Source(
        id=meant.entity.id if meant else None,
        kind=standing.kind,
        name=_words(article, one.source),
        resolved=_antecedent(article, one, meant),
        grade=standing.grade,
        role=standing.role,
        speaks_for=_speaks_for(article, roster, one, standing),
        channel=told.name,
        channel_evidence=span(article, *told.evidence) if told.evidence else None,
        via=_reference(article, roster, via) if via else None,
        span=span(article, *one.source),
    )


def _antecedent(article: Article, one: DraftClaim, meant: Mention | None) -> Reference | None:
    """Whom the words mean, where they are not the name itself: at its fullest name that stands nearest before."""
    if meant is None or meant.entity.name in _words(article, one.source):
        return None
    place = _named_at(article, meant.entity, one.source) or meant.span
    return Reference(meant.entity.id, _words(article, place), span(article, *place))


def _named_at(article: Article, entity: Entity, source: tuple[int, int]) -> Span | None:
    """The place nearest before the source, else nearest after, where somebody is called by the whole name."""
    full = [Span(*place) for place in entity.mentions if _words(article, place) == entity.name]
    earlier = [place for place in full if place.end <= source[0]]
    return earlier[-1] if earlier else min(full, key=lambda place: place.gap(source), default=None)


def _speaks_for(article: Article, roster: Roster, one: DraftClaim, standing: sources.Standing) -> Reference | None:
    if standing.speaks_for is None:
        return None
    start, end = (one.source[0] + offset for offset in standing.speaks_for)
    return _reference(article, roster, Span(start, end))


def _reference(article: Article, roster: Roster, place: Span) -> Reference:
    words = _words(article, place)
    return Reference(roster.resolve(words), words, span(article, *place))


def _outer(
    one: DraftClaim,
    drafts: Sequence[DraftClaim],
    made: Sequence[Claim],
    places: Sequence[tuple[Place, int]],
    longest: int,
) -> Reference | None:
    """Who is quoted as saying that somebody said it: the source of the smallest other claim that holds this one's.

    `places` are those of all contents with their claim's number, in order, none of them over `longest`.
    """
    inner = [place for place in (one.cue, one.source) if place is not None]
    first, last = min(start for start, _ in inner), max(end for _, end in inner)
    holding: list[tuple[int, int]] = []
    for (start, end), number in places[bisect_left(places, ((last - longest, 0), 0)) :]:
        if start > first:
            break
        if end >= last and drafts[number] is not one and drafts[number].source != one.source:
            holding.append((end - start, number))
    if not holding:
        return None
    source = made[min(holding)[1]].source
    return Reference(source.id, source.name, source.span)


def _directness(article: Article, one: DraftClaim) -> str:
    """Direct when all of it stands in quotation marks, mixed when a part does. Labels quote without marks."""
    if one.cue is None and one.unit[0] == one.source[0] and one.content[0][0] >= one.source[1]:
        return "direct"
    start, end = one.unit
    marks = [(start + a, start + b) for a, b in quotations(article.quote(start, end))]
    quoted = sum(max(min(b, place[1]) - max(a, place[0]), 0) for a, b in marks for place in one.content)
    total = sum(place[1] - place[0] for place in one.content)
    if not quoted:
        return "indirect"
    return "direct" if quoted >= _QUOTED * total else "mixed"


def _named(roster: Roster, place: Place) -> list[str]:
    """Who is named in the words, in the order of the roster."""
    ids = {mention.entity.id for mention in roster.within(place)}
    return sorted(ids, key=lambda id_: (id_[0], int(id_[1:])))


def _told_of(deals: Sequence[Deal], parties: Sequence[tuple[int, int]], place: Place) -> list[str]:
    """The deals of which the words name two parties. `parties` are (start, number of the deal), in order."""
    first, last = bisect_left(parties, (place[0], 0)), bisect_left(parties, (place[1], 0))
    named = Counter(number for _, number in parties[first:last])
    return [deals[number].id for number in sorted(named) if named[number] > 1]


def _longest(one: DraftClaim) -> tuple[int, int]:
    return max(one.content, key=lambda place: place[1] - place[0])


def _words(article: Article, place: tuple[int, int]) -> str:
    """The words of the place, each run of white space as one blank."""
    return " ".join(article.quote(*place).split())


def _sentences(article: Article, place: tuple[int, int]) -> facts.Span:
    """The sentences that hold the place."""
    first = article.sentences[article.sentence_at(place[0])]
    last = article.sentences[article.sentence_at(place[1] - 1)]
    return span(article, first.start, max(last.end, place[1]))
