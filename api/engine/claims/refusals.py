"""Declining to comment and asking are no claims: reporting words that belong to such a phrase report nothing."""

from __future__ import annotations

import re

from api.engine.claims.cues import Cue
from api.engine.document.span import Span
from api.engine.languages.language import Language

_REACH = 60
"""Code points around a reporting word within which the phrase that takes it back stands."""


def declines(words: str, cue: Cue, language: Language) -> bool:
    """Whether the reporting word is part of "declined to say", "äußerte sich nicht", or what leads to such a phrase."""
    if not language.known:
        return False
    start, end = max(cue.start - _REACH, 0), min(cue.end + _REACH, len(words))
    for phrase in language.pattern("reporting.refusals").finditer(words, start, end):
        if Span(*phrase.span()).overlaps((cue.start, cue.end)):
            return True
    return False


def declined_before(words: str, content: tuple[int, int], language: Language) -> bool:
    """Whether what would be said is nothing but such a phrase ("…, he declined to comment")."""
    if not language.known:
        return False
    said = words[slice(*content)]
    phrase = language.pattern("reporting.refusals").search(said)
    return phrase is not None and len(re.findall(r"\w+", said[: phrase.start()])) <= 3
