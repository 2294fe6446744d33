"""A checked draft as it is shown: its text in pieces that its findings cover, and the findings by verdict.

Offsets are code points. Where findings lie over each other, a piece has the gravest verdict and leads to that finding.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

Document = Mapping[str, Any]

GRAVEST = ("differs", "not_on_record", "on_record")
"""The verdicts in the order in which they are shown."""


class Piece(NamedTuple):
    """A stretch of the draft; `finding` is the number of the finding it leads to, None where there is none."""

    text: str
    finding: int | None
    verdict: str | None


def paragraphs(text: str, findings: Sequence[Document]) -> list[list[Piece]]:
    """The lines of the text that are not empty, in pieces."""
    made, at = [], 0
    for line in text.split("\n"):
        if line.strip():
            made.append(list(_pieces(text, at, at + len(line), findings)))
        at += len(line) + 1
    return made


def by_verdict(findings: Sequence[Document]) -> dict[str, list[tuple[int, Document]]]:
    """The findings of each verdict, each with its number in the draft, the gravest first."""
    numbered = list(enumerate(findings))
    return {verdict: [each for each in numbered if each[1]["verdict"] == verdict] for verdict in GRAVEST}


def _pieces(text: str, start: int, end: int, findings: Sequence[Document]) -> Iterator[Piece]:
    here = [(number, one) for number, one in enumerate(findings) if one["start"] < end and start < one["end"]]
    bounds = {start, end, *(max(start, one["start"]) for _, one in here), *(min(end, one["end"]) for _, one in here)}
    ordered = sorted(bounds)
    for begin, stop in pairwise(ordered):
        over = [each for each in here if each[1]["start"] <= begin and stop <= each[1]["end"]]
        if not over:
            yield Piece(text[begin:stop], None, None)
            continue
        number, one = min(over, key=lambda each: (GRAVEST.index(each[1]["verdict"]), each[1]["end"] - each[1]["start"]))
        yield Piece(text[begin:stop], number, one["verdict"])
