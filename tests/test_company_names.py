"""Where an organisation's name stands, and by what it is compared."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.engine.entities.company_groups import Fitting
from api.engine.entities.company_names import company_key, legal_form, organization_span
from api.engine.entities.mention import Entity
from api.engine.languages.language import language as language_of


def named(words: str, language: str, *, opens: bool = True) -> str:
    return words[slice(*organization_span(words, language_of(language), opens_sentence=opens))]


@pytest.mark.parametrize(
    ("words", "language", "name"),
    [
        ("a Ferrolar", "pt", "Ferrolar"),
        ("a startup Ferrolar, fabricante de fornos", "pt", "Ferrolar"),
        ("Hospital Municipal de Serrana (HMS)", "pt", "Hospital Municipal de Serrana"),
        ("the Oslo-based Nordfisk AS", "en", "Nordfisk AS"),
        ("the San Benito-based Tarn Motors", "en", "Tarn Motors"),
        ("Lowe, Pell Capital Corp", "en", "Lowe, Pell Capital Corp"),
        ("Tarn Motors’", "en", "Tarn Motors"),
        ("Tarn Motors is", "en", "Tarn Motors"),
        ("der Autobauer Nordwerk AG", "de", "Nordwerk AG"),
        ("nordwerk AG", "de", "nordwerk AG"),
        ("l’enseigne Maravert", "fr", "Maravert"),
        ("L’Orval", "fr", "L’Orval"),
        ("株式会社カナタ", "ja", "株式会社カナタ"),
    ],
)
def test_articles_and_descriptions_are_left_out(words: str, language: str, name: str) -> None:
    assert named(words, language) == name


def test_a_capital_article_within_a_sentence_belongs_to_the_name() -> None:
    assert named("La Fonderie", "fr", opens=False) == "La Fonderie"
    assert named("la Fonderie", "fr", opens=False) == "Fonderie"


@pytest.mark.parametrize(
    ("name", "core", "form"),
    [
        ("Nordwerk AG", "Nordwerk", "ag"),
        ("Nordwerk Aktiengesellschaft", "Nordwerk", "ag"),
        ("Tarn co Pty Ltd", "Tarn", "co ltd"),
        ("Tarn & Co", "Tarn", "co"),
        ("Ferrolar S.A.", "Ferrolar", "sa"),
        ("Ferrolar Ltda.", "Ferrolar", "ltd"),
        ("Gruppo Salvi S.p.A.", "Gruppo Salvi", "spa"),
        ("PT Samudra", "Samudra", "pt"),
        ("株式会社カナタ", "カナタ", "co"),
        ("ООО Ромашка", "Ромашка", "ooo"),
        ("Ana Sa", "Ana Sa", ""),
        ("Ltd", "Ltd", ""),
    ],
)
def test_legal_forms_are_told_from_names(name: str, core: str, form: str) -> None:
    assert legal_form(name) == (core, form)


def test_keys_ignore_form_case_accents_and_article() -> None:
    assert company_key("The Tarn Motors Inc.") == company_key("TARN MOTORS") == "tarn motors"
    assert company_key("Érable S.A.S.") == "erable"


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60), st.sampled_from(["en", "pt", "de", "fr", "zh", "und", ""]))
def test_any_text_gives_a_span_within_it(words: str, language: str) -> None:
    start, end = organization_span(words, language_of(language))
    assert 0 <= start <= end <= len(words)
    assert isinstance(company_key(words), str)
    assert isinstance(legal_form(words)[1], str)


def test_a_company_is_found_by_its_beginning_or_by_more_than_its_name() -> None:
    tarn, vexel, salvi, group = (
        Entity(f"c{number}", "company", name, (), ())
        for number, name in enumerate(("Tarn Motors", "Vexel", "Grupo Salvi", "Tarn Group"))
    )
    found = Fitting([tarn, vexel, salvi])
    assert [found.find(name) for name in ("Tarn", "Salvi", "Vexel Holdings", "Lowe")] == ["c0", "c2", "c1", None]
    assert Fitting([tarn, group]).find("Tarn") is None
