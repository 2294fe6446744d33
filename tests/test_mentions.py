"""Where names stand in a text: an oracle plants them, and every planted one must be found with its offsets."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.engine.entities.mentions import locate, occurrences, stands_alone
from api.engine.languages.language import language as language_of

SYLLABLES = ("ka", "lo", "mir", "tan", "vex", "ru", "os", "pel", "dün", "çi")


def test_planted_names_are_all_found_where_they_were_planted() -> None:
    seeded = random.Random(7)
    word = lambda: "".join(seeded.choice(SYLLABLES) for _ in range(3))  # noqa: E731
    names = sorted({word().capitalize() + " " + word().capitalize() for _ in range(40)})
    text, planted = "", []
    for _ in range(500):
        text += " ".join(word() for _ in range(seeded.randint(1, 6))) + seeded.choice((" ", " “", "\n", ", "))
        name = seeded.choice(names)
        planted.append((len(text), len(text) + len(name), name))
        text += name + seeded.choice((" ", ".", "”", "’s ", "\n"))
    assert occurrences(text, names, language_of("en")) == planted


def test_the_longest_name_wins_and_nothing_overlaps() -> None:
    text = "Tarn Motors Inc bought Tarn Motors, said Tarn."
    found = occurrences(text, ["Tarn", "Tarn Motors", "Tarn Motors Inc"], language_of("en"))
    assert [name for _, _, name in found] == ["Tarn Motors Inc", "Tarn Motors", "Tarn"]


@pytest.mark.parametrize(
    ("text", "name", "language", "found"),
    [
        ("Tarnish and Tarn", "Tarn", "en", ["Tarn"]),
        ("Tarn\nMotors", "Tarn Motors", "en", ["Tarn\nMotors"]),
        ("Kesslers Plan", "Kessler", "de", ["Kessler"]),
        ("Kesslers Plan", "Kessler", "en", []),
        ("O’Dowd und O'Dowd", "O'Dowd", "de", ["O’Dowd", "O'Dowd"]),
        ("東京のカナタが発表", "カナタ", "ja", ["カナタ"]),
        ("😀Tarn😀", "Tarn", "en", ["Tarn"]),
        ("قال تارن اليوم", "تارن", "ar", ["تارن"]),
        ("Jose\u0301 e Jose", "Jose", "pt", ["Jose"]),
        ("C++ Ltd. and C++", "C++", "en", ["C++", "C++"]),
    ],
)
def test_word_borders_are_those_of_the_script(text: str, name: str, language: str, found: list[str]) -> None:
    assert [text[start:end] for start, end, _ in occurrences(text, [name], language_of(language))] == found


@pytest.mark.parametrize(
    ("text", "alone"),
    [
        ("Then Lowe said so.", True),
        ("Mr. Lowe said so.", True),
        ("Otis Lowe said so.", False),
        ("They met at Lowe Tower.", False),
        ("The Pell-Lowe deal", False),
    ],
)
def test_a_part_of_a_longer_name_does_not_stand_alone(text: str, alone: bool) -> None:
    at = text.index("Lowe")
    assert stands_alone(text, at, at + 4, language_of("en")) is alone


def test_a_long_article_with_many_names_is_quick() -> None:
    names = [f"{a.capitalize()}{b} {c.capitalize()}" for a in SYLLABLES for b in SYLLABLES for c in ("group", "werke")]
    text = (" und ".join(names) + ". ") * 40
    text = text[:100_000]
    began = time.perf_counter()
    assert occurrences(text, names, language_of("de"))
    assert time.perf_counter() - began < 2


def test_words_are_located_across_line_ends() -> None:
    assert locate("said Tarn\nMotors today", "Tarn Motors") == (5, 16)
    assert locate("nothing here", "Tarn") is None
    assert locate("anything", "  ") is None


@settings(max_examples=150, deadline=None)
@given(
    st.text(max_size=120),
    st.lists(st.text(min_size=1, max_size=8), max_size=6),
    st.sampled_from(["en", "de", "th", "und"]),
)
def test_mentions_of_any_text_are_in_order_and_apart(text: str, names: list[str], language: str) -> None:
    last = 0
    for start, end, name in occurrences(text, names, language_of(language)):
        assert last <= start < end <= len(text)
        assert name in names
        last = end
        stands_alone(text, start, end, language_of(language))
