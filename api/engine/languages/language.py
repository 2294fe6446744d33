"""A language as the rules know it: the words and grammar flags of its one file, handed in as one value."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from api.engine.languages import lexicon
from api.engine.languages.once import once


@dataclass(frozen=True, slots=True)
class Language:
    """One language by its code ("pt" for "pt-BR", "und" where it is not known).

    Without a file of its own it answers with the phrases of all files together. `table` names one as
    "section.key" ("people.titles").
    """

    code: str

    @property
    def known(self) -> bool:
        """Whether it has a file of its own."""
        return self.code in lexicon.languages()

    def phrases(self, table: str) -> frozenset[str]:
        """The folded phrases of one table."""
        return lexicon.phrases(table, self.code)

    def pattern(self, table: str) -> re.Pattern[str]:
        """One table's phrases as a pattern on word borders, longest first, blind to case."""
        return lexicon.pattern(table, self.code)

    def has(self, words: str, table: str) -> bool:
        """Whether the words, whole, are one of the table's phrases."""
        return lexicon.is_in(words, table, self.code)

    def has_too(self, words: str, *tables: str) -> bool:
        """Whether the words, whole, are in one of the tables of this language or of English, which all news borrow."""
        return any(lexicon.is_in(words, table, code) for table in tables for code in (self.code, "en"))

    def mapping(self, table: str) -> Mapping[str, Any]:
        """A table of word to value ("magnitudes"), folded keys."""
        return lexicon.mapping(table, self.code)

    def flag(self, name: str) -> bool:
        """A yes or no of the file's `[grammar]` table ("verb_final"); no where it says nothing or there is no file."""
        return self.known and bool(lexicon.mapping("grammar", self.code).get(name, False))


@once
def language(tag: str) -> Language:
    """The language of a BCP 47 tag."""
    return Language(lexicon.code(tag) if tag != "und" else tag)
