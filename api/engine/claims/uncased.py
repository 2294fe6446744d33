"""Who says what in scripts without capitals: speaker, cue and content by the word order that the language file tells.

`attribution` in a file's [grammar] is "speaker content cue" (Japanese, Korean), "speaker cue content" (Chinese, Hebrew,
Hindi) or "cue speaker content" (Arabic). The order and the particles decide; a speaker left out is the one before.
Attribution as PARC has it: source, cue, content. Offsets are code points into the text that is given.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from api.engine.claims.uncased_between import cue_between
from api.engine.claims.uncased_first import cue_first
from api.engine.claims.uncased_last import cue_last
from api.engine.claims.uncased_phrases import by_phrase
from api.engine.claims.uncased_unit import Known, Said, Unit
from api.engine.document.span import Span, Spans
from api.engine.languages.language import Language

__all__ = ["Known", "Said", "said"]


def said(text: str, start: int, end: int, known: Sequence[Known], language: Language) -> list[Said]:
    """The attributions of the stretch, which is one sentence or the sentences of one quotation.

    `known` are in order.
    """
    first = bisect_left(known, start, key=_begins)
    unit = Unit(text, Span(start, end), tuple(known[first : bisect_left(known, end, key=_begins)]), language)
    order = language.mapping("grammar").get("attribution", "speaker cue content")
    read = {"speaker content cue": cue_last, "cue speaker content": cue_first}.get(str(order), cue_between)
    found = [one for cue in unit.cues for one in read(unit, cue)]
    found += [one for phrase in unit.phrases for one in by_phrase(unit, phrase)]
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
