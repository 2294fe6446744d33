"""Values to compare beside the words as written: percentages, stakes and dates; money is in `money.py`.

Every function takes a short stretch of text, never fails on odd input, and answers None rather than guess. Dates are
read by dateparser, relative ones only against the publication date that is given.
"""

from __future__ import annotations

import re
import warnings
from datetime import datetime
from functools import lru_cache

from dateparser.date import DateDataParser

from api.engine.languages import borders, lexicon
from api.engine.languages.once import once
from api.engine.languages.places import is_calendar_word, is_weekday
from api.engine.values.money import number

_NUMERAL = r"\d+(?:[.,]\d+)*(?:-\d+/\d+)?"
_MAX_DATE = 80
_FIRST_BASE, _SECOND_BASE = datetime(2001, 2, 3), datetime(2014, 11, 18)
_QUARTER = re.compile(
    r"\b(?:[QT]([1-4])\b|([1-4])[QT])\s*(?:of|de|do|von|du|del|/|'|’)?\s*((?:19|20)?\d{2})\b", re.IGNORECASE
)
_QUARTER_WORDS = re.compile(
    r"\b(first|second|third|fourth|primeiro|segundo|terceiro|quarto|primer|segundo|tercer|cuarto|erste[sn]?|zweite[sn]?|dritte[sn]?|vierte[sn]?|premier|"
    r"deuxième|troisième|quatrième|primo|secondo|terzo|quarto|eerste|tweede|derde|vierde|[1-4](?:st|nd|rd|th|º|\.|e|er|ème)?)\s+"
    r"(?:quarter|trimestre|quartals?|kwartaal)\b(?:\s+(?:of|de|do|von|du|del|di|van))?\s*((?:19|20)\d{2})?",
    re.IGNORECASE,
)
_SPAN_OF_TIME = re.compile(
    r"(?:in|em|en|dans|tra|fra|over|vor|há|hace|il y a|na)\s+\w+\s+[^\W\d]{3,}$|after|before", re.IGNORECASE
)
_DAY_ALONE = re.compile(r"(?:dia|día|giorno|den|le)?\s*(\d{1,2})(?:st|nd|rd|th|º|\.|er)?", re.IGNORECASE)
_ORDINALS = (
    ("first", "primeiro", "primer", "erste", "premier", "primo", "eerste", "1"),
    ("second", "segundo", "zweite", "deuxième", "secondo", "tweede", "2"),
    ("third", "terceiro", "tercer", "dritte", "troisième", "terzo", "derde", "3"),
    ("fourth", "quarto", "cuarto", "vierte", "quatrième", "quarto", "vierde", "4"),
)


def percent(text: str) -> float | None:
    """The percentage that the text states ("13.4 pct", "7,5 %", "59.3 percent", "metade"), None without one."""
    match = _percentages(None).search(text)
    if match:
        written = match.group("number")
        # A percentage has no thousands: the last mark is the decimal one, in any language.
        return number(written, "en") if "/" in written else _decimal(written)
    folded = lexicon.fold(text)
    return 50.0 if re.search(r"(?<!\w)(?:half|metade|mitad|hälfte|moitié|metà|helft)(?!\w)", folded) else None


def _decimal(written: str) -> float | None:
    if "-" in written:
        return number(written, "en")
    whole, _, decimals = written.replace(",", ".").rpartition(".")
    try:
        return float(f"{whole.replace('.', '')}.{decimals}") if whole else float(decimals)
    except ValueError:
        return None


def find_stakes(text: str, language: str) -> list[tuple[int, int]]:
    """The spans that state a share of a company: "13.4 pct", "40 % das ações", "a minority stake", in order.

    A percentage counts when a word of ownership stands near it in the same sentence; growth rates do not.
    """
    owning = lexicon.pattern("wordings.stake", language)
    found = []
    for match in _percentages(language).finditer(text):
        start, end = _clause(text, *match.span())
        if owning.search(text, start, end):
            found.append(match.span())
    for match in lexicon.pattern("wordings.stake_words", language).finditer(text):
        start, end = _clause(text, *match.span())
        telling = " " in match.group() or owning.search(text, start, end)
        if telling and all(match.end() <= a or b <= match.start() for a, b in found):
            found.append(match.span())
    return sorted(found)


def percentages(text: str, language: str) -> list[tuple[int, int]]:
    """The spans of all percentages, whatever they are of, in order."""
    return [match.span() for match in _percentages(language).finditer(text)]


def _clause(text: str, start: int, end: int) -> tuple[int, int]:
    """The part of the sentence near a percentage: at most 90 code points to either side."""
    lead = text[max(0, start - 90) : start]
    before = max((match.end() for match in re.finditer(r"[.!?;]\s|\n\n|[。；।]", lead)), default=0)
    after = re.search(r"[.!?;](?:\s|$)|\n\n|[。；।]", text[end : end + 90])
    return max(0, start - 90) + before, end + (after.start() if after else min(90, len(text) - end))


@once
def _percentages(language: str | None) -> re.Pattern[str]:
    words = {*lexicon.phrases("wordings.percent", language), *lexicon.phrases("wordings.percent", "en")}
    body = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(words, key=lambda w: (-len(w), w)))
    spelled = "|".join(
        re.escape(w) for w in sorted(lexicon.mapping("numbers", language or "en"), key=lambda w: (-len(w), w))
    )
    unspelled = rf"(?P<number>{_NUMERAL})[\s\u00a0\u202f-]*(?:[%％]|(?:{body})(?!\w))"
    edge = rf"(?:(?<![\w.,])|(?<=[{borders.UNSPACED}가-힣]))"
    if language is None:
        return re.compile(rf"{edge}{unspelled}", re.IGNORECASE)
    return re.compile(rf"{edge}(?:{unspelled}|(?:{spelled})\s+(?:{body})(?!\w))", re.IGNORECASE)


def date(text: str, language: str, base: datetime | None) -> tuple[str | None, str | None]:
    """(ISO 8601 value, precision) of a date in words; (None, None) when it cannot be told.

    Precision is day ("2025-06-18"), month ("2025-06"), quarter ("2025-Q2") or year ("2025"). `base` is the publication
    date; without it relative dates ("yesterday", "March 10") stay unread. Past readings are preferred.
    """
    words = " ".join(text.split())
    if not words or len(words) > _MAX_DATE or not any(char.isalnum() for char in words):
        return None, None
    year = re.fullmatch(r"\D{0,12}\b((?:19|20)\d{2})\b\D{0,2}", words)
    if year and not _mentions_month(words, language):
        return year.group(1), "year"
    quarter = _quarter(words, base)
    if quarter:
        return quarter, "quarter"
    words = _without_preposition(words, language)
    if base is not None and (day := _day_near(words, language, base)):
        return day, "day"
    read = _read(words, language, base or _FIRST_BASE)
    if read is None or (base is None and read != _read(words, language, _SECOND_BASE)):
        return None, None
    return read


def _day_near(words: str, language: str, base: datetime) -> str | None:
    """A bare day of the month, or the weekday of publication itself, which the news mean as today."""
    alone = _DAY_ALONE.fullmatch(words)
    if alone and 1 <= int(alone.group(1)) <= 31:
        for back in range(2):
            year, month = (base.year, base.month - back) if base.month > back else (base.year - 1, 12)
            try:
                day = datetime(year, month, int(alone.group(1)))
            except ValueError:
                continue
            if day.date() <= base.date():
                return day.date().isoformat()
        return None
    return base.date().isoformat() if is_weekday(words, language, base.weekday()) else None


def _mentions_month(words: str, language: str) -> bool:
    return any(is_calendar_word(word.strip(".,"), language) for word in words.split())


def _quarter(words: str, base: datetime | None) -> str | None:
    short = _QUARTER.search(words)
    if short:
        year = short.group(3)
        return f"{year if len(year) == 4 else '20' + year}-Q{short.group(1) or short.group(2)}"
    spelled = _QUARTER_WORDS.search(words)
    if not spelled:
        return None
    ordinal = spelled.group(1).lower()
    which = next((i for i, forms in enumerate(_ORDINALS, 1) if any(ordinal.startswith(form) for form in forms)), None)
    full_year = spelled.group(2) or (str(base.year) if base else None)
    return f"{full_year}-Q{which}" if which and full_year else None


def _without_preposition(words: str, language: str) -> str:
    """Without what stands before a date: "na quinta-feira", "on Friday", "am 3. März". "In 3 days" stays whole."""
    parts = words.strip(" ,.;:()").split()
    tables = ("function.determiners", "function.linking", "sources.locative", "function.function")
    while len(parts) > 1 and any(lexicon.is_in(parts[0], table, language) for table in tables):
        if _SPAN_OF_TIME.match(" ".join(parts)):
            break
        parts = parts[1:]
    numbers = lexicon.mapping("numbers", language)
    counted = (str(int(numbers[part.lower()])) if part.lower() in numbers else part for part in parts)
    return " ".join(counted)


@lru_cache(maxsize=32)  # every article has a moment of its own
def _parser(languages: tuple[str, ...], base: datetime) -> DateDataParser:
    settings = {
        "RELATIVE_BASE": base.replace(tzinfo=None),
        "PREFER_DATES_FROM": "past",
        "RETURN_AS_TIMEZONE_AWARE": False,
    }
    return DateDataParser(languages=list(languages), settings=settings)


@lru_cache(maxsize=4096)  # the weekdays and months that one day's news tell are few
def _read(words: str, language: str, base: datetime) -> tuple[str, str] | None:
    code = language[:2].lower()
    for languages in ((code,), ("en",)):
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                data = _parser(languages, base).get_date_data(words)
        except Exception:  # noqa: S112 - an unknown language, or input that dateparser trips over: no date
            continue
        if data.date_obj is None:
            continue
        found = data.date_obj
        if data.period == "year":
            return f"{found.year:04d}", "year"
        if data.period == "month":
            return f"{found.year:04d}-{found.month:02d}", "month"
        return found.date().isoformat(), "day"
    return None
