"""Many spans are asked for those near a place: what is found is what going over all of them finds."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from api.engine.document.span import Span, Spans

SPANS = st.builds(lambda start, length: Span(start, start + length), st.integers(0, 60), st.integers(0, 12))


@given(st.lists(SPANS, max_size=30), st.lists(SPANS, max_size=10), SPANS, st.integers(0, 20))
def test_what_lies_near_a_place_is_found(given: list[Span], added: list[Span], place: Span, gap: int) -> None:
    many = Spans(given)
    for span in added:
        many.add(span)
    every = sorted([*given, *added])
    assert many.within(place) == [span for span in every if span.within(place)]
    assert many.overlapping(place) == [span for span in every if span.overlaps(place)]
    assert many.near(place, gap) == [span for span in every if span.gap(place) <= gap]


class Counted(Span):
    """A span that counts how often it is asked where it lies."""

    asked = 0

    def overlaps(self, other: tuple[int, int]) -> bool:
        Counted.asked += 1
        return super().overlaps(other)


def test_spans_far_away_are_not_looked_at() -> None:
    many = Spans(Counted(at, at + 5) for at in range(0, 100_000, 10))
    Counted.asked = 0
    assert many.overlapping((50_000, 50_012)) == [(50_000, 50_005), (50_010, 50_015)]
    assert Counted.asked < 10
