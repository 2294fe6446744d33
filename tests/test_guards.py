"""What the guards refuse: a match that differs in number, magnitude, month, negation or direction."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.engine.grounding.guards import disagreement, numbers
from api.engine.languages import lexicon

LANGUAGES = (*lexicon.languages(), "und", "ja", "ar", "")


@pytest.mark.parametrize(
    ("words", "found", "language"),
    [
        ("profit rose 5%", "profits rose 6%", "en"),
        ("o lucro subiu 2,8%", "o lucro subiu 28%", "pt"),
        ("vier Werke schließen", "fünf Werke schließen", "de"),
        ("deux usines", "dix usines", "fr"),
        ("5-1/2 dlrs a share", "5-1/4 dlrs a share", "en"),
        ("1.500 posti", "1,5 posti", "it"),
    ],
)
def test_another_number_is_refused(words: str, found: str, language: str) -> None:
    assert "numbers differ" in (disagreement(words, found, language) or "")


@pytest.mark.parametrize(
    ("words", "found", "language"),
    [
        ("cost 2.8 million", "cost 2.8 billion", "en"),
        ("R$ 3 milhões", "R$ 3 bilhões", "pt"),
        ("3 Mio. Euro", "3 Mrd. Euro", "de"),
        ("worth 5m", "worth 5bn", "en"),
    ],
)
def test_another_magnitude_is_refused(words: str, found: str, language: str) -> None:
    assert "magnitudes" in (disagreement(words, found, language) or "")


@pytest.mark.parametrize(
    ("words", "found", "language"),
    [
        ("there will be layoffs", "there will not be layoffs", "en"),
        ("the plant will close", "the plant won't close", "en"),
        ("haverá cortes", "não haverá cortes", "pt"),
        ("wird es Kündigungen geben", "wird es keine Kündigungen geben", "de"),
        ("habrá despidos", "no habrá despidos", "es"),
        ("il y aura des licenciements", "il n'y aura pas de licenciements", "fr"),
        ("ci saranno tagli", "non ci saranno tagli", "it"),
        ("er komen ontslagen", "er komen geen ontslagen", "nl"),
    ],
)
def test_a_negation_on_one_side_is_refused(words: str, found: str, language: str) -> None:
    assert "negated" in (disagreement(words, found, language) or "")


@pytest.mark.parametrize(
    ("words", "found", "language"),
    [
        ("sales rose this year", "sales fell this year", "en"),
        ("above the forecast", "below the forecast", "en"),
        ("as vendas subiram", "as vendas caíram", "pt"),
        ("der Umsatz ist gestiegen", "der Umsatz ist gesunken", "de"),
        ("las ventas subieron", "las ventas bajaron", "es"),
        ("les ventes ont progressé", "les ventes ont chuté", "fr"),
        ("le vendite sono salite", "le vendite sono scese", "it"),
        ("de omzet is gestegen", "de omzet is gedaald", "nl"),
        ("the group bought the mill", "the group sold the mill", "en"),
        ("before the vote", "after the vote", "en"),
    ],
)
def test_the_opposite_direction_is_refused(words: str, found: str, language: str) -> None:
    assert (disagreement(words, found, language) or "").startswith(("the direction", "one of the two"))


@pytest.mark.parametrize(
    ("words", "found", "language"),
    [
        ("three plants", "3 plants", "en"),
        ("2,8 milhões", "2.8 milhões", "pt"),
        ("1.100.000 Euro", "1,100,000 Euro", "de"),
        ("didn't sell", "didn’t sell", "en"),
        ("did not sell", "didn't sell", "en"),
        ("5½ points", "5-1/2 points", "en"),
        ("٣ مصانع", "3 مصانع", "ar"),
        ("a firm from Oslo", "the firm from Oslo", "en"),
        ("um acordo", "o acordo", "pt"),
    ],
)
def test_other_spellings_of_the_same_are_let_through(words: str, found: str, language: str) -> None:
    assert disagreement(words, found, language) is None


def test_another_month_is_refused() -> None:
    assert disagreement("by the end of March", "by the end of April", "en") == "the months or weekdays differ"


def test_numbers_have_one_spelling() -> None:
    assert numbers("1.100.000 and 1,100,000 and three", "en") == {"1100000": 2, "3": 1}


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=80), st.text(max_size=80), st.sampled_from(LANGUAGES))
def test_any_text_is_answered_and_the_order_does_not_matter(one: str, other: str, language: str) -> None:
    assert (disagreement(one, other, language) is None) == (disagreement(other, one, language) is None)
    assert disagreement(one, one, language) is None


@settings(max_examples=80, deadline=None)
@given(st.integers(0, 10**9), st.integers(0, 10**9), st.sampled_from(LANGUAGES))
def test_no_wrong_number_passes(one: int, other: int, language: str) -> None:
    said, printed = f"the mill cost {one} kroner", f"the mill cost {other:,} kroner"
    assert (disagreement(said, printed, language) is None) == (one == other)
