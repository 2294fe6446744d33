"""Where a word begins and ends, in every script: regular expressions to set before and after a word that is sought.

Most scripts part words by what is no letter; vowel signs and other combining marks are letters for this. Han, kana,
Thai and their like part no words, so there is no border to ask for. Korean particles stand right after a word, Arabic
and Hebrew conjunctions, prepositions and articles right before it.
"""

from __future__ import annotations

import sys
import unicodedata
from functools import lru_cache


def _marks() -> str:
    """Combining marks of the living scripts as the inside of a character class, in ranges.

    Written as themselves: an escape of each would take longer to parse than the rest of a table.
    """
    points = [point for point in range(0x300, 0x1100) if unicodedata.category(chr(point))[0] == "M"]
    ranges: list[list[int]] = []
    for point in points:
        if ranges and point == ranges[-1][1] + 1:
            ranges[-1][1] = point
        else:
            ranges.append([point, point])
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in ranges)


MARKS = _marks()
"""Combining marks, for use in a character class."""

LETTER = rf"[\w{MARKS}\u200c\u200d]"
"""A letter, digit, vowel sign or joiner."""

UNSPACED = (
    r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u2fdf\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
    r"\uf900-\ufaff\U00020000-\U0003ffff"
)
"""Scripts that part no words, for use in a character class."""

_BEFORE = rf"(?<!{LETTER})"
END = rf"(?!{LETTER})"
"""What must stand after the end of a word in scripts that part words."""

_ARABIC = ("و", "ف", "ب", "ل", "ك", "س", "لل", "ال", "وال", "فال", "بال", "كال", "ولل", "وب", "ول", "فل")
_HEBREW = ("ו", "ב", "ל", "מ", "כ", "ש", "ה", "וה", "שה", "מה", "כש", "וב", "ול", "ומ", "שב", "של", "ב-", "ל-", "מ-")


def before(character: str) -> str:
    """What must stand before a word that begins with this character, as a lookbehind."""
    return _before(_script(character))


def after(character: str) -> str:
    """What must stand after a word that ends in this character, as a lookahead."""
    return "" if character in "'’" or _script(character) in ("unspaced", "hangul") else END


@lru_cache(maxsize=16)
def _before(script: str) -> str:
    if script == "unspaced":
        return ""
    grown = {"arabic": _ARABIC, "hebrew": _HEBREW}.get(script, ())
    behind = "".join(rf"|(?<={_BEFORE}{prefix})" for prefix in grown)
    return rf"(?:{_BEFORE}{behind})" if behind else _BEFORE


@lru_cache(maxsize=4096)
def _script(character: str) -> str:
    """The script of a character as far as borders are concerned; "none" for what is no letter."""
    point = ord(character)
    if is_unspaced(character):
        return "unspaced"
    if 0xAC00 <= point <= 0xD7AF or 0x1100 <= point <= 0x11FF:
        return "hangul"
    if 0x0590 <= point <= 0x05FF:
        return "hebrew"
    if 0x0600 <= point <= 0x06FF or 0x0750 <= point <= 0x077F:
        return "arabic"
    return "spaced" if _is_letter(character) else "none"


def _is_letter(character: str) -> bool:
    return character.isalnum() or character == "_" or unicodedata.category(character)[0] == "M"


@lru_cache(maxsize=4096)
def is_unspaced(character: str) -> bool:
    """Whether the character belongs to a script that parts no words (Thai to Khmer, Han, kana; not Hangul)."""
    point = ord(character)
    return (
        0x0E00 <= point <= 0x0EFF
        or 0x1000 <= point <= 0x109F
        or 0x1780 <= point <= 0x17FF
        or 0x2E80 <= point <= 0xA4CF
        or 0xF900 <= point <= 0xFAFF
        or 0x20000 <= point <= min(0x3FFFF, sys.maxunicode)
    ) and not (0x3000 <= point <= 0x3004 or 0x3008 <= point <= 0x3020)


def packs_more(word: str) -> bool:
    """Whether two letters of this script say as much as a word does elsewhere (Han, kana, Hangul)."""
    return bool(word) and _script(word[-1]) in ("unspaced", "hangul")


def is_prefix(phrase: str) -> bool:
    """Whether the phrase ends in a preposition that grows onto the next word ("وفقا ل")."""
    return phrase[-2:-1] == " " and _script(phrase[-1]) in ("arabic", "hebrew")


def is_grown_onto(character: str) -> bool:
    """Whether words of this script carry conjunctions, prepositions and articles in front (Arabic, Hebrew)."""
    return _script(character) in ("arabic", "hebrew")
