"""When two wordings count as the same: the rules by which every tool is scored.

Words are compared folded (NFKC, no case, no punctuation), so quotation marks, line breaks and capitals never decide.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

ENOUGH = 0.5
"""From this word-level F1 on, two texts say the same."""

_SILENT = frozenset(
    {
        "a",
        "ag",
        "as",
        "co",
        "company",
        "corp",
        "gmbh",
        "group",
        "inc",
        "lda",
        "llc",
        "ltd",
        "o",
        "os",
        "plc",
        "sa",
        "the",
    }
)
"""Articles and legal forms: a name is the same with and without them."""

_WORD = re.compile(r"\w+")


def words(text: str | None) -> list[str]:
    """The folded words of a text, in order; none for None."""
    return _WORD.findall(unicodedata.normalize("NFKC", text or "").casefold())


def bare(name: str | None) -> tuple[str, ...]:
    """The words of a name without articles and legal forms, unless nothing else is there."""
    said = words(name)
    return tuple(word for word in said if word not in _SILENT) or tuple(said)


def overlap(one: str | None, other: str | None) -> float:
    """F1 of the two bags of words, from 0 to 1; 0 when either is empty."""
    left, right = words(one), words(other)
    if not left or not right:
        return 0.0
    shared = (Counter(left) & Counter(right)).total()
    return 2 * shared / (len(left) + len(right))


def same_name(one: str | None, other: str | None) -> bool:
    """Whether all words of one name are among those of the other: "Friar" is "Sarah Friar"."""
    left, right = frozenset(bare(one)), frozenset(bare(other))
    return bool(left and right) and (left <= right or right <= left)


def same_wording(one: str | None, other: str | None) -> bool:
    """Whether two sources, titles or sums are the same: alike enough as text, or one name within the other."""
    return overlap(one, other) >= ENOUGH or same_name(one, other)


def any_name(found: Iterable[str], wanted: Iterable[str]) -> bool:
    """Whether some wording of the one is the same name as some wording of the other."""
    options = tuple(wanted)
    return any(same_name(one, other) for one in found for other in options)
