"""The dates of a deal, with what happened then: announced, signed, closed, expected_close or terminated.

Months and weekdays are CLDR's, other words of time (`deals.times`) the language file's; what a date means is
dateparser's, relative ones read from the day of publication.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from babel import Locale, UnknownLocaleError

from api.engine.deals.vocabulary import Vocabulary
from api.engine.document.span import Span
from api.engine.languages import lexicon
from api.engine.languages.once import once

_YEAR = r"(?:19|20)\d{2}"


def dates(text: str, sentence: Span, words: Vocabulary) -> Iterator[tuple[str, Span]]:
    """(event, place) of each date in a sentence that tells of a deal."""
    for match in _pattern(words).finditer(text, sentence.start, sentence.end):
        span = Span(*match.span()).trimmed(text, " ,.")
        if len(span):
            yield _event(text, sentence, span, words), span


def _event(text: str, sentence: Span, span: Span, words: Vocabulary) -> str:
    """What happened then, by the nearest word that tells it; "announced" where none does."""
    best: tuple[int, str] | None = None
    for event in ("expected_close", "signed", "closed", "terminated", "announced"):
        for match in words.pattern(f"when_{event}").finditer(text, sentence.start, sentence.end):
            distance = span.gap(match.span())
            if best is None or distance < best[0]:
                best = distance, event
    return best[1] if best else "announced"


@once
def _pattern(words: Vocabulary) -> re.Pattern[str]:
    months, days = _calendar(words.language.code)
    times = "|".join(
        f"(?i:{lexicon.compiled([phrase]).pattern})"
        for phrase in sorted(words.language.phrases("deals.times"), key=len, reverse=True)
    )
    day = r"\d{1,2}(?:st|nd|rd|th|er|º|\.)?"
    joint = r"(?:\s+(?:of|de|do|di|del|van)\s+|\s+|,\s*)"
    after = rf"(?:\s+{day}(?!\d)(?!\s*(?:mln|million|bn|%)))?"
    dated = rf"(?<!\w)(?:{day}{joint})?(?:{months})(?!\w)\.?{after}(?:{joint}{_YEAR})?(?!\w)"
    parts = [part for part in (dated if months else "", rf"(?<!\w)(?:{days})(?!\w)" if days else "", times) if part]
    year = rf"(?<=\s){_YEAR}(?![\w.,]\d)(?!\w)"
    return re.compile("|".join([*parts, year]))


@once
def _calendar(code: str) -> tuple[str, str]:
    try:
        locale = Locale.parse(code)
    except (UnknownLocaleError, ValueError, TypeError):
        locale = Locale.parse("en")
    months, days = (
        {
            name
            for context in ("format", "stand-alone")
            for width in ("wide", "abbreviated")
            for cldr in table[context][width].values()
            for name in (cldr, cldr.capitalize())
            if len(name.rstrip(".")) > 2 and not name.isdigit()
        }
        for table in (locale.months, locale.days)
    )
    return tuple(
        "|".join(sorted((re.escape(n.rstrip(".")) for n in names), key=len, reverse=True)) for names in (months, days)
    )  # type: ignore[return-value]
