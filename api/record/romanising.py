"""Names in Latin letters, for comparison alone: letters of other scripts put into ours, spellings of sounds made one.

`anyascii` knows the letters. What it gives is one of several ways to write a name; `sounds` makes of these one spelling
that is nobody's, so that two ways to write a Russian or Greek name meet.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from anyascii import anyascii
from rapidfuzz.distance import Levenshtein

NEAR = 0.86
"""How alike the sounds of a word in two scripts are at least, by edits: found on the labelled pairs of the tests. Of a
word of four letters at most one in four may differ."""

_WORDS = re.compile(r"[^\W_]+")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"})
_MARKS = re.compile(r"['’`´ʼ\"]")

# In this order: longer spellings before those they begin with. After standards of ISO 9, BGN/PCGN, DIN 1460, ELOT 743.
_SOUNDS = [
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"schtsch|shch|stch", "S"), (r"tsch|tch|tsh|cz", "C"), (r"sch|sh|sz", "S"), (r"zh|dsch", "Z"), (r"ch|kh", "h"),
        (r"ck|q", "k"), (r"ph", "f"), (r"th", "t"), (r"gh", "g"), (r"ts|tz", "c"), (r"x", "ks"), (r"w", "v"),
        (r"c(?=[eiy])", "s"), (r"c(?![hs])", "k"), (r"ou|oy", "u"), (r"ai(?!$)", "e"),
        (r"(?:y|j|i)(?=[aeou])", ""), (r"y|j", "i"), (r"i+", "i"), (r"z", "s"), (r"(.)\1+", r"\1"), (r"(?<=i)i$", ""),
    )
]  # fmt: skip


def words(name: str) -> tuple[str, ...]:
    """The words of a name in small Latin letters without marks."""
    return tuple(_folded(name))


@lru_cache(maxsize=8192)
def spellings(word: str) -> frozenset[str]:
    """How a word is written without marks: ü as u or, as German does, as ue."""
    small = unicodedata.normalize("NFC", word).casefold()
    return frozenset({_plain(small), _plain(small.translate(_UMLAUTS))})


@lru_cache(maxsize=8192)
def sounds(word: str) -> str:
    """A word of Latin letters in the one spelling of its sounds."""
    for pattern, sound in _SOUNDS:
        word = pattern.sub(sound, word)
    return word


@lru_cache(maxsize=8192)
def is_latin(name: str) -> bool:
    """Whether all letters of a name are Latin."""
    return all(unicodedata.name(c, "").startswith("LATIN") for c in name if c.isalpha())


@lru_cache(maxsize=8192)
def raw_words(name: str) -> tuple[str, ...]:
    """The words of a name as they are written; apostrophes part nothing."""
    return tuple(_WORDS.findall(unicodedata.normalize("NFC", _MARKS.sub("", name))))


@lru_cache(maxsize=8192)
def bones(word: str) -> str:
    """What is left of the sounds of a word without vowels, for keys: spellings that differ in vowels meet."""
    sound = sounds(word).lower().replace("z", "s")
    return ("a" if sound[:1] in "aeiou" else "") + re.sub("[aeiou]", "", sound)


def sound_alike(one: Iterable[str], two: Iterable[str]) -> bool:
    """Whether names sound the same, word by word in any order."""
    first, second = sorted(map(sounds, one)), sorted(map(sounds, two))
    if len(first) != len(second):
        return "".join(first) == "".join(second)
    return all(
        Levenshtein.normalized_similarity(a, b) >= (NEAR if len(a) > 4 else 0.75)
        for a, b in zip(first, second, strict=True)
    )


def _folded(name: str) -> list[str]:
    return [plain for word in raw_words(name) if (plain := _plain(word.casefold()))]


@lru_cache(maxsize=8192)
def _plain(word: str) -> str:
    return "".join(c for c in anyascii(word).casefold() if c.isalnum())
