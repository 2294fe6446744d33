"""Attribution without a verb of speech: "Criticism came from the union: …", "praise from Ana Rao, who …".

A verdict noun of the language, a "from", who it comes from, and then a colon, a "that" or a quotation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from api.engine.claims import cues
from api.engine.claims.attribution import Attribution
from api.engine.claims.clauses import Clause
from api.engine.claims.phrases import phrase_after
from api.engine.document.quotations import quotations
from api.engine.languages.language import Language

_BETWEEN = 30
"""Code points between the noun and its "from": a verb and an adverb."""


def verdicts(words: str, language: Language) -> Iterator[Attribution]:
    """The nominal attributions of a sentence."""
    if not language.known or not language.phrases("reporting.verdicts_from"):
        return
    marks = quotations(words)
    for noun in language.pattern("reporting.verdicts").finditer(words):
        if any(start <= noun.start() < end for start, end in marks):
            continue
        origin = language.pattern("reporting.verdicts_from").search(words, noun.end(), noun.end() + _BETWEEN)
        if origin is None or re.search(r"[,.;:]", words[noun.end() : origin.start()]):
            continue
        cue = cues.Cue(noun.start(), noun.end(), "noun")
        source = phrase_after(Clause(words, cue, language, marks), origin.end())
        if source is not None and _tells(words, source.end, language):
            yield Attribution((noun.start(), noun.end()), "noun", (source.start, source.end))


def _tells(words: str, at: int, language: Language) -> bool:
    """Whether what is said follows: a colon, a "that", a quotation."""
    rest = words[at:].lstrip()
    first = re.match(r"[^\W\d_]+", rest)
    that = first is not None and language.has(first.group(), "reporting.that")
    return rest.startswith((":", "–", "—", "“", "„", "«")) or that
