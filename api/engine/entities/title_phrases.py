"""The noun phrase of a title: what modifies it, whose it is, where it ends ("the Oslo-based group’s sales chief")."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass, replace

from api.engine.entities import titles
from api.engine.entities.clauses import Piece
from api.engine.languages import dictionary, lexicon
from api.engine.languages.language import Language

_STOPS = frozenset('.;:!?()[]“”„"«»…\n')
GENITIVES = frozenset(("'s", "’s", "s", "'", "’"))


@dataclass(frozen=True, slots=True)
class Phrase:
    """A title within some pieces, from `first` to `last` (exclusive), and what the same noun phrase says of where."""

    first: int
    last: int
    organization: Piece | None = None
    description: Piece | None = None
    end: int = 0
    """Where the noun phrase ends, its organisation included."""
    possessive: bool = False
    definite: bool = False


class NounPhrases:
    """The titles among the pieces around one person, at piece `at`."""

    def __init__(self, parts: Sequence[Piece], at: int, language: Language, called: Set[str]) -> None:
        """`called` are the words of the organisations' names, folded: "direttore della cantina" Torrefosca."""
        self._called = called
        self._parts = parts
        self._at = at
        self._language = language

    def _owned(self, phrase: Phrase, begin: int) -> Phrase:
        """With what stands before the title in its noun phrase: modifiers, and whose title it is."""
        parts = self._parts
        first = phrase.first - titles.modifiers_before(
            parts[begin : phrase.first], phrase.first - begin, self._language
        )
        at = first - 1
        while at >= begin and (parts[at].words in GENITIVES or parts[at].words == "-"):
            at -= 1
        if at < begin:
            return replace(phrase, first=first)
        piece = parts[at]
        if piece.is_organization:
            return replace(phrase, first=first, organization=phrase.organization or piece)
        if piece.words.endswith(("'s", "’s")) or (self._is_company_noun(piece) and not phrase.organization):
            return replace(phrase, first=first, description=phrase.description or piece)
        possessive = piece.is_word and self._language.has(piece.words, "linking.possessive")
        definite = piece.is_word and self._language.has(piece.words, "linking.definite")
        return replace(phrase, first=first, possessive=possessive, definite=definite)

    def _complemented(self, first: int, last: int, end: int, *, open_end: bool = False) -> Phrase | None:
        """The title at `first` to `last` with what follows in its noun phrase up to `end`; None where none can.

        With `open_end` the phrase may end before `end`, where something else begins.
        """
        parts, at = self._parts, last
        while at < end:
            piece = parts[at]
            owner = self._owner(at, end)
            if owner is not None:
                where, after = owner
                if not open_end and after < end:
                    return None
                phrase = Phrase(first, at, end=after)
                named = where.is_organization
                return replace(phrase, organization=where) if named else replace(phrase, description=where)
            if not piece.is_word and piece.words != "-":
                break
            if self._ends_phrase(at):
                break
            at += 1
        if at < end and not open_end:
            return None
        while at > last and (self._is_link(parts[at - 1]) or self._is_function(parts[at - 1])):
            at -= 1
            if not open_end:
                return None
        return Phrase(first, at, end=at)

    def _owner(self, at: int, end: int) -> tuple[Piece, int] | None:
        """The organisation, or the noun for one, that the pieces from `at` on lead to; and where it ends."""
        parts, linked, step = self._parts, False, at
        while step < end and step - at < 5:
            piece = parts[step]
            if piece.is_organization:
                return piece, step + 1
            if not piece.is_word:
                return None
            linked = linked or (step == at and self._is_genitive(piece))
            if self._is_company_noun(piece) and (linked or step > at):
                follows = parts[step + 1] if step + 1 < end else None
                if follows is not None and follows.is_organization:
                    return follows, step + 2
                return (piece, step + 1) if linked else None
            if self._is_link(piece) or self._language.has(piece.words, "function.determiners"):
                linked = True
            elif not (linked and self._may_describe(piece)):
                return None
            step += 1
        return None

    def _may_describe(self, piece: Piece) -> bool:
        """An adjective or noun between "of the" and a company: "of the Oslo-based" Harlow, "des Maschinenbauers"."""
        return piece.is_word and not self._is_function(piece) and not self._language.has(piece.words, "function.finite")

    def _is_company_noun(self, piece: Piece) -> bool:
        words = piece.words.removesuffix("'s").removesuffix("’s")
        bare = words.removesuffix("s")
        if piece.is_word and lexicon.fold(words) in self._called and words[0].islower():
            return True
        forms = {words, bare, self._lemma(piece)}
        return piece.is_word and any(
            self._language.has(each, table) for table in ("linking.company", "organizations.leading") for each in forms
        )

    def _is_genitive(self, piece: Piece) -> bool:
        """Whether a company noun behind a title says whose it is, in languages that decline it ("prezes firmy")."""
        declined = self._language.flag("declined_nouns") and self._is_company_noun(piece)
        return declined and lexicon.fold(piece.words) != lexicon.fold(self._lemma(piece))

    def _lemma(self, piece: Piece) -> str:
        """The dictionary form of a word in languages that decline nouns, else the word."""
        if not (piece.is_word and self._language.flag("declined_nouns")):
            return piece.words
        return dictionary.lemma(piece.words.lower(), self._language.code) or piece.words

    def _ends_phrase(self, at: int) -> bool:
        """Whether a clause begins at a piece, or anything else that is no part of a title."""
        piece, language = self._parts[at], self._language
        if piece.words[0].isdigit() or any(
            language.has(piece.words, table)
            for table in ("function.finite", "function.relative", "function.pronouns", "people.holds")
        ):
            return not self._is_link(piece) and not language.has(piece.words, "function.determiners")
        if language.has(piece.words, "reporting.and"):
            return not titles.heads(self._parts[at + 1 : at + 4], language)
        if language.has(piece.words, "signs.negation"):
            return at + 1 >= len(self._parts) or not self._is_adjective(self._parts[at + 1])  # "não executiva"
        return self._is_function(piece) and not self._is_link(piece)

    def _is_adjective(self, piece: Piece) -> bool:
        """Whether the word ends a title of two words in the word files: "financeiro", "général"."""
        folded = piece.words.casefold()
        return any(phrase.split()[-1] == folded for phrase in self._language.phrases("people.titles") if " " in phrase)

    def _is_function(self, piece: Piece) -> bool:
        return self._language.has(piece.words, "function.function")

    def _is_link(self, piece: Piece) -> bool:
        return piece.entity is None and self._language.has(piece.words, "function.linking")

    def _is_honorific(self, at: int) -> bool:
        piece = self._parts[at]
        if piece.words == ".":
            return at > 0 and self._is_honorific(at - 1)
        return (
            piece.is_word
            and self._language.has_too(piece.words, "people.honorifics")
            and not titles.is_title(piece.words, self._language)
        )

    def _bounds(self, at: int) -> bool:
        """Whether a phrase cannot go over the piece: marks, and other people."""
        piece = self._parts[at]
        return piece.is_person or piece.words in _STOPS or piece.words in ",–—"

    def _words(self, first: int, last: int) -> str:
        return " ".join(piece.words for piece in self._parts[first:last] if piece.entity is None)
