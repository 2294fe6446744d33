"""Sums of money in scripts without capitals: "1兆2000億円", "12.5亿元", "3억5천만 원", "٢٥٠ مليون درهم".

Digits of any script, numerals of Han, magnitudes of the language file that stand after one another, units after or
signs before. A word that makes a sum approximate is part of it where a blank parts the two.
"""

from __future__ import annotations

import re

from api.engine.languages import borders, lexicon
from api.engine.languages.once import once

_SIGNS = {"$": "USD", "US$": "USD", "€": "EUR", "£": "GBP", "₹": "INR", "₩": "KRW", "₪": "ILS", "NT$": "TWD",
          "HK$": "HKD",
          "Rs.": "INR", "Rs": "INR", "¥": "JPY", "￥": "JPY"}  # fmt: skip
_YEN = {"zh": "CNY"}
_CODES = "USD|EUR|GBP|JPY|CNY|KRW|INR|ILS|AED|SAR|EGP|QAR|KWD|TWD|HKD|CHF"
_MOST_PARTS = 12
"""Numbers with a magnitude each in one sum ("1兆2345億6789万"), and groups of digits in one number."""
_DIGITS = rf"\d++(?:[.,٫٬，]\d++){{0,{_MOST_PARTS}}}+"
_HAN = "〇零一二两兩三四五六七八九十百千"
_HAN_VALUES = {"〇": 0, "零": 0, "一": 1, "二": 2, "两": 2, "兩": 2} | {
    char: at for at, char in enumerate("三四五六七八九", 3)
}
_POWERS = {
    **dict.fromkeys("十십", 10.0), **dict.fromkeys("百백", 100.0), **dict.fromkeys("千천", 1e3),
    **dict.fromkeys("万萬만", 1e4), **dict.fromkeys("億亿억", 1e8), **dict.fromkeys("兆조", 1e12),
}  # fmt: skip


def find(text: str, language: str) -> list[tuple[int, int]]:
    """The spans of all sums, in order and not overlapping."""
    found: list[tuple[int, int]] = []
    last = 0
    for match in _sum(language).finditer(text):
        start, end = match.span()
        lead = _approximate(language).search(text, max(start - 24, last), start)
        found.append((lead.start() if lead else start, end))
        last = end
    return found


def value(text: str, language: str) -> tuple[float | None, str | None]:
    """Value in whole units and currency of the first sum in the text; None where they are not told."""
    match = _sum(language).search(text)
    if match is None:
        return None, None
    unit = match["sign"] or match["unit"] or ""
    code = (
        _SIGNS.get(unit) or _units(language).get(lexicon.fold(unit)) or (unit if re.fullmatch(_CODES, unit) else None)
    )
    code = _YEN.get(language, code) if unit in ("¥", "￥") else code
    parts = [_part(part, language) for part in _one(language).finditer(match["sum"])]
    known = [part for part in parts if part is not None]
    return (float(f"{sum(known):.12g}") if known and len(known) == len(parts) else None), code


def _part(match: re.Match[str], language: str) -> float | None:
    number, magnitude = match["number"], match["magnitude"] or ""
    count = _number(number) if number[0].isdigit() else _han(number) or _word(number, language)
    if count is None:
        return None
    if magnitude and all(char in _POWERS for char in magnitude):
        for char in magnitude:
            count *= _POWERS[char]
        return count
    power = lexicon.mapping("magnitudes", language).get(lexicon.fold(magnitude)) if magnitude else 0
    return None if power is None else count * 10.0**power


def _number(written: str) -> float | None:
    plain = "".join(
        str(int(char)) if char.isdecimal() else {"٫": ".", "٬": ",", "，": ","}.get(char, char) for char in written
    )
    grouped = re.fullmatch(r"\d{1,3}(?:,\d{2,3})+(?:\.\d+)?", plain)
    plain = plain.replace(",", "") if grouped else plain.replace(",", ".")
    try:
        return float(plain)
    except ValueError:
        return None


def _han(written: str) -> float | None:
    """A numeral of Han below ten thousand: "三百二十", "十五"."""
    total, digit = 0, 0
    for char in written:
        if char in _HAN_VALUES:
            digit = _HAN_VALUES[char]
        elif char in _POWERS and char in "十百千":
            total, digit = total + (digit or 1) * int(_POWERS[char]), 0
        else:
            return None
    return float(total + digit)


def _word(written: str, language: str) -> float | None:
    words = {**lexicon.mapping("units", language), **lexicon.mapping("numbers", language)}
    found = words.get(lexicon.fold(written))
    return None if found is None else float(found)


@once
def _units(language: str) -> dict[str, str]:
    return dict(lexicon.mapping("money", language))


def _spelled(words: object) -> str:
    listed = sorted(map(str, words), key=lambda word: (-len(word), word))  # type: ignore[call-overload]
    return "|".join(f"{lexicon.spelling(word)}{borders.after(word[-1])}" for word in listed)


@once
def _parts(language: str) -> str:
    words = [*lexicon.mapping("numbers", language), *lexicon.mapping("units", language)]
    han = language in ("zh", "ja")
    counted = rf"{_DIGITS}|[{_HAN}]{{1,24}}+" if han else rf"{_DIGITS}|(?<!{borders.LETTER})(?:{_spelled(words)})"
    small, large = ("".join(sign for sign, power in _POWERS.items() if (power >= 1e4) is big) for big in (False, True))
    smalls = f"[{small}]" if han else f"[{small}]{{1,4}}"  # numerals of Han begin another part instead
    packed = rf"(?:{smalls})?[{large}]{{1,2}}|{smalls}"
    magnitudes = _spelled(lexicon.mapping("magnitudes", language))
    # Atomic: digits and numerals can be parted in two to the power of their number ways, and one is enough.
    return rf"(?>(?P<number>{counted})(?:[ \u00a0]?(?P<magnitude>{packed}|{magnitudes}))?)"


@once
def _one(language: str) -> re.Pattern[str]:
    return re.compile(_parts(language))


@once
def _sum(language: str) -> re.Pattern[str]:
    bare = re.sub(r"\?P<\w+>", "?:", _parts(language))
    signs = "|".join(re.escape(sign) for sign in sorted(_SIGNS, key=lambda sign: -len(sign)))
    edge = rf"(?:(?<![\w.,$])|(?<=[{borders.UNSPACED}가-힣]))"
    grown = rf"|(?<=(?<!{borders.LETTER})[בלמכ]-)|(?<=(?<!{borders.LETTER})[בלמכ])" if language == "he" else ""
    unit = rf"(?P<unit>{_spelled(_units(language))}|(?:{_CODES})(?![A-Za-z])|[$€£₪₹])"
    total = rf"{bare}(?:[ \u00a0]?{bare}){{0,{_MOST_PARTS}}}?"
    return re.compile(
        rf"(?:{edge}{grown})(?:(?P<sign>{signs})\s?)?(?P<sum>{total})(?:[ \u00a0]?(?:{unit})|(?(sign)|(?!)))"
    )


@once
def _approximate(language: str) -> re.Pattern[str]:
    words = [phrase for phrase in lexicon.phrases("signs.approximate", language) if not borders.is_unspaced(phrase[-1])]
    return re.compile(rf"(?:{lexicon.compiled(words).pattern})\s$") if words else re.compile(r"(?!)")
