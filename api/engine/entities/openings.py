"""What a run of capitals holds besides a name: words that open the sentence, titles, nouns that say what is named.

"Although Bakker" names Bakker, "Fahrradhersteller Velokant" (German writes nouns with capitals) names Velokant, "CEO de
Rutelio" names Rutelio, "Tarn Motors and Bo Bank" names two. Works on spans of the text; a name stays verbatim.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from functools import lru_cache

from api.engine.document.span import Span
from api.engine.entities import kinds
from api.engine.entities.company_names import GROUPS, legal_form
from api.engine.entities.names import POSSESSIVE
from api.engine.languages import dictionary, places
from api.engine.languages.language import Language

_WORD = re.compile(r"\S+")
_ELIDED = re.compile(r"[^\W\d_]{1,5}[’'](?=[^\W\d_])")
_JOINT = re.compile(r"\s(?:and|und|et|y|e|i|en|och|og|ja|és|și|dan|ve|и|і|та|και|a)\s")
_COMPOUND = re.compile(r"([^\W\d_][^\W_]*(?:\.[^\W_]+)*)-([^\W\d_]\w+)s?")
_OWNED = ("people.titles", "reporting.deals", "sources.groups")
"""What is somebody's, in words that may have a capital and are no part of the name that follows."""

_LONGEST_TITLE = 4
_SHORTEST_PREFIX = 4
"""Letters of a name that a compound begins with; shorter ones are "Ex-", "Anti-", "Al-"."""


def names_in(text: str, run: tuple[int, int], opens: bool, within: Set[str], language: Language) -> Iterator[Span]:
    """The names that a run of capitalised words holds, in order.

    `opens` says that the run begins a sentence, `within` are names that the text has elsewhere within sentences.
    """
    start = _without_opening(text, run, within, language) if opens else run[0]
    for part in _joined(text, Span(start, run[1]), language):
        yield from _without_nouns(text, part, within, language)


def opens_only(word: str, language: Language) -> bool:
    """Whether a word has its capital from the beginning of the sentence: a function word, or one after "L'"."""
    elided = _ELIDED.match(word)
    return is_function_word(word, language) or (elided is not None and word[elided.end()].islower())


def is_function_word(word: str, language: Language) -> bool:
    """Whether the word only holds sentences together."""
    tables = ("function.function", "function.determiners", "function.pronouns", "function.openers")
    return any(language.has(word.strip(",."), table) for table in tables)


@lru_cache(maxsize=16384)
def is_known(word: str, code: str) -> bool:
    """Whether the dictionary of a language (ISO 639-1) has the word in small letters."""
    return dictionary.is_known(word.lower(), code)


def _without_opening(text: str, run: tuple[int, int], within: Set[str], language: Language) -> int:
    """Where the name begins once the words that only open the sentence are taken off ("The Meta", "Para Ana").

    An ordinary word is one of them when what follows is a full name elsewhere in the text (`within`).
    """
    start, end = run
    words = _WORD.finditer(text, start, end)
    first = next((word for word in words if not opens_only(word.group(), language)), None)
    if first is None or not first.group()[0].isupper():
        return start
    name = POSSESSIVE.sub("", text[first.start() : end])
    opener, _, rest = name.partition(" ")
    if " " in rest and rest in within and name not in within and is_known(opener, language.code):
        return first.start() + len(opener) + 1
    return first.start()


def _joined(text: str, run: Span, language: Language) -> Iterator[Span]:
    """The run, or its two parts where "and" joins two full names of organisations."""
    words = run.of(text)
    joint = next((found for found in _JOINT.finditer(words) if _parts_two(words, found, language)), None)
    if joint is None:
        yield run
    else:
        yield Span(run.start, run.start + joint.start())
        yield from _joined(text, Span(run.start + joint.end(), run.end), language)


def _parts_two(words: str, joint: re.Match[str], language: Language) -> bool:
    """Whether both sides are names of two words, and neither is what the other is of ("of Trade and Industry")."""
    left, right = words[: joint.start()].split(), words[joint.end() :].split()
    if min(len(left), len(right)) < 2 or not right[0][0].isupper():
        return False
    heads = right[0] if not language.flag("head_last") else right[-1]
    told = language.has_too(heads, "organizations.leading") or kinds.told_by_name(heads, language) is not None
    if any(word[0].islower() for word in left) and not told:
        return False
    if any(word[0].islower() for word in right) and not told:
        return False
    return not all(language.has_too(word, "organizations.descriptors") for word in right)


def _without_nouns(text: str, run: Span, within: Set[str], language: Language) -> Iterator[Span]:
    """The run without titles and nouns before a name; a name that a compound begins with comes first by itself."""
    words = [Span(*match.span()) for match in _WORD.finditer(text, *run)]
    at = 0
    while at < len(words):
        taken = _title_and_link(text, words, at, language)
        if taken:
            at += taken
            continue
        word = words[at].of(text)
        formal = at + 1 < len(words) and legal_form(text[words[at].start : words[-1].end])[1]
        compound = None if formal and at + 2 == len(words) else _compound(word, language)
        if compound is not None:
            yield Span(words[at].start, words[at].start + compound)
            at += 1
        elif _says_what(text, words, at, within, language):
            at += 1
        else:
            break
    if at < len(words):
        yield Span(words[at].start, run.end)


def _title_and_link(text: str, words: list[Span], at: int, language: Language) -> int:
    """How many words from `at` on tell whose they are and end in the link: "CEO de" Rutelio, "Aktionäre von" Sagex."""
    if language.flag("head_last") and not language.flag("capital_nouns"):
        return 0
    owned = (*_OWNED, "deals.things") if language.flag("capital_nouns") else _OWNED
    for length in range(min(_LONGEST_TITLE, len(words) - at - 2), 0, -1):
        phrase = text[words[at].start : words[at + length - 1].end]
        link = words[at + length].of(text)
        if (
            any(language.has(phrase, table) for table in owned)
            and link.islower()
            and language.has(link, "function.linking")
            and words[at + length + 1].of(text)[0].isupper()
        ):
            return length + 1
    return 0


def _compound(word: str, language: Language) -> int | None:
    """How long the name is that a compound begins with: "Hallbruck-Aktie", "Tarn-topman"; None for a name."""
    match = _COMPOUND.fullmatch(word.rstrip(".,:;"))
    if match is None or len(match[1]) < _SHORTEST_PREFIX or not match[1][0].isupper():
        return None
    tail = match[2]
    if tail[0].islower():
        return len(match[1])
    if not language.flag("capital_nouns") or is_known(match[1], language.code):
        return None
    if language.has(tail, "organizations.descriptors") or kinds.told_by_name(tail, language):
        return None
    noun = is_known(tail, language.code) or any(
        language.has(tail, table) for table in ("people.titles", "organizations.leading", "linking.company")
    )
    return len(match[1]) if noun and tail.casefold() not in GROUPS else None


def _says_what(text: str, words: list[Span], at: int, within: Set[str], language: Language) -> bool:
    """Whether the noun at `at` says what is named after it: "Hamburger Makler" Elbkontor."""
    if not language.flag("capital_nouns") or at + 1 >= len(words):
        return False
    word, rest = words[at].of(text), text[words[at + 1].start : words[-1].end]
    if not rest[0].isupper() or places.is_place(rest, language.code) or legal_form(f"x {rest}")[0] == "x":
        return False
    if _is_of_a_place(word, language):
        return at + 2 < len(words) and _says_what(text, words, at + 1, within, language)
    if kinds.told_by_name(f"{word} {rest}", language) in ("media", "public_body", "other"):
        return False
    plain = dictionary.lemma(word, language.code) or word  # "dem Konkurrenten Grönwall"
    if any(language.has(form, "organizations.leading") for form in (word, plain)):
        return True
    named = rest in within or bool(legal_form(rest)[1])
    return named and any(language.has(form, "linking.company") for form in (word, plain))


def _is_of_a_place(word: str, language: Language) -> bool:
    """Whether it is an adjective of a place or nation: "Bremer", "Schweizer"."""
    return language.has(word, "organizations.demonyms") or (
        word.endswith("er")
        and any(places.is_place(stem, language.code) for stem in (word[:-2], word[:-2] + "en", word[:-1]))
    )


def is_portfolio(text: str, name: Span, language: Language) -> bool:
    """Whether the words are what an office is for: "ministra de Pesca", "secretário de Saúde"."""
    before = re.search(r"([^\W\d_]+)\s+(\S+\s+)?([^\W\d_]+['’]?)\s*$", text[max(name.start - 60, 0) : name.start])
    if before is None or not language.has(before[3], "function.linking"):
        return False
    office = any(language.has(word, "linking.politician") for word in (before[1], (before[2] or "").strip()) if word)
    words = [word for word in re.findall(r"[^\W\d_]+", name.of(text)) if word[0].isupper()]
    return office and bool(words) and all(is_known(word, language.code) for word in words)
