"""What a large model answered becomes places in the article, or a rejection with its reason.

Every string of the reply is looked for in the sentences it is said to be from, then in the whole window: a wrong
sentence number costs nothing, words that are not the article's cost the item. Replies may be broken in any way.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from api import contracts
from api.engine.claims.sources import speaker_trouble
from api.engine.document.text import Article, Passage
from api.engine.document.units import units
from api.engine.draft import Draft, DraftClaim, DraftDeal, DraftName, DraftRole, Place
from api.engine.entities import titles
from api.engine.facts import Rejection
from api.engine.grounding import align
from api.engine.languages.language import language

_JOINT = re.compile(r"(?<=[,.;:!?…—–-])\s+|\s+(?=[—–-]\s)|[”\"»]\s+")
_REPLY = contracts.schema("reply_article")["properties"]
_KIND = _REPLY["companies"]["items"]["properties"]["kind"]
_DEAL = _REPLY["deals"]["items"]["properties"]
_ROLE = _DEAL["parties"]["items"]["properties"]["role"]

_SHORTEST_PART = 2
"""Words that each part of an interrupted quotation has at least."""


def place_reply(article: Article, window: Passage, answer: object) -> Draft:
    """What `answer` says of the window, as a draft. Any JSON value will do; what is not as asked for is passed over."""
    reply = answer if isinstance(answer, dict) else {}
    placing = _Placing(article, window)
    for item in _objects(reply, "companies"):
        placing.company(item)
    for item in _objects(reply, "people"):
        placing.person(item)
    for item in _objects(reply, "deals"):
        placing.deal(item)
    for item in _objects(reply, "claims"):
        placing.claim(item)
    return placing.draft


class _Placing:
    """One window's draft while it is made."""

    def __init__(self, article: Article, window: Passage) -> None:
        self.draft = Draft()
        self._article = article
        self._window = window
        self._units = units(article)

    def company(self, item: dict[str, Any]) -> None:
        name = _words(item, "name")
        place = self._find(name)
        if place is None:
            self._not_there("company", name)
        else:
            kind = _one_of(_KIND, item.get("kind"), "other")
            others = (self._ground(words, self._span(), None, approximate=False) for words in _strings(item, "also"))
            self.draft.names += [DraftName(each, kind) for each in (place, *others) if each is not None]

    def person(self, item: dict[str, Any]) -> None:
        name, near = _words(item, "name"), self._sentences([item.get("sentence")])
        person = self._find(name, near)
        if person is None:
            self._not_there("person", name)
            return
        self.draft.names.append(DraftName(person, "person"))
        title = self._detail("title", _words(item, "title"), person, near)
        organization = self._detail("organization", _words(item, "organization"), person, near)
        if title is not None:
            status = titles.status(self._article.quote(*title), language(self._article.language))
            self.draft.roles.append(DraftRole(person, title, organization, status))

    def _detail(self, kind: str, words: str, person: Place, near: Place | None) -> Place | None:
        """Where a person's title or organisation stands, as close to the name as it does."""
        place = self._find(words, near, person[0]) if words else None
        if words and place is None:
            self._not_there(kind, words)
        return place

    def deal(self, item: dict[str, Any]) -> None:
        near = self._sentences(item.get("sentences"))
        parties = []
        for party in _objects(item, "parties"):
            name = _words(party, "name")
            place = self._find(name, near)
            if place is None:
                self._not_there("party", name)
            else:
                parties.append((_one_of(_ROLE, party.get("role"), "party"), place))
        amounts = []
        for words in _strings(item, "amounts"):
            place = self._find(words, near)
            if place is None:
                self._not_there("amount", words)
            else:
                amounts.append(place)
        kind = _one_of(_DEAL["type"], item.get("type"), "other")
        if not parties:
            self._reject("deal", kind, "not_in_article", "None of its parties stands in the article.")
            return
        status = _one_of(_DEAL["status"], item.get("status"), "unknown")
        evidence = self._telling(item.get("sentences"), [place for _, place in parties])
        self.draft.deals.append(DraftDeal(kind, status, tuple(parties), tuple(dict.fromkeys(amounts)), evidence))

    def _telling(self, numbers: object, parties: Sequence[Place]) -> tuple[Place, ...]:
        """The sentences that tell of a deal: those pointed at, if they hold a party; else those of its parties."""
        sentences = self._article.sentences
        told = [sentences[index] for index in self._indices(numbers)]
        if not any(one.start <= start < one.end for one in told for start, _ in parties):
            told = [sentences[self._article.sentence_at(start)] for start, _ in parties]
        return tuple(sorted({(one.start, one.end) for one in told}))

    def claim(self, item: dict[str, Any]) -> None:
        near = self._sentences(item.get("sentences"))
        parts = list(_strings(item, "content"))
        content: list[Place] = []
        for words in parts:
            places = self._passage(words, near)
            if not places:
                self._not_there("claim", words)
                return
            content += [place for place in places if place not in content]
        if not content:
            return
        unit = self._unit(content)
        cue = self._cue(_words(item, "cue"), unit, content)
        source = self._source(_words(item, "source"), parts, unit, cue)
        if source is not None:
            unit = self._unit([*content, cue]) if cue else unit
            self.draft.claims.append(DraftClaim(source, cue, tuple(sorted(content)), unit))

    def _source(self, words: str, parts: Sequence[str], unit: Place, cue: Place | None) -> Place | None:
        """Who says it; None, and the claim rejected, when nobody who can speak stands in the article."""
        claim = " … ".join(parts)
        if not words:
            self._reject("claim", claim, "no_speaker", "Nobody is named who says it.", unit)
            return None
        trouble = speaker_trouble(words, self._article.language)
        if trouble:
            self._reject("claim", claim, "no_speaker", f"“{words}”: {trouble}.", unit)
            return None
        place = self._find(words, unit, cue[0] if cue else unit[0])
        if place is None:
            self._not_there("source", words, unit)
        return place

    def _cue(self, words: str, unit: Place, content: Sequence[Place]) -> Place | None:
        """The reporting words, in the same sentences or right beside them, if possible outside of what is said."""
        if not words:
            return None
        reach = self._beside(unit)
        edges = [reach[0], *sorted(edge for place in content for edge in place), reach[1]]
        found = [
            place
            for start, end in zip(edges[::2], edges[1::2], strict=True)
            if start < end and (place := self._ground(words, (start, end), None)) is not None
        ]
        if found:
            return min(found, key=lambda place: min(_distance(place, part) for part in content))
        place = self._ground(words, reach, content[0][0])
        if place is None:
            self._not_there("cue", words, unit)
        return place

    def _passage(self, words: str, near: Place | None) -> tuple[Place, ...]:
        """Where the content of a claim stands; two places when the model closed the gap of an interrupted quotation."""
        for reach in (near, self._span()):
            if reach is None:
                continue
            place = self._ground(words, reach, reach[0], approximate=False)
            if place is not None:
                return (place,)
            parted = self._parted(words, reach)
            if parted:
                return parted
        place = self._find(words, near)
        return (place,) if place else ()

    def _parted(self, words: str, reach: Place) -> tuple[Place, ...]:
        for joint in _JOINT.finditer(words):
            left, right = words[: joint.start()], words[joint.end() :]
            if min(len(left.split()), len(right.split())) < _SHORTEST_PART:
                continue
            first = self._ground(left, reach, None, approximate=False)
            if first is None:
                continue
            second = self._ground(right, (first[1], min(reach[1], first[1] + 400)), None, approximate=False)
            if second is not None:
                return first, second
        return ()

    def _find(self, words: str, near: Place | None = None, at: int | None = None) -> Place | None:
        """Where the words stand: in the sentences `near`, else in the window, else in the article."""
        whole = (0, len(self._article.text))
        at = near[0] if at is None and near is not None else at
        for approximate in (False, True):
            for reach in dict.fromkeys((near or self._span(), self._span(), whole)):
                place = self._ground(words, reach, at, approximate=approximate)
                if place is not None:
                    return place
        return None

    def _ground(self, words: str, reach: Place, at: int | None, *, approximate: bool = True) -> Place | None:
        if not words:
            return None
        match = align.ground(
            self._article.text,
            words,
            start=reach[0],
            end=reach[1],
            near=at,
            approximate=approximate,
            language=self._article.language,
        )
        if match is None:
            return None
        place = (match.start, match.end)
        if match.kind == "exact":
            self.draft.matches.pop(place, None)
        else:
            self.draft.matches.setdefault(place, match.kind)
        return place

    def _indices(self, numbers: object) -> list[int]:
        """The sentences of the window among these numbers, which count from 1."""
        told = numbers if isinstance(numbers, list) else []
        within = range(self._window.first_sentence, self._window.last_sentence)
        return sorted({n - 1 for n in told if isinstance(n, int) and not isinstance(n, bool) and n - 1 in within})

    def _sentences(self, numbers: object) -> Place | None:
        """The place of the sentences with these numbers, and of what lies between; None when there are none such."""
        indices = self._indices(numbers)
        if not indices:
            return None
        return self._article.sentences[indices[0]].start, self._article.sentences[indices[-1]].end

    def _unit(self, places: Sequence[Place]) -> Place:
        """The reading units that hold the places, and those between."""
        start, end = min(place[0] for place in places), max(place[1] for place in places)
        first, last = self._held((start, end))
        held = self._units[first:last]
        return (min(start, held[0].start), max(end, held[-1].end)) if held else (start, end)

    def _held(self, place: Place) -> tuple[int, int]:
        """The reading units that share a code point with the place: the first, and the one behind the last."""
        first = bisect_right(self._units, place[0], key=lambda unit: unit.end)
        return first, max(bisect_left(self._units, place[1], key=lambda unit: unit.start), first)

    def _beside(self, unit: Place) -> Place:
        """The unit with the one before and the one after it in its paragraph."""
        first, last = self._held(unit)
        if first == last:
            return unit
        paragraphs = {one.paragraph for one in self._units[first:last]}
        around = [one for one in self._units[max(first - 1, 0) : last + 1] if one.paragraph in paragraphs]
        return min(unit[0], around[0].start), max(unit[1], around[-1].end)

    def _span(self) -> Place:
        return self._window.start, self._window.end

    def _not_there(self, kind: str, words: str, place: Place | None = None) -> None:
        if not words:
            return
        reason = align.refusal(self._article.text, words, self._article.language)
        detail = "These words are not in the article."
        if reason:
            detail = f"The article has something like it, but {reason}."
        self._reject(kind, words, "not_in_article", detail, place)

    def _reject(self, kind: str, value: str, reason: str, detail: str, place: Place | None = None) -> None:
        self.draft.rejected.append(Rejection(kind, value, reason, detail, place or self._span()))


def _one_of(schema: Mapping[str, Any], said: object, otherwise: str) -> str:
    """What was said if it is one of the schema's values."""
    return said if isinstance(said, str) and said in schema["enum"] else otherwise


def _distance(one: Place, other: Place) -> int:
    return max(one[0] - other[1], other[0] - one[1], 0)


def _objects(reply: dict[str, Any], name: str) -> Iterator[dict[str, Any]]:
    items = reply.get(name)
    return (item for item in items if isinstance(item, dict)) if isinstance(items, list) else iter(())


def _strings(item: dict[str, Any], name: str) -> Iterator[str]:
    """The strings of a list; one that stands alone is a list of one."""
    value = item.get(name)
    values = value if isinstance(value, list) else [value]
    return (each.strip() for each in values if isinstance(each, str) and each.strip())


def _words(item: dict[str, Any], name: str) -> str:
    value = item.get(name)
    return value.strip() if isinstance(value, str) else ""
