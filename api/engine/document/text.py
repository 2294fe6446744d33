"""An article as the engine reads it: canonical text, paragraphs, sentences, passages and language.

Every offset counts Unicode code points into the canonical text, end exclusive; sentences come in order, do not overlap
and leave out nothing but white space. The text keeps its line breaks: in a text whose lines were wrapped at a fixed
width, sentences and paragraphs run across them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from api.engine.document import detection as languages
from api.engine.document.canonical import canonical, is_blank
from api.engine.document.markup import HtmlArticle, from_html
from api.engine.document.paragraphs import Paragraph, find
from api.engine.document.sentences import split
from api.problems import EmptyArticle

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

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence; `index` counts from 0 over the article, `paragraph` is the index of its paragraph."""

    index: int
    start: int
    end: int
    paragraph: int


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
    if is_blank(body):
        raise EmptyArticle
    heading = " ".join(canonical(title).split()) if title else ""
    words, opens = _with_title(body, heading)
    given = languages.code(language) if language else languages.UNDETERMINED
    tongue = given if given != languages.UNDETERMINED else languages.detect(words)
    paragraphs = tuple(find(words, opens))
    sentences: list[Sentence] = []
    for paragraph in paragraphs:
        for start, end in split(words, paragraph.start, paragraph.end, tongue):
            sentences.append(Sentence(len(sentences), start, end, paragraph.index))
    if not heading and len(paragraphs) > 1 and paragraphs[0].heading:
        heading = words[paragraphs[0].start : paragraphs[0].end]
    return Article(words, heading or None, tongue, published_at, url, publisher, paragraphs, tuple(sentences))


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
        # Less overlap rather than a window with nothing new.
        while following < last and _fitting(sentences, following, limit) == last:
            following += 1
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
