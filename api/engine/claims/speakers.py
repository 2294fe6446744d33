"""Whether the words given as a claim's source can speak at all: not a place of speaking, a date, a clause.

Word tables only; documents and organisations may speak ("a statement", "uma nota da Secretaria"). It does not prove
that the source said anything.
"""

from __future__ import annotations

import re

from api.engine.entities.names import is_capitalised, is_lower, tokens
from api.engine.languages import lexicon, places

_QUOTES = "\"'“”„‟‘’«»‹›"
_MAX_WORDS = 25


def speaker_trouble(source: str, language: str) -> str | None:
    """Why these words are nobody who speaks, in words a person understands; None when they may be a source."""
    words = source.strip().strip(_QUOTES + " \n\t")
    parts = [words[slice(*part)].strip(".,;:" + _QUOTES) for part in tokens(words)]
    parts = [part for part in parts if part]
    if not any(char.isalpha() for char in words):
        return "a number is no speaker" if any(char.isdigit() for char in words) else "no words"
    if len(parts) > _MAX_WORDS:
        return "too long for a speaker"
    if lexicon.is_in(words, "function.personal", language):
        return None
    if all(is_function_word(part, language) for part in parts):
        return "only function words"
    if _is_date(parts, language):
        return "a date is no speaker"
    if _is_place_of_speaking(words, parts, language):
        return "the place or medium of speaking, not the speaker"
    if _has_finite_verb(words, language):
        return "a clause, not a speaker"
    return None


def is_function_word(part: str, language: str) -> bool:
    """Whether the word is an article, a pronoun, a preposition or the like, and no acronym."""
    tables = ("function.function", "function.determiners", "function.relative", "function.pronouns")
    return not (part.isupper() and len(part) > 1) and any(lexicon.is_in(part, table, language) for table in tables)


def _is_date(parts: list[str], language: str) -> bool:
    telling = [part for part in parts if not is_function_word(part, language)]
    return bool(telling) and all(
        places.is_calendar_word(part, language)
        or re.fullmatch(r"\d{1,4}(?:[./-]\d{1,4}){0,2}(?:st|nd|rd|th|º|er|\.)?", part)
        for part in telling
    )


def _is_place_of_speaking(words: str, parts: list[str], language: str) -> bool:
    """Whether a preposition of place opens it ("em um post em seu blog", "on Twitter"), or it is a bare meeting."""
    folded = lexicon.fold(words)
    if lexicon.pattern("signs.approximate", language).match(folded):
        return False
    locative = re.match(rf"(?:{lexicon.pattern('sources.locative', language).pattern})", folded, re.IGNORECASE)
    if locative and locative.end() < len(folded) and not (is_capitalised(words) and _names_somebody(words, language)):
        return True
    bare = [part for part in parts if not is_function_word(part, language)]
    return bool(bare) and len(bare) <= 2 and all(lexicon.is_in(part, "sources.meeting", language) for part in bare)


def _names_somebody(words: str, language: str) -> bool:
    """Whether capitals go on after the first word, so that it may be part of a name ("Via Varejo", "In Touch")."""
    following = words.split()[1:2]
    document = lexicon.pattern("sources.documents", language).search(words) or lexicon.pattern(
        "sources.meeting", language
    ).search(words)
    return (
        bool(following)
        and not is_lower(following[0])
        and is_capitalised(following[0])
        and language[:2] != "de"
        and not document
    )


def _has_finite_verb(words: str, language: str) -> bool:
    """Whether a verb stands in the main part, before any relative clause and outside any name."""
    relative = re.search(rf"[,\s]\s*{lexicon.pattern('function.relative', language).pattern}", words, re.IGNORECASE)
    head = words[: relative.start()] if relative and relative.start() > 0 else words
    if language[:2] in ("de", "nl"):  # their relative pronouns are their articles; only the comma tells
        head = head.partition(",")[0]
    return any(
        is_lower(token) and lexicon.is_in(token, "function.finite", language)
        for token in (head[slice(*part)].strip(".,;:" + _QUOTES) for part in tokens(head))
    )
