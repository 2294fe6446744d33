"""A text folded for comparison, with the way back: what two writers of the same words may do differently.

Case, white space, quotation marks, dashes, ligatures, width, invisible characters and the form of accents are folded
away (casefolding and NFKD, Unicode Standard Annex 15), accents themselves only on demand. Words and numbers stay.
"""

from __future__ import annotations

import unicodedata
from array import array
from dataclasses import dataclass
from functools import lru_cache

_SAME = {
    **dict.fromkeys("'’‘‚‛′‵`´ʼ\"“”„‟″«»‹›「」『』＂＇", "'"),
    **dict.fromkeys("-‐‑‒–—―−﹘﹣－", "-"),
    "…": "...",
    "ı": "i",
}
# Thai and Lao, Burmese, Khmer, Han and kana (not Hangul, which has spaces).
_UNSPACED = (
    ("\u0e00", "\u0eff"),
    ("\u1000", "\u109f"),
    ("\u1780", "\u17ff"),
    ("\u2e80", "\ua4cf"),
    ("\uf900", "\ufaff"),
    ("\U00020000", "\U0003ffff"),
)


@dataclass(frozen=True, slots=True)
class Folded:
    """A text as it is compared, and for each of its characters the offset (code points) it comes from."""

    text: str
    origin: array[int]


@lru_cache(maxsize=8192)
def _character(character: str) -> str:
    """One character compared: decomposed, casefolded, compatibility forms undone; nothing for invisible ones."""
    same = _SAME.get(character)
    if same is not None:
        return same
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", character).casefold())
    seen = (part for part in folded if part.isspace() or unicodedata.category(part) not in ("Cf", "Cc"))
    return "".join(_SAME.get(part, " " if part.isspace() else part) for part in seen)


@lru_cache(maxsize=8192)
def _mark(character: str) -> bool:
    return unicodedata.combining(character) != 0


def fold(text: str, accents: bool) -> Folded:
    """The text folded, its accents kept or not; for short texts and for texts seen once."""
    parts: list[str] = []
    origin = array("I")
    spaced = True
    for offset, character in enumerate(text):
        for part in _character(character):
            if part == " ":
                if spaced:
                    continue
                spaced = True
            elif not accents and _mark(part):
                continue
            else:
                spaced = False
            parts.append(part)
            origin.append(offset)
    return Folded("".join(parts), origin)


# For articles, which are asked for again and again.
fold_once = lru_cache(maxsize=16)(fold)


def unfold(text: str, folded: Folded, first: int, last: int) -> tuple[int, int] | None:
    """The offsets of folded characters, or None when they begin or end amid a character ("s" of "ß")."""
    origin = folded.origin
    if (first > 0 and origin[first - 1] == origin[first]) or (last < len(origin) and origin[last - 1] == origin[last]):
        return None
    end = origin[last - 1] + 1
    # Marks and joiners that were folded away belong to the last character.
    while end < len(text) and (last == len(origin) or end < origin[last]) and unicodedata.category(text[end])[0] == "M":
        end += 1
    return origin[first], end


def is_whole(text: str, start: int, end: int) -> bool:
    """Whether neither edge is inside a word, a number or a character with its marks."""
    return not is_inside(text, start) and not is_inside(text, end)


def is_inside(text: str, at: int) -> bool:
    """Whether `at` parts a word, a number ("1,100") or a character from its marks."""
    if not 0 < at < len(text):
        return False
    before, after = text[at - 1], text[at]
    if unicodedata.category(after)[0] == "M" or after == "\u200d" or before == "\u200d":
        return True
    if before.isalnum() or unicodedata.category(before)[0] == "M":
        if after.isalnum():
            return not (is_unspaced(before) or is_unspaced(after))
        return before.isdigit() and after in ".,'’" and text[at + 1 : at + 2].isdigit()
    return before in ".,'’" and after.isdigit() and at > 1 and text[at - 2].isdigit()


def is_unspaced(character: str) -> bool:
    """Whether it is of a script that writes no spaces between words (Han, kana, Thai, Lao, Khmer, Burmese)."""
    return character >= "\u0e00" and any(first <= character <= last for first, last in _UNSPACED)
