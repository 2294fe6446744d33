"""The article's text with its facts drawn in: flat segments, cut wherever a span begins or ends.

Spans overlap and cross, which nested elements cannot show; a segment knows instead which facts cover it, the shortest
first. Offsets are code points. However many spans lie over each other, a segment names at most `MOST_NAMED` of them, so
that a page grows with its article and not with the square of it.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from api.engine.document.span import Span

MOST_NAMED = 12
LAYERS = ("companies", "people", "deals", "claims")


class Mark(NamedTuple):
    """One span of one fact: `part` says what it is of it (mention, content, source, cue, party, amount …)."""

    span: Span
    fact: str
    part: str
    layer: str


class Segment(NamedTuple):
    """A stretch of text that the same marks cover from its first to its last code point; the shortest mark first."""

    start: int
    text: str
    marks: tuple[Mark, ...] = ()
    layers: tuple[str, ...] = ()


class Paragraph(NamedTuple):
    """A line of the article that is not empty, in segments. `start` and `end` are its place in the text."""

    start: int
    end: int
    segments: tuple[Segment, ...]


def of_facts(facts: Mapping[str, Any]) -> list[Mark]:
    """The marks of all facts of an extraction, as they are delivered, but for those that a person rejected."""
    told = ((layer, fact) for layer in LAYERS for fact in facts.get(layer) or ())
    return [mark for layer, fact in told if fact.get("review") != "rejected" for mark in of_fact(layer, fact)]


def of_fact(layer: str, fact: Mapping[str, Any]) -> Iterator[Mark]:
    """The marks of one fact; what a fact lacks, or has as null, makes none."""
    for part, span in parts(layer, fact):
        yield Mark(Span(span["start"], span["end"]), str(fact["id"]), part, layer)


def parts(layer: str, fact: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The spans of one fact, each with the name of its part."""
    found: Iterable[tuple[str, Any]]
    match layer:
        case "companies":
            found = _each("mention", fact.get("mentions"))
        case "people":
            titles = [span for role in fact.get("roles") or () for span in role.get("evidence") or ()]
            found = [*_each("mention", fact.get("mentions")), *_each("title", titles)]
        case "deals":
            found = [
                ("trigger", fact.get("trigger")),
                ("status", fact.get("status_evidence")),
                *_each("party", [party.get("span") for party in fact.get("parties") or ()]),
                *_each("amount", [amount.get("span") for amount in fact.get("amounts") or ()]),
                ("stake", (fact.get("stake") or {}).get("span")),
                *_each("date", [date.get("span") for date in fact.get("dates") or ()]),
            ]
        case _:
            source, said_by = fact.get("source") or {}, fact.get("said_by") or {}
            found = [
                *_each("content", fact.get("content")),
                ("cue", (fact.get("cue") or {}).get("span")),
                ("source", source.get("span")),
                ("speaks-for", (source.get("speaks_for") or {}).get("span")),
                ("antecedent", (source.get("resolved") or {}).get("span")),
                ("channel", source.get("channel_evidence")),
                ("outer-source", said_by.get("span")),
            ]
    return ((part, span) for part, span in found if span)


def _each(part: str, spans: Iterable[Any] | None) -> list[tuple[str, Any]]:
    return [(part, span) for span in spans or ()]


_Open = tuple[int, int, Mark]
"""A mark by its length and its number, which no two share: in order, the shortest comes first."""


def paragraphs(text: str, marks: Sequence[Mark]) -> list[Paragraph]:
    """The whole text, line by line, in segments. Marks that leave the text are cut to it; empty ones passed over."""
    spanned = [mark for mark in (_within(mark, len(text)) for mark in marks) if mark.span[0] < mark.span[1]]
    opening: dict[int, list[_Open]] = {}
    closing: dict[int, list[_Open]] = {}
    for number, mark in enumerate(spanned):
        start, end = mark.span
        held = (end - start, number, mark)
        opening.setdefault(start, []).append(held)
        closing.setdefault(end, []).append(held)
    bounds = iter(sorted({*opening, *closing}))
    bound = next(bounds, None)
    # What is open, kept in order while the text is walked through once.
    open_marks: list[_Open] = []
    layers = dict.fromkeys(LAYERS, 0)
    named: tuple[Mark, ...] = ()
    covering: tuple[str, ...] = ()
    result: list[Paragraph] = []
    for start, end in _lines(text):
        segments: list[Segment] = []
        at = start
        while at < end or (bound is not None and bound <= at):
            if bound is not None and bound <= at:
                while bound is not None and bound <= at:
                    for held in closing.get(bound, ()):
                        open_marks.pop(bisect_left(open_marks, held))
                        layers[held[2].layer] -= 1
                    for held in opening.get(bound, ()):
                        insort(open_marks, held)
                        layers[held[2].layer] += 1
                    bound = next(bounds, None)
                named = tuple([mark for _, _, mark in open_marks[:MOST_NAMED]])
                covering = tuple([layer for layer, number in layers.items() if number])
            if at >= end:
                break
            until = min(end, bound) if bound is not None else end
            segments.append(Segment(at, text[at:until], named, covering))
            at = until
        if segments:
            result.append(Paragraph(start, end, tuple(segments)))
    return result


def _within(mark: Mark, size: int) -> Mark:
    """The mark, cut to a text of that size."""
    start, end = mark.span
    if start >= 0 and end <= size:
        return mark
    return mark._replace(span=Span(max(0, start), min(size, end)))


def lines_of(text: str, marks: Iterable[Mark]) -> list[tuple[int, int]]:
    """The lines of the text that the marks touch, in order."""
    touched = set()
    for mark in marks:
        start, end = mark.span
        at = text.rfind("\n", 0, start) + 1
        while at < min(end, len(text)):
            stop = text.find("\n", at)
            stop = len(text) if stop < 0 else stop
            touched.add((at, stop))
            at = stop + 1
    return sorted(touched)


def paragraph(text: str, line: tuple[int, int], marks: Iterable[Mark]) -> Paragraph | None:
    """One line of the text in segments, as `paragraphs` makes it; None for an empty one."""
    start, end = line
    touching = (mark for mark in marks if mark.span.start < end and start < mark.span.end)
    within = [mark._replace(span=mark.span.shifted(-start)) for mark in touching]
    for made in paragraphs(text[start:end], within):
        segments = tuple(segment._replace(start=segment.start + start) for segment in made.segments)
        return Paragraph(start, end, segments)
    return None


def _lines(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for line in text.split("\n"):
        if line.strip():
            yield start, start + len(line)
        start += len(line) + 1
