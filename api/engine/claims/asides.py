"""Clauses at a sentence's end that only tell who passed it on: ", as reported by X", ", conforme declarado por X".

They belong to nobody's words: what is said ends where such a clause begins. Offsets are code points into the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from api.engine.claims import cues
from api.engine.document.quotations import quotations
from api.engine.document.span import Span
from api.engine.languages.language import Language
from api.engine.languages.once import remembered

_LEADING = re.compile(r"[,;–—]\s$")
_QUOTED = re.compile(r"[“„«\"]\S+(?:\s+\S+){4}")
"""A quotation, not an outlet's name in marks."""

_WORD = re.compile(r"\w+(?:[’'\-]\w+)*")

_FARTHEST = 9
"""Words between the "as" and its verb: the longest subject, "wie eine Sprecherin der Behörde am Abend berichtete"."""

_AFTERWARDS = 14
"""Words behind the verb: to whom, when and where."""


@remembered(512)
def asides(text: str, language: Language) -> tuple[Span, ...]:
    """The clauses that pass on the rest of the sentence, each from its "as" to the sentence's end."""
    return tuple(_found(text, language)) if language.known else ()


def _found(text: str, language: Language) -> Iterator[Span]:
    marks = quotations(text)
    for opening in language.pattern("reporting.as").finditer(text):
        quoted = any(start <= opening.start() < end for start, end in marks)
        if quoted or not _LEADING.search(text[: opening.start()]) or not _reports(text, opening.end(), language):
            continue
        yield Span(opening.start(), len(text))
        return


def _reports(text: str, at: int, language: Language) -> bool:
    """Whether a reporting word follows the "as" and nothing of what is said follows that word."""
    found = [cue for cue in cues.find(text, language.code) if cue.start >= at and cue.kind in ("speech", "thought")]
    joined = [cue for cue in cues.find(text, language.code) if cue.start < at < cue.end]  # "conforme declarado"
    if not found and not joined:
        return False
    cue = joined[0] if joined else found[0]
    between = _WORD.findall(text[at : cue.start])
    if len(between) > _FARTHEST or ":" in text[at:] or _QUOTED.search(text, at):
        return False
    if cue.kind == "thought" and any(not _is_helper(word, language) for word in between):
        return False  # "as buyers expected lower prices"
    rest = _WORD.findall(text[cue.end :])
    tables = ("function.finite", "reporting.that")
    follows = any(language.has(word, table) for word in rest if word.islower() for table in tables)
    return len(rest) <= _AFTERWARDS and not follows


def _is_helper(word: str, language: Language) -> bool:
    tables = ("function.finite", "reporting.passive", "reporting.helpers", "reporting.adverbs")
    return any(language.has(word, table) for table in tables)


def passing_on(text: str, cue: tuple[int, int], language: Language) -> Span | None:
    """The clause of this kind in which the reporting word stands."""
    return next((clause for clause in asides(text, language) if Span(*cue).within(clause)), None)
