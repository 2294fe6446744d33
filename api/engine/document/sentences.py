"""Where sentences end: one walk over the text, minding the abbreviations of its language.

A full stop ends a sentence unless it belongs to an abbreviation, an initial, an ordinal or a number; `!`, `?` and the
full stops of other scripts do so by themselves. The walk takes linear time and never drops or changes a character
(pysbd's segmenter does, so only its tables are used). It does not parse quotations: one of three sentences is three.
"""

from __future__ import annotations

import re
import unicodedata

from api.engine.document import abbreviations
from api.engine.document.abbreviations import Abbreviations

# A "sentence" without any end is cut at the last clause or word before this many code points.
LONGEST = 1500

_SPACED = ".!?…‥"
_WIDE = "。！？｡．।॥።፧։။۔؟។"
_REFERENCE = r"|\[\d{1,3}\]"
_CLOSERS = r"[\"'”’“‘»«›‹)\]}]" + _REFERENCE
# After the marks of scripts without spaces an opening quote may follow at once.
_WIDE_CLOSERS = r"[\"'”’»›)\]}」』】）〉》]" + _REFERENCE


def _marks(spaced: str, closers: str) -> re.Pattern[str]:
    return re.compile(rf"(?P<mark>[{spaced}]++)(?:{closers})*+|(?P<wide>[{_WIDE}]++)(?:{_WIDE_CLOSERS})*+")


_MARK = _marks(_SPACED, _CLOSERS)
_OWN_MARK = {"el": _marks(_SPACED + ";", _CLOSERS), "fr": _marks(_SPACED, _CLOSERS + "|[ \u00a0\u202f]»")}
_OPENERS = frozenset("\"'“”„‘’‚«»‹›([{—–-¿¡•*「『")
_BEFORE = frozenset("\"'“”„‘’‚«»‹›([{—–¿¡•*")
_QUOTES = frozenset('"“”„‘«»‹›「『')
_WORD = re.compile(r"\w+['’]?")
_LETTER = re.compile(r"\w")
_ROMAN = re.compile(r"[IVX]{1,5}")
# Languages that write ordinals as "7." and so "am 7. April".
_ORDINALS = frozenset({"de", "lb", "da", "no", "nb", "nn", "is", "fo", "fi", "et", "lv", "cs", "sk", "sl", "hr", "pl"})
_SHOUTED_NAMES = frozenset({"yahoo", "jeopardy", "kahoot"})


def split(text: str, start: int, end: int, language: str) -> list[tuple[int, int]]:
    """The sentences of `text[start:end]` as (start, end) offsets into `text`, in code points, in order.

    They begin and end with a character that is no white space and leave out nothing but white space. `language` is an
    ISO 639-1 code or "und".
    """
    table = abbreviations.of(language)
    found: list[tuple[int, int]] = []
    at = seen = _skip_space(text, start, end)
    worded = False
    for mark in _OWN_MARK.get(language, _MARK).finditer(text, at, end):
        # Marks alone ("…", "(?)") are no sentence.
        worded = worded or _LETTER.search(text, seen, mark.start()) is not None
        seen = mark.end()
        if worded and _ends(text, at, end, mark, table, language):
            found.extend(_cut(text, at, mark.end()))
            at = seen = _skip_space(text, mark.end(), end)
            worded = False
    if at < end:
        while text[end - 1].isspace():
            end -= 1
        found.extend(_cut(text, at, end))
    return found


def _skip_space(text: str, at: int, end: int) -> int:
    while at < end and text[at].isspace():
        at += 1
    return at


def _ends(text: str, begin: int, end: int, mark: re.Match[str], table: Abbreviations, language: str) -> bool:
    """Whether the mark, with its closing quotes, ends the sentence that began at `begin`."""
    stop, after = mark.start(), mark.end()
    if mark.group("wide"):
        # A full-width point between digits is a decimal point.
        return not (mark.group("wide") == "．" and after < end and text[after].isdigit())
    if after < end and not text[after].isspace():
        return False
    ahead, quoted = after, False
    while ahead < end and (text[ahead].isspace() or text[ahead] in _OPENERS):
        quoted = quoted or text[ahead] in _QUOTES
        ahead += 1
    if ahead >= end:
        return True
    if text[ahead].islower() or text[ahead] in ",;:":
        return False
    word = _WORD.match(text, ahead, min(ahead + 40, end))
    following = word.group().casefold() if word else ""
    before = _token(text, begin, stop)
    fresh = quoted or _starts(text, following, word.end() if word else ahead, table)
    if mark.group("mark") == "!" and before.casefold() in _SHOUTED_NAMES:
        return fresh
    if mark.group("mark") != ".":
        return True
    return _full_stop_ends(before, begin == stop - len(before), text[ahead], fresh, table, language)


def _token(text: str, begin: int, stop: int) -> str:
    """The word before the stop, at most 30 characters, without opening quotes, brackets and an elided article."""
    first = stop
    while first > begin and stop - first < 30 and not text[first - 1].isspace() and text[first - 1] not in _BEFORE:
        first -= 1
    return text[first:stop]


def _starts(text: str, following: str, after: int, table: Abbreviations) -> bool:
    """Whether the next word is one that opens sentences (and not the initial "A." of a name)."""
    return following in table.starters and not (len(following) == 1 and text[after : after + 1] == ".")


def _full_stop_ends(before: str, at_start: bool, ahead: str, fresh: bool, table: Abbreviations, language: str) -> bool:
    word = before.casefold()
    if word in table.titles:
        return False
    if word in table.numeric and ahead.isdigit():
        return False
    if word.isdigit() and len(word) <= 2:
        if at_start:
            return False
        return fresh or language not in _ORDINALS
    if language in _ORDINALS and _ROMAN.fullmatch(before):
        return fresh
    if len(word) == 1 and before.isalpha() and before.upper() != before.lower():
        return fresh
    if word in table.closing:
        return fresh
    parts = re.split(r"[.-]", word)
    if len(parts) > 1 and "." in word and all(len(part) <= 3 and (part.isalpha() or not part) for part in parts):
        return fresh
    return True


def _cut(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The stretch whole, or in pieces of at most LONGEST code points, cut after a clause or word where there is one."""
    pieces = []
    while end - start > LONGEST:
        limit = start + LONGEST
        cut = max(text.rfind(mark, start + LONGEST // 2, limit) for mark in ("; ", ", ", "\n")) + 1
        if not cut:
            cut = text.rfind(" ", start + 1, limit)
        if cut <= start:
            cut = limit
            while cut > limit - 40 and _clings(text, cut):
                cut -= 1
        stop = cut
        while stop > start + 1 and text[stop - 1].isspace():
            stop -= 1
        pieces.append((start, stop))
        start = _skip_space(text, cut, end)
    if start < end:
        pieces.append((start, end))
    return pieces


def _clings(text: str, at: int) -> bool:
    """Whether the character at `at` belongs to the one before: a combining mark, a joiner, a variation selector."""
    return unicodedata.category(text[at])[0] == "M" or "\u200d" in text[at - 1 : at + 1]
