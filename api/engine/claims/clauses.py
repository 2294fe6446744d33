"""A clause with one of its reporting words, and which of its words may be a noun phrase: shared by the rules."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from api.engine.claims import cues
from api.engine.claims.cues import Cue
from api.engine.claims.speakers import speaker_trouble
from api.engine.document.span import Span
from api.engine.entities.names import is_capitalised
from api.engine.languages import places
from api.engine.languages.language import Language

LONGEST = 9
"""Words of a subject: the longest in the texts measured on had eight."""

_LONGEST_ABBREVIATION = 4
"""Letters of an abbreviated title before a name ("Sen.", "Prof.")."""

TOKEN = re.compile(r"[^\W_]+(?:[’'\-.&][^\W_]+)*[’']?|[^\s]")
ENDS = frozenset('.;:?!“”„«»"()–—-')


@dataclass(frozen=True, slots=True)
class Clause:
    """A sentence with one of its reporting words: what every rule here looks at. `marks` are its quotations."""

    words: str
    cue: Cue
    language: Language
    marks: tuple[tuple[int, int], ...]
    cues: tuple[Cue, ...] = ()
    earlier: tuple[Subject, ...] = ()

    @property
    def cue_words(self) -> str:
        """The reporting word itself."""
        return self.words[self.cue.start : self.cue.end]


@dataclass(frozen=True, slots=True)
class Subject:
    """Who speaks with a reporting word. `span` is None where the sentence does not say: nobody does, or, by the rule
    "dropped", the subject is left out and is whoever spoke before.
    """

    cue: Cue
    span: Span | None
    rule: str


def tokens_of(clause: Clause, start: int, end: int) -> list[tuple[str, Span]]:
    """Words and marks of a stretch, quotations left out."""
    found = [
        (match.group(), Span(*match.span()))
        for match in TOKEN.finditer(clause.words, start, end)
        if not any(a <= match.start() and match.end() <= b for a, b in clause.marks)
    ]
    return _without_dots(found, clause.language)


def _without_dots(found: list[tuple[str, Span]], language: Language) -> list[tuple[str, Span]]:
    """The tokens without the dots of abbreviated titles before a name, which end nothing ("state Rep. Gil Monroe")."""
    kept: list[tuple[str, Span]] = []
    for index, (word, span) in enumerate(found):
        before = kept[-1] if kept else None
        following = found[index + 1][0] if index + 1 < len(found) else ""
        abbreviates = (
            word == "."
            and before is not None
            and before[1].end == span.start
            and is_capitalised(following)
            and len(before[0]) <= _LONGEST_ABBREVIATION
            and language.has(before[0], "people.honorifics")
        )
        if not abbreviates:
            kept.append((word, span))
    return kept


def is_time(word: str, language: Language) -> bool:
    dated = (
        word.islower() or language.flag("capital_nouns") or language.flag("capital_days")
    )  # "Ewa Lis" is no November
    return (dated and places.is_calendar_word(word, language.code)) or language.has(word, "reporting.times")


def phrase_of(tokens: Sequence[tuple[str, Span]], clause: Clause) -> Span | None:
    """The span of the words where they can be somebody who speaks, else None."""
    language = clause.language
    if not tokens or len(tokens) > LONGEST:
        return None
    words = [token for token, _ in tokens]
    first = words[0]
    if len(words) == 1 and (is_adverb(first, language) or language.has(first, "reporting.thus")):
        return None
    if any(language.has(word, "reporting.times") for word in (first, *words[1:2])):
        return None
    if len(words) == 1 and language.has(first, "function.personal"):
        return tokens[0][1]
    if len(words) == 1 and any(
        language.has(first, table) for table in ("linking.she", "linking.he", "linking.latter", "linking.it")
    ):
        return tokens[0][1]
    if any(not any(char.isalnum() for char in word) and word not in {"&", "-", "’", "'", ".", "/"} for word in words):
        return None
    if any(language.has(word, "function.finite") or language.has(word, "function.relative") for word in words[1:]):
        return None
    if any(places.is_calendar_word(word, language.code) and not is_capitalised(words[0]) for word in words):
        return None
    named = len(words) > 1 and is_capitalised(first) and is_capitalised(words[1])
    if not (named or begins_phrase(words, language)) or any(cue_like(word, clause) for word in words):
        return None
    span = Span(tokens[0][1].start, tokens[-1][1].end)
    return span if speaker_trouble(span.of(clause.words), language.code) is None else None


def cue_like(word: str, clause: Clause) -> bool:
    """Whether a small word of the phrase is a verb of speech itself: then the phrase is none."""
    if not word.islower() or (
        clause.language.flag("capital_nouns") is False and clause.language.has(word, "people.titles")
    ):
        return False
    tables = ("sources.documents", "sources.groups", "sources.unnamed", "people.titles", "linking.company")
    if any(clause.language.has(word, table) for table in tables):
        return False
    return any(found.kind == "speech" for found in cues.find(word, clause.language.code))


def begins_phrase(words: Sequence[str], language: Language) -> bool:
    """Whether a noun phrase may begin so: an article, a name, a title, a group; no preposition, no conjunction."""
    first = words[0]
    if (
        language.has(words[-1], "reporting.and")
        or language.has(words[-1], "function.determiners")
        or (len(words) == 1 and language.has(words[-1], "linking.nobody"))
    ):
        return False
    if language.flag("elision") and re.match(r"(?:[ldn]|un)[’']\w", first, re.IGNORECASE):
        return True
    if language.has(first, "linking.definite") or language.has(first, "function.indefinite"):
        return not (language.has(first, "sources.locative") and not is_capitalised(first)) or len(words) > 1
    if first.casefold() in language.mapping("numbers") or first.isdigit():
        return True
    ordinary = ("function.function", "function.linking", "function.finite", "sources.locative", "function.pronouns")
    if any(language.has(first, table) for table in ordinary):
        return language.has(first, "function.determiners") and len(words) > 1
    if places.is_calendar_word(first, language.code):
        return False
    tables = (
        "people.titles",
        "sources.groups",
        "sources.documents",
        "sources.unnamed",
        "sources.spokespeople",
        "people.friends",
        "linking.company",
        "linking.somebody",
        "organizations.leading",
        "organizations.generic",
    )
    last = words[-1]
    if is_capitalised(first) or (is_capitalised(last) and not language.flag("capital_nouns")):
        return True
    return any(language.has(word, table) for word in (first, last) for table in tables)


def is_helper(word: str, language: Language) -> bool:
    """Whether a small word may stand between subject and verb: has, also, not, se, lo."""
    if not word[:1].islower():
        return False
    elided = re.fullmatch(r"(?:[lmtsn]|qu)[’'](\w+)", word) if language.flag("elision") else None
    if elided is not None and language.has(elided[1], "function.finite"):
        return True  # "la voisine l’a prévenue"
    tables = ("function.finite", "reporting.passive", "reporting.helpers")
    if any(language.has(word, table) for table in tables):
        return True
    return is_adverb(word, language) or (
        language.has(word, "function.pronouns") and not language.has(word, "function.personal")
    )


def is_noun(tokens: Sequence[tuple[str, Span]], language: Language) -> bool:
    """Whether what looks like a helper is a noun behind its article ("the family"), or a pronoun that speaks ("ze")."""
    word = tokens[-1][0]
    personal = any(language.has(word, table) for table in ("function.personal", "linking.she", "linking.he"))
    if personal and (len(tokens) == 1 or tokens[-2][0] == "," or opens(tokens[-2][0], language)):
        return True
    return (
        len(tokens) > 1
        and language.has(tokens[-2][0], "linking.definite")
        and not language.has(word, "function.finite")
    )


def is_adverb(word: str, language: Language) -> bool:
    """Whether a word is an adverb that says how, when or besides ("also", "reportedly", "então")."""
    return language.has(word, "reporting.adverbs") and (word.islower() or "ly" not in word)


def opens(word: str, language: Language) -> bool:
    tables = ("reporting.and", "reporting.meanwhile", "reporting.that")
    conjunction = any(language.has(word, table) for table in tables)
    return conjunction or (is_adverb(word, language) and not language.has(word, "function.determiners"))
