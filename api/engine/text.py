"""An article as the engine reads it: canonical text, paragraphs, sentences, passages and language.

Every offset counts Unicode code points into the canonical text, end exclusive; sentences come in order, do not overlap
and leave out nothing but white space. The text keeps its line breaks: in a text whose lines were wrapped at a fixed
width, sentences and paragraphs run across them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from api.engine import language as languages
from api.engine.markup import HtmlArticle, from_html
from api.engine.sentences import split
from api.problems import EmptyArticle, UnreadableText

__all__ = [
    "Article",
    "HtmlArticle",
    "Paragraph",
    "Passage",
    "Sentence",
    "canonical",
    "from_html",
    "passages",
    "read",
    "windows",
]

_LINE_ENDS = re.compile(r"\r\n?|[\u2028\u2029\x85\x0b\x0c]")
_LONE_SURROGATE = re.compile(r"[\ud800-\udfff]")
_FINAL = frozenset(".!?…:;,。！？｡．।॥።፧։။۔؟។")
_CLOSERS = "\"'”’“‘»«›‹)]}」』】）〉》 "
_BULLETS = frozenset("-–—•*·▪‣◦")
_HEADING = 150
# Widths at which lines are wrapped, and by how much writers and old editors stay below them.
_NARROWEST, _WIDEST, _RAGGED = 40, 120, 4
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence; `index` counts from 0 over the article, `paragraph` is the index of its paragraph."""

    index: int
    start: int
    end: int
    paragraph: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph or heading, as the lines of the text show it."""

    index: int
    start: int
    end: int
    heading: bool


@dataclass(frozen=True, slots=True)
class Passage:
    """Consecutive whole sentences, given to the model at once; `last_sentence` is exclusive."""

    index: int
    start: int
    end: int
    first_sentence: int
    last_sentence: int


@dataclass(frozen=True, slots=True)
class Article:
    """A canonical text with its structure and what is known of its publication."""

    text: str
    title: str | None
    language: str
    published_at: datetime | None
    url: str | None
    publisher: str | None
    paragraphs: tuple[Paragraph, ...]
    sentences: tuple[Sentence, ...]

    def quote(self, start: int, end: int) -> str:
        """The words from `start` to `end`."""
        return self.text[start:end]

    def sentence_at(self, offset: int) -> int:
        """The index of the sentence at `offset`, or of the last one before it (the first one before all)."""
        return max(bisect_right(self.sentences, offset, key=lambda sentence: sentence.start) - 1, 0)


def canonical(text: str) -> str:
    """The text to which all offsets point.

    Code points stay as they are (no normalisation), but: every kind of line end becomes one newline, a byte order mark
    and the spaces at line ends go, more than two newlines become two, and none stand at the edges. Idempotent.
    Raises UnreadableText for NUL and lone surrogates.
    """
    if "\x00" in text:
        raise UnreadableText("The text holds a NUL character (U+0000), which no article has.")
    if _LONE_SURROGATE.search(text):
        raise UnreadableText("The text holds a lone surrogate (U+D800 to U+DFFF); it was decoded wrongly.")
    lines = (line.rstrip(" \t") for line in _LINE_ENDS.sub("\n", text.lstrip("\ufeff")).split("\n"))
    joined = "\n".join("" if line.isspace() else line for line in lines)
    return re.sub(r"\n{3,}", "\n\n", joined).strip("\n").lstrip("\ufeff")


def read(
    text: str,
    *,
    title: str | None = None,
    language: str | None = None,
    published_at: datetime | None = None,
    url: str | None = None,
    publisher: str | None = None,
) -> Article:
    """Make an article of a text: canonical, cut into paragraphs and sentences, its language found where not given.

    A title given apart becomes the first line, unless the text begins with it. Without one, a heading at the top is
    the title. Raises UnreadableText as `canonical` does, EmptyArticle when nothing but white space is left.
    """
    body = canonical(text)
    if not _visible(body):
        raise EmptyArticle
    heading = " ".join(canonical(title).split()) if title else ""
    words, opens = _with_title(body, heading)
    given = languages.code(language) if language else languages.UNDETERMINED
    tongue = given if given != languages.UNDETERMINED else languages.detect(words)
    paragraphs = tuple(_paragraphs(words, opens))
    sentences: list[Sentence] = []
    for paragraph in paragraphs:
        for start, end in split(words, paragraph.start, paragraph.end, tongue):
            sentences.append(Sentence(len(sentences), start, end, paragraph.index))
    if not heading and len(paragraphs) > 1 and paragraphs[0].heading:
        heading = words[paragraphs[0].start : paragraphs[0].end]
    return Article(words, heading or None, tongue, published_at, url, publisher, paragraphs, tuple(sentences))


def _visible(text: str) -> bool:
    """Whether anything but white space and invisible format characters is there."""
    return bool(text.strip(" \t\n\xa0\u1680\u180e\u200b\u200c\u200d\u200e\u200f\u202f\u205f\u2060\u3000\ufeff").strip())


def _with_title(body: str, title: str) -> tuple[str, int]:
    """The body under its title, and where the title line ends (0 when the title runs over lines or there is none)."""
    if not title:
        return body, 0
    begin = len(body) - len(body.lstrip())
    first = body[begin:].split("\n", 1)[0]
    if _words(first) == _words(title):
        return body, begin + len(first)
    if " ".join(body[begin : begin + 2 * len(title)].split()).casefold().startswith(title.casefold()):
        return body, 0
    return f"{title}\n{body}", len(title)


def _words(line: str) -> list[str]:
    return _WORD.findall(line.casefold()) or [line.strip()]


def _paragraphs(text: str, title_end: int) -> Iterator[Paragraph]:
    """Paragraphs in order: divided by blank lines and by each line's end, or by indents where lines are wrapped."""
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
    breaks = full = goes_on = 0
    for before, line in pairwise(lines):
        if before[0] == before[1] or line[0] == line[1] or _indent(text, line) > margin + 1:
            continue
        if _indented(text, before, line):
            continue
        first = text[line[0] : line[1]].lstrip()[0]
        breaks += 1
        full += not _room(text, before, line, width)
        goes_on += first.islower() or (first.isalpha() and not first.isupper() and not _final(text, before))
    return width if breaks and full >= 0.6 * breaks and goes_on >= 0.25 * breaks else None


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


def passages(article: Article, limit: int) -> tuple[Passage, ...]:
    """The article in consecutive passages that hold each sentence once.

    A passage has at most `limit` code points, unless its one sentence is longer. It ends with a paragraph rather than
    within the next one when it is half full, and never with a heading that has text under it.
    """
    sentences = article.sentences
    found: list[Passage] = []
    first = 0
    while first < len(sentences):
        last = _fitting(sentences, first, limit)
        if last < len(sentences):
            last = _at_paragraph(article, first, last, limit)
        found.append(_passage(article, len(found), first, last))
        first = last
    return tuple(found)


def windows(article: Article, limit: int, overlap: int) -> tuple[Passage, ...]:
    """The article in passages of at most `limit` code points, each beginning in the last `overlap` of the one before.

    Whole sentences; a window goes forward by at least one sentence, so the overlap can be smaller than asked for.
    """
    sentences = article.sentences
    found: list[Passage] = []
    first = 0
    while first < len(sentences):
        last = _fitting(sentences, first, limit)
        found.append(_passage(article, len(found), first, last))
        if last == len(sentences):
            break
        following = last
        while following - 1 > first and sentences[last - 1].end - sentences[following - 1].start <= overlap:
            following -= 1
        first = following
    return tuple(found)


def _fitting(sentences: Sequence[Sentence], first: int, limit: int) -> int:
    """The end (exclusive) of the longest run of sentences from `first` within `limit` code points; at least one."""
    last = first + 1
    while last < len(sentences) and sentences[last].end - sentences[first].start <= limit:
        last += 1
    return last


def _at_paragraph(article: Article, first: int, last: int, limit: int) -> int:
    """`last`, moved back to a better place to part where there is one after `first`."""
    sentences, paragraphs = article.sentences, article.paragraphs
    cut = last
    while cut > first and sentences[cut - 1].paragraph == sentences[last].paragraph:
        cut -= 1
    if cut > first and 2 * (sentences[cut - 1].end - sentences[first].start) >= limit:
        last = cut
    above = last
    while above > first and paragraphs[sentences[above - 1].paragraph].heading:
        above -= 1
    # A list of headings is text enough by itself, and a heading is not parted in its middle.
    within = sentences[last - 1].paragraph == sentences[last].paragraph
    return last if above == first or within else above


def _passage(article: Article, index: int, first: int, last: int) -> Passage:
    sentences = article.sentences
    return Passage(index, sentences[first].start, sentences[last - 1].end, first, last)
