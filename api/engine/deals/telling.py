"""The deals that an article tells, by its triggers and their frames: names in, drafts of deals out, no model asked.

The way: sentences, items, clauses and arguments, readings (one trigger each), cases (one deal each), drafts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from api.engine.deals import clauses, dates, items, stages, sums
from api.engine.deals.cases import Case, cases, tells
from api.engine.deals.filling import Filler
from api.engine.deals.focus import Focus
from api.engine.deals.frames import OWNED
from api.engine.deals.readings import Reading, readings
from api.engine.deals.vocabulary import Vocabulary, vocabulary
from api.engine.document.span import Span
from api.engine.document.text import Article
from api.engine.draft import DraftDeal, Place
from api.engine.entities.mention import Entity
from api.engine.entities.roster import Roster
from api.engine.languages.language import language
from api.engine.values import normalise

AFTER = 4
"""Sentences after the last that names the parties in which "the transaction" is still this deal."""


_ORDER = {"acquirer": 0, "investor": 0, "supplier": 0, "licensor": 0, "seller": 2, "adviser": 3}
"""Who comes first among the parties: who buys, what is bought, who sells."""


def told(article: Article, roster: Roster) -> tuple[DraftDeal, ...]:
    """The deals of the article, in its order."""
    words = vocabulary(language(article.language))
    entities = {one.id: one for one in (*roster.companies, *roster.people)}
    bodies = frozenset(one.id for one in roster.companies if one.kind == "public_body")
    aside = language(article.language).pattern("deals.other")
    readings = [_within_its_phrase(article, each, aside) for each in _readings(article, roster, words)]
    found = list(_with_leads([_without_bodies(each, bodies) for each in readings]))
    made = cases(article.text, found)
    return tuple(_draft(article, case, made, found, entities, words) for case in made)


def _readings(article: Article, roster: Roster, words: Vocabulary) -> Iterator[Reading]:
    focus = Focus(words)
    for sentence in article.sentences:
        span = Span(sentence.start, sentence.end)
        within = [(mention.span, mention.entity.id) for mention in roster.within(span)]
        parsed = clauses.parsed(sentence.index, span, items.items(article.text, span, within, words), words)
        yield from readings(parsed, focus, words)
        focus.follow(parsed)


def _within_its_phrase(article: Article, reading: Reading, aside: re.Pattern[str]) -> Reading:
    """A noun's reading without partners of another phrase ("the venture with A went on after the deal with B")."""
    if not reading.noun:
        return reading
    end = reading.trigger[1]
    kept = tuple(
        f
        for f in reading.fillers
        if f.role != "partner" or f.span[0] < end or not aside.search(article.text[end : f.span[0]])
    )
    return replace(reading, fillers=kept)


def _without_bodies(reading: Reading, bodies: frozenset[str]) -> Reading:
    """The reading without public bodies where they only approve: they do not merge, and a noun's subject may be one."""
    if reading.type == "merger" or (reading.noun and reading.frame.name in ("buy", "bid")):
        kept = tuple(f for f in reading.fillers if f.entity not in bodies or f.role not in ("party", "acquirer"))
        return replace(reading, fillers=kept)
    return reading


def _with_leads(found: Sequence[Reading]) -> Iterator[Reading]:
    """The readings, a round's with those who lead it or take part in it."""
    leads = [reading for reading in found if reading.frame.name == "lead"]
    for reading in found:
        if reading.frame.name in ("raise", "round") and reading.with_role("investee"):
            more = [
                filler
                for lead in leads
                if 0 <= lead.sentence - reading.sentence < 3
                for filler in lead.with_role("investor")
                if filler.key not in {known.key for known in reading.fillers}
            ]
            yield replace(reading, fillers=(*reading.fillers, *more))
        else:
            yield reading


def _draft(
    article: Article,
    case: Case,
    made: Sequence[Case],
    found: Sequence[Reading],
    entities: dict[str, Entity],
    words: Vocabulary,
) -> DraftDeal:
    own = [_sentence(article, number) for number in case.sentences]
    after = [_sentence(article, number) for number in _following(article, case, made, found, words)]
    type_ = _type(article, case)
    status, told_by = stages.stage(article.text, type_, case.readings, [*own, *after], words)
    parties = sorted([*case.parties, *_advisers(case, made, found)], key=lambda party: _ORDER.get(party.role, 1))
    return DraftDeal(
        type=type_,
        status=status,
        parties=tuple((_role(party.role, type_), _place(article, party, entities)) for party in parties),
        amounts=tuple(dict.fromkeys(_amounts(article, case, made, type_, [*own, *after], words))),
        evidence=tuple(own),
        trigger=case.readings[0].trigger,
        status_evidence=told_by,
        stake=next((reading.stake for reading in case.readings if reading.stake), None) if type_ in OWNED else None,
        dates=tuple(date for sentence in [*own, *after] for date in dates.dates(article.text, sentence, words)),
    )


def _sentence(article: Article, number: int) -> Span:
    return Span(article.sentences[number].start, article.sentences[number].end)


def _following(
    article: Article, case: Case, made: Sequence[Case], found: Sequence[Reading], words: Vocabulary
) -> Iterator[int]:
    """The sentences that go on about the deal without telling it again: "The transaction is expected to close …"."""
    taken = {number for each in made for number in each.sentences}
    taken |= {reading.sentence for reading in found if reading.frame.name != "advise" and tells(reading)}
    for number in range(case.sentences[0] + 1, min(case.sentences[-1] + 1 + AFTER, len(article.sentences))):
        if number in taken:
            continue
        latest = max(
            (each for each in made if each.sentences[0] < number),
            key=lambda each: max(n for n in each.sentences if n < number),
        )
        sentence = _sentence(article, number)
        if latest is case and words.pattern("deal_words").search(article.text, sentence.start, sentence.end):
            yield number


def _type(article: Article, case: Case) -> str:
    types = [reading.type for reading in case.readings if tells(reading)] or [case.readings[0].type]
    if case.family != "owning":
        return next((type_ for type_ in types if type_ not in OWNED), types[0])
    if "investment" in types:
        return "investment"
    roles = {party.role for party in case.parties}
    if "acquirer" not in roles:
        return "divestiture"
    stakes = [normalise.percent(reading.stake.of(article.text)) for reading in case.readings if reading.stake]
    known = [share for share in stakes if share is not None]
    if "stake_purchase" in types and not any(share >= 50 for share in known[:1]):
        return "stake_purchase"
    return "acquisition"


def _role(role: str, type_: str) -> str:
    if type_ == "investment":
        return {"acquirer": "investor", "target": "investee"}.get(role, role)
    return {"investor": "acquirer", "investee": "target"}.get(role, role) if type_ in OWNED else role


def _place(article: Article, party: Filler, entities: dict[str, Entity]) -> Place:
    """Where the party is named: the fullest name where the article has it, the words themselves for a phrase."""
    one = entities.get(party.entity)
    if one is None:
        return party.span
    full = next((place for place in one.mentions if " ".join(article.quote(*place).split()) == one.name), None)
    return full or (party.span if party.named else one.mentions[0])


def _amounts(
    article: Article, case: Case, made: Sequence[Case], type_: str, sentences: Sequence[Span], words: Vocabulary
) -> Iterator[Place]:
    for sentence in sentences:
        rivals = [
            reading
            for each in made
            if each is not case
            for reading in each.readings
            if reading.trigger.within(sentence)
        ]
        mine = [reading for reading in case.readings if reading.trigger.within(sentence)]
        for span, kind in sums.sums(article.text, sentence, words):
            if kind == "valuation" and type_ in ("investment", "stake_purchase"):
                continue
            if rivals and mine:
                nearest = min((*mine, *rivals), key=lambda reading: (span.gap(reading.trigger), reading.trigger))
                if nearest in rivals:
                    continue
            yield span


def _advisers(case: Case, made: Sequence[Case], found: Sequence[Reading]) -> Iterator[Filler]:
    """Those who advise a party of the deal."""
    entities = {party.entity for party in case.parties if party.entity}
    for reading in (reading for reading in found if reading.frame.name == "advise"):
        clients = {filler.entity for filler in reading.fillers if filler.role == "client"}
        near = not clients and (len(made) == 1 or reading.sentence in case.sentences)
        if clients & entities or near:
            for filler in reading.with_role("adviser"):
                if filler.entity not in entities:
                    entities.add(filler.entity)
                    yield filler
