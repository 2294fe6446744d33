"""Who says what behind "according to" and its like, in scripts without capitals."""

from __future__ import annotations

import re
from collections.abc import Iterator

from api.engine.claims.uncased_unit import MARKS, Said, Unit
from api.engine.document.span import Span
from api.engine.languages import lexicon
from api.engine.languages.once import once


def by_phrase(unit: Unit, phrase: Span) -> Iterator[Said]:
    """The attribution beside one such phrase."""
    sentence, text, code = unit.sentence(phrase.start), unit.text, unit.language.code
    if code in ("ja", "ko", "hi"):
        start = unit.clause_start(phrase.start, "。\n।")
        lead = Span(start, phrase.start).trimmed(text, MARKS)
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
