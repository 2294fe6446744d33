"""The report's plots as inline SVG: bars with their figures beside them, readable without colour and on any screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from api.evaluation.elements import element
from api.evaluation.tallies import Tally

_LABEL = 150
_BAR = 14
_FIGURE = 130


@dataclass(frozen=True, slots=True)
class Panel:
    """A column of bars: what it measures, the CSS class of its bars, and a value a row."""

    title: str
    css: str
    values: tuple[float, ...]
    form: str = "{:,.0f}"


def precision_and_recall(rows: Sequence[tuple[str, Tally]], *, width: int = 620, label: str) -> Element:
    """Two bars a row, precision above recall, from 0 to 1. `label` names the plot to who cannot see it."""
    height = 22 + len(rows) * (2 * _BAR + 12)
    scale = width - _LABEL - _FIGURE
    plot = _plot(width, height, label)
    for tenth in range(0, 11, 5):
        x = _LABEL + scale * tenth / 10
        plot.append(element("line", x1=x, x2=x, y1=18, y2=height, class_="grid"))
        plot.append(_text(x, 12, f"{tenth / 10:.1f}", "middle", "axis"))
    for number, (name, tally) in enumerate(rows):
        top = 24 + number * (2 * _BAR + 12)
        plot.append(_text(_LABEL - 8, top + _BAR + 4, name, "end"))
        for line, (what, value, of) in enumerate(
            (("precision", tally.precision, tally.delivered), ("recall", tally.recall, tally.wanted))
        ):
            y = top + line * _BAR
            told = "–" if value is None else f"{value:.2f}"
            bar = element("rect", x=_LABEL, y=y, width=round(scale * (value or 0), 1), height=_BAR - 2, class_=what)
            bar.append(element("title", f"{name}: {what} {told}, {tally.right} of {of}"))
            plot.append(bar)
            plot.append(_text(_LABEL + scale + 6, y + 10, f"{told} ({tally.right} of {of})", "start", "figure"))
    return plot


def bars(labels: Sequence[str], panels: Sequence[Panel], *, width: int = 980, label: str) -> Element:
    """One row a label with a bar in each panel; every panel has a scale of its own, which begins at 0."""
    named = 230
    column = (width - named) / len(panels)
    height = 26 + len(labels) * (_BAR + 5)
    plot = _plot(width, height, label)
    for place, panel in enumerate(panels):
        left = named + place * column
        plot.append(_text(left, 12, panel.title, "start", "axis"))
        most = max(panel.values, default=0) or 1
        for number, value in enumerate(panel.values):
            y = 20 + number * (_BAR + 5)
            length = round((column - 75) * value / most, 1)
            bar = element("rect", x=round(left, 1), y=y, width=length, height=_BAR, class_=panel.css)
            bar.append(element("title", f"{labels[number]}: {panel.form.format(value)} {panel.title}"))
            plot.append(bar)
            plot.append(_text(left + length + 5, y + 11, panel.form.format(value), "start", "figure"))
    for number, name in enumerate(labels):
        shown = name if len(name) <= 36 else name[:35] + "…"
        plot.append(_text(named - 8, 20 + number * (_BAR + 5) + 11, shown, "end"))
    return plot


def _plot(width: int, height: int, label: str) -> Element:
    # No fixed size: the plot shrinks with the page, and an xmlns would be an external address to some.
    plot = element("svg", viewBox=f"0 0 {width} {height}", role="img", aria_label=label)
    plot.set("style", f"max-width:{width}px")
    return plot


def _text(x: float, y: float, words: str, anchor: str, css: str = "") -> Element:
    return element("text", words, x=round(x, 1), y=y, text_anchor=anchor, class_=css)
