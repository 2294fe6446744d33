"""A stretch in a script without capitals with its quotations, reporting words and names, and who speaks in a phrase."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter

from api.engine.document.quotations import quotations
from api.engine.document.span import Span, Spans
from api.engine.languages import borders, lexicon
from api.engine.languages.language import Language
from api.engine.languages.once import once

SHORTEST = 4
"""Code points that a content has at least."""

LONGEST_SPEAKER = 40
"""Code points of a speaker who is not named."""

_ENDS = re.compile(r"[。！？!?।॥۔؟\n]|\.(?=\s|$)")
CLAUSE = "，、；：。！？,;:।॥؛،\n"
MARKS = "，、；：。！？.,;:।॥؛، \t\n\u3000\u00a0\u200f\u200e"


@dataclass(frozen=True, slots=True)
class Said:
    """One attribution. `source` is None where the speaker is left out and is the one before."""

    source: Span | None
    cue: Span
    content: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """A name that the article has: where it stands, and whether it is a person's."""

    span: Span
    person: bool


class Unit:
    """The stretch that is read, with its quotations, cues and names."""

    def __init__(self, text: str, span: Span, known: tuple[Known, ...], language: Language) -> None:
        self.text, self.span, self.known, self.language = text, span, known, language
        self.quotes = [Span(a, b).shifted(span.start) for a, b in quotations(span.of(text))]
        self.cues = self._found("reporting.speech", "reporting.thought")
        self.phrases = self._found("reporting.phrases")
        self._clauses: dict[tuple[int, str], int] = {}

    def _found(self, *tables: str) -> list[Span]:
        patterns = [self.language.pattern(table) for table in tables]
        found = [Span(*m.span()) for pattern in patterns for m in pattern.finditer(self.text, *self.span)]
        apart: list[Span] = []
        taken = Spans([*self.quotes, *(one.span for one in self.known)])
        for cue in sorted(found, key=lambda cue: (cue.start, -cue.end)):
            if not taken.overlapping(cue) and (not apart or cue.start >= apart[-1].end):
                apart.append(cue)
        return apart

    @cached_property
    def _ends(self) -> list[int]:
        """Where sentences end; ends within quotations do not count."""
        return [m.end() for m in _ENDS.finditer(self.text, *self.span) if not self.quoted(m.start())]

    def sentence(self, at: int) -> Span:
        """The sentence around `at`."""
        number = bisect_right(self._ends, at)
        start = self._ends[number - 1] if number else self.span.start
        return Span(start, self._ends[number] if number < len(self._ends) else self.span.end).trimmed(self.text)

    def quoted(self, at: int) -> bool:
        """Whether the offset is inside a quotation."""
        number = bisect_right(self.quotes, at, key=itemgetter(0))
        return number > 0 and at < self.quotes[number - 1].end

    def clause_start(self, at: int, marks: str = CLAUSE) -> int:
        """Where the clause that ends at `at` begins: after the last mark or quotation before it."""
        if (at, marks) not in self._clauses:
            number = bisect_right(self.quotes, at, key=itemgetter(1))
            floor = max([self.sentence(at).start, *(quote.end for quote in self.quotes[number - 1 : number])])
            starts = (m + 1 for mark in marks if (m := self.text.rfind(mark, floor, at)) >= 0)
            self._clauses[at, marks] = max([floor, *starts])
        return self._clauses[at, marks]

    def names(self, span: Span) -> list[Known]:
        """The names within the span and outside of quotations, in order."""
        return [one for one in self.known if one.span.within(span) and not self.quoted(one.span.start)]

    def speaker(self, phrase: Span) -> Span | None:
        """Who speaks in a noun phrase: the person named there, a company with its role, or the phrase itself."""
        phrase = _bare(self.text, phrase, self.language)
        named = self.names(phrase)
        people = [one.span for one in named if one.person]
        if people:
            return people[-1]
        if named:
            first = named[0].span
            rest = self.text[first.end : phrase.end]
            lead = _roles(self.language.code).match(self.text, phrase.start, first.start)
            if lead is not None and not borders.is_unspaced(lead.group()[0]) and len(phrase) <= LONGEST_SPEAKER:
                return Span(phrase.start, first.end)  # "مصدر في الوزارة"
            role = _roles(self.language.code).search(rest) if len(rest) <= LONGEST_SPEAKER else None
            return Span(first.start, first.end + role.end()) if role else named[-1].span
        pronoun = self.language.pattern("function.personal").match(self.text, *phrase)
        if pronoun is not None and borders.is_unspaced(pronoun.group()[0]):
            return Span(*pronoun.span())  # "他在微博上"
        if not phrase or len(phrase) < 1 or len(phrase) > LONGEST_SPEAKER:
            return None
        return phrase if any(map(str.isalpha, phrase.of(self.text))) else None

    def content(self, start: int, end: int) -> tuple[Span, ...]:
        """What is said between the two: the quotations where they are all of it, else the words."""
        place = Span(start, max(end, start)).trimmed(self.text, MARKS)
        quotes = [quote for quote in self.quotes if quote.within((place.start - 1, place.end + 1))]
        if quotes and sum(map(len, quotes)) >= 0.6 * len(place):
            return tuple(quotes)
        return (place,) if len(place) >= SHORTEST else ()


@once
def _roles(code: str) -> re.Pattern[str]:
    tables = ("people.titles", "sources.spokespeople", "sources.unnamed")
    return lexicon.compiled({phrase for table in tables for phrase in lexicon.phrases(table, code)})


@once
def _adverbs(code: str) -> re.Pattern[str]:
    """What stands beside a speaker and does not belong to him, at an edge of the phrase."""
    words = sorted(lexicon.phrases("reporting.adverbs", code), key=lambda word: (-len(word), word))
    body = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in words)
    date = r"\d{1,2}\s?[日일号号]|\d{1,2}月\d{1,2}日|[(（][^)）]{1,12}[)）]"
    return re.compile(rf"(?:{body}|{date})")


def _bare(text: str, phrase: Span, language: Language) -> Span:
    """The phrase without adverbs, dates and marks at its edges."""
    adverbs = _adverbs(language.code)
    before = None
    while before != phrase:
        before = phrase = phrase.trimmed(text, MARKS + "“”\"「」«»'")
        for found in adverbs.finditer(phrase.of(text)):
            spaced = not borders.is_unspaced(found.group()[0]) and found.end() < len(phrase)
            if found.start() == 0 and not (spaced and text[phrase.start + found.end()] not in MARKS):
                phrase = Span(phrase.start + found.end(), phrase.end)
                break
            if found.end() == len(phrase):
                phrase = Span(phrase.start, phrase.start + found.start())
                break
    return phrase


def until_mark(unit: Unit, start: int, end: int) -> Span:
    """The stretch up to the next mark."""
    stop = min((at for mark in "，,.。;；:：\n" if (at := unit.text.find(mark, start, end)) >= 0), default=end)
    return Span(start, max(stop, start))


@once
def that(code: str) -> re.Pattern[str] | None:
    """The words that open what is said; None where the language has none."""
    words = sorted(lexicon.phrases("reporting.that", code) - {"ש"}, key=lambda word: (-len(word), word))
    return lexicon.compiled(words) if words else None
