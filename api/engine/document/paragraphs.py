"""Paragraphs and headings of a text, by its line breaks.

In most texts a line is a paragraph. In wire copy and plain-text mail lines were broken at a fixed width; there a
paragraph runs over lines until a blank line, an indent, or a last line that is short.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

_FINAL = frozenset(".!?…:;,。！？｡．।॥።፧։။۔؟។")
_CLOSERS = "\"'”’“‘»«›‹)]}」』】）〉》 "
_BULLETS = frozenset("-–—•*·▪‣◦")
_HEADING = 150
# Widths at which lines are wrapped, and by how much writers and old editors stay below them.
_NARROWEST, _WIDEST, _RAGGED = 40, 120, 4


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph or heading, as the lines of the text show it."""

    index: int
    start: int
    end: int
    heading: bool


def find(text: str, title_end: int = 0) -> Iterator[Paragraph]:
    """Paragraphs in order: divided by blank lines and by each line's end, or by indents where lines are wrapped.

    Offsets are code points into `text`, which is canonical. `title_end` is where a title line given apart ends.
    """
    lines = [(start, end) for start, end in _lines(text, 0) if end > title_end]
    width = _width(text, lines)
    spans: list[tuple[int, int]] = [(0, title_end)] if title_end else []
    before = None
    for line in lines:
        if not text[line[0] : line[1]].strip():
            before = None
            continue
        if before is None or width is None or _parts(text, before, line, width):
            spans.append(line)
        else:
            spans[-1] = (spans[-1][0], line[1])
        before = line
    for index, (start, end) in enumerate(spans):
        words = text[start:end]
        start += len(words) - len(words.lstrip())
        end -= len(words) - len(words.rstrip())
        entitled = title_end > 0 and index == 0
        yield Paragraph(index, start, end, entitled or (index < len(spans) - 1 and _is_heading(text[start:end])))


def _lines(text: str, at: int) -> Iterator[tuple[int, int]]:
    while at <= len(text):
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        yield at, end
        at = end + 1


def _width(text: str, lines: Sequence[tuple[int, int]]) -> int | None:
    """The width at which the lines were broken, or None when each line is a paragraph or heading.

    They were broken when, at most line breaks inside paragraphs, the next line's first word would not have fitted in,
    and a good part of those next lines go on with the sentence. Lines that are paragraphs or headings do neither.
    """
    lengths = sorted(end - start for start, end in lines if end > start)
    if not lengths:
        return None
    width = lengths[(len(lengths) - 1) * 98 // 100]
    if not _NARROWEST <= width <= _WIDEST or lengths[-1] > 3 * _WIDEST:
        return None
    margin = min(_indent(text, line) for line in lines if line[1] > line[0])
    breaks = full = goes_on = capital = 0
    for before, line in pairwise(lines):
        if before[0] == before[1] or line[0] == line[1] or _indent(text, line) > margin + 1:
            continue
        if _indented(text, before, line):
            continue
        first = text[line[0] : line[1]].lstrip()[0]
        breaks += 1
        broken = not _room(text, before, line, width)
        full += broken
        unended = first.isalpha() and not _final(text, before)
        goes_on += first.islower() or (unended and not first.isupper())
        # A name may begin a line that goes on; headlines begin so too, and none of theirs goes on otherwise.
        capital += first.isupper() and unended and broken
    return width if goes_on and full >= 0.6 * breaks and goes_on + capital >= 0.25 * breaks else None


def _parts(text: str, before: tuple[int, int], line: tuple[int, int], width: int) -> bool:
    """Whether a line of a wrapped text begins a paragraph: indented, a list's item, or after a short last line."""
    first = text[line[0] : line[1]].lstrip()[0]
    if _indented(text, before, line):
        return True
    return _final(text, before) and not first.islower() and _room(text, before, line, width)


def _indented(text: str, before: tuple[int, int], line: tuple[int, int]) -> bool:
    deeper = _indent(text, line) > _indent(text, before) + 1
    return deeper or text[line[0] : line[0] + 12].lstrip()[:2].rstrip() in _BULLETS


def _indent(text: str, line: tuple[int, int]) -> int:
    return len(text[line[0] : line[1]]) - len(text[line[0] : line[1]].lstrip())


def _room(text: str, before: tuple[int, int], line: tuple[int, int], width: int) -> bool:
    """Whether the first word of `line` would have fitted in the line before, so that it was not broken for width."""
    word = text[line[0] : min(line[1], line[0] + 200)].split(None, 1)[0]
    return before[1] - before[0] + 1 + min(len(word), 20) <= width - _RAGGED


def _final(text: str, line: tuple[int, int]) -> bool:
    return text[line[0] : line[1]].rstrip(_CLOSERS)[-1:] in _FINAL - {",", ";"}


def _is_heading(line: str) -> bool:
    return (
        len(line) <= _HEADING
        and line.rstrip(_CLOSERS)[-1:] not in _FINAL
        and line[0] not in _BULLETS
        and any(map(str.isalpha, line))
    )
