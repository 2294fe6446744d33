"""Who says what in scripts without capitals: speaker, cue and content by the word order that the language file tells.

`attribution` in a file's [grammar] is "speaker content cue" (Japanese, Korean), "speaker cue content" (Chinese, Hebrew,
Hindi) or "cue speaker content" (Arabic). The order and the particles decide; a speaker left out is the one before.
Attribution as PARC has it: source, cue, content. Offsets are code points into the text that is given.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
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
_CLAUSE = "，、；：。！？,;:।॥؛،\n"
_DATE = re.compile(
    r"[\s、]*(?:\d{1,2}月)?\d{1,2}(?:日|일)(?:夜|午前|午後|오전|오후)?[、,\s]+|[\s、]*(?:同日|이날)[、,\s]+"
)
_MARKS = "，、；：。！？.,;:।॥؛، \t\n\u3000\u00a0\u200f\u200e"


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


def said(text: str, start: int, end: int, known: Sequence[Known], language: Language) -> list[Said]:
    """The attributions of the stretch, which is one sentence or the sentences of one quotation.

    `known` are in order.
    """
    first = bisect_left(known, start, key=_begins)
    unit = _Unit(text, Span(start, end), tuple(known[first : bisect_left(known, end, key=_begins)]), language)
    order = language.mapping("grammar").get("attribution", "speaker cue content")
    read = {"speaker content cue": _cue_last, "cue speaker content": _cue_first}.get(str(order), _cue_between)
    found = [one for cue in unit.cues for one in read(unit, cue)]
    found += [one for phrase in unit.phrases for one in _by_phrase(unit, phrase)]
    kept: list[Said] = []
    taken = Spans()
    for one in sorted(found, key=lambda one: (one.content[0].start, one.cue)):
        if not any(map(taken.overlapping, one.content)):
            kept.append(one)
            for content in one.content:
                taken.add(content)
    return kept


def _begins(one: Known) -> int:
    return one.span.start


class _Unit:
    """The stretch that is read, with its quotations, cues and names."""

    def __init__(self, text: str, span: Span, known: tuple[Known, ...], language: Language) -> None:
        self.text, self.span, self.known, self.language = text, span, known, language
        self.quotes = [Span(a, b).shifted(span.start) for a, b in quotations(span.of(text))]
        self.cues = self._found("reporting.speech", "reporting.thought")
        self.phrases = self._found("reporting.phrases")

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

    def clause_start(self, at: int, marks: str = _CLAUSE) -> int:
        """Where the clause that ends at `at` begins: after the last mark or quotation before it."""
        floor = max([self.sentence(at).start, *(quote.end for quote in self.quotes if quote.end <= at)])
        return max([floor, *(m + 1 for mark in marks if (m := self.text.rfind(mark, floor, at)) >= 0)])

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
            role = _roles(self.language.code).search(rest) if len(rest) <= LONGEST_SPEAKER else None
            return Span(first.start, first.end + role.end()) if role else named[-1].span
        if not phrase or len(phrase) < 1 or len(phrase) > LONGEST_SPEAKER:
            return None
        return phrase if any(map(str.isalpha, phrase.of(self.text))) else None

    def content(self, start: int, end: int) -> tuple[Span, ...]:
        """What is said between the two: the quotations where they are all of it, else the words."""
        place = Span(start, max(end, start)).trimmed(self.text, _MARKS)
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
        before = phrase = phrase.trimmed(text, _MARKS + "“”\"「」«»'")
        for found in adverbs.finditer(phrase.of(text)):
            spaced = not borders.is_unspaced(found.group()[0]) and found.end() < len(phrase)
            if found.start() == 0 and not (spaced and text[phrase.start + found.end()] not in _MARKS):
                phrase = Span(phrase.start + found.end(), phrase.end)
                break
            if found.end() == len(phrase):
                phrase = Span(phrase.start, phrase.start + found.start())
                break
    return phrase


# Japanese, Korean: the cue stands last.


@once
def _markers(code: str) -> re.Pattern[str]:
    listed = str(lexicon.mapping("grammar", code).get("markers", "")).split()
    body = "|".join(sorted(map(re.escape, listed), key=lambda one: (-len(one), one)))
    if code == "ko":
        return re.compile(rf"(?<=[가-힣A-Za-z0-9)])(?:{body})(?=[\s,])")
    return re.compile(rf"(?:{body})(?!ない|ある|なく|、?という)")


@once
def _quotatives(code: str) -> re.Pattern[str]:
    if code == "ko":
        return re.compile(
            r"(?:이라고|라고|다고|냐고|자고|라며|다며|라면서|다면서|는\s?뜻을|는\s?입장을|는\s?방침을|고|며|면서)\s?(?:\S{1,8}\s)?$"
        )
    return re.compile(
        r"(?:と|って|との(?:考え|見方|認識|声明|談話|見解|見通し|方針|コメント)を|ことを|ことも|ことが)(?:\S{0,8})?$"
    )


def _cue_last(unit: _Unit, cue: Span) -> Iterator[Said]:
    sentence = unit.sentence(cue.start)
    earlier = [other.end for other in unit.cues if other.end <= cue.start and other.start >= sentence.start]
    start = max([sentence.start, *earlier])
    quotes = [quote for quote in unit.quotes if quote.within((start, cue.start))]
    source, after = _marked(unit, start, quotes[0].start if quotes else cue.start)
    if source is None and quotes:
        source, _ = _marked(unit, quotes[-1].end, cue.start)
    if source is None and earlier:
        source, _ = _marked(
            unit, sentence.start, min([start, *(quote.start for quote in unit.quotes if quote.start >= sentence.start)])
        )
    tail = unit.text[(quotes[-1].end if quotes else after) : cue.start]
    if quotes and len(tail) <= LONGEST_SPEAKER:
        yield Said(source, cue, tuple(quotes))
        return
    joint = _quotatives(unit.language.code).search(unit.text[after : cue.start])
    ends_itself = unit.language.code == "ja" and cue.of(unit.text).startswith(("と", "考え", "見", "方針", "意向"))
    if joint is None and not ends_itself:
        return
    end = after + joint.start() if joint and not ends_itself else cue.start
    if joint and unit.language.code == "ko" and joint.group().startswith(("다고", "다며", "다면서", "냐고", "자고")):
        end += 1
    dated = _DATE.match(unit.text, after, end)
    content = unit.content(dated.end() if dated else after, end)
    if content:
        yield Said(source, cue, content)


def _marked(unit: _Unit, start: int, end: int) -> tuple[Span | None, int]:
    """The speaker before the first particle that marks one, and where the rest begins."""
    for marker in _markers(unit.language.code).finditer(unit.text, start, end):
        if unit.quoted(marker.start()) or any(one.span.start < marker.end() <= one.span.end for one in unit.known):
            continue
        phrase = Span(start, marker.start())
        comma = max(unit.text.rfind(mark, start, marker.start()) for mark in "、，,")
        if comma >= 0 and not unit.names(Span(comma + 1, marker.start())) and unit.names(phrase):
            phrase = Span(start, comma)
        elif comma >= 0:
            phrase = Span(comma + 1, marker.start())
        source = unit.speaker(phrase)
        if source is not None:
            return source, marker.end()
    return None, start


# Chinese, Hebrew, Hindi: the cue stands between speaker and content.


@once
def _that(code: str) -> re.Pattern[str] | None:
    words = sorted(lexicon.phrases("reporting.that", code) - {"ש"}, key=lambda word: (-len(word), word))
    return lexicon.compiled(words) if words else None


def _cue_between(unit: _Unit, cue: Span) -> Iterator[Said]:
    sentence = unit.sentence(cue.start)
    before = [quote for quote in unit.quotes if quote.end <= cue.start and quote.start >= sentence.start - 1]
    quoted = before[-1] if before and cue.start - before[-1].end <= LONGEST_SPEAKER else None
    start = unit.clause_start(cue.start)
    source = _before_marker(unit, start, cue.start) if unit.language.mapping("grammar").get("markers") else None
    if source is None and unit.language.mapping("grammar").get("markers"):
        pronoun = unit.language.pattern("function.personal").search(unit.text, start, cue.start)
        source = Span(*pronoun.span()) if pronoun else None
    elif source is None:
        source = unit.speaker(Span(start, cue.start)) if cue.start - start <= 2 * LONGEST_SPEAKER else None
    begin = _content_start(unit, cue, sentence)
    if quoted is not None and (begin is None or begin >= sentence.end - SHORTEST):
        after = _behind(unit, cue, sentence) if source is None or unit.language.code == "he" else None
        yield Said(after or source, cue, (quoted,))
        return
    if begin is None:
        return
    if source is None:
        earlier = unit.names(Span(sentence.start, cue.start))
        if earlier and start > sentence.start:
            beside = not unit.text[earlier[-1].span.end : cue.start].strip(_MARKS)
            source = (earlier[-1] if beside else earlier[0]).span
    if source is None and unit.language.code == "he":
        source = unit.speaker(Span(cue.end, begin)) if unit.names(Span(cue.end, begin)) else None
    content = unit.content(begin, _content_end(unit, cue, begin, sentence))
    if content:
        yield Said(source, cue, content)


def _before_marker(unit: _Unit, start: int, end: int) -> Span | None:
    """The speaker before "ने"."""
    found = list(re.finditer(r"\sने(?=\s)", unit.text[start:end]))
    return unit.speaker(Span(start, start + found[-1].start())) if found else None


def _content_start(unit: _Unit, cue: Span, sentence: Span) -> int | None:
    """Where what is said begins after the cue; None where nothing of it follows."""
    text, code = unit.text, unit.language.code
    that = _that(code)
    if that is not None:
        found = that.search(text, cue.end, min(cue.end + 90, sentence.end))
        grown = re.compile(r"\sש(?=[א-ת]{2,})").match(text, cue.end) if code == "he" else None
        if grown:
            return grown.end()
        if found and not unit.quoted(found.start()):
            return found.end()
    mark = re.compile(r"\s?[:：]\s?").search(text, cue.end, min(cue.end + 60, sentence.end))
    if mark and not unit.quoted(mark.start()):
        return mark.end()
    quote = next((quote for quote in unit.quotes if 0 <= quote.start - cue.end <= 6), None)
    if quote:
        return quote.start
    if code != "zh":
        return None
    comma = re.compile(r"(?:道|了|说)?(?:[，,]|(?=“|「))").match(text, cue.end)
    return comma.end() if comma else cue.end


def _content_end(unit: _Unit, cue: Span, begin: int, sentence: Span) -> int:
    """Where it ends: with the sentence, or where the clause of the next speaker's cue begins."""
    for other in unit.cues:
        if other.start > max(begin, cue.end) and other.start < sentence.end:
            start = unit.clause_start(other.start)
            if start > begin and (unit.names(Span(start, other.start)) or other.start - start <= 4):
                return start
    return sentence.end


def _behind(unit: _Unit, cue: Span, sentence: Span) -> Span | None:
    """The speaker who follows the cue: a person, also behind a title and a comma; else what stands up to a mark."""
    following = [other.start for other in unit.cues if other.start >= cue.end]
    reach = Span(cue.end, min([sentence.end, cue.end + 2 * LONGEST_SPEAKER, *following]))
    person = next((one.span for one in unit.names(reach) if one.person), None)
    return person or unit.speaker(_until_mark(unit, cue.end, sentence.end))


def _until_mark(unit: _Unit, start: int, end: int) -> Span:
    stop = min((at for mark in "，,.。;；:：\n" if (at := unit.text.find(mark, start, end)) >= 0), default=end)
    return Span(start, max(stop, start))


# Arabic: the cue stands first.


def _cue_first(unit: _Unit, cue: Span) -> Iterator[Said]:
    sentence, text = unit.sentence(cue.start), unit.text
    that = _that(unit.language.code)
    found = that.search(text, cue.end, min(cue.end + 160, sentence.end)) if that else None
    colon = re.compile(r"\s?[:：]\s?").search(text, cue.end, min(cue.end + 160, sentence.end))
    openings = [match for match in (found, colon) if match and not unit.quoted(match.start())]
    quote = next((one for one in unit.quotes if cue.end <= one.start < sentence.end), None)
    opening = min(openings, key=lambda match: match.start(), default=None)
    if quote and (opening is None or quote.start < opening.start()):
        begin, phrase = quote.start, Span(cue.end, quote.start)
    elif opening:
        begin, phrase = opening.end(), Span(cue.end, opening.start())
    else:
        before = [one for one in unit.quotes if one.end <= cue.start and cue.start - one.end <= 6]
        if before:
            yield Said(unit.speaker(_until_mark(unit, cue.end, sentence.end)), cue, (before[-1],))
        return
    other = next((one for one in unit.cues if cue.end <= one.start < phrase.end), None)
    if other is not None:
        return  # another verb comes first: what follows is said with that one
    source = _after_cue(unit, phrase)
    if source is None and begin - cue.end <= 8:
        earlier = unit.names(Span(unit.clause_start(cue.start, "؛;\n.:"), cue.start))
        source = earlier[-1].span if earlier else None
    end = sentence.end
    for following in unit.cues:
        joined = text[following.start - 1 : following.start] in ("و", "ف") if following.start else False
        if joined and following.start > begin and not unit.quoted(following.start):
            end = min(end, following.start - 1)
    content = unit.content(begin, end)
    if content:
        yield Said(source, cue, content)


def _after_cue(unit: _Unit, phrase: Span) -> Span | None:
    """Who stands between the cue and what is said: the first person, else the first company, else the words."""
    named = unit.names(phrase)
    person = next((one.span for one in named if one.person), None)
    if person or named:
        return person or unit.speaker(Span(named[0].span.start, phrase.end)) or named[0].span
    words = phrase.of(unit.text)
    cut = re.search(r"\s(?:يوم|أمس|اليوم|في|خلال|للصحفيين|للصحافيين|عبر|على|مساء|صباح)(?=\s|$)|،", words)
    bare = Span(phrase.start, phrase.start + (cut.start() if cut else len(words))).trimmed(unit.text, _MARKS)
    return bare if bare.end - bare.start > 2 and len(bare.of(unit.text).split()) <= 6 else None


# "According to X, …": the source beside a phrase.


def _by_phrase(unit: _Unit, phrase: Span) -> Iterator[Said]:
    sentence, text, code = unit.sentence(phrase.start), unit.text, unit.language.code
    if code in ("ja", "ko", "hi"):
        start = unit.clause_start(phrase.start, "。\n।")
        lead = Span(start, phrase.start).trimmed(text, _MARKS)
        if code == "ko" and lead.of(text).endswith("에"):
            lead = Span(lead.start, lead.end - 1)
        source, begin, end = unit.speaker(lead), phrase.end, sentence.end
    else:
        comma = min((at for mark in "，,،" if (at := text.find(mark, phrase.end, sentence.end)) >= 0), default=None)
        ends = sentence.end if comma is None else comma
        follows = _follows(code)
        words = Span(phrase.end, ends)
        verb = follows.search(words.of(text)) if follows else None
        source = unit.speaker(Span(words.start, words.start + verb.start()) if verb else words)
        begin, end = (ends, sentence.end) if comma is not None else (sentence.start, phrase.start)
    if code == "ja":
        tail = re.search(r"という$", text[begin:end].rstrip("。 "))
        end = begin + tail.start() if tail else end
    content = unit.content(begin, end)
    if source is not None and content:
        yield Said(source, phrase, content)


@once
def _follows(code: str) -> re.Pattern[str] | None:
    words = sorted(lexicon.phrases("reporting.follows", code), key=lambda word: (-len(word), word))
    return re.compile("|".join(map(re.escape, words))) if words else None
