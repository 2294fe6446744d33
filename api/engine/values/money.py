"""Money as articles write it: where it stands, and its value and currency where they can be read.

Knows both decimal conventions, magnitudes and currency names of the word files, every currency symbol and name of
CLDR for the article's language, and the old wire forms ("2,450,000 dlrs", "35 mln dlrs", "412p"). Amounts that an
article keeps back ("undisclosed terms", "valor não revelado") are money too, with `disclosed` false.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from babel import Locale, UnknownLocaleError

from api.engine.languages import lexicon
from api.engine.languages.once import once
from api.engine.values import uncased_money

_SPACE = r"[ \t\u00a0\u202f]"
_GAP = rf"(?:{_SPACE}*\n?{_SPACE}*)"
_DIGITS = r"\d+(?:[.,'’\u00a0\u202f]\d+)*(?:-\d+/\d+|\s\d/\d)?|\d{1,3}(?: \d{3})+(?:,\d+)?"
_ISO = re.compile(r"[A-Z]{3}")
# Symbols of which CLDR has only the local short form, and how newsrooms write them.
_SYMBOLS = {
    "US$": "USD", "U$S": "USD", "$": "USD", "R$": "BRL", "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR",
    "₩": "KRW", "₽": "RUB", "₺": "TRY", "₴": "UAH", "₪": "ILS", "₫": "VND", "฿": "THB", "₱": "PHP",
    "₦": "NGN", "C$": "CAD", "CA$": "CAD", "CDN$": "CAD", "A$": "AUD", "AU$": "AUD", "NZ$": "NZD",
    "HK$": "HKD", "S$": "SGD", "NT$": "TWD", "MX$": "MXN", "CN¥": "CNY", "RMB": "CNY", "Rs": "INR",
    "Rs.": "INR", "kr": "SEK", "zł": "PLN", "Kč": "CZK", "CHF": "CHF", "Fr.": "CHF", "元": "CNY", "円": "JPY",
    "원": "KRW", "DM": "DEM", "FF": "FRF", "stg": "GBP", "Rp": "IDR", "RM": "MYR",
}  # fmt: skip
_DOLLARS = {
    "pt-BR": "USD",
    "en-CA": "CAD",
    "en-AU": "AUD",
    "en-NZ": "NZD",
    "es-MX": "MXN",
    "es-AR": "ARS",
    "es-CL": "CLP",
    "es-CO": "COP",
}
_SCALED = {
    "GBX": ("GBP", 0.01), "USc": ("USD", 0.01), "EUc": ("EUR", 0.01),
    "MSEK": ("SEK", 1e6), "MNOK": ("NOK", 1e6), "MDKK": ("DKK", 1e6), "MEUR": ("EUR", 1e6), "MUSD": ("USD", 1e6),
    "MKR": ("SEK", 1e6), "MNKR": ("SEK", 1e6), "MDKR": ("SEK", 1e9),
}  # fmt: skip
"""Parts and multiples of a currency that are written as one word."""
_STOPS = (". ", "\n\n", "! ", "? ", "。", "। ", "؟ ")
_AND = frozenset("and e y i et und en og och ja és și a и та і ve dan και".split())
"""What joins the words of one number: "vinte e cinco"."""
_CJK_MAGNITUDES = {"万": 1e4, "萬": 1e4, "億": 1e8, "亿": 1e8, "兆": 1e12, "만": 1e4, "억": 1e8, "조": 1e12}
_CODES = (
    "USD|EUR|GBP|JPY|CNY|CHF|CAD|AUD|NZD|BRL|MXN|ARS|CLP|COP|PEN|INR|RUB|TRY|PLN|CZK|HUF|SEK|NOK|DKK|ZAR|KRW|SGD|HKD|AED|SAR|ILS|"
    "NGN|EGP|IDR|MYR|THB|PHP|VND|TWD|UAH|RON|BGN|ISK|KES|GHS|MAD|XOF|XAF|PKR|BDT|LKR|KZT|QAR|KWD"
)


@dataclass(frozen=True, slots=True)
class Money:
    """An amount: value in whole currency units and ISO 4217 code, each None where the words do not tell."""

    value: float | None
    currency: str | None
    approximate: bool
    disclosed: bool


def money(text: str, language: str) -> Money:
    """Read one money expression. Words that are none give Money(None, None, False, True)."""
    if _undisclosed(language).search(text):
        return Money(None, None, False, False)
    near = lexicon.pattern("signs.approximate", language).search(text)
    if lexicon.mapping("grammar", language).get("caseless") and language in lexicon.languages():
        value, code = uncased_money.value(text, language)
        return Money(value, code, near is not None or bool(value is None and _vague(language).search(text)), True)
    amount = _amount(language)
    match = amount.search(text)
    if match is None:
        vague = _vague(language).search(text)
        named = re.search(rf"(?:{_names(language)[0]})", vague.group(), re.IGNORECASE) if vague else None
        return Money(None, _currency(named.group(), language) if named else None, bool(vague), True)
    parts = {key.rstrip("0123456789"): found for key, found in match.groupdict().items() if found}
    value = _value(parts, language)
    code = _currency(parts.get("unit", ""), language)
    code, factor = _SCALED.get(code or "", (code, 1.0))
    return Money(None if value is None else _round(value * factor), code or None, near is not None, True)


def find_money(text: str, language: str) -> list[tuple[int, int]]:
    """The spans of all money expressions, in order and not overlapping, "undisclosed" and its like among them.

    A word that makes an amount approximate ("about", "cerca de") belongs to its span when it stands right before it.
    """
    if lexicon.mapping("grammar", language).get("caseless") and language in lexicon.languages():
        found = uncased_money.find(text, language)
    else:
        found = [_with_approximation(text, match.span(), language) for match in _amount(language).finditer(text)]
    for match in [*_vague(language).finditer(text), *_undisclosed_amounts(text, language)]:
        span = match.span()
        if all(span[1] <= start or end <= span[0] for start, end in found):
            found.append(span)
    return sorted(found)


def number(written: str, language: str) -> float | None:
    """The value of digits in either decimal convention, fractions included: "2,8", "1.100.000", "5-1/2", "5 1/2"."""
    whole, _, fraction = re.sub(r"[\u00a0\u202f' ’]", " ", written.strip()).replace("-", " ").rpartition(" ")
    if "/" in fraction:
        upper, _, lower = fraction.partition("/")
        rest = number(whole, language) if whole.strip() else 0.0
        return (
            None
            if rest is None or not upper.isdecimal() or not lower.isdecimal() or int(lower) == 0
            else rest + int(upper) / int(lower)
        )
    digits = re.sub(r"[\s'’\u00a0\u202f]", "", written)
    marks = [char for char in digits if char in ".,"]
    try:
        if not marks:
            return float(digits)
        last = marks[-1]
        grouped = len(digits) - digits.rindex(last) == 4 and not digits.startswith("0")
        if len(set(marks)) == 2:
            decimal: str | None = last
        elif len(marks) > 1:
            decimal = None
        else:
            decimal = None if grouped and last != _decimal_mark(language) else last
        plain = "".join(char for char in digits if char not in ".," or char == decimal)
        return float(plain.replace(",", "."))
    except ValueError:
        return None


@once
def _decimal_mark(language: str) -> str:
    locale = _locale(language)
    symbols = locale.number_symbols.get(locale.default_numbering_system, {}) if locale else {}
    return str(symbols.get("decimal", "."))


def _value(parts: dict[str, str], language: str) -> float | None:
    written = parts.get("number", "")
    value = number(written, language) if written[:1].isdigit() else _word_value(written, language)
    magnitude = parts.get("magnitude")
    if value is None or magnitude is None:
        return value
    if magnitude in _CJK_MAGNITUDES:
        return value * _CJK_MAGNITUDES[magnitude]
    power = _magnitudes(language).get(lexicon.fold(magnitude).rstrip("."))
    return None if power is None else value * 10**power


def _word_value(written: str, language: str) -> float | None:
    words = {**lexicon.mapping("units", language), **lexicon.mapping("numbers", language)}
    folded = lexicon.fold(written)
    if folded in words:
        return float(words[folded])
    value, joined = 0.0, False
    for part in re.split(r"[\s-]+", folded):
        if part in _AND and value and part not in words:
            joined = True
            continue
        own = float(words.get(part, -1))
        if own < 0 or (joined and not (own < 1 or value >= 20 > own or value >= 100)):
            return None  # "five and ten dollars" are two sums
        joined = False
        value = value * own if own == 100 and 0 < value < 10 else value + own  # "two hundred", "vinte e cinco"
    return value


def _round(value: float) -> float:
    """Drop what binary floating point adds: 2.8 * 10**9 is 2800000000.0."""
    return float(f"{value:.12g}")


def _currency(written: str, language: str) -> str | None:
    written = " ".join(written.split())
    if written == "p":
        return "GBX"
    if written.upper() in _SCALED:
        return written.upper()
    if written.isalpha() and lexicon.fold(written) in _names(language)[1]:
        return _names(language)[1][lexicon.fold(written)]  # "kr" of Norway, Denmark, Sweden
    if written in _SYMBOLS:
        return _DOLLARS.get(language, "USD") if written == "$" else _SYMBOLS[written]
    if _ISO.fullmatch(written) and written in _CODES:
        return written
    return _names(language)[1].get(lexicon.fold(written))


@once
def _locale(language: str) -> Locale | None:
    try:
        return Locale.parse(language[:2])
    except (UnknownLocaleError, ValueError, TypeError):
        return None


@once
def _magnitudes(language: str) -> dict[str, int]:
    return {**lexicon.mapping("magnitudes", "en"), **lexicon.mapping("magnitudes", language)}


@once
def _names(language: str) -> tuple[str, dict[str, str]]:
    """The currency names of the language as an alternation, and the code of each, CLDR's and the word files'."""
    names: dict[str, str] = {}
    locale = _locale(language)
    for code in _CODES.split("|"):
        if locale is None:
            break
        plurals = locale._data["currency_names_plural"].get(code, {})
        for name in (locale.currencies.get(code), *dict(plurals).values()):
            if name and len(name) > 2:
                names.setdefault(lexicon.fold(name), code)
    names |= {word: code for word, code in lexicon.mapping("money", language).items() if word != "p"}
    for word, code in lexicon.mapping("money", "en").items():
        if len(word) > 2:
            names.setdefault(word, code)
    body = "|".join(
        re.escape(name).replace(r"\ ", r"\s+").replace("'", "['’]")
        for name in sorted(names, key=lambda n: (-len(n), n))
    )
    return body, names


@once
def _amount(language: str) -> re.Pattern[str]:
    """Symbol, number and magnitude in the orders in which languages write them."""
    words = sorted(
        {**lexicon.mapping("numbers", language), **lexicon.mapping("units", language)}, key=lambda w: (-len(w), w)
    )
    spelled = "|".join(re.escape(word).replace(r"\ ", r"\s+").replace("'", "['’]") for word in words)
    joint = rf"(?:[\s-]|\s(?:{'|'.join(sorted(_AND))})\s)"
    spelled = rf"(?<!\w)(?:{spelled})(?:{joint}(?:{spelled})){{0,3}}(?!\w)"
    magnitudes = "|".join(
        re.escape(word).replace(r"\ ", r"\s+") for word in sorted(_magnitudes(language), key=lambda w: (-len(w), w))
    )
    magnitude = rf"(?:(?:{magnitudes})(?!\w)\.?|[{''.join(_CJK_MAGNITUDES)}])"
    symbols = "|".join(
        re.escape(symbol) for symbol in sorted(_SYMBOLS, key=lambda s: (-len(s), s)) if symbol not in ("元", "円", "원")
    )
    before = rf"(?<![\w$])(?:{symbols}|{_CODES})"
    after_symbol = r"(?:US\$|R\$|[€£¥₹₩₽₺₴₪₫฿₱₦$](?!\s?\d)|(?:zł|Kč|M(?:SEK|NOK|DKK|EUR|USD)|M[nd]?kr)(?!\w)|元|円|원)"
    names = _names(language)[0]
    of = r"(?:\s+(?:de|di|of|d['’]|of\s+the))?"
    unit = rf"(?:{after_symbol}|(?:{_CODES})(?!\w)|(?:{names})(?!\w))"
    prefixed = rf"(?P<unit1>{before}){_GAP}(?P<number1>{_DIGITS})(?:{_GAP}-?(?P<magnitude1>{magnitude}))?"
    counted = rf"(?:{_DIGITS}|{spelled})"
    scaled = rf"(?P<number2>{counted})(?:{_GAP}|-)(?P<magnitude2>{magnitude})(?:{of}\s*|-)(?P<unit2>{unit})"
    with_magnitude = rf"(?<![\w.,$]){scaled}"
    without = rf"(?<![\w.,$])(?P<number3>{counted}){of}(?:{_GAP}|-)(?P<unit3>{unit})"
    pence = r"(?<![\w.,$])(?P<number4>\d{1,4}(?:\.\d+)?)(?P<unit4>p)(?!\w)"
    body = f"{prefixed}|{with_magnitude}|{without}" + (f"|{pence}" if language[:2] == "en" else "")
    return re.compile(body, re.IGNORECASE if not language.startswith("zz") else 0)


def _with_approximation(text: str, span: tuple[int, int], language: str) -> tuple[int, int]:
    start = max(0, span[0] - 40)
    last = None
    for match in lexicon.pattern("signs.approximate", language).finditer(text, start, span[0]):
        last = match
    if last is not None and re.fullmatch(r"\s+", text[last.end() : span[0]]):
        return last.start(), span[1]
    return span


@once
def _vague(language: str) -> re.Pattern[str]:
    return re.compile(lexicon.bordered(lexicon.wording("vague_money", language), language), re.IGNORECASE)


@once
def _undisclosed(language: str) -> re.Pattern[str]:
    return re.compile(lexicon.bordered(lexicon.wording("undisclosed", language), language), re.IGNORECASE)


def _undisclosed_amounts(text: str, language: str) -> list[re.Match[str]]:
    """The wordings that keep something back, where a price or terms stand in the same sentence."""
    about = lexicon.pattern("wordings.undisclosed_about", language)
    found = []
    for match in _undisclosed(language).finditer(text):
        start = max(text.rfind(mark, 0, match.start()) for mark in _STOPS) + 1
        ends = [at for mark in _STOPS if (at := text.find(mark, match.end())) >= 0]
        if about.search(text, max(start, match.start() - 200), min([*ends, match.end() + 80, len(text)])):
            found.append(match)
    return found
