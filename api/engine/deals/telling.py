"""The deals that an article tells, by its triggers and their frames: names in, drafts of deals out, no model asked.

The way: sentences, items, clauses and arguments, readings (one trigger each), cases (one deal each), drafts.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from api.engine.deals import clauses, dates, items, nominal, stages, sums
from api.engine.deals.cases import Case, cases, tells
from api.engine.deals.filling import Filler
from api.engine.deals.focus import Focus
from api.engine.deals.frames import OWNED
from api.engine.deals.items import Item
from api.engine.deals.readings import Reading, readings
from api.engine.deals.vocabulary import Vocabulary, vocabulary
from api.engine.document.span import Span
from api.engine.document.text import Article, Sentence
from api.engine.draft import DraftDeal, Place
from api.engine.entities.mention import Entity
from api.engine.entities.roster import Roster
from api.engine.languages.language import language
from api.engine.values import normalise

AFTER = 4
"""Sentences after the last that names the parties in which "the transaction" is still this deal."""


_ORDER = {"acquirer": 0, "investor": 0, "supplier": 0, "licensor": 0, "seller": 2, "adviser": 3}
"""Who comes first among the parties: who buys, what is bought, who sells."""


def sentences(article: Article, roster: Roster, words: Vocabulary) -> tuple[tuple[Item, ...], ...]:
    """The items of each sentence of the article."""
    return tuple(items.items(article.text, span, _named(roster, span), words) for span in map(_span, article.sentences))


def told(article: Article, roster: Roster, found: Sequence[tuple[Item, ...]] | None = None) -> tuple[DraftDeal, ...]:
    """The deals of the article, in its order. `found` are the items of its sentences, if they are known already."""
    if not roster.companies:
        return ()  # without a company there is no deal, and the words of all languages need not be looked for
    words = vocabulary(language(article.language))
    entities = {one.id: one for one in (*roster.companies, *roster.people)}
    bodies = frozenset(one.id for one in roster.companies if one.kind == "public_body")
    aside = language(article.language).pattern("deals.other")
    parsed = sentences(article, roster, words) if found is None else found
    readings = [_within_its_phrase(article, each, aside) for each in _readings(article, parsed, words)]
    read = list(_with_leads([_without_bodies(each, bodies) for each in readings]))
    made = cases(article.text, read)
    scene = _Scene(article, made, read, entities, words)
    return tuple(_draft(scene, case) for case in made)


def _span(sentence: Sentence) -> Span:
    return Span(sentence.start, sentence.end)


def _named(roster: Roster, span: Span) -> list[tuple[Span, str]]:
    return [(mention.span, mention.entity.id) for mention in roster.within(span)]


def _readings(article: Article, found: Sequence[tuple[Item, ...]], words: Vocabulary) -> Iterator[Reading]:
    focus = Focus(words)
    for sentence, its_items in zip(article.sentences, found, strict=True):
        parsed = clauses.parsed(sentence.index, _span(sentence), its_items, words)
        yield from readings(parsed, focus, words)
        yield from nominal.named(parsed, words)
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


@dataclass(frozen=True)
class _Scene:
    """The article with all its deals, as each of them is drafted."""

    article: Article
    made: Sequence[Case]
    found: Sequence[Reading]
    entities: dict[str, Entity]
    words: Vocabulary

    @cached_property
    def tellers(self) -> dict[int, Case]:
        """The first deal that each sentence tells of, in the order of the sentences."""
        tellers: dict[int, Case] = {}
        for case in self.made:
            for number in case.sentences:
                tellers.setdefault(number, case)
        return dict(sorted(tellers.items()))

    @cached_property
    def numbers(self) -> tuple[int, ...]:
        """The sentences that tell of a deal, in order."""
        return tuple(self.tellers)

    @cached_property
    def taken(self) -> frozenset[int]:
        """The sentences that tell of a deal or would, had it another party."""
        more = (reading.sentence for reading in self.found if reading.frame.name != "advise" and tells(reading))
        return frozenset((*self.tellers, *more))

    @cached_property
    def readings(self) -> dict[int, list[tuple[Reading, Case]]]:
        """The readings by the sentence of their trigger."""
        readings: dict[int, list[tuple[Reading, Case]]] = defaultdict(list)
        for case in self.made:
            for reading in case.readings:
                readings[self.article.sentence_at(reading.trigger[0])].append((reading, case))
        return readings

    @cached_property
    def advising(self) -> tuple[Reading, ...]:
        """The readings of who advises whom."""
        return tuple(reading for reading in self.found if reading.frame.name == "advise")


def _draft(scene: _Scene, case: Case) -> DraftDeal:
    article, words = scene.article, scene.words
    own = [_sentence(article, number) for number in case.sentences]
    after = [_sentence(article, number) for number in _following(scene, case)]
    type_ = _type(article, case)
    status, told_by = stages.stage(article.text, type_, case.readings, [*own, *after], words)
    parties = sorted([*case.parties, *_advisers(scene, case)], key=lambda party: _ORDER.get(party.role, 1))
    return DraftDeal(
        type=type_,
        status=status,
        parties=tuple((_role(party.role, type_), _place(article, party, scene.entities)) for party in parties),
        amounts=tuple(dict.fromkeys(_amounts(scene, case, type_, [*own, *after]))),
        evidence=tuple(own),
        trigger=case.readings[0].trigger,
        status_evidence=told_by,
        stake=next((reading.stake for reading in case.readings if reading.stake), None) if type_ in OWNED else None,
        dates=tuple(date for sentence in [*own, *after] for date in dates.dates(article.text, sentence, words)),
    )


def _sentence(article: Article, number: int) -> Span:
    return Span(article.sentences[number].start, article.sentences[number].end)


def _following(scene: _Scene, case: Case) -> Iterator[int]:
    """The sentences that go on about the deal without telling it again: "The transaction is expected to close …"."""
    article, numbers = scene.article, scene.numbers
    end = min(case.last + 1 + AFTER, len(article.sentences))
    for told in case.sentences:
        if scene.tellers[told] is not case:
            continue
        after = bisect_right(numbers, told)
        following = range(told + 1, min(numbers[after], end) if after < len(numbers) else end)
        for number in (number for number in following if number not in scene.taken):
            sentence = _sentence(article, number)
            if scene.words.pattern("deal_words").search(article.text, sentence.start, sentence.end):
                yield number


def _type(article: Article, case: Case) -> str:
    types = [reading.type for reading in case.readings if tells(reading)] or [case.readings[0].type]
    if case.family != "owning":
        return next((type_ for type_ in types if type_ not in OWNED), types[0])
    if "investment" in types and types[0] != "acquisition":
        return "investment"  # who buys a company may put money into it besides
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


def _amounts(scene: _Scene, case: Case, type_: str, sentences: Sequence[Span]) -> Iterator[Place]:
    text = scene.article.text
    for sentence in sentences:
        there = scene.readings.get(scene.article.sentence_at(sentence.start), [])
        rivals = [reading for reading, other in there if other is not case]
        mine = [reading for reading, other in there if other is case]
        for span, kind in sums.sums(text, sentence, scene.words):
            if kind == "valuation" and type_ in ("investment", "stake_purchase"):
                continue
            if rivals and mine:
                nearest = min((*mine, *rivals), key=lambda reading: (span.gap(reading.trigger), reading.trigger))
                if nearest in rivals:
                    continue
            yield span


def _advisers(scene: _Scene, case: Case) -> Iterator[Filler]:
    """Those who advise a party of the deal."""
    entities = {party.entity for party in case.parties if party.entity}
    for reading in scene.advising:
        clients = {filler.entity for filler in reading.fillers if filler.role == "client"}
        near = not clients and (len(scene.made) == 1 or reading.sentence in case.sentences)
        if clients & entities or near:
            for filler in reading.with_role("adviser"):
                if filler.entity not in entities:
                    entities.add(filler.entity)
                    yield filler
