"""Reporting words: where a sentence may say that somebody says, thinks or wants something.

`find` only points at the words ("anunciou", "according to", "erklärte"); whether they report anybody's words, and
whose, is for the model to tell. Dictionary forms come from simplemma, the words from `[reporting]` in the word files.
A language without a file has no cues: the model then has to find them itself.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from api.engine.languages import dictionary, lexicon
from api.engine.languages.once import once

_SHORTEST_OPINION = 4
_LONGEST_OPINION = 5
"""Words between "for" and the comma: an article, a title, a name."""

WORD = re.compile(r"[^\W\d_]+(?:[’'\-][^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Cue:
    """A possible reporting word: code points into the text it was found in; kind is speech, thought, phrase or noun."""

    start: int
    end: int
    kind: str


def known(language: str) -> bool:
    """Whether the reporting words of this language are known."""
    return lexicon.code(language) in lexicon.languages()


@once
def table(language: str, name: str) -> frozenset[str]:
    """One list of a language's section, folded; empty when there is none."""
    return lexicon.phrases(f"reporting.{name}", language) if known(language) else frozenset()


@once
def pattern(language: str, name: str) -> re.Pattern[str]:
    """One list as a pattern on word borders; it never matches in a language without a section."""
    return lexicon.compiled(table(language, name))


@once
def _prefixes(language: str) -> Mapping[str, frozenset[str]]:
    parted = lexicon.mapping("reporting", language).get("split", {}) if known(language) else {}
    return {verb: frozenset(lexicon.split(prefixes)) for verb, prefixes in parted.items()}


@lru_cache(maxsize=16384)
def lemmas(word: str, language: str) -> frozenset[str]:
    """The word and its dictionary form, folded."""
    folded = lexicon.fold(_ENCLITIC.sub("", word))
    word = _ENCLITIC.sub("", word)
    found = dictionary.lemma(word.lower(), lexicon.code(language))
    return frozenset((folded,)) if found is None else frozenset((folded, lexicon.fold(found)))


_ENCLITIC = re.compile(r"-(?:t-)?(?:ils?|elles?|on|je|nous|se|lhes?|[oa]s?|nos|me)$")
"""Pronouns that French and Portuguese hang on their verbs: "dit-elle", "disse-lhe"."""


def find(text: str, language: str) -> tuple[Cue, ...]:
    """The possible reporting words of `text`, in order and not overlapping."""
    if not known(language):
        return ()
    found = [Cue(*match.span(), "phrase") for match in pattern(language, "phrases").finditer(text)]
    for match in pattern(language, "spoken_of").finditer(text):
        if text[match.end() : match.end() + 2].strip()[:1] in {*'“„«"”»‘’'}:
            found.append(Cue(match.start(), match.start() + len(match.group().split()[0]), "speech"))
    for match in pattern(language, "appended").finditer(text):
        if (
            text[max(match.start() - 2, 0) : match.start()] == ", "
            and text[match.end() + 1 : match.end() + 2].isupper()
        ):
            found.append(Cue(*match.span(), "phrase"))  # "…, so Ruhl"
    words = list(WORD.finditer(text))
    opinion = _opinion(text, words, language)
    found += [opinion] if opinion is not None else []
    capitals = sum(word.group()[0].isupper() for word in words)
    for index, word in enumerate(words):
        if 2 * capitals < len(words) and _is_named(text, words, index):
            continue
        kind = _kind(lemmas(word.group(), language), language)
        if index == 1 and _is_opening_article(words[0].group(), language):
            kind = None  # "A conta de luz"
        if _is_prefix_behind(words, index, text, language):
            continue  # "laat weten"
        if kind is None and _is_split(word.group(), words[index + 1 :], language):
            kind = "speech"
        beside = index > 0 and text[words[index - 1].end() : word.start()].isspace()
        before = lexicon.fold(words[index - 1].group()) if beside else ""
        if kind is None and _is_perfect(before, word.group(), language):
            kind = "speech"
        if kind in ("speech", "thought") and before in table(language, "before_nouns"):
            kind = "noun" if lemmas(word.group(), language) & table(language, "nouns") else None
        told = before and _kind(lemmas(before, language), language) == "speech"
        if kind == "speech" and told and _is_of_title(text, word, words[index + 1 :], language):
            kind = None
        if kind == "noun" and not _followed_by_that(text, word.end(), language):
            kind = None
        if kind is not None:
            found.append(Cue(*word.span(), kind))
    apart: list[Cue] = []
    for cue in sorted(found, key=lambda cue: (cue.start, -cue.end)):
        if cue.kind == "phrase" and apart and apart[-1].kind == "speech" and text[apart[-1].end : cue.start] == " ":
            continue  # "said in a statement that"
        if apart and apart[-1].kind == "phrase" and text[apart[-1].end : cue.start] == " ":
            apart[-1] = Cue(apart[-1].start, cue.end, "phrase")  # "conforme declarado"
        elif not apart or cue.start >= apart[-1].end:
            apart.append(cue)
    return tuple(apart)


def _is_perfect(before: str, word: str, language: str) -> bool:
    """Whether a participle that the dictionary takes for a noun or adjective stands behind its "has" ("ha dicho")."""
    if lexicon.fold(word) not in table(language, "participles"):
        return False
    helper = before if before in table(language, "helpers") else re.sub(r"^\w{1,2}['’]", "", before)
    return helper in table(language, "helpers") and helper not in table(language, "passive")


def _is_named(text: str, words: list[re.Match[str]], index: int) -> bool:
    """Whether a capital within a sentence makes the word a name or, in German, a noun ("Byggchefen Kalle Rund")."""
    word = words[index]
    return word.group()[0].isupper() and index > 0 and text[words[index - 1].end() : word.start()] in {" ", ", "}


def _is_of_title(text: str, word: re.Match[str], following: list[re.Match[str]], language: str) -> bool:
    """Whether the word only tells more of an abbreviated title before a name: "said state Rep. Gil Monroe"."""
    title = following[0] if following else None
    if title is None or text[word.end() : title.start()] != " " or text[title.end() : title.end() + 2] != ". ":
        return False
    return title.group()[0].isupper() and lexicon.is_in(title.group(), "people.honorifics", language)


def _opinion(text: str, words: list[re.Match[str]], language: str) -> Cue | None:
    """The "for" that opens a sentence and tells whose opinion it is: "Para ela, …", "Pour l’élu, …"."""
    if len(words) < _SHORTEST_OPINION or lexicon.fold(words[0].group()) not in table(language, "opinion"):
        return None
    head, comma, _ = text[words[0].end() : words[0].end() + 60].partition(",")
    tables = ("linking.she", "linking.he", "people.titles", "linking.somebody")
    parts = [part for word in head.split() for part in (word, re.sub(r"^[lLdD][’']", "", word))]
    somebody = any(lexicon.is_in(part, each, language) for part in parts for each in tables)
    if not comma or not somebody or len(head.split()) > _LONGEST_OPINION:
        return None
    return Cue(*words[0].span(), "phrase")


def _kind(forms: frozenset[str], language: str) -> str | None:
    kinds = (("speech", "speech"), ("thought", "thought"), ("nouns", "noun"))
    return next((kind for name, kind in kinds if forms & table(language, name)), None)


def prefixes(verb: str, language: str) -> frozenset[str]:
    """What this verb, in any form, may be parted from ("teilte": "mit"); empty for a verb that is whole."""
    known = _prefixes(language)
    return frozenset(prefix for form in lemmas(verb, language) for prefix in known.get(form, ()))


def _is_split(verb: str, following: list[re.Match[str]], language: str) -> bool:
    """Whether a verb's parted prefix follows ("teilte … mit")."""
    wanted = prefixes(verb, language)
    return bool(wanted) and any(lexicon.fold(word.group()) in wanted for word in following)


def _is_opening_article(word: str, language: str) -> bool:
    """Whether the first word is an article, where no pronoun of its form opens a sentence."""
    flagged = bool(lexicon.mapping("grammar", lexicon.code(language)).get("no_opening_clitics", False))
    return flagged and lexicon.is_in(word, "linking.definite", language)


def _is_prefix_behind(words: list[re.Match[str]], index: int, text: str, language: str) -> bool:
    """Whether the word right behind a verb is what that verb is parted from."""
    if not index or text[words[index - 1].end() : words[index].start()] != " ":
        return False
    return lexicon.fold(words[index].group()) in prefixes(words[index - 1].group(), language)


def _followed_by_that(text: str, at: int, language: str) -> bool:
    """Whether a "that" follows, at once or after a small word ("a report that", "relatos de que")."""
    following = [lexicon.fold(word.group()) for word in WORD.finditer(text, at, at + 24)][:2]
    that = table(language, "that")
    return following[:1] != [] and (
        following[0] in that or (len(following) > 1 and len(following[0]) <= 3 and following[1] in that)
    )
