"""Reading units: what the model is asked about at once. A sentence, or the sentences that one quotation runs over.

A quotation is never parted, so that its speaker is asked for once. Offsets are code points into the article's text.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from api.engine.document.quotations import without_gershayim
from api.engine.document.text import Article

LONGEST = 1200
"""Code points after which an unclosed quotation mark is taken for a slip."""


@dataclass(frozen=True, slots=True)
class Unit:
    """Sentences `first` to `last` (exclusive), from `start` to `end`; `paragraph` is that of the first sentence."""

    start: int
    end: int
    first: int
    last: int
    paragraph: int
    heading: bool


def units(article: Article) -> tuple[Unit, ...]:
    """The article's sentences, those of one quotation kept together."""
    return tuple(_units(article))


def _units(article: Article) -> Iterator[Unit]:
    sentences = article.sentences
    first = 0
    while first < len(sentences):
        last = first + 1
        start = sentences[first].start
        while (
            last < len(sentences)
            and sentences[last].paragraph == sentences[first].paragraph
            and sentences[last].end - start <= LONGEST
            and _is_open(article.text[start : sentences[last - 1].end])
        ):
            last += 1
        paragraph = sentences[first].paragraph
        heading = article.paragraphs[paragraph].heading
        yield Unit(start, sentences[last - 1].end, first, last, paragraph, heading)
        first = last


def _is_open(text: str) -> bool:
    """Whether a quotation has begun in `text` and not ended."""
    text = without_gershayim(text)
    if text.count("「") > text.count("」") or text.count("『") > text.count("』"):
        return True
    if "„" in text:
        return text.count("„") > text.count("“") + text.count("”")
    guillemets = text.count("«") - text.count("»")
    if not {"“", "«"} & set(text) and (text.count("”") % 2 == 1 or text.count("»") % 2 == 1):
        return True
    return text.count('"') % 2 == 1 or text.count("“") > text.count("”") or guillemets > 0
