"""Reporting words: found in every form, in order, and nowhere they do not stand."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.engine.claims import cues
from tests.test_units import ARBITRARY

KNOWN = ("pt", "en", "es", "de", "fr", "it", "nl")


def found(words: str, language: str) -> list[str]:
    return [words[cue.start : cue.end] for cue in cues.find(words, language)]


@settings(max_examples=150, deadline=None)
@given(ARBITRARY, st.sampled_from(KNOWN))
def test_cues_stand_in_the_text_in_order_and_apart(words: str, language: str) -> None:
    end = 0
    for cue in cues.find(words + " said, laut segundo que dice «selon»", language):
        assert end <= cue.start < cue.end
        assert cue.kind in {"speech", "thought", "phrase", "noun"}
        end = cue.end


@pytest.mark.parametrize(
    ("words", "language", "expected"),
    [
        ("The mill will close, Rao said.", "en", ["said"]),
        ("According to Rao, he hopes to stay.", "en", ["According to", "hopes"]),
        ("Rao has denied it and will announce more.", "en", ["denied", "announce"]),
        ("A empresa anunciou e depois desmentiu.", "pt", ["anunciou", "desmentiu"]),
        ("Segundo Lia, a obra terminará; ela acredita nisso.", "pt", ["Segundo", "acredita"]),
        ("La empresa aseguró que sí, según Vera.", "es", ["aseguró", "según"]),
        ("Nach Angaben der Polizei floh er, sagte Timm.", "de", ["Nach Angaben", "sagte"]),
        ("L'usine fermera, a déclaré Morel.", "fr", ["déclaré"]),
        ("La fabbrica chiude, ha detto Fermi.", "it", ["detto"]),
        ("Volgens Bakker sluit het, zei hij.", "nl", ["Volgens", "zei"]),
    ],
)
def test_reporting_words_are_found_in_the_form_they_take(words: str, language: str, expected: list[str]) -> None:
    assert found(words, language) == expected


def test_a_parted_verb_reports_only_with_its_prefix() -> None:
    assert found("Die Firma teilte am Montag mit, es sei vorbei.", "de") == ["teilte"]
    assert found("Die Firma teilte den Gewinn.", "de") == []
    assert cues.prefixes("teilte", "de") == {"mit"}
    assert cues.prefixes("sagte", "en") == frozenset()


def test_a_noun_reports_only_before_its_that() -> None:
    assert "relatos" in found("Há relatos de que a obra parou.", "pt")
    assert "relatos" not in found("Há relatos sobre a obra.", "pt")


def test_a_phrase_takes_the_word_that_goes_on_from_it() -> None:
    assert found("A obra parou, conforme declarado por Lia.", "pt") == ["conforme declarado"]


def test_an_article_before_a_comma_makes_no_noun_of_the_verb_after_it() -> None:
    assert found("Bakker sluit het, zei hij.", "nl") == ["zei"]


def test_no_reporting_word_is_found_within_another_word() -> None:
    assert found("The essayist and the saidness of it.", "en") == []


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("Po besedah policije sta prijeta dva.", "sl"),
        ("„Mēs cenas necelsim,” teica Zeltiņa.", "lv"),
        ("Министърът заяви, че училището ще отвори.", "bg"),
        ("รัฐมนตรีกล่าวว่าโรงเรียนจะเปิด", "th"),
        ("وزیر گفت مدرسه باز می‌شود.", "fa"),
        ("Rao said so.", "und"),
    ],
)
def test_a_language_without_a_list_has_no_cues(words: str, language: str) -> None:
    assert not cues.known(language)
    assert found(words, language) == []
    assert cues.table(language, "that") == frozenset()
    assert cues.pattern(language, "deals").search(words) is None


@pytest.mark.parametrize("language", KNOWN)
def test_every_known_language_has_every_list(language: str) -> None:
    assert cues.known(language)
    for name in ("speech", "thought", "phrases", "nouns", "that", "and", "deals"):
        assert cues.table(language, name), name
