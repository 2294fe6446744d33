"""Percentages, stakes and dates: values to compare beside the words as written."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.engine.entities.company_names import company_key
from api.engine.values.normalise import date, find_stakes, percent

FRIDAY = datetime(2025, 6, 20)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("13.4 pct", 13.4),
        ("7,5 %", 7.5),
        ("40 percent", 40.0),
        ("5-1/2 pct", 5.5),
        ("25 Prozent", 25.0),
        ("metade", 50.0),
        ("no share", None),
        ("", None),
    ],
)
def test_percentages_are_read(text: str, value: float | None) -> None:
    assert percent(text) == value


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("Pell now holds a stake of 61,400 shares, 4.4 pct, in Tarn", "en", ["4.4 pct"]),
        ("Sales rose 5 percent.", "en", []),
        ("It took a minority stake.", "en", ["minority stake"]),
        ("comprou 40% das ações da Ferrolar", "pt", ["40%"]),
        ("a inflação foi de 5%", "pt", []),
        ("übernimmt einen Anteil von 25 Prozent", "de", ["25 Prozent"]),
        ("une participation de 12,5 %", "fr", ["12,5 %"]),
        ("una participación mayoritaria", "es", ["participación mayoritaria"]),
        ("una quota del 30%", "it", ["30%"]),
        ("een belang van 20 procent", "nl", ["20 procent"]),
    ],
)
def test_shares_of_a_company_are_told_from_growth(text: str, language: str, found: list[str]) -> None:
    assert [text[a:b] for a, b in find_stakes(text, language)] == found


@pytest.mark.parametrize(
    ("text", "language", "value", "precision"),
    [
        ("yesterday", "en", "2025-06-19", "day"),
        ("on Friday", "en", "2025-06-20", "day"),
        ("na quinta-feira", "pt", "2025-06-19", "day"),
        ("no dia 13", "pt", "2025-06-13", "day"),
        ("March 10", "en", "2025-03-10", "day"),
        ("gestern", "de", "2025-06-19", "day"),
        ("hace dos días", "es", "2025-06-18", "day"),
        ("am 3. März 2024", "de", "2024-03-03", "day"),
        ("18 de junho de 2025", "pt", "2025-06-18", "day"),
        ("il 5 maggio 2020", "it", "2020-05-05", "day"),
        ("June 2025", "en", "2025-06", "month"),
        ("next month", "en", "2025-07", "month"),
        ("third quarter of 2025", "en", "2025-Q3", "quarter"),
        ("terceiro trimestre", "pt", "2025-Q3", "quarter"),
        ("3T25", "pt", "2025-Q3", "quarter"),
        ("em 2024", "pt", "2024", "year"),
        ("last year", "en", "2024", "year"),
        ("some day", "en", None, None),
        ("", "en", None, None),
    ],
)
def test_dates_are_read_with_their_precision(
    text: str, language: str, value: str | None, precision: str | None
) -> None:
    assert date(text, language, FRIDAY) == (value, precision)


@pytest.mark.parametrize("text", ["yesterday", "March 10", "on Friday", "next month"])
def test_a_relative_date_stays_unread_without_a_publication_date(text: str) -> None:
    assert date(text, "en", None) == (None, None)


def test_a_full_date_needs_no_publication_date() -> None:
    assert date("18 June 2025", "en", None) == ("2025-06-18", "day")


def test_a_base_with_a_time_zone_is_fine() -> None:
    assert date("yesterday", "en", datetime(2025, 6, 20, 1, tzinfo=UTC)) == ("2025-06-19", "day")


def test_company_keys_are_offered_here_too() -> None:
    assert company_key("Ferrolar S.A.") == "ferrolar"


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=40), st.sampled_from(["en", "pt", "zh", "und", "xx", ""]), st.sampled_from([None, FRIDAY]))
def test_any_text_is_answered(text: str, language: str, base: datetime | None) -> None:
    value, precision = date(text, language, base)
    assert (value is None) == (precision is None)
    assert percent(text) is None or isinstance(percent(text), float)
    for start, end in find_stakes(text, language):
        assert 0 <= start < end <= len(text)


@settings(max_examples=60, deadline=None)
@given(st.dates(datetime(1950, 1, 1).date(), datetime(2030, 12, 31).date()))
def test_a_date_written_out_is_that_day(day: object) -> None:
    assert date(f"{day:%d} {day:%B} {day:%Y}", "en", None) == (str(day), "day")
