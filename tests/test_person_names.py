"""Where a person's name stands in the words that a model listed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.engine.entities.names import trimmed
from api.engine.entities.person_names import person_key, person_span
from api.engine.languages.language import language as language_of


def named(words: str, language: str) -> str:
    return words[slice(*person_span(words, language_of(language)))]


@pytest.mark.parametrize(
    ("words", "language", "name"),
    [
        ("Gov. Ada Lowe", "en", "Ada Lowe"),
        ("Mrs. Lowe", "en", "Lowe"),
        ("Sen. Omar Pell, R-Ohio", "en", "Omar Pell"),
        ("Harbour Commissioner Ada Lowe", "en", "Ada Lowe"),
        ("US Secretary of State Ada Lowe", "en", "Ada Lowe"),
        ("Kieler SPD-Politikers Jan Oltmann", "de", "Jan Oltmann"),
        ("Trainers Jan Oltmann", "de", "Jan Oltmann"),
        ("the Herald’s Ada Lowe", "en", "Ada Lowe"),
        ("Ada Lowe at the Harbour Board", "en", "Ada Lowe"),
        ("Ada Lowe, Jr.", "en", "Ada Lowe, Jr."),
        ("Lowe’s", "en", "Lowe"),
        ("CEO Bento Prado", "pt", "Bento Prado"),
        ("o CEO interino, Bento Prado", "pt", "Bento Prado"),
        ("a diretora financeira Inês da Cunha", "pt", "Inês da Cunha"),
        ("Bento Prado, diretor da Ferrolar", "pt", "Bento Prado"),
        ("Herrn Kessler", "de", "Kessler"),
        ("Nordwerk-Chef Jonas Kessler", "de", "Jonas Kessler"),
        ("der Vorsitzende des Fischereiverbandes, Jonas Kessler", "de", "Jonas Kessler"),
        ("Jonas Kessler (FDP)", "de", "Jonas Kessler"),
        ("Klara von der Heide", "de", "Klara von der Heide"),
        ("Mme Roussel", "fr", "Roussel"),
        ("le président Luc de Brissac", "fr", "Luc de Brissac"),
        ("el consejero delegado Iván Robles", "es", "Iván Robles"),
        ("l'amministratore delegato Ugo De Santis", "it", "Ugo De Santis"),
        ("topman Joris van Dalen", "nl", "Joris van Dalen"),
        ("李小龙", "zh", "李小龙"),
        ("Иван Петров", "ru", "Иван Петров"),
    ],
)
def test_titles_and_affiliations_are_left_out(words: str, language: str, name: str) -> None:
    assert named(words, language) == name


@pytest.mark.parametrize(
    ("words", "language"), [("CEO", "en"), ("der Vorsitzende", "de"), ("Lowe campaign", "en"), ("", "en")]
)
def test_words_without_a_name_have_an_empty_span(words: str, language: str) -> None:
    assert named(words, language) == ""


@pytest.mark.parametrize("name", ["De Santis", "Billie King", "Ada Lowe-Pell", "O’Dowd"])
def test_a_name_that_looks_like_a_title_or_particle_stays_whole(name: str) -> None:
    assert named(name, "en") == name


def test_names_compare_without_accents_case_and_suffix() -> None:
    assert person_key("Inês Prado") == person_key("INES PRADO")
    assert person_key("Ada Lowe, Jr.") == person_key("Ada Lowe")
    assert person_key("Bento Prado Neto") != person_key("Bento Prado")


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60), st.sampled_from(["en", "pt", "de", "fr", "zh", "und", ""]))
def test_any_text_gives_a_span_within_it(words: str, language: str) -> None:
    start, end = person_span(words, language_of(language))
    assert 0 <= start <= end <= len(words)
    if end > start:
        assert trimmed(words, (start, end)) == (start, end)
