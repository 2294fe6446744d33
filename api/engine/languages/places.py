"""Whether a name is a place: countries, regions and large cities, from Unicode CLDR and the word files.

CLDR gives territories in every language it knows and the cities that name time zones; the word files add regions and
cities that the news name often. A name that is not listed is simply not known to be a place.
"""

from __future__ import annotations

from babel import Locale, UnknownLocaleError

from api.engine.languages import lexicon
from api.engine.languages.once import once

_TOWNLESS = ("Antarctica/", "Arctic/", "Atlantic/", "Etc/", "Indian/", "Pacific/", "SystemV/")
# Zone cities that the news know far better as a person's or a company's name.
_BETTER_KNOWN_OTHERWISE = frozenset(
    {
        "phoenix",
        "regina",
        "jersey",
        "center",
        "knox",
        "marengo",
        "winamac",
        "vincennes",
        "petersburg",
        "wayne",
        "eden",
        "troll",
    }
)

# CLDR lists these bodies among its territories.
_BODIES = frozenset({"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"})


def is_place(name: str, language: str) -> bool:
    """Whether the whole name is a country, region or city, as the article's language or English writes it."""
    folded = lexicon.fold(name)
    return folded in _territories(_code(language)) or folded in _territories("en") or _in_word_files(folded)


def is_calendar_word(name: str, language: str) -> bool:
    """Whether the name is a month or a weekday, in full or shortened."""
    folded = lexicon.fold(name).rstrip(".")
    return folded in _calendar(_code(language)) or folded in _calendar("en")


def is_weekday(name: str, language: str, weekday: int) -> bool:
    """Whether the name is this day of the week (0 is Monday) in the language or in English."""
    folded = lexicon.fold(name).rstrip(".")
    for code in (_code(language), "en"):
        locale = _locale(code)
        if locale is not None:
            days = (
                locale.days[context][width][weekday]
                for context in ("format", "stand-alone")
                for width in ("wide", "abbreviated")
            )
            if any(folded == lexicon.fold(day).rstrip(".") for day in days):
                return True
    return False


def _in_word_files(folded: str) -> bool:
    return lexicon.is_in(folded, "organizations.places") or lexicon.is_in(f"{folded}.", "organizations.places")


def _code(language: str) -> str:
    return language[:2].lower()


@once
def _locale(code: str) -> Locale | None:
    try:
        return Locale.parse(code)
    except (UnknownLocaleError, ValueError, TypeError):
        return None


@once
def _territories(code: str) -> frozenset[str]:
    locale = _locale(code)
    if locale is None:
        return frozenset()
    names = {lexicon.fold(name) for key, name in locale.territories.items() if key not in _BODIES}
    for zone, words in locale.time_zones.items():
        if zone.startswith(_TOWNLESS) or "/" not in zone:
            continue
        names.add(lexicon.fold(words.get("city", zone.rpartition("/")[2].replace("_", " "))))
    return frozenset(names - _BETTER_KNOWN_OTHERWISE)


@once
def _calendar(code: str) -> frozenset[str]:
    locale = _locale(code)
    if locale is None:
        return frozenset()
    names = [
        name
        for table in (locale.months, locale.days)
        for context in ("format", "stand-alone")
        for width in ("wide", "abbreviated")
        for name in table[context][width].values()
    ]
    names += ["Sept"] if code == "en" else []  # CLDR has the other abbreviation alone
    return frozenset(folded for name in names if len(folded := lexicon.fold(str(name)).rstrip(".")) > 2)
