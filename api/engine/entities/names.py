"""Words of a name: stretches between white space, their capitals, their punctuation, and a form to compare by.

Shared by the rules for people and for organisations. All positions are offsets into the words that are given.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from api.engine.languages import lexicon

_TOKEN = re.compile(r"\S+")
_WRAPPING = "\"'“”„‟‘’‚«»‹›()[]{}<>*_.,;:!?…–—- \t\n\u00a0"
POSSESSIVE = re.compile(r"(?<=\w)['’ʼ](?:s|S)?$")

CAPITAL = "[" + "".join(char for char in map(chr, range(0x2000)) if char.isupper()) + "]"
"""A capital letter of any alphabet that has them, for regular expressions."""

Words = tuple[int, int]


def tokens(words: str, start: int = 0, end: int | None = None) -> list[Words]:
    """The stretches between white space, as offsets into `words`."""
    return [match.span() for match in _TOKEN.finditer(words, start, len(words) if end is None else end)]


def trimmed(words: str, span: Words) -> Words:
    """The span without quotation marks, brackets and punctuation around it. The dot of "Inc." or "Jr." stays."""
    start, end = span
    while start < end and words[start] in _WRAPPING:
        start += 1
    while end > start and words[end - 1] in _WRAPPING:
        if words[end - 1] == "." and _keeps_dot(words[start : end - 1]):
            break
        end -= 1
    return start, end


def _keeps_dot(before: str) -> bool:
    last = before.split()[-1] if before.split() else ""
    folded = last.replace(".", "").casefold()
    return (
        folded in lexicon.legal_forms("after")
        or folded in lexicon.phrases("people.suffixes")
        or re.search(r"\.\w$", last) is not None
    )


def is_lower(token: str) -> bool:
    """Whether a word is written in small letters throughout; never so in scripts without case."""
    letters = [char for char in token if char.isalpha()]
    return bool(letters) and all(char.islower() for char in letters)


def is_capitalised(token: str) -> bool:
    """Whether the first letter is a capital one, or of a script without case."""
    first = next((char for char in token if char.isalpha()), "")
    return bool(first) and not first.islower()


@lru_cache(maxsize=8192)
def plain(text: str) -> str:
    """A name for comparison: NFKC, small letters, no accents, no dots inside initials, single spaces."""
    decomposed = unicodedata.normalize("NFKD", lexicon.fold(unicodedata.normalize("NFKC", text)))
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return " ".join(re.sub(r"[^\w&+'*/-]+", " ", bare.replace(".", "")).split()).strip("'-* ")


def word(words: str, part: Words) -> str:
    """A token without the punctuation and possessive around it."""
    return POSSESSIVE.sub("", words[slice(*trimmed(words, part))])
