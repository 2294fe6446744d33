"""A text folded for comparison, with the way back: what two writers of the same words may do differently.

Case, white space, quotation marks, dashes, ligatures, width, invisible characters and the form of accents are folded
away (casefolding and NFKD, Unicode Standard Annex 15), accents themselves only on demand. Words and numbers stay.
"""

from __future__ import annotations

import re
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
_ASCII_QUOTES = str.maketrans('"`', "''")
_PLAIN = re.compile(r"[!-~]+(?: [!-~]+)*")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
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


@lru_cache(maxsize=512)
def fold(text: str, accents: bool) -> Folded:
    """The text folded, its accents kept or not; for words and sentences."""
    return _accented(text) if accents else _bare(fold(text, True))


def _accented(text: str) -> Folded:
    parts: list[str] = []
    origin = array("I")
    at = 0
    # Runs of ASCII, which are most of most texts, are folded at once.
    for run in _PLAIN.finditer(text):
        if at < run.start():
            _fold_slowly(text, at, run.start(), parts, origin)
        parts.append(run.group().lower().translate(_ASCII_QUOTES))
        at = run.end()
        origin.extend(range(run.start(), at))
    _fold_slowly(text, at, len(text), parts, origin)
    return Folded("".join(parts), origin)


def _fold_slowly(text: str, start: int, end: int, parts: list[str], origin: array[int]) -> None:
    for offset in range(start, end):
        for part in _character(text[offset]):
            if part != " " or (parts and parts[-1] != " "):
                parts.append(part)
                origin.append(offset)


def _bare(folded: Folded) -> Folded:
    """The same without accents."""
    if folded.text.isascii():
        return folded
    parts: list[str] = []
    origin = array("I")
    at = 0
    for found in _NOT_ASCII.finditer(folded.text):
        if _mark(found.group()):
            parts.append(folded.text[at : found.start()])
            origin.extend(folded.origin[at : found.start()])
            at = found.end()
    parts.append(folded.text[at:])
    origin.extend(folded.origin[at:])
    return Folded("".join(parts), origin)


@lru_cache(maxsize=32)
def fold_once(text: str, accents: bool) -> Folded:
    """As `fold`, and remembered: for articles, which are asked for again and again."""
    return _accented(text) if accents else _bare(fold_once(text, True))


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
