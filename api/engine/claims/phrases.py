"""The noun phrase before or after a reporting word: who may be its subject. A chunker of word tables and capitals.

Looks at one clause at a time; titles, "of" and names belong to a phrase, appositions and words on when, where and to
whom do not. None where what stands there is no plain noun phrase. Offsets are code points into the clause's words.
"""

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
    found = (match for match in TOKEN.finditer(clause.words, start, end))
    return [
        (match.group(), Span(*match.span()))
        for match in found
        if not any(a <= match.start() and match.end() <= b for a, b in clause.marks)
    ]


def phrase_before(clause: Clause, at: int) -> Span | None:
    """The noun phrase that ends at `at`, appositions within it and words on when and where left behind."""
    quoted = max((b for _, b in clause.marks if b <= at), default=0)
    told = max([quoted, *(cue.end for cue in clause.cues if cue.end < at and cue.kind != "noun")])
    for start in dict.fromkeys((told, quoted)):
        tokens = tokens_of(clause, start, at)
        cut = max((index + 1 for index, (word, _) in enumerate(tokens) if word in ENDS), default=0)
        tokens = _without_helpers(tokens[cut:], clause.language)
        if tokens and tokens[-1][0] == ",":
            if start == told and start != quoted and len(tokens) == 1:
                continue  # "a man, who wants no name, said": the cue before stands in the relative clause
            tokens = _without_apposition(tokens[:-1], clause.language)
        commas = [index for index, (word, _) in enumerate(tokens) if word == ","]
        tokens = tokens[commas[-1] + 1 :] if commas else tokens
        return _trimmed_phrase(_without_opening(tokens, clause.language), clause)
    return None


def _without_helpers(tokens: list[tuple[str, Span]], language: Language) -> list[tuple[str, Span]]:
    while tokens and is_helper(tokens[-1][0], language) and not _is_noun(tokens, language):
        tokens = tokens[:-1]
    return tokens


def _trimmed_phrase(tokens: list[tuple[str, Span]], clause: Clause) -> Span | None:
    """The phrase as it stands; else from its last article on; else up to its first "in" or "on"."""
    language = clause.language
    timed = any(places.is_calendar_word(word, language.code) for word, _ in tokens)
    articles = [index for index in range(1, len(tokens)) if _opens_a_phrase(tokens, index, language)]
    if articles:
        return phrase_of(tokens[articles[-1] :], clause)
    whole = None if timed else phrase_of(tokens, clause)
    if whole is not None:
        return whole
    settings = (index for index in range(1, len(tokens)) if language.has(tokens[index][0], "sources.locative"))
    setting = next(settings, None)
    return phrase_of(_without_helpers(tokens[:setting], language), clause) if setting else None


def _opens_a_phrase(tokens: Sequence[tuple[str, Span]], index: int, language: Language) -> bool:
    """Whether an article begins another phrase here ("local radio | the club"), none that an "of" leads to."""
    word, before = tokens[index][0], tokens[index - 1][0]
    article = language.has(word, "linking.definite") or language.has(word, "function.indefinite")
    linked = any(
        language.has(each, table) for each in (before, word) for table in ("function.linking", "reporting.and")
    )
    small = language.has(before, "function.function") or language.has(word, "function.function")
    return word.islower() and article and not linked and not small and index + 1 < len(tokens)


def _without_apposition(tokens: list[tuple[str, Span]], language: Language) -> list[tuple[str, Span]]:
    """What stands before "…, chief executive of Harlow," or "…, who runs the mill,"."""
    commas = [index for index, (word, _) in enumerate(tokens) if word == ","]
    if not commas:
        return []
    return tokens[: commas[-1]]


def _without_opening(tokens: list[tuple[str, Span]], language: Language) -> list[tuple[str, Span]]:
    """Without the conjunction or the adverb that only opens the clause ("and", "but", "while", "However")."""
    while tokens and _opens(tokens[0][0], language) and len(tokens) > 1:
        tokens = tokens[1:]
    return tokens


def _opens(word: str, language: Language) -> bool:
    conjunction = language.has(word, "reporting.and") or language.has(word, "reporting.meanwhile")
    return conjunction or (is_adverb(word, language) and not language.has(word, "function.determiners"))


def phrase_after(clause: Clause, at: int) -> Span | None:
    """The noun phrase that begins at `at`, behind adverbs and words on when ("sagte am Montag Jana Timm")."""
    tokens = tokens_of(clause, at, len(clause.words))
    while tokens and _is_adverb_or_audience(tokens[0][0], clause.language):
        tokens = tokens[1:]
    tokens = _without_time(tokens, clause.language)
    if tokens and clause.language.has(tokens[0][0], "reporting.audience_by"):
        tokens = tokens[2:]  # "disse ao jornal uma fonte"
    if tokens and clause.language.has(tokens[0][0], "function.personal"):
        return tokens[0][1]
    kept: list[tuple[str, Span]] = []
    closed = False
    for index, (word, span) in enumerate(tokens):
        closed = word in ENDS or word == ","
        if closed or (kept and span.start > kept[-1][1].end + 1):
            break
        if index and _ends_phrase(tokens, index, clause):
            break
        kept.append((word, span))
    closed = closed or len(kept) == len(tokens)
    if clause.cue.kind == "phrase" and not closed and len(kept) > 1 and not clause.language.flag("capital_nouns"):
        return None
    return phrase_of(kept, clause)


def _is_adverb_or_audience(word: str, language: Language) -> bool:
    if language.has(word, "linking.definite"):
        return False
    audience = language.has(word, "sources.audience") and not language.has(word, "function.function")
    return is_adverb(word, language) or (audience and word.islower())


def _ends_phrase(tokens: Sequence[tuple[str, Span]], index: int, clause: Clause) -> bool:
    """Whether the word leads on to where, when or to whom, or is the next verb."""
    word, language = tokens[index][0], clause.language
    if language.flag("capital_nouns") and word.islower() and is_capitalised(tokens[index - 1][0]):
        tables = ("function.linking", "function.determiners", "reporting.and")
        if not any(language.has(word, table) for table in tables):
            return True
    if language.has(word, "function.finite") or language.has(word, "function.relative"):
        return True
    if language.has(word, "reporting.that") or places.is_calendar_word(word, language.code):
        return True
    if language.has(word, "reporting.and"):
        following = tokens[index + 1][0] if index + 1 < len(tokens) else ""
        return not (is_capitalised(following) or language.has(following, "function.determiners"))
    if language.has(word, "reporting.audience_by") or word in cues.prefixes(clause.cue_words, language.code):
        return True
    if not language.has(word, "sources.locative"):
        return False
    following = tokens[index + 1][0] if index + 1 < len(tokens) else ""
    names = not language.flag("capital_nouns") and is_capitalised(following)
    return not (names and language.has(word, "function.linking"))  # "Police in Dover"


def _without_time(tokens: list[tuple[str, Span]], language: Language) -> list[tuple[str, Span]]:
    """Behind "am Montag", "on Tuesday", "lundi", "hier"."""
    for length in (3, 2, 1):
        head = [token for token, _ in tokens[:length]]
        if len(head) == length and _is_time(head[-1], language):
            small = all(
                language.has(word, "function.function") or language.has(word, "function.determiners")
                for word in head[:-1]
            )
            if small and len(tokens) > length:
                return tokens[length:]
    return tokens


def _is_time(word: str, language: Language) -> bool:
    return places.is_calendar_word(word, language.code) or language.has(word, "reporting.times")


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
    if not (named or _begins_phrase(words, language)) or any(cue_like(word, clause) for word in words):
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


def _begins_phrase(words: Sequence[str], language: Language) -> bool:
    """Whether a noun phrase may begin so: an article, a name, a title, a group; no preposition, no conjunction."""
    first = words[0]
    if language.has(words[-1], "function.determiners") or language.has(words[-1], "linking.nobody"):
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
    tables = ("function.finite", "reporting.passive", "reporting.helpers")
    if any(language.has(word, table) for table in tables):
        return True
    return is_adverb(word, language) or (
        language.has(word, "function.pronouns") and not language.has(word, "function.personal")
    )


def _is_noun(tokens: Sequence[tuple[str, Span]], language: Language) -> bool:
    """Whether what looks like a helper is a noun behind its article ("the family"), or a pronoun that speaks ("ze")."""
    word = tokens[-1][0]
    personal = any(language.has(word, table) for table in ("function.personal", "linking.she", "linking.he"))
    if personal and (len(tokens) == 1 or tokens[-2][0] == "," or _opens(tokens[-2][0], language)):
        return True
    return (
        len(tokens) > 1
        and language.has(tokens[-2][0], "linking.definite")
        and not language.has(word, "function.finite")
    )


def is_adverb(word: str, language: Language) -> bool:
    """Whether a word is an adverb that says how, when or besides ("also", "reportedly", "então")."""
    return language.has(word, "reporting.adverbs") and (word.islower() or "ly" not in word)
