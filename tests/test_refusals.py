"""What is refused as an organisation or a person, and with which reason."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.engine.entities.filters import not_a_company, not_a_person
from api.engine.languages.language import language as language_of


@pytest.mark.parametrize(
    ("name", "language", "reason"),
    [
        ("a empresa", "pt", "generic word"),
        ("the company", "en", "generic word"),
        ("das Unternehmen", "de", "generic word"),
        ("une filiale", "fr", "generic word"),
        ("eine Tochter", "de", "generic word"),
        ("a Chicago investor", "en", "generic word"),
        ("los proveedores", "es", "generic word"),
        ("governos e empresas", "pt", "generic word"),
        ("CEO", "en", "job title"),
        ("diretora financeira", "pt", "job title"),
        ("ela", "pt", "pronoun"),
        ("Brasília", "pt", "place"),
        ("Deutschland", "de", "place"),
        ("EE.UU.", "es", "place"),
        ("Montag", "de", "date word"),
        ("setembro", "pt", "date word"),
        ("American", "en", "nationality"),
        ("US$ 2 bilhões", "pt", "amount"),
        ("35 mln dlrs", "en", "amount"),
        ("2025", "en", "number"),
        ("…", "en", "no letters"),
        ("Mr. Lowe", "en", "person"),
        ("Anglo-Danish", "en", "nationality"),
        ("Tarn X4", "de", "product"),
        ("Republican", "en", "nationality"),
        ("Oslo-led", "en", "attribute"),
        ("TV", "pt", "generic word"),
        ("Former Harbour Doctor Says", "en", "headline"),
        ("Clean Harbour Act", "en", "law, event or place"),
        ("Operação Maré Alta", "pt", "law, event or place"),
        ("Copa Lumar", "es", "law, event or place"),
        ("Nordisches Küstenschutzgesetz", "de", "law, event or place"),
    ],
)
def test_what_is_no_organisation_is_refused(name: str, language: str, reason: str) -> None:
    assert not_a_company(name, language_of(language)) == reason


@pytest.mark.parametrize(
    ("name", "language"),
    [
        ("Ferrolar", "pt"),
        ("Nordwerk AG", "de"),
        ("nordwerk AG", "de"),
        ("tarn.com", "en"),
        ("European Union", "en"),
        ("General Pumps", "en"),
        ("Virginia Pumps Inc", "en"),
        ("Rao-Lind", "en"),
        ("Copa Airlines Inc", "en"),
        ("Programa de Saúde do Ministério da Pesca", "pt"),
        ("Ministério da Pesca", "pt"),
        ("アサギリ", "ja"),
        ("Газмаш", "ru"),
    ],
)
def test_an_organisation_passes(name: str, language: str) -> None:
    assert not_a_company(name, language_of(language)) is None


@pytest.mark.parametrize(
    ("name", "language", "reason"),
    [
        ("ele", "pt", "pronoun"),
        ("the mayor", "en", "job title"),
        ("der Sprecher", "de", "job title"),
        ("um porta-voz da Ferrolar", "pt", "job title"),
        ("a neighbour", "en", "generic word"),
        ("die Verfasser der Studie", "de", "generic word"),
        ("New York", "en", "place"),
        ("Friday", "en", "date word"),
        ("SPD", "de", "organisation word"),
        ("Ministério da Pesca", "pt", "organisation word"),
        ("Tarn Motors Inc", "en", "organisation word"),
        ("DeepTarn", "en", "organisation word"),
        ("Tarn AI", "en", "organisation word"),
        ("XKQ", "en", "acronym"),
        ("Agent 47", "en", "number"),
    ],
)
def test_what_is_no_person_is_refused(name: str, language: str, reason: str) -> None:
    assert not_a_person(name, language_of(language)) == reason


@pytest.mark.parametrize(
    ("name", "language"),
    [
        ("Ada Lowe", "en"),
        ("Lowe", "en"),
        ("Margaret Court", "en"),
        ("Theresa May", "en"),
        ("Ana Praça Lima", "pt"),
        ("Ada McKay", "en"),
        ("John Lowe III", "en"),
        ("Inês da Cunha Prado", "pt"),
        ("a Inês", "pt"),
        ("Klara von der Heide", "de"),
        ("Kessler", "de"),
        ("Luc de Brissac", "fr"),
        ("Ana Sa", "pt"),
        ("李小龙", "zh"),
        ("Иван Петров", "ru"),
        ("عمر الشريف", "ar"),
    ],
)
def test_a_person_passes(name: str, language: str) -> None:
    assert not_a_person(name, language_of(language)) is None


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60), st.sampled_from(["en", "pt", "de", "es", "zh", "und", ""]))
def test_any_text_is_answered(name: str, language: str) -> None:
    for reason in (not_a_company(name, language_of(language)), not_a_person(name, language_of(language))):
        assert reason is None or reason
    if not any(char.isalpha() for char in name):
        assert not_a_company(name, language_of(language))
        assert not_a_person(name, language_of(language))
