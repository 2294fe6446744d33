"""What a score is made of: counts of what was right, delivered and wanted, and how items are paired.

Counts are added over articles and never averaged, so that a long article weighs what it holds. What gold marks
optional is left out on both sides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

Found = TypeVar("Found")
Wanted = TypeVar("Wanted")

KINDS = (
    "claims",
    "claims with source",
    "companies",
    "organizations",
    "people",
    "titles",
    "titles with employer",
    "deals",
    "deal types",
    "deal statuses",
    "deal parties",
    "deal amounts",
    "deal slots",
)
"""What precision and recall are told of, in the order of every table."""

SHARES = ("directness", "channel", "polarity", "verbatim")
"""What is told as a share: the first three of the right claims, the last of all delivered strings."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many were right, how many were delivered, how many gold wants."""

    right: int = 0
    delivered: int = 0
    wanted: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.right + other.right, self.delivered + other.delivered, self.wanted + other.wanted)

    @property
    def precision(self) -> float | None:
        """None when nothing was delivered."""
        return self.right / self.delivered if self.delivered else None

    @property
    def recall(self) -> float | None:
        """None when nothing is wanted."""
        return self.right / self.wanted if self.wanted else None

    @property
    def f1(self) -> float | None:
        """None when nothing was delivered and nothing is wanted."""
        return 2 * self.right / (self.delivered + self.wanted) if self.delivered + self.wanted else None


@dataclass(frozen=True, slots=True)
class Share:
    part: int = 0
    whole: int = 0

    def __add__(self, other: Share) -> Share:
        return Share(self.part + other.part, self.whole + other.whole)

    @property
    def value(self) -> float | None:
        return self.part / self.whole if self.whole else None


@dataclass(frozen=True, slots=True)
class Difference:
    """One miss or one false fact: its kind, the words to find in the article, and what to tell a person about it.

    `start` is where the words stand, if that is known; otherwise it is where most of `beside` stands with them.
    """

    kind: str
    missed: bool
    words: str
    told: str
    start: int | None = None
    beside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Score:
    """The tallies and shares of one article; a kind that gold leaves out is not among them."""

    tallies: Mapping[str, Tally] = field(default_factory=dict)
    shares: Mapping[str, Share] = field(default_factory=dict)
    differences: tuple[Difference, ...] = ()


def total(scores: Iterable[Score]) -> Score:
    """Many scores as one: counts are added, never averaged."""
    tallies: dict[str, Tally] = {}
    shares: dict[str, Share] = {}
    for score in scores:
        for kind, tally in score.tallies.items():
            tallies[kind] = tallies.get(kind, Tally()) + tally
        for name, share in score.shares.items():
            shares[name] = shares.get(name, Share()) + share
    return Score(tallies, shares)


@dataclass(slots=True)
class Sheet:
    """Where an article's counts are put down."""

    tallies: dict[str, Tally] = field(default_factory=dict)
    shares: dict[str, Share] = field(default_factory=dict)
    differences: list[Difference] = field(default_factory=list)

    def miss(self, kind: str, phrase: str, told: str, beside: tuple[str, ...] = ()) -> None:
        self.differences.append(Difference(kind, True, phrase, told, beside=beside))

    def false(self, kind: str, phrase: str, told: str, start: int | None = None, beside: tuple[str, ...] = ()) -> None:
        self.differences.append(Difference(kind, False, phrase, told, start, beside))


def pair(
    delivered: Sequence[Found], gold: Sequence[Wanted], likeness: Callable[[Found, Wanted], float]
) -> list[tuple[int, int]]:
    """Each delivered item, in order, with the unused gold item most like it: of equals the later, at 0 none."""
    free = set(range(len(gold)))
    pairs = []
    for index, item in enumerate(delivered):
        best = max(((likeness(item, gold[other]), other) for other in free), default=(0.0, -1))
        if best[0] > 0:
            free.discard(best[1])
            pairs.append((index, best[1]))
    return pairs


def once(items: Iterable[Found], key: Callable[[Found], object]) -> list[Found]:
    """The items without repeats and without those whose key is empty, in order."""
    first: dict[object, Found] = {}
    for item in items:
        if key(item):
            first.setdefault(key(item), item)
    return list(first.values())


def count(pairs: Sequence[tuple[int, int]], delivered: Sequence[object], optional: Sequence[bool]) -> Tally:
    """The counts of a pairing, what is optional left out on both sides."""
    forgiven = sum(optional[other] for _, other in pairs)
    return Tally(len(pairs) - forgiven, len(delivered) - forgiven, len(optional) - sum(optional))
