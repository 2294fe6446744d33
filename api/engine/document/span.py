"""A stretch of a text: the one value for every place, from a candidate name to the words of a claim; and many."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable
from typing import NamedTuple


class Span(NamedTuple):
    """From `start` to `end`, exclusive, in Unicode code points of the text it belongs to. Spans sort by their place."""

    start: int
    end: int

    def __len__(self) -> int:
        """How many code points it is long."""
        return self.end - self.start

    def __bool__(self) -> bool:
        """A span is something even where it is empty."""
        return True

    def of(self, text: str) -> str:
        """The words that stand there."""
        return text[self.start : self.end]

    def within(self, other: tuple[int, int]) -> bool:
        """Whether all of it lies in the other."""
        return other[0] <= self.start and self.end <= other[1]

    def overlaps(self, other: tuple[int, int]) -> bool:
        """Whether they share at least one code point."""
        return self.start < other[1] and other[0] < self.end

    def gap(self, other: tuple[int, int]) -> int:
        """The code points between the two; 0 where they touch or overlap."""
        return max(other[0] - self.end, self.start - other[1], 0)

    def shifted(self, by: int) -> Span:
        """The same stretch in a text that begins `by` code points earlier."""
        return Span(self.start + by, self.end + by)

    def trimmed(self, text: str, marks: str = "") -> Span:
        """Without white space, and without any of `marks`, at both ends."""
        start, end = self
        while start < end and (text[start].isspace() or text[start] in marks):
            start += 1
        while end > start and (text[end - 1].isspace() or text[end - 1] in marks):
            end -= 1
        return Span(start, end)


class Spans:
    """Spans in the order of their places, asked which of them lie near a place without going over all of them.

    They may overlap. A question costs what lies within the longest of them around the place.
    """

    def __init__(self, spans: Iterable[Span] = ()) -> None:
        self._spans = sorted(spans)
        self._longest = max(map(len, self._spans), default=0)

    def add(self, span: Span) -> None:
        """Add another one."""
        insort(self._spans, span)
        self._longest = max(self._longest, len(span))

    def within(self, place: tuple[int, int]) -> list[Span]:
        """Those that lie in the place, in order."""
        return [one for one in self._from(place[0], place[1] + 1) if one.end <= place[1]]

    def overlapping(self, place: tuple[int, int]) -> list[Span]:
        """Those that share a code point with the place, in order."""
        return [one for one in self._from(place[0] - self._longest, place[1]) if one.overlaps(place)]

    def near(self, place: tuple[int, int], gap: int) -> list[Span]:
        """Those with at most `gap` code points between them and the place, in order."""
        return [one for one in self._from(place[0] - gap - self._longest, place[1] + gap + 1) if one.gap(place) <= gap]

    def _from(self, start: int, end: int) -> list[Span]:
        """Those that begin at `start` or later, and before `end`."""
        return self._spans[bisect_left(self._spans, (start, 0)) : bisect_left(self._spans, (end, 0))]
