"""Two stretches of words set side by side: whether they are the same, altered, or something else.

Case, accents, punctuation and the shape of quotation marks are no difference, nor whether a number stands in figures
or in words: papers write all of these in their own way. Everything else is. Words are aligned by their longest common
blocks (Ratcliff and Obershelp 1988, as Python's difflib has it).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from api.engine.languages import borders, lexicon
from api.engine.languages.once import once
from api.engine.values.money import number
from api.record.checking.findings import Run
from api.store.folding import fold

SAME, ALTERED, OTHER = "same", "altered", "other"

ALIKE = 0.5
"""The share of a quotation's telling words from which on another is taken for the same one, altered.

Of the altered quotations of `tests/statements.py` all share more; half of the telling words has to be the same.
"""

FEWEST = 3
"""Fewer equal words than these make no quotation known."""

LONGEST = 400
"""Words of a stretch that are compared; aligning takes the square of them."""

_GAP = re.compile(r"\s*(?:\[[^\]\n]{0,80}\]|\(\s*(?:…|\.\.\.)\s*\)|…|\.\.\.)\s*")
"""Where the one who quotes has left something out or put in words of their own."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it is compared, with its place in the text that it is from."""

    key: str
    start: int
    end: int
    telling: bool
    """Whether it says something by itself; "the" and "of" do not."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """How words stand to others: same, altered or other, how much they share (0 to 1), both side by side."""

    kind: str
    share: float
    runs: tuple[Run, ...] = ()


def words(text: str, language: str) -> list[Word]:
    """The words of a text, in order."""
    known = _numbers(language)
    found = []
    for match in _tokens(language).finditer(text):
        token = match[0]
        if match["percent"]:
            key = "%"
        elif token[0].isdigit():
            value = number(token, language)
            key = token if value is None else f"{value:g}"
        else:
            key = fold(token.replace("’", "'"))
            key = known.get(key, key)
        found.append(Word(key, match.start(), match.end(), key not in _function_words(language)))
    return found


def compare(draft: str, record: str, language: str) -> Comparison:
    """How words in quotation marks of a draft stand to words of the record.

    A part of the record's words is the same words; so are parts in their order where the draft shows that it left
    something out.
    """
    mine, theirs = words(draft, language)[:LONGEST], words(record, language)[:LONGEST]
    if not mine or not theirs:
        return Comparison(OTHER, 0.0)
    parts = [[word.key for word in words(part, language)] for part in _GAP.split(draft)]
    begins = _follow([part for part in parts if part], [word.key for word in theirs])
    turned = begins is not None and _turned(draft, theirs[max(0, begins - 2) : begins], language)
    if begins is not None and not turned:
        return Comparison(SAME, 1.0)
    matcher = SequenceMatcher(None, [word.key for word in mine], [word.key for word in theirs], autojunk=False)
    equal = [mine[at] for block in matcher.get_matching_blocks() for at in range(block.a, block.a + block.size)]
    telling = [word for word in mine if word.telling]
    share = len([word for word in equal if word.telling]) / len(telling) if telling else len(equal) / len(mine)
    if len(equal) < FEWEST or share < ALIKE:
        return Comparison(OTHER, share)
    runs = _runs(draft, record, mine, theirs, matcher)
    if turned and begins is not None:
        runs = (Run(False, "", _cut(record, theirs[max(0, begins - 2) : begins])), *runs)
    return Comparison(ALTERED, share, runs)


def figures(text: str, language: str) -> set[str]:
    """The numbers of a text, in figures or in words."""
    return {word.key for word in words(text, language) if word.key[0].isdigit()}


def negations(text: str, language: str) -> int:
    """How many words of a text deny."""
    return len(lexicon.pattern("signs.negation", language).findall(text))


def opposed(draft: str, record: str, language: str) -> bool:
    """Whether one says the contrary of what the other says: "rose" and "fell"."""
    mine = {word.key for word in words(draft, language)}
    theirs = {word.key for word in words(record, language)}
    for one, other in lexicon.opposites(language):
        ups, downs = {fold(word) for word in one}, {fold(word) for word in other}
        for first, second in ((ups, downs), (downs, ups)):
            if mine & first - theirs and theirs & second - mine and not mine & second and not theirs & first:
                return True
    return False


def _follow(parts: Sequence[Sequence[str]], whole: Sequence[str]) -> int | None:
    """Where the parts begin in the whole, each in one piece, one after the other; None where they do not stand."""
    at, begins = 0, None
    for part in parts:
        size = len(part)
        at = next((i for i in range(at, len(whole) - size + 1) if list(whole[i : i + size]) == list(part)), -1)
        if at < 0:
            return None
        begins = at if begins is None else begins
        at += size
    return begins


def _turned(draft: str, before: Sequence[Word], language: str) -> bool:
    """Whether a quotation begins, as a sentence does, behind the word that denied it: "Not" a single post is at risk.

    One that begins with a small letter goes on from words of the draft, which may deny it themselves.
    """
    first = next((letter for letter in draft if letter.isalpha()), "")
    return first.isupper() and any(lexicon.is_in(word.key, "signs.negation", language) for word in before)


def _runs(
    draft: str, record: str, mine: Sequence[Word], theirs: Sequence[Word], matcher: SequenceMatcher[str]
) -> tuple[Run, ...]:
    """Both texts in runs of equal and of other words. What the record has before and after is left out."""
    steps = matcher.get_opcodes()
    while steps and steps[0][0] == "insert":
        steps = steps[1:]
    while steps and steps[-1][0] == "insert":
        steps = steps[:-1]
    return tuple(Run(step == "equal", _cut(draft, mine[a:b]), _cut(record, theirs[c:d])) for step, a, b, c, d in steps)


def _cut(text: str, some: Sequence[Word]) -> str:
    return " ".join(text[some[0].start : some[-1].end].split()) if some else ""


@once
def _tokens(language: str) -> re.Pattern[str]:
    percent = lexicon.branches(sorted(lexicon.phrases("wordings.percent", language), key=len, reverse=True))
    letters = r"[^\W\d_]+(?:['’][^\W\d_]+)*"
    return re.compile(
        rf"(?P<percent>[%％]|(?<!\w)(?:{percent})(?!\w))|[{borders.UNSPACED}]|\d+(?:[.,]\d+)*|{letters}", re.IGNORECASE
    )


@once
def _numbers(language: str) -> dict[str, str]:
    listed = lexicon.mapping("numbers", language)
    return {fold(word): f"{float(value):g}" for word, value in listed.items() if float(value) >= 2}


@once
def _function_words(language: str) -> frozenset[str]:
    tables = ("function.function", "function.determiners", "function.pronouns", "function.linking", "function.finite")
    listed = {fold(word) for table in tables for word in lexicon.phrases(table, language)}
    return frozenset(listed - {fold(word) for word in lexicon.phrases("signs.negation", language)})
