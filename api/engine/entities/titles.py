"""Words that say what a person is: where a title's words begin and end, and whether it is held now.

A title is known by one word of the language's `people.titles`; the words that belong to it are found around that head:
what modifies it ("deputy finance minister"), and what it is for ("ministra de Pesca", "head of research").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from api.engine.document.span import Span
from api.engine.entities.clauses import Piece
from api.engine.languages import lexicon
from api.engine.languages.language import Language

STATUSES = ("interim", "incoming", "former")
"""Beside `current`; each is a table of the language files ("people.former"). The earlier one wins."""

LONGEST = 8
"""Words of a title; among the titles of the gold articles none had more than seven."""

_HEAD_WORDS = 5
_MODIFIERS = 3


def status(words: str, language: Language) -> str:
    """Whether words about a title say that it is held now, was, will be, or for the time being."""
    for name in STATUSES:
        if any(pattern.search(words) for pattern in _status(name, language)):
            return name
    return "current"


def _status(name: str, language: Language) -> tuple[re.Pattern[str], ...]:
    own = language.pattern(f"people.{name}")
    return (own,) if language.code == "en" else (own, lexicon.pattern(f"people.{name}", "en"))


def heads(pieces: Sequence[Piece], language: Language) -> list[tuple[int, int]]:
    """Runs of pieces, (first, last exclusive), that are a title of the word files, the longest at each place."""
    found: list[tuple[int, int]] = []
    at = 0
    while at < len(pieces):
        length = _title_at(pieces, at, language)
        if length:
            found.append((at, at + length))
        at += length or 1
    return found


def _title_at(pieces: Sequence[Piece], at: int, language: Language) -> int:
    for length in range(min(_HEAD_WORDS, len(pieces) - at), 0, -1):
        run = pieces[at : at + length]
        if all(piece.entity is None for piece in run) and is_title(_joined(run), language):
            return length
    return 0


def _joined(run: Sequence[Piece]) -> str:
    """The words as they stand, hyphens and elisions closed up."""
    words = run[0].words
    for before, piece in pairwise(run):
        words += (" " if piece.span.start > before.span.end else "") + piece.words
    return words


def is_title(words: str, language: Language) -> bool:
    """Whether the words are a title, and not only a word of its status ("former")."""
    if any(language.has_too(words, f"people.{name}") for name in STATUSES):
        return False
    tail = words.rpartition("-")[2] if " " not in words else words
    bare = tail[:-1] if language.flag("bare_genitive") and tail.endswith("s") else tail
    return any(language.has(each, "people.titles") for each in {words, tail, bare} if each) or (
        words.isupper() and language.has_too(words, "people.titles")
    )


def modifiers_before(pieces: Sequence[Piece], head: int, language: Language) -> int:
    """How many pieces before the head belong to the title ("deputy finance" minister).

    They do where at most three words lead back to where a noun phrase begins: an article, a name, a mark, the start.
    """
    count = 0
    while head - count > 0 and _is_modifier(pieces[head - count - 1], language):
        count += 1
    if count <= _MODIFIERS:
        return count
    # Too many to be sure; still those of the status and of rank.
    count = 0
    while head - count > 0 and _is_rank(pieces[head - count - 1].words, language):
        count += 1
    return count


def _is_rank(words: str, language: Language) -> bool:
    return any(language.has_too(words, f"people.{name}") for name in (*STATUSES, "titles"))


def _is_modifier(piece: Piece, language: Language) -> bool:
    """Whether a word may stand between the beginning of a noun phrase and its head."""
    if not piece.is_word and piece.words != "-":
        return False
    if language.has(piece.words, "function.determiners"):
        return False
    if _is_rank(piece.words, language):
        return True
    tables = (
        *(f"function.{name}" for name in ("function", "determiners", "pronouns", "finite", "linking", "openers")),
        *("reporting.phrases", "channels.statement"),
    )
    if any(language.has(piece.words, table) for table in tables) or piece.words[0].isdigit():
        return False
    if language.has(piece.words, "organizations.leading") or _is_of_a_nation(piece.words, language):
        return False
    return not piece.words.endswith(("'s", "’s", "-based"))


def _is_of_a_nation(words: str, language: Language) -> bool:
    return words[0].isupper() and language.has(words, "organizations.demonyms")


def span(text: str, run: Sequence[Piece]) -> Span | None:
    """Where the title stands; None where too many words do, or none."""
    words = [piece for piece in run if piece.is_word]
    if not words or len(words) > LONGEST:
        return None
    return Span(words[0].span.start, words[-1].span.end).trimmed(text)
