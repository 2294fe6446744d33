"""A stretch of a sentence as words, punctuation and mentions, so that a rule can step from one to the next.

What stands beside a name (a title, an employer, a description) is read on these pieces: a mention is one piece, however
many words it has. Offsets are code points into the article.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from api.engine.document.span import Span
from api.engine.entities.mention import Entity, Mention
from api.engine.languages.language import Language

_PIECE = re.compile(r"[^\W_]+(?:['’\-.][^\W_]+)*['’]?|\S")
_ELIDED = re.compile(r"(?:[dlLD]|[Dd]ell|[Aa]ll|[Nn]ell|[Ss]ull|[Dd]all)['’](?=\w)")


@dataclass(frozen=True, slots=True)
class Piece:
    """A word, a mark of punctuation, or a whole mention with whom it names."""

    span: Span
    words: str
    entity: Entity | None = None

    @property
    def is_word(self) -> bool:
        """Whether it is a word that is no part of a known name."""
        return self.entity is None and self.words[0].isalnum()

    @property
    def is_person(self) -> bool:
        """Whether it names a person."""
        return self.entity is not None and self.entity.is_person

    @property
    def is_organization(self) -> bool:
        """Whether it names a company or a body of any kind."""
        return self.entity is not None and not self.entity.is_person

    @property
    def is_capitalised(self) -> bool:
        """Whether its first letter is a capital one."""
        return self.words[0].isupper()


def pieces(text: str, place: tuple[int, int], mentions: Sequence[Mention]) -> tuple[Piece, ...]:
    """The pieces of `text[place]`; `mentions` are those that lie in it, in order."""
    found: list[Piece] = []
    at = place[0]
    for mention in mentions:
        found += _plain(text, at, mention.span.start)
        found.append(Piece(mention.span, mention.span.of(text), mention.entity))
        at = mention.span.end
    found += _plain(text, at, place[1])
    return tuple(found)


def _plain(text: str, start: int, end: int) -> list[Piece]:
    """Words and marks; "d'", "dell'" and the like are words of their own."""
    found = []
    for match in _PIECE.finditer(text, start, end):
        first, last = match.span()
        elided = _ELIDED.match(text, first, last)
        if elided and elided.end() < last:
            found.append(Piece(Span(first, elided.end()), text[first : elided.end()]))
            first = elided.end()
        elif last == end and text[last - 1] in "'’" and last - first > 4:
            last -= 1  # "directors’"
        found.append(Piece(Span(first, last), text[first:last]))
    return found


def is_relative(piece: Piece, language: Language) -> bool:
    """Whether the word after a comma opens a relative clause: "who", "qui", and the articles of German and Dutch."""
    return piece.is_word and (
        language.has(piece.words, "function.relative")
        or (language.flag("relative_articles") and language.has(piece.words, "function.determiners"))
    )
