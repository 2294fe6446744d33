"""Reporting words that no list has, told by a quotation beside them: "“…”, quipped Ana Rao", "Rao blamed it: “…”".

Only where a name, a title or a pronoun stands in the subject's place, so that what is beside a quotation by chance
tells nothing. Offsets are code points into the words that are given.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from api.engine.claims.clauses import Clause, phrase_of, tokens_of
from api.engine.claims.cues import WORD, Cue
from api.engine.claims.phrases import phrase_after
from api.engine.document.quotations import quotations
from api.engine.document.span import Span
from api.engine.entities import linking_words
from api.engine.entities.names import is_capitalised
from api.engine.languages.language import Language

_CARRIED = re.compile(r"(?:[ao]n?t?-(?:t-)?(?:ils?|elles?|on)\s(?P<verb>[^\W\d_]+))")
"""The auxiliary, its pronoun and the verb: "a-t-il poursuivi"."""

_LONGEST_LEAD = 8
"""Words between the verb and the colon before a quotation."""


def beside_quotations(words: str, known: Sequence[Cue], language: Language) -> Iterator[Cue]:
    """The verbs beside the quotations of a sentence that has no reporting word of its own there."""
    marks = quotations(words)
    if not marks or not language.known:
        return
    for start, end in marks:
        if len(words[start:end].split()) < 3:  # scare quotes, names
            continue
        yield from _behind(words, end, marks, known, language)
        yield from _before_colon(words, start, marks, known, language)


def _behind(
    words: str, end: int, marks: Sequence[tuple[int, int]], known: Sequence[Cue], language: Language
) -> Iterator[Cue]:
    """A small word right behind a quotation and its comma, with its subject behind it."""
    lead = re.match(r"\s?[,–—]?\s?(?:[–—]\s)?", words[end:])
    at = end + (lead.end() if lead else 0)
    carried = _CARRIED.match(words, at) if language.flag("elision") else None
    if carried is not None:
        if not any(end <= cue.start < end + 40 for cue in known):
            yield Cue(*carried.span("verb"), "speech")
        return
    verb = WORD.match(words, at)
    comma = words[max(end - 2, 0) : end + 2]
    if verb is None or not verb.group().islower() or not set(comma) & set(",–—"):
        return
    if _is_small(verb.group(), language) or any(end <= cue.start < end + 40 for cue in known):
        return
    clause = Clause(words, Cue(*verb.span(), "speech"), language, tuple(marks))
    subject = phrase_after(clause, verb.end())
    if subject is not None and subject.start <= verb.end() + 2 and _is_somebody(subject, words, language):
        yield clause.cue


def _before_colon(
    words: str, start: int, marks: Sequence[tuple[int, int]], known: Sequence[Cue], language: Language
) -> Iterator[Cue]:
    """The verb behind the noun phrase that opens a clause which ends in a colon and a quotation."""
    if not re.search(r":\s?$", words[:start]):
        return
    begin = max((end for _, end in marks if end <= start), default=0)
    begin = max([begin, *(match.end() for match in re.finditer(r"[.!?;]\s", words[:start]))])
    if any(begin <= cue.start < start for cue in known):
        return
    whole = Clause(words, Cue(start, start, "speech"), language, tuple(marks))
    tokens = tokens_of(whole, begin, start)
    for length in range(min(6, len(tokens) - 1), 0, -1):
        verb, place = tokens[length]
        subject = phrase_of(tokens[:length], whole)
        if subject is None or not verb.islower() or _is_small(verb, language) or not WORD.fullmatch(verb):
            continue
        if _is_somebody(subject, words, language) and len(tokens) - length <= _LONGEST_LEAD:
            yield Cue(*place, "speech")
            return


def _is_small(word: str, language: Language) -> bool:
    tables = ("function.function", "function.determiners", "function.pronouns", "function.linking", "reporting.adverbs")
    return len(word) < 3 or any(language.has(word, table) for table in tables)


def _is_somebody(subject: Span, words: str, language: Language) -> bool:
    """Whether the phrase is a name of two words, a noun for somebody, or a pronoun."""
    said = subject.of(words)
    parts = said.split()
    if len(parts) == 1:
        return language.has(said, "linking.she") or language.has(said, "linking.he")
    named = sum(is_capitalised(part) for part in parts[-2:]) == 2 and not language.flag("capital_nouns")
    return named or linking_words.sense(said, language, headline=True).kind is not None
