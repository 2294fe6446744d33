"""Who says what where the reporting word stands between speaker and content: Chinese, Hebrew, Hindi."""

from __future__ import annotations

import re
from collections.abc import Iterator

from api.engine.claims.uncased_unit import LONGEST_SPEAKER, MARKS, SHORTEST, Said, Unit, that, until_mark
from api.engine.document.span import Span


def cue_between(unit: Unit, cue: Span) -> Iterator[Said]:
    """The attributions of one reporting word."""
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
            beside = not unit.text[earlier[-1].span.end : cue.start].strip(MARKS)
            source = (earlier[-1] if beside else earlier[0]).span
    if source is None and unit.language.code == "he":
        source = unit.speaker(Span(cue.end, begin)) if unit.names(Span(cue.end, begin)) else None
    content = unit.content(begin, _content_end(unit, cue, begin, sentence))
    if content:
        yield Said(source, cue, content)


def _before_marker(unit: Unit, start: int, end: int) -> Span | None:
    """The speaker before "ने"."""
    found = list(re.finditer(r"\sने(?=\s)", unit.text[start:end]))
    return unit.speaker(Span(start, start + found[-1].start())) if found else None


def _content_start(unit: Unit, cue: Span, sentence: Span) -> int | None:
    """Where what is said begins after the cue; None where nothing of it follows."""
    text, code = unit.text, unit.language.code
    opens = that(code)
    if opens is not None:
        found = opens.search(text, cue.end, min(cue.end + 90, sentence.end))
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


def _content_end(unit: Unit, cue: Span, begin: int, sentence: Span) -> int:
    """Where it ends: with the sentence, or where the clause of the next speaker's cue begins."""
    for other in unit.cues:
        if other.start > max(begin, cue.end) and other.start < sentence.end:
            start = unit.clause_start(other.start)
            if start > begin and (unit.names(Span(start, other.start)) or other.start - start <= 4):
                return start
    return sentence.end


def _behind(unit: Unit, cue: Span, sentence: Span) -> Span | None:
    """The speaker who follows the cue: a person, also behind a title and a comma; else what stands up to a mark."""
    following = [other.start for other in unit.cues if other.start >= cue.end]
    reach = Span(cue.end, min([sentence.end, cue.end + 2 * LONGEST_SPEAKER, *following]))
    person = next((one.span for one in unit.names(reach) if one.person), None)
    return person or unit.speaker(until_mark(unit, cue.end, sentence.end))
