"""Who says what where the reporting word stands last, a particle behind the speaker: Japanese, Korean."""

from __future__ import annotations

import re
from collections.abc import Iterator

from api.engine.claims.uncased_unit import LONGEST_SPEAKER, Said, Unit
from api.engine.document.span import Span
from api.engine.languages import lexicon
from api.engine.languages.once import once

_DATE = re.compile(
    r"[\s、]*(?:\d{1,2}月)?\d{1,2}(?:日|일)(?:夜|午前|午後|오전|오후)?[、,\s]+|[\s、]*(?:同日|이날)[、,\s]+"
)


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


def cue_last(unit: Unit, cue: Span) -> Iterator[Said]:
    """The attributions of one reporting word."""
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


def _marked(unit: Unit, start: int, end: int) -> tuple[Span | None, int]:
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
