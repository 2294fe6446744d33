"""What the model is asked about at once: every sentence once, and no quotation parted from its other half."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from api.engine.document import text
from api.engine.document.units import LONGEST, units
from api.problems import EmptyArticle, UnreadableText

LETTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\x00")
ARBITRARY = st.lists(
    st.one_of(st.text(LETTERS, max_size=20), st.sampled_from(['"', "“", "”", "„", "«", "»", ". ", "! ", "\n", "\n\n"]))
).map("".join)
WORDS = st.lists(st.sampled_from("mill rope Ana sea May loud 7 é 東".split()), min_size=1, max_size=6).map(" ".join)
SENTENCES = WORDS.map(lambda words: words.capitalize() + ".")


def article(words: str, language: str = "en") -> text.Article:
    return text.read(words, language=language)


def quoted(words: str, language: str = "en") -> list[str]:
    made = article(words, language)
    return [made.quote(unit.start, unit.end) for unit in units(made)]


@settings(max_examples=150, deadline=None)
@given(ARBITRARY, st.sampled_from(["en", "de", "pt", "zh", "und"]))
def test_units_hold_every_sentence_once_and_in_order(words: str, language: str) -> None:
    try:
        made = article(words, language)
    except (EmptyArticle, UnreadableText):
        assume(False)
    found = units(made)
    assert [index for unit in found for index in range(unit.first, unit.last)] == list(range(len(made.sentences)))
    for unit in found:
        assert (unit.start, unit.end) == (made.sentences[unit.first].start, made.sentences[unit.last - 1].end)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(SENTENCES, min_size=1, max_size=3),
    st.lists(SENTENCES, min_size=1, max_size=4),
    st.lists(SENTENCES, max_size=3),
    st.sampled_from(["“”", "„“", "«»", '""']),
)
def test_a_quotation_with_both_its_marks_is_never_parted(
    before: list[str], said: list[str], after: list[str], marks: str
) -> None:
    made = article(" ".join([*before, f"Rao said: {marks[0]}{' '.join(said)}{marks[1]}", *after]))
    opening = made.text.index(f": {marks[0]}") + 2
    closing = made.text.index(marks[1], opening + 1)
    held = [unit for unit in units(made) if unit.start <= opening < unit.end]
    assert len(held) == 1
    assert closing < held[0].end


def test_sentences_without_quotations_stand_alone() -> None:
    assert quoted("The mill closes. Nobody knew. Rao left.") == ["The mill closes.", "Nobody knew.", "Rao left."]


def test_an_unclosed_quotation_ends_with_its_paragraph() -> None:
    parts = quoted("Rao said: “We tried. It failed.\n\nThe mill closes in May. Nobody knew.")
    assert parts[1:] == ["The mill closes in May.", "Nobody knew."]


def test_an_unclosed_quotation_mark_does_not_swallow_a_long_paragraph() -> None:
    made = article("Rao said “stop. " + "The mill closes in May and nobody knew about it. " * 60)
    assert max(unit.end - unit.start for unit in units(made)) <= LONGEST


def test_a_heading_is_told_from_text() -> None:
    made = article("Harlow closes its mill\n\nHarlow closes the mill in Dover. Forty people work there today.")
    assert [unit.heading for unit in units(made)][:2] == [True, False]


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("Она сказала: «Мы пытались. Не вышло». Завод закроют.", "ru"),
        ("„Próbowaliśmy. Nie udało się”, powiedziała. Zakład zamkną.", "pl"),
        ("”Vi försökte. Det gick inte”, sade hon. Bruket stängs.", "sv"),
        ("قالت الشركة إن المصنع سيغلق. لم يعلم أحد.", "ar"),
        ("公司说：“工厂将关闭。没有办法。”没有人知道。", "zh"),
    ],
)
def test_other_scripts_and_languages_are_covered_too(words: str, language: str) -> None:
    assert " ".join("".join(quoted(words, language)).split()).replace(" ", "") == words.replace(" ", "")
