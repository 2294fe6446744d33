"""The sums of a deal, each with its kind: total, per_share, initial, deferred, debt_included or valuation.

A sum belongs to a deal when it stands in a sentence that tells of it, or of "the transaction" after it. Revenues,
profits, dividends and the like are sums of something else: the words beside them tell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from api.engine.deals.vocabulary import Vocabulary
from api.engine.document.span import Span
from api.engine.languages import lexicon
from api.engine.values import money

BEFORE, AFTER = 60, 45
"""Code points to either side of a sum in which words tell what it is for."""

_MARKS = ".,;:\"'”’"
_CLAUSE = re.compile(r"[.!?;:(]\s|\n\n|\)")


def sums(text: str, sentence: Span, words: Vocabulary) -> Iterator[tuple[Span, str]]:
    """The sums of a sentence that may be a deal's, with their kind."""
    for span in _found(text, sentence, words):
        told = kind(text, sentence, span, words)
        if told is not None:
            yield span, told


def kind(text: str, sentence: Span, span: Span, words: Vocabulary) -> str | None:
    """What a sum of the sentence is in a deal; None where the words beside it tell that it is none of its sums."""
    others = [other for other in _found(text, sentence, words) if not other.overlaps(span)]
    earlier = max((other.end for other in others if other.end <= span.start), default=sentence.start)
    later = min((other.start for other in others if other.start >= span.end), default=sentence.end)
    return _kind(text, span, earlier, later, words)


def _found(text: str, sentence: Span, words: Vocabulary) -> list[Span]:
    found = [Span(*place).shifted(sentence.start) for place in money.find_money(sentence.of(text), words.language.code)]
    found = [span for span in found if _is_told(span.of(text), words)]
    return [
        Span(span.start, span.end - (span.end == sentence.end and text[: span.end].endswith("."))) for span in found
    ]


def _is_told(written: str, words: Vocabulary) -> bool:
    """Whether it is a sum, or words for one that is kept back ("undisclosed"); that somebody is silent is neither."""
    read = money.money(written, words.language.code)
    if read.disclosed:
        return True
    return words.has(lexicon.fold(written).split()[-1].strip(".,"), "secret")


def _kind(text: str, span: Span, earlier: int, later: int, words: Vocabulary) -> str | None:
    before = text[max(earlier, span.start - BEFORE) : span.start]
    shared = words.pattern("per_share").match(before.lstrip(" -–\n")) if earlier > span.start - BEFORE else None
    before = before.lstrip(" -–\n")[shared.end() :] if shared else before  # it belongs to the sum before
    before = _CLAUSE.split(before)[-1]
    after = _CLAUSE.split(text[span.end : min(later, span.end + AFTER)])[0]
    first = re.split(r",\s", after, maxsplit=1)[0]
    debt = words.pattern("debt_included").search(after)
    if debt is not None and debt.start() < len(first):
        first = first[: debt.start()]
    deferred = _is_later(before, words)
    if _is_of_another(before, words) or (not deferred and _counts_another(first, words)):
        return None
    if words.pattern("per_share").match(first.lstrip(" -–\n")) or words.pattern("per_share").search(
        " ".join(before.split()[-5:])
    ):
        return "per_share"
    if words.pattern("valuation").search(" ".join(before.split()[-9:])):
        return "valuation"
    if debt is not None:
        return "debt_included"
    if deferred or words.pattern("deferred").search(first):
        return "deferred"
    if words.pattern("initial").search(" ".join(before.split()[-5:])) or words.pattern("initial").search(first):
        return "initial"
    return "total"


def _is_later(before: str, words: Vocabulary) -> bool:
    """Whether words before a sum say that it is paid later or only if something comes true ("a further")."""
    return words.pattern("deferred").search(" ".join(before.split()[-6:])) is not None


def _is_of_another(before: str, words: Vocabulary) -> bool:
    """Whether the words before a sum say that it is a revenue, a dividend, a debt: the nearest word tells."""
    pattern = words.pattern("not_price")
    near = re.split(r",\s", before)[-1]
    last = None
    for match in pattern.finditer(near):
        last = match
    if last is not None:
        price = None
        for match in words.pattern("price").finditer(near):
            price = match
        return price is None or price.start() < last.start()
    return False


def _counts_another(after: str, words: Vocabulary) -> bool:
    """Whether the words after a sum say what else it is ("12 million in sales")."""
    pattern = words.pattern("not_price")
    beside = [word.strip(_MARKS) for word in after.split()[:4]]
    return (
        pattern.match(" ".join(beside)) is not None
        or any(pattern.fullmatch(lexicon.fold(word)) for word in beside[:3])
        or _counts(beside, words)
    )


def _counts(beside: Sequence[str], words: Vocabulary) -> bool:
    """Whether a bare noun tells what the sum counts ("2 billion dollars in deposits") and it is nothing paid in."""
    if len(beside) < 2 or not words.has(beside[0], "counting") or not beside[1].islower():
        return False
    language = words.language
    return not any(words.has(word, "paid_in") for word in beside[1:3]) and not (
        language.has(beside[1], "function.determiners") or language.has(beside[1], "function.function")
    )
