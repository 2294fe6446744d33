"""Paragraphs with their facts drawn in, as HTML: the one place that writes elements without a template, for speed.

A segment is `<span class="s k-…" data-f="fact/part …">`; all text goes through `escape`. Characters that turn the
direction of what follows them (LRO, RLO) are shown by name and kept from doing so, as an article may hold them to
deceive.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from markupsafe import Markup, escape

from api.desk.marks import Paragraph, Segment

_CLASSES = {"companies": "k-co", "people": "k-pe", "deals": "k-de", "claims": "k-cl"}
_OVERRIDES = re.compile("[\u202d\u202e]")
_SPECIAL = re.compile("[&<>'\"\u202d\u202e]")
"""What text may not stand as it is for: most segments have none of these, and need no second look."""


def text(paragraphs: Iterable[Paragraph]) -> Markup:
    """All paragraphs, each an element with its place in the text: `data-at` counts code points."""
    return Markup("\n".join(map(paragraph, paragraphs)))  # noqa: S704 - each is escaped below


def paragraph(each: Paragraph) -> Markup:
    """One paragraph."""
    inner = "".join(map(_segment, each.segments))
    # The first line is the headline; for those who listen it is the page's.
    heading = ' role="heading" aria-level="1"' if each.start == 0 else ""
    html = f'<p class="t" id="t{each.start}"{heading} dir="auto" data-at="{each.start}">{inner}</p>'
    return Markup(html)  # noqa: S704 - its parts are escaped


def _segment(segment: Segment) -> str:
    words = segment.text
    if _SPECIAL.search(words):
        words = _OVERRIDES.sub(_named, str(escape(words)))
    if not segment.marks:
        return words
    classes = " ".join([_CLASSES[layer] for layer in segment.layers])
    named = " ".join([f"{mark.fact}/{mark.part}" for mark in segment.marks])
    return f'<span class="s {classes}" data-f="{escape(named)}">{words}</span>'


def _named(found: re.Match[str]) -> str:
    return f'<span class="turn" data-is="U+{ord(found[0]):04X}">{found[0]}</span>'
