"""Words to a span of the article: exact, folded or approximate, and it says which.

A span always begins and ends on word borders. A folded match differs from the words in case, white space, quotation
marks, dashes, ligatures and the like, and in accents only when nothing matches with them. An approximate match differs
in small words and endings at most, never in a number, a name, a negation or a direction.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

from api.engine.document.folding import Folded, fold, fold_once, is_unspaced, is_whole, unfold
from api.engine.document.text import Article
from api.engine.facts import Span
from api.engine.grounding.guards import disagreement

# Chosen by `bench/grounding.py --sweep`: below it more wrong spans are taken, well above it true ones are lost.
THRESHOLD = 0.85
# Shorter words than this differ by whole words, not by slips; longer ones are no quote.
SHORTEST_APPROXIMATE, LONGEST_APPROXIMATE = 12, 2000
# Code points of context before and after a quote (W3C TextQuoteSelector).
CONTEXT = 32

# Words of this length carry meaning: another in their place is another statement.
_LONG = 5
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
    language: str = "und",
) -> Match | None:
    """The place of `words` in `text[start:end]`, or None when they are not there.

    Exact matches come before folded ones, folded before approximate ones; of several alike the one nearest to `near`
    is taken, else the first. `language` (ISO 639-1) is for the guards of approximate matches. All offsets are code
    points into `text`. Takes time linear in the text, and what is made of
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
            found = _nearest(_like(text, wanted, start, end, accents), near)
            if found is not None:
                return Match(*found, "folded", 1.0)
    if not approximate:
        return None
    alike = _approximate(text, bare, start, end)
    return next((match for match in alike if _objection(bare, text[match.start : match.end], language) is None), None)


def refusal(text: str, words: str, language: str = "und") -> str | None:
    """Why `ground` did not take the stretch most like `words`, in words a person understands; None if none is alike."""
    bare = words.strip(_EDGES)
    reasons = (_objection(bare, text[m.start : m.end], language) for m in _approximate(text, bare, 0, len(text)))
    return next(reasons, None)


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
        if is_whole(text, at, at + len(words)):
            yield at, at + len(words)
        at = text.find(words, at + 1, end)


def _like(text: str, words: str, start: int, end: int, accents: bool) -> Iterator[tuple[int, int]]:
    wanted = fold(words, accents).text.strip()
    if not wanted:
        return
    folded = fold_once(text, accents)
    stop = bisect_left(folded.origin, end)
    at = folded.text.find(wanted, bisect_left(folded.origin, start), stop)
    while at >= 0:
        found = unfold(text, folded, at, at + len(wanted))
        if found is not None and found[1] <= end and is_whole(text, *found):
            yield found
        at = folded.text.find(wanted, at + 1, stop)


def _approximate(text: str, words: str, start: int, end: int) -> Iterator[Match]:
    """The stretches enough like the words, on word borders, the most alike first."""
    wanted = fold(words, False).text.strip()
    if not SHORTEST_APPROXIMATE <= len(wanted) <= LONGEST_APPROXIMATE:
        return
    folded = fold_once(text, False)
    if not _akin(folded.text, wanted):
        return
    first, stop = bisect_left(folded.origin, start), bisect_left(folded.origin, end)
    for at, until in _candidates(folded.text, wanted, first, stop):
        refined = _refine(text, folded, wanted, at, until, (first, stop))
        if refined is not None and refined[1] >= THRESHOLD and refined[0][1] <= end:
            yield Match(*refined[0], "approximate", round(refined[1], 4))


def _akin(text: str, wanted: str) -> bool:
    """Whether a third of the words stand in the text at all: it costs little to know, and without it none is alike."""
    words = _WORDS.findall(wanted)
    known = _vocabulary(text)
    return 3 * sum(word in known or any(map(is_unspaced, word)) for word in words) >= len(words)


@lru_cache(maxsize=16)
def _vocabulary(text: str) -> frozenset[str]:
    return frozenset(_WORDS.findall(text))


def _candidates(text: str, wanted: str, first: int, stop: int) -> Iterator[tuple[int, int]]:
    """Stretches of `text[first:stop]` like `wanted`, the most alike first; then what is left beside it, twice."""
    stretches = [(first, stop)]
    for _ in range(3):
        best: tuple[float, int, int, int] | None = None
        for index, (begin, end) in enumerate(stretches):
            if end - begin < len(wanted) // 2:
                continue
            found = fuzz.partial_ratio_alignment(wanted, text[begin:end], score_cutoff=100 * (THRESHOLD - 0.1))
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
    text: str, folded: Folded, wanted: str, at: int, until: int, within: tuple[int, int]
) -> tuple[tuple[int, int], float] | None:
    """The best stretch on word borders near a rough one: its offsets and likeness (1 - normalised Indel distance)."""
    reach = max(24, len(wanted) // 4)
    low, high = max(within[0], at - reach), min(within[1], until + reach)
    spans = [(found.start(), found.end()) for found in _WORDS.finditer(folded.text, low, high)]
    spans = [(a, b) for a, b in spans if not (a == low > 0 and folded.text[a - 1].isalnum())]
    starts = [a for a, _ in spans if abs(a - at) <= reach] or [at]
    ends = [b for _, b in spans if abs(b - until) <= reach] or [until]
    near_end = min(ends, key=lambda b: abs(b - until))
    # One edge after the other: the best start for the rough end, the best end for that start, then the start again.
    begin = _best(wanted, folded.text, [(a, near_end) for a in starts if a < near_end])
    if begin is None:
        return None
    finish = _best(wanted, folded.text, [(begin[1], b) for b in ends if b > begin[1]]) or begin
    best = _best(wanted, folded.text, [(a, finish[2]) for a in starts if a < finish[2]]) or finish
    best = max(begin, finish, best)
    found = unfold(text, folded, best[1], best[2])
    if found is None or not is_whole(text, *found):
        return None
    return found, best[0]


def _best(wanted: str, text: str, spans: list[tuple[int, int]]) -> tuple[float, int, int] | None:
    return max(
        ((Indel.normalized_similarity(wanted, text[a:b]), a, b) for a, b in spans),
        key=lambda scored: (scored[0], scored[1] - scored[2]),
        default=None,
    )


def _objection(words: str, found: str, language: str) -> str | None:
    """What speaks against `found`: another number, a name that is missing, a word that turns the meaning."""
    if _numbers(words) != _numbers(found):
        return f"the numbers differ: the article has {', '.join(_NUMBER.findall(found)) or 'none'}"
    there = _WORDS.findall(fold(found, False).text)
    known = set(there)
    spoken = _WORDS.findall(words)
    plain_words = _WORDS.findall(fold(words, False).text)
    if len(plain_words) != len(spoken):
        plain_words = [fold(word, False).text for word in spoken]
    for word, plain in zip(spoken, plain_words, strict=True):
        if plain in known or (len(plain) < _LONG and not word[0].isupper()):
            continue
        if not any(fuzz.ratio(plain, other) >= (80 if word[0].isupper() else 65) for other in there):
            return f"“{word}” does not stand there"
    return disagreement(words, found, language)


def _numbers(words: str) -> list[str]:
    """The numbers in figures: "1,100", "1.100" and "1 100" are alike, so are "3.5" and "3,5"; "35" is another."""
    return [_number(found) for found in _NUMBER.findall(words)]


def _number(written: str) -> str:
    figures = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in written)
    if _THOUSANDS.fullmatch(figures):
        return re.sub(r"\D", "", figures)
    whole, _, rest = re.sub(r"\D(?=.*\D)", "", figures).replace(",", ".").partition(".")
    return f"{whole}.{rest}" if rest else whole
