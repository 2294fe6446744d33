"""What sort of organisation a name gives away."""

from __future__ import annotations

import pytest

from api.engine.entities.kinds import kind_of
from api.engine.languages.language import language as language_of


@pytest.mark.parametrize(
    ("name", "language", "kind"),
    [
        ("Ministério da Pesca", "pt", "public_body"),
        ("Ministry of Fisheries", "en", "public_body"),
        ("Landgericht Lüneburg", "de", "public_body"),
        ("Bundesamt für Seefahrt", "de", "public_body"),
        ("Ministère de la Mer", "fr", "public_body"),
        ("Tribunal Supremo", "es", "public_body"),
        ("Procura di Ferrara", "it", "public_body"),
        ("Rechtbank Zwolle", "nl", "public_body"),
        ("NATO", "de", "public_body"),
        ("EU", "en", "public_body"),
        ("Securities and Exchange Commission", "pt", "public_body"),
        ("Polícia Federal", "en", "public_body"),
        ("Harbour Gazette", "en", "media"),
        ("Reuters", "pt", "media"),
        ("Serrana University", "en", "other"),
        ("Universidade de Serrana", "pt", "other"),
        ("Green Harbour Party", "en", "other"),
        ("Fundação Maré Alta", "pt", "ngo"),
        ("Gewerkschaft der Fischer", "de", "ngo"),
        ("Northern Pension Fund", "en", "fund"),
    ],
)
def test_the_name_corrects_what_was_said(name: str, language: str, kind: str) -> None:
    assert kind_of(name, language_of(language), "company") == kind


@pytest.mark.parametrize(
    "name", ["Tarn Motors", "Ferrolar", "Council Foods Inc", "General Pumps", "Nordwerk AG", "Fox Mining Ltd"]
)
def test_a_plain_name_or_a_legal_form_stays_a_company(name: str) -> None:
    assert kind_of(name, language_of("en"), "company") == "company"


def test_what_was_said_counts_where_the_name_tells_nothing() -> None:
    assert kind_of("Maré Alta", language_of("pt"), "ngo") == "ngo"
    assert kind_of("Maré Alta", language_of("pt"), "nonsense") == "company"
    assert kind_of("Marisma Capital Ltd", language_of("en"), "fund") == "fund"
