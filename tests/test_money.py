"""Money as articles write it: its place, its value, its currency, and amounts that are kept back."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.engine.values.money import Money, find_money, money


@pytest.mark.parametrize(
    ("text", "language", "value", "currency"),
    [
        ("US$ 2,8 bilhões", "pt", 2.8e9, "USD"),
        ("R$ 300 mil", "pt", 3e5, "BRL"),
        ("20 bi de dólares", "pt", 2e10, "USD"),
        ("um bilhão de reais", "pt", 1e9, "BRL"),
        ("$300 million", "en", 3e8, "USD"),
        ("$2.8bn", "en", 2.8e9, "USD"),
        ("£5m", "en", 5e6, "GBP"),
        ("C$3.5 billion", "en", 3.5e9, "CAD"),
        ("EUR 5 million", "en", 5e6, "EUR"),
        ("two billion euros", "en", 2e9, "EUR"),
        ("half a billion dollars", "en", 5e8, "USD"),
        ("twenty-five million dollars", "en", 2.5e7, "USD"),
        ("2,450,000 dlrs", "en", 2.45e6, "USD"),
        ("35 mln dlrs", "en", 3.5e7, "USD"),
        ("seven mln\ndlrs", "en", 7e6, "USD"),
        ("5-1/2 dlrs", "en", 5.5, "USD"),
        ("412p", "en", 4.12, "GBP"),
        ("$1,234.50", "en", 1234.5, "USD"),
        ("3 Mrd. Euro", "de", 3e9, "EUR"),
        ("1,5 Millionen Schweizer Franken", "de", 1.5e6, "CHF"),
        ("USD 1.234,50", "de", 1234.5, "USD"),
        ("2.500 millones de dólares", "es", 2.5e9, "USD"),
        ("3 mil millones de euros", "es", 3e9, "EUR"),
        ("1,2 milliard d’euros", "fr", 1.2e9, "EUR"),
        ("12 000 000 €", "fr", 1.2e7, "EUR"),
        ("2,5 miliardi di euro", "it", 2.5e9, "EUR"),
        ("3 miljard euro", "nl", 3e9, "EUR"),
        ("5000万円", "ja", 5e7, "JPY"),
        ("vinte e cinco milhões de reais", "pt", 2.5e7, "BRL"),
        ("cento e vinte milhões de euros", "pt", 1.2e8, "EUR"),
        ("one hundred and twenty million euros", "en", 1.2e8, "EUR"),
        ("two hundred million dollars", "en", 2e8, "USD"),
        ("douăzeci și cinci de milioane de euro", "ro", 2.5e7, "EUR"),
        ("12 milionów złotych", "pl", 1.2e7, "PLN"),
        ("50 kr", "nb", 50.0, "NOK"),
        ("50 kr", "da", 50.0, "DKK"),
        ("300 Mkr", "sv", 3e8, "SEK"),
        ("Rp 500 miliar", "id", 5e11, "IDR"),
    ],
)
def test_amounts_are_read(text: str, language: str, value: float, currency: str) -> None:
    assert money(text, language) == Money(value, currency, False, True)
    assert [text[a:b] for a, b in find_money(text, language)] == [text]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("cerca de R$ 1,5 milhão", "pt"),
        ("rund 3 Mrd. Euro", "de"),
        ("about $5 million", "en"),
        ("environ 2 millions d'euros", "fr"),
    ],
)
def test_an_approximate_amount_says_so_and_keeps_its_word(text: str, language: str) -> None:
    assert money(text, language).approximate
    assert [text[a:b] for a, b in find_money(text, language)] == [text]


@pytest.mark.parametrize(
    ("text", "language", "words"),
    [
        ("It was sold for undisclosed terms.", "en", "undisclosed"),
        ("Its price and terms were not disclosed, Lowe said", "en", "not disclosed"),
        ("Tarn did not disclose the price", "en", "not disclose"),
        ("O valor da operação não foi divulgado.", "pt", "não foi divulgado"),
        ("por valor não revelado", "pt", "não revelado"),
        ("pour un montant non dévoilé", "fr", "non dévoilé"),
        ("por un importe no revelado", "es", "no revelado"),
        ("Der Kaufpreis wurde nicht genannt.", "de", "nicht genannt"),
        ("per una cifra non divulgata", "it", "non divulgata"),
        ("Het overnamebedrag is niet bekendgemaakt", "nl", "niet bekendgemaakt"),
    ],
)
def test_an_amount_kept_back_is_found_in_its_fewest_words(text: str, language: str, words: str) -> None:
    assert [text[a:b] for a, b in find_money(text, language)] == [words]
    assert money(words, language) == Money(None, None, False, False)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Police did not disclose his name.", "en"),
        ("It sold 2.5 million units in 1987 to 45 shops.", "en"),
        ("vendeu 2,5 milhões de unidades", "pt"),
        ("über 300 Beschäftigte", "de"),
    ],
)
def test_what_is_no_money_is_left_alone(text: str, language: str) -> None:
    assert find_money(text, language) == []


def test_two_amounts_of_one_deal_are_two() -> None:
    text = "worth US$2.8bn (C$3.5bn) in cash"
    assert [text[a:b] for a, b in find_money(text, "en")] == ["US$2.8bn", "C$3.5bn"]


def test_a_vague_magnitude_is_an_amount_without_value() -> None:
    assert [*find_money("um acordo bilionário", "pt")] == [(10, 20)]
    assert (
        money("multibillion-dollar", "en") == Money(None, None, True, True)
        or money("multibillion-dollar", "en").currency == "USD"
    )


def test_a_long_article_is_quick() -> None:
    text = ("Tarn Motors paid $300 million for 40 pct of Vexel, terms of which were not disclosed in March. " * 1100)[
        :100_000
    ]
    began = time.perf_counter()
    assert len(find_money(text, "en")) > 1000
    assert time.perf_counter() - began < 5


@pytest.mark.parametrize("language", ["zh", "ja", "ko", "he", "ar", "hi"])
@pytest.mark.parametrize("piece", ["1", "1,", "1千", "1천", "1 ", "千", "一", "亿", "1，", "مئة ", "מאה "])
def test_a_run_of_numbers_without_a_currency_comes_to_an_end(piece: str, language: str) -> None:
    """Tried in all the ways in which it can be parted, a run of thirty digits would take hours."""
    assert find_money(piece * 2000, language) == []


SIGNS = (
    "0123456789.,-/ $€£R%kmbnp milhõesdeundisclosed½٣万억億円원元約약\u05db\u05d1\u05dc\u05de\u0646\u062d\u0648\u00a0\n"
)


def test_only_what_stands_right_before_a_sum_makes_it_approximate() -> None:
    text = "המחיר הוא כ 40 שקל או 50 שקל, יותר מ 60 שקל"
    assert [text[a:b] for a, b in find_money(text, "he")] == ["כ 40 שקל", "50 שקל", "יותר מ 60 שקל"]


@settings(max_examples=300, deadline=None)
@given(
    st.text(alphabet=st.sampled_from(SIGNS), max_size=60),
    st.sampled_from(["en", "pt", "de", "zh", "ja", "ko", "he", "ar", "hi", "und", ""]),
)
def test_spans_of_any_text_are_in_order_and_apart(text: str, language: str) -> None:
    last = 0
    for start, end in find_money(text, language):
        assert last <= start < end <= len(text)
        last = end
    assert isinstance(money(text, language), Money)


@pytest.mark.parametrize(("text", "language"), [("five and ten dollars", "en"), ("dois e três milhões de reais", "pt")])
def test_two_numbers_beside_each_other_are_no_sum(text: str, language: str) -> None:
    assert money(text, language).value is None
