"""Who says what where the reporting word stands first: Arabic."""

from __future__ import annotations

import re
from collections.abc import Iterator

from api.engine.claims.uncased_unit import MARKS, Said, Unit, that, until_mark
from api.engine.document.span import Span


def cue_first(unit: Unit, cue: Span) -> Iterator[Said]:
    """The attributions of one reporting word."""
    sentence, text = unit.sentence(cue.start), unit.text
    opens = that(unit.language.code)
    found = opens.search(text, cue.end, min(cue.end + 160, sentence.end)) if opens else None
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
            yield Said(unit.speaker(until_mark(unit, cue.end, sentence.end)), cue, (before[-1],))
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


def _after_cue(unit: Unit, phrase: Span) -> Span | None:
    """Who stands between the cue and what is said: the first person, else the first company, else the words."""
    opening = phrase.of(unit.text).split()[:1]
    if opening and any(unit.language.has(opening[0], table) for table in ("sources.locative", "function.linking")):
        return None  # "وأوضحت في مقابلة مع إذاعة … أن": the speaker is left out
    named = unit.names(phrase)
    person = next((one.span for one in named if one.person), None)
    if person or named:
        return person or unit.speaker(Span(named[0].span.start, phrase.end)) or named[0].span
    words = phrase.of(unit.text)
    cut = re.search(r"\s(?:يوم|أمس|اليوم|في|خلال|للصحفيين|للصحافيين|عبر|على|مساء|صباح)(?=\s|$)|،", words)
    bare = Span(phrase.start, phrase.start + (cut.start() if cut else len(words))).trimmed(unit.text, MARKS)
    return bare if bare.end - bare.start > 2 and len(bare.of(unit.text).split()) <= 6 else None
