"""Words to a span of the article: exact, folded or approximate, and it says which.

A span always begins and ends on word borders. A folded match differs from the words in case, white space, quotation
marks, dashes, ligatures and the like, and in accents only when nothing matches with them. An approximate match differs
in a few words at most, never in a number, and no name of the words is missing from it. Negation and direction are for
the guards to check: nothing here knows a language.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

from api.engine.facts import Span
from api.engine.text import Article

# Chosen by bench/grounding.py: below it, wrong spans begin to be taken; above it, true paraphrases are lost.
THRESHOLD = 0.80
# Shorter words than this differ by whole words, not by slips.
SHORTEST_APPROXIMATE = 12
# Code points of context before and after a quote (W3C TextQuoteSelector).
CONTEXT = 32

_SAME = {
    **dict.fromkeys("'’‘‚‛′‵`´ʼ\"“”„‟″«»‹›「」『』＂＇", "'"),
    **dict.fromkeys("-‐‑‒–—―−﹘﹣－", "-"),
    "…": "...",
    "ı": "i",
}
# Thai and Lao, Burmese, Khmer, Han and kana (not Hangul, which has spaces).
_UNSPACED = (
    ("\u0e00", "\u0eff"),
    ("\u1000", "\u109f"),
    ("\u1780", "\u17ff"),
    ("\u2e80", "\ua4cf"),
    ("\uf900", "\ufaff"),
    ("\U00020000", "\U0003ffff"),
)
_NUMBER = re.compile(r"(?<![\d.,])\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?![\d.,])|\d+(?:[.,'’]\d+)*")
_THOUSANDS = re.compile(r"\d{1,3}(?:\D\d{3})+")
_WORDS = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_EDGES = " \t\n\r\xa0'’‘‚\"“”„«»‹›`´.,;:…()[]{}-–—"


@dataclass(frozen=True, slots=True)
class Match:
    """Where words stand in a text: code points, end exclusive. `score` is 1 but for approximate matches."""

    start: int
    end: int
    kind: str
    score: float


def ground(
    text: str,
    words: str,
    *,
    start: int = 0,
    end: int | None = None,
    near: int | None = None,
    approximate: bool = True,
) -> Match | None:
    """The place of `words` in `text[start:end]`, or None when they are not there.

    Exact matches come before folded ones, folded before approximate ones; of several alike the one nearest to `near`
    is taken, else the first. All offsets are code points into `text`. Takes time linear in the text; what is made of
    the text is kept for the next call.
    """
    end = len(text) if end is None else min(end, len(text))
    start = max(start, 0)
    trimmed = words.strip()
    bare = words.strip(_EDGES)
    for wanted in dict.fromkeys((trimmed, bare)):
        if wanted and any(map(str.isalnum, wanted)):
            found = _nearest(_exact(text, wanted, start, end), near)
            if found is not None:
                return Match(*found, "exact", 1.0)
    if not any(map(str.isalnum, bare)):
        return None
    for accents in (True, False):
        for wanted in dict.fromkeys((trimmed, bare)):
            found = _nearest(_folded(text, wanted, start, end, accents), near)
            if found is not None:
                return Match(*found, "folded", 1.0)
    return _approximate(text, bare, start, end) if approximate else None


def span(article: Article, start: int, end: int, match: str = "exact") -> Span:
    """The span of `article.text[start:end]`, with its quote, context and sentence."""
    text = article.text
    return Span(
        start=start,
        end=end,
        quote=text[start:end],
        prefix=text[max(start - CONTEXT, 0) : start],
        suffix=text[end : end + CONTEXT],
        sentence=sentence_at(article, start),
        match=match,
    )


def sentence_at(article: Article, offset: int) -> int:
    """The index of the sentence at `offset`, or of the last before it (the first before all)."""
    return article.sentence_at(offset)


def _nearest(spans: Iterator[tuple[int, int]], near: int | None) -> tuple[int, int] | None:
    if near is None:
        return next(spans, None)
    return min(spans, key=lambda found: 0 if found[0] <= near < found[1] else abs(found[0] - near), default=None)


def _exact(text: str, words: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    at = text.find(words, start, end)
    while at >= 0:
        if _whole(text, at, at + len(words)):
            yield at, at + len(words)
        at = text.find(words, at + 1, end)


def _whole(text: str, start: int, end: int) -> bool:
    """Whether neither edge is inside a word, a number or a character with its marks."""
    return not _inside(text, start) and not _inside(text, end)


def _inside(text: str, at: int) -> bool:
    if not 0 < at < len(text):
        return False
    before, after = text[at - 1], text[at]
    if unicodedata.category(after)[0] == "M" or after == "\u200d" or before == "\u200d":
        return True
    if before.isalnum() or unicodedata.category(before)[0] == "M":
        if after.isalnum():
            return not (_unspaced(before) or _unspaced(after))
        # "1,100" is one number, "3,5" too.
        return before.isdigit() and after in ".,'’" and text[at + 1 : at + 2].isdigit()
    return before in ".,'’" and after.isdigit() and at > 1 and text[at - 2].isdigit()


def _unspaced(character: str) -> bool:
    """Whether it is of a script that writes no spaces between words (Han, kana, Thai, Lao, Khmer, Burmese)."""
    return character >= "\u0e00" and any(first <= character <= last for first, last in _UNSPACED)


@dataclass(frozen=True, slots=True)
class _Fold:
    """A text as it is compared, and for each of its characters the offset it comes from."""

    text: str
    origin: array[int]


@lru_cache(maxsize=8192)
def _fold_character(character: str) -> str:
    """One character compared: decomposed, casefolded, compatibility forms undone; nothing for invisible ones."""
    same = _SAME.get(character)
    if same is not None:
        return same
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", character).casefold())
    seen = (part for part in folded if part.isspace() or unicodedata.category(part) not in ("Cf", "Cc"))
    return "".join(_SAME.get(part, " " if part.isspace() else part) for part in seen)


@lru_cache(maxsize=8192)
def _is_mark(character: str) -> bool:
    return unicodedata.combining(character) != 0


def _fold_new(text: str, accents: bool) -> _Fold:
    folded: list[str] = []
    origin = array("I")
    spaced = True
    for offset, character in enumerate(text):
        for part in _fold_character(character):
            if part == " ":
                if spaced:
                    continue
                spaced = True
            elif not accents and _is_mark(part):
                continue
            else:
                spaced = False
            folded.append(part)
            origin.append(offset)
    return _Fold("".join(folded), origin)


_fold = lru_cache(maxsize=32)(_fold_new)


def _folded(text: str, words: str, start: int, end: int, accents: bool) -> Iterator[tuple[int, int]]:
    wanted = _fold_new(words, accents).text.strip()
    if not wanted:
        return
    fold = _fold(text, accents)
    stop = bisect_left(fold.origin, end)
    at = fold.text.find(wanted, bisect_left(fold.origin, start), stop)
    while at >= 0:
        found = _unfold(text, fold, at, at + len(wanted))
        if found is not None and found[1] <= end and _whole(text, *found):
            yield found
        at = fold.text.find(wanted, at + 1, stop)


def _unfold(text: str, fold: _Fold, first: int, last: int) -> tuple[int, int] | None:
    """The offsets of folded characters, or None when they begin or end amid a character ("s" of "ß")."""
    origin = fold.origin
    if (first > 0 and origin[first - 1] == origin[first]) or (last < len(origin) and origin[last - 1] == origin[last]):
        return None
    end = origin[last - 1] + 1
    # Marks and joiners that were folded away belong to the last character.
    while end < len(text) and (last == len(origin) or end < origin[last]) and unicodedata.category(text[end])[0] == "M":
        end += 1
    return origin[first], end


def _approximate(text: str, words: str, start: int, end: int) -> Match | None:
    """The stretch most like the words, on word borders, when it is like enough and agrees in numbers and names."""
    wanted = _fold_new(words, False).text.strip()
    if len(wanted) < SHORTEST_APPROXIMATE:
        return None
    fold = _fold(text, False)
    first, stop = bisect_left(fold.origin, start), bisect_left(fold.origin, end)
    for at, until in _candidates(fold.text, wanted, first, stop):
        refined = _refine(text, fold, wanted, at, until, (first, stop))
        if refined is None:
            continue
        found, score = refined
        if score >= THRESHOLD and found[1] <= end and _agrees(words, text[found[0] : found[1]]):
            return Match(*found, "approximate", round(score, 4))
    return None


def _candidates(text: str, wanted: str, first: int, stop: int) -> Iterator[tuple[int, int]]:
    """Stretches of `text[first:stop]` like `wanted`, the most alike first; then what is left beside it, twice."""
    stretches = [(first, stop)]
    for _ in range(3):
        best: tuple[float, int, int, int] | None = None
        for index, (begin, end) in enumerate(stretches):
            if end - begin < len(wanted) // 2:
                continue
            found = fuzz.partial_ratio_alignment(wanted, text[begin:end], score_cutoff=100 * (THRESHOLD - 0.15))
            if found is not None and (best is None or found.score > best[0]):
                best = found.score, index, begin + found.dest_start, begin + found.dest_end
        if best is None:
            return
        _, index, at, until = best
        yield at, until
        begin, end = stretches.pop(index)
        # What overlaps by less than half is another place.
        half = (until - at) // 2
        stretches += [(begin, at + half), (until - half, end)]


def _refine(
    text: str, fold: _Fold, wanted: str, at: int, until: int, within: tuple[int, int]
) -> tuple[tuple[int, int], float] | None:
    """The best stretch on word borders near a rough one: its offsets and likeness (1 - normalised Indel distance)."""
    reach = max(24, len(wanted) // 4)
    low, high = max(within[0], at - reach), min(within[1], until + reach)
    spans = [(found.start(), found.end()) for found in _WORDS.finditer(fold.text, low, high)]
    spans = [(a, b) for a, b in spans if not (a == low > 0 and fold.text[a - 1].isalnum())]
    starts = [a for a, _ in spans if abs(a - at) <= reach] or [at]
    ends = [b for _, b in spans if abs(b - until) <= reach] or [until]
    near_end = min(ends, key=lambda b: abs(b - until))
    # One edge after the other: the best start for the rough end, the best end for that start, then the start again.
    begin = _best(wanted, fold.text, [(a, near_end) for a in starts if a < near_end])
    if begin is None:
        return None
    finish = _best(wanted, fold.text, [(begin[1], b) for b in ends if b > begin[1]]) or begin
    best = _best(wanted, fold.text, [(a, finish[2]) for a in starts if a < finish[2]]) or finish
    best = max(begin, finish, best)
    found = _unfold(text, fold, best[1], best[2])
    if found is None or not _whole(text, *found):
        return None
    return found, best[0]


def _best(wanted: str, text: str, spans: list[tuple[int, int]]) -> tuple[float, int, int] | None:
    return max(
        ((Indel.normalized_similarity(wanted, text[a:b]), a, b) for a, b in spans),
        key=lambda scored: (scored[0], scored[1] - scored[2]),
        default=None,
    )


def _agrees(words: str, found: str) -> bool:
    """Whether the numbers are the same, in order, and every capitalised word of `words` stands in `found`."""
    if _numbers(words) != _numbers(found):
        return False
    there = _WORDS.findall(_fold_new(found, False).text)
    known = set(there)
    for word in _WORDS.findall(words):
        if not word[0].isupper():
            continue
        folded = _fold_new(word, False).text
        if folded not in known and not any(fuzz.ratio(folded, other) >= 80 for other in there):
            return False
    return True


def _numbers(words: str) -> list[str]:
    """The numbers in figures: "1,100", "1.100" and "1 100" are alike, so are "3.5" and "3,5"; "35" is another."""
    return [_number(found) for found in _NUMBER.findall(words)]


def _number(written: str) -> str:
    figures = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in written)
    if _THOUSANDS.fullmatch(figures):
        return re.sub(r"\D", "", figures)
    whole, _, rest = re.sub(r"\D(?=.*\D)", "", figures).replace(",", ".").partition(".")
    return f"{whole}.{rest}" if rest else whole
