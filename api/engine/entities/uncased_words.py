"""What words of a script without capitals are no name, and the lists of a language's file as patterns."""

from __future__ import annotations

import re

from api.engine.document.span import Span
from api.engine.languages import borders, lexicon, places
from api.engine.languages.language import Language
from api.engine.languages.once import once

Named = tuple[Span, str]
"""A name and its kind: person or one of the organisation kinds."""

WORD = re.compile(rf"[^\W_][\w{borders.MARKS}\u200c\u200d]*(?:[-·・.'’״\"](?=[^\W_])[\w{borders.MARKS}\u200c\u200d]+)*")
HAN = r"[\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff]"
KANA = r"[\u30a1-\u30fa\u30fc]"
EDGES = " \t\n\u3000\u00a0、。，．,.：:；;！!？?「」『』《》〈〉“”\"'‘’«»()（）[]【】…—–-·・।॥۔؟،"
TITLES = ("people.titles", "people.honorifics", "people.regnal")
_KINDS = ("descriptors", "public_body", "media", "other", "ngo", "fund")
ORGANIZATIONS = tuple(f"organizations.{kind}" for kind in _KINDS)
NO_NAME = ("function.function", "function.determiners", "function.pronouns", "function.finite", "function.relative",
            "organizations.generic", "sources.unnamed", "sources.groups", "sources.documents", "reporting.adverbs",
            "organizations.demonyms", "signs.approximate")  # fmt: skip
NO_PERSON = ("organizations.leading", "organizations.things", "function.linking", "reporting.speech",
              "reporting.thought", "reporting.that", "sources.meeting", "sources.locative")  # fmt: skip


def is_no_name(name: str, language: Language) -> bool:
    """Whether the words are a place, a date, a pronoun, a title alone or a plain noun rather than a name."""
    if len(name) < 2 or not any(map(str.isalpha, name)) or any(language.has(name, table) for table in NO_NAME):
        return True
    if any(language.has(name, table) for table in TITLES) or language.has(name, "organizations.leading"):
        return True
    return lexicon.fold(name) in language.phrases("organizations.descriptors") or is_place(name, language)


def is_place(name: str, language: Language) -> bool:
    """Whether the name is a country, region, city, month or weekday."""
    return places.is_place(name, language.code) or places.is_calendar_word(name, language.code)


@once
def alternatives(table: str, code: str) -> str:
    """The phrases of a table as one pattern, the longest first."""
    phrases = sorted(lexicon.phrases(table, code), key=lambda phrase: (-len(phrase), phrase))
    return "|".join(re.escape(phrase.strip("*")) for phrase in phrases if phrase.strip("*"))


@once
def families(code: str) -> str:
    """The family names of a language as one pattern."""
    names = str(lexicon.mapping("grammar", code).get("family_names", "")).split()
    return "|".join(sorted(map(re.escape, names), key=lambda name: (-len(name), name)))


@once
def particles_of(code: str) -> str:
    """The particles that stand behind names, as one pattern."""
    listed = str(lexicon.mapping("grammar", code).get("after_names", "")).split()
    return "|".join(sorted(map(re.escape, listed), key=lambda particle: (-len(particle), particle)))
