"""The canonical form of a text: what is stored, and what every offset points into.

It changes as little as can be, so that quotes are the publisher's own characters: no normalisation, no reflowing.
"""

from __future__ import annotations

import re

from api.problems import UnreadableText

_LINE_ENDS = re.compile(r"\r\n?|[\u2028\u2029\x85\x0b\x0c]")
_LONE_SURROGATE = re.compile(r"[\ud800-\udfff]")


def canonical(text: str) -> str:
    """The text to which all offsets point.

    Code points stay as they are (no normalisation), but: every kind of line end becomes one newline, a byte order mark
    and the spaces at line ends go, more than two newlines become two, and none stand at the edges. Idempotent.
    Raises UnreadableText for NUL and lone surrogates.
    """
    readable(text)
    lines = (line.rstrip(" \t") for line in _LINE_ENDS.sub("\n", text.lstrip("\ufeff")).split("\n"))
    joined = "\n".join("" if line.isspace() else line for line in lines)
    return re.sub(r"\n{3,}", "\n\n", joined).strip("\n").lstrip("\ufeff")


def readable(text: str) -> str:
    """The text itself; raises UnreadableText when it holds a NUL or a lone surrogate, saying where (in code points)."""
    nul = text.find("\x00")
    if nul >= 0:
        raise UnreadableText(f"The text holds a NUL (U+0000) at character {nul}; no article has one.")
    lone = _LONE_SURROGATE.search(text)
    if lone:
        raise UnreadableText(f"The text holds a lone surrogate at character {lone.start()}; it was decoded wrongly.")
    return text


def is_blank(text: str) -> bool:
    """Whether nothing is there but white space and invisible characters (zero-width, marks of direction)."""
    return not text.strip(" \t\n\xa0\u200b\u200c\u200d\u200e\u200f\u2060\u3000\ufeff").strip()
