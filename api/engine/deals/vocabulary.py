"""The words of deals in one language, compiled once from its file: triggers by frame, prepositions by relation.

Triggers are matched as written (with "*") or by their dictionary form, which simplemma knows.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from api.engine.deals.frames import FRAMES
from api.engine.languages import dictionary, lexicon
from api.engine.languages.language import Language
from api.engine.languages.once import once

RELATIONS = ("agent", "source", "goal", "object", "between", "party", "place", "purpose")
"""What a preposition may tell of a name; "object" is that of a noun ("the purchase of")."""

_NEVER = re.compile(r"(?!)")


@dataclass(frozen=True, slots=True)
class Triggers:
    """The words that open one frame as one part of speech, whole and in two parts ("steigt … ein")."""

    frame: str
    noun: bool
    written: re.Pattern[str]
    lemmas: frozenset[str]
    parted: re.Pattern[str]
    """Those written as more than one word alone: few sentences have one, and nothing need be looked for in others."""


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """One language's words of deals."""

    language: Language
    triggers: tuple[Triggers, ...]
    split: tuple[tuple[str, re.Pattern[str], frozenset[str]], ...]
    """Frame, verb and particles of triggers in two parts."""
    prepositions: Mapping[str, frozenset[str]]
    preposition: re.Pattern[str]

    def has(self, words: str, table: str) -> bool:
        """Whether the words, whole, are in a table of `[deals]`."""
        return self.language.has(words, f"deals.{table}")

    def pattern(self, table: str) -> re.Pattern[str]:
        """A table of `[deals]` as a pattern."""
        return self.language.pattern(f"deals.{table}")

    def parted(self, table: str) -> re.Pattern[str]:
        """The phrases of more than one word of a table of `[deals]` as a pattern."""
        return _parted_of(self.language, f"deals.{table}")

    def frames(self, word: str, *, noun: bool) -> tuple[str, ...]:
        """Every frame that the word opens as this part of speech, as it is written."""
        folded = lexicon.fold(word)
        return tuple(each.frame for each in self.triggers if each.noun == noun and each.written.fullmatch(folded))

    def flag(self, name: str) -> bool:
        """A yes or no of the file's `[grammar]`."""
        return self.language.flag(name)


@once
def vocabulary(language: Language) -> Vocabulary:
    """The words of deals of a language; of all languages together where it has no file."""
    triggers, split = [], []
    for name in FRAMES:
        for table, noun in ((name, False), (f"{name}_nouns", True)):
            listed = language.phrases(f"frames.{table}")
            if listed:
                single = frozenset(word for word in listed if " " not in word and "*" not in word)
                triggers.append(Triggers(name, noun, lexicon.compiled(listed), single, _parted(listed)))
        for phrase in language.phrases(f"frames.{name}_split"):
            verb, _, particles = phrase.partition(" ")
            split.append((name, lexicon.compiled([verb]), frozenset(particles.split())))
    told: dict[str, set[str]] = {}
    for relation in (*RELATIONS, "other"):
        for word in language.phrases(f"deals.{relation}"):
            told.setdefault(word, set()).add(relation)
    prepositions = {word: frozenset(relations) for word, relations in told.items()}
    return Vocabulary(language, tuple(triggers), tuple(split), prepositions, lexicon.compiled(prepositions))


@once
def _parted_of(language: Language, table: str) -> re.Pattern[str]:
    return _parted(language.phrases(table))


def _parted(listed: frozenset[str]) -> re.Pattern[str]:
    """The phrases that stand on more than one word: what they match, and no other does, has a blank or apostrophe."""
    return lexicon.compiled(phrase for phrase in listed if " " in phrase or "'" in phrase)


@lru_cache(maxsize=16384)
def lemma(word: str, language: Language) -> str:
    """The dictionary form of the word, folded; the word itself where no dictionary knows it."""
    folded = lexicon.fold(word)
    found = dictionary.lemma(folded, language.code)
    return folded if found is None else lexicon.fold(found).replace("_", "")
