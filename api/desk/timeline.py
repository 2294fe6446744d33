"""Deals and claims along time, laid out for an SVG: a point each, those of one place over each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from babel.dates import format_date

WIDTH, MARGIN, ROW = 960, 24, 11
HIGHEST = 14
"""So many points stand over each other; those further up are told by their number alone."""


@dataclass(frozen=True, slots=True)
class Point:
    """A fact at its place; `left` is its share of the width."""

    layer: str
    x: float
    y: float
    words: str
    fact: str
    article: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """Points, and where along the axis which date stands."""

    points: list[Point]
    ticks: list[tuple[float, str]]
    height: int
    hidden: int

    @property
    def base(self) -> int:
        """Where the axis runs."""
        return self.height - 22


def of(facts: Mapping[str, Iterable[Mapping[str, Any]]]) -> Timeline | None:
    """Lay out deals and claims by when their article was published; None when there are not two days to show."""
    dated = sorted(
        (
            (datetime.fromisoformat(fact["article"]["published_at"]).astimezone(UTC), layer, fact)
            for layer in ("deals", "claims")
            for fact in facts.get(layer, ())
            if fact["article"]["published_at"]
        ),
        key=lambda each: each[0],
    )
    if not dated or dated[0][0].date() == dated[-1][0].date():
        return None
    first, last = dated[0][0].timestamp(), dated[-1][0].timestamp()

    def across(moment: datetime) -> float:
        return round(MARGIN + (WIDTH - 2 * MARGIN) * (moment.timestamp() - first) / (last - first), 1)

    stacked: Counter[int] = Counter()
    placed: list[tuple[float, int, str, Mapping[str, Any]]] = []
    hidden = 0
    for moment, layer, fact in dated:
        column = int(across(moment) // ROW)
        stacked[column] += 1
        if stacked[column] > HIGHEST:
            hidden += 1
            continue
        placed.append((column * ROW + ROW / 2, stacked[column], layer, fact))
    height = ROW * (1 + min(HIGHEST, max(stacked.values()))) + 34
    points = [
        Point(layer, x, height - 24 - ROW * level + 2, words(layer, fact), fact["id"], fact["article"]["id"])
        for x, level, layer, fact in placed
    ]
    return Timeline(points, _ticks(dated[0][0], dated[-1][0], across), height, hidden)


def words(layer: str, fact: Mapping[str, Any]) -> str:
    """A fact in one line."""
    day = format_date(datetime.fromisoformat(fact["article"]["published_at"]), "d MMM y", locale="en")
    if layer == "deals":
        sides = ", ".join(party["name"] for party in fact["parties"])
        return f"{day}: {fact['type'].replace('_', ' ')}: {sides}"
    return f"{day}: {fact['source']['name']}: {fact['text'][:120]}"


def _ticks(first: datetime, last: datetime, across: Any) -> list[tuple[float, str]]:
    """Five dates along the axis, as exactly as their distance asks for."""
    days = (last - first).days
    form = "y" if days > 1500 else "MMM y" if days > 120 else "d MMM y"
    moments = [first + (last - first) * share / 4 for share in range(5)]
    return [(across(moment), format_date(moment, form, locale="en")) for moment in moments]
