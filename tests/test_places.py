"""Places and calendar words, in the article's language or in English."""

from __future__ import annotations

import pytest

from api.engine.languages.places import is_calendar_word, is_place, is_weekday


@pytest.mark.parametrize(
    ("name", "language"),
    [
        ("Alemanha", "pt"),
        ("Germany", "pt"),
        ("Deutschland", "de"),
        ("São Paulo", "pt"),
        ("U.S.", "en"),
        ("北京市", "xx"),
        ("Ontario", "en"),
    ],
)
def test_places_are_known(name: str, language: str) -> None:
    if language == "xx":
        assert not is_place(name, language)
    else:
        assert is_place(name, language)


@pytest.mark.parametrize("name", ["European Union", "United Nations", "Ferrolar", "Phoenix", ""])
def test_bodies_and_names_are_no_places(name: str) -> None:
    assert not is_place(name, "en")


def test_months_and_weekdays_are_known() -> None:
    assert is_calendar_word("quinta-feira", "pt")
    assert is_calendar_word("Sept.", "en")
    assert is_weekday("Freitag", "de", 4)
    assert not is_weekday("Freitag", "de", 3)
    assert not is_calendar_word("Kessler", "de")
