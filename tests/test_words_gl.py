"""Galician news: its reporting words, where the words said stand, its names, bodies and sums."""

from __future__ import annotations

import pytest

from api.engine.claims import cues
from api.engine.entities.kinds import told_by_name
from api.engine.languages.language import language as language_of
from api.engine.values.money import Money, find_money, money
from tests.test_attribution import said
from tests.test_candidates import found as candidates


def found(words: str) -> list[str]:
    return [words[cue.start : cue.end] for cue in cues.find(words, "gl")]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("A fábrica pecha en maio, dixo Ana Rebolo.", ["dixo"]),
        ("A fábrica pecha, explicou Rebolo, segundo a Garda Civil.", ["explicou", "segundo"]),
        ("A empresa nega as acusacións e asegura que pagará.", ["nega", "asegura"]),
        ("Segundo o xulgado, o condutor fuxiu; os veciños din outra cousa.", ["Segundo", "din"]),
        ("Ela cre que gañarán, pero teme a choiva.", ["cre", "teme"]),
        ("O informe e a nota están na web.", []),
        ("Hai rumores de que a fábrica pecha.", ["rumores"]),
        ("Os rumores vellos non morren.", []),
        ("O alcalde díxolle que non e engadiu que agardará.", ["díxolle", "engadiu", "agardará"]),
        ("A conselleira salientou que si e lembrou a lei.", ["salientou", "lembrou"]),
    ],
)
def test_reporting_words_are_found_in_the_form_they_take(words: str, expected: list[str]) -> None:
    assert found(words) == expected


@pytest.mark.parametrize(
    ("words", "cue", "source", "expected"),
    [
        ("Ana Rebolo dixo que a fábrica pecha en maio.", "dixo", "Ana Rebolo", "a fábrica pecha en maio"),
        ("Ana Rebolo explicou o martes que a fábrica pecha.", "explicou", "Ana Rebolo", "a fábrica pecha"),
        ("Ana Rebolo dixo onte aos xornalistas que a fábrica pecha.", "dixo", "Ana Rebolo", "a fábrica pecha"),
        ("Ana Rebolo díxolles aos xornalistas que a fábrica pecha.", "díxolles", "Ana Rebolo", "a fábrica pecha"),
        ("Nun comunicado, a empresa asegura que a fábrica pecha.", "asegura", "a empresa", "a fábrica pecha"),
        ("O sindicato preguntou se a fábrica vai pechar.", "preguntou", "O sindicato", "a fábrica vai pechar"),
        ("A empresa quere vender a fábrica de Lalín.", "quere", "A empresa", "vender a fábrica de Lalín"),
        ("A empresa negou que despedise a ninguén.", "negou", "A empresa", "despedise a ninguén"),
        ("A fábrica pecha en maio, afirmou Ana Rebolo.", "afirmou", "Ana Rebolo", "A fábrica pecha en maio"),
        ("A fábrica pecha en maio, afirmou Ana Rebolo, directora da Muiñeira.", "afirmou", "Ana Rebolo", "A fábrica pecha en maio"),
        ("A fábrica pecha en maio, dixo a alcaldesa.", "dixo", "a alcaldesa", "A fábrica pecha en maio"),
        ("«A fábrica pecha en maio», dixo Ana Rebolo.", "dixo", "Ana Rebolo", "«A fábrica pecha en maio»"),
        ('"A fábrica pecha en maio", engadiu.', "engadiu", None, '"A fábrica pecha en maio"'),
        ("Segundo Ana Rebolo, a fábrica pecha en maio.", "Segundo", "Ana Rebolo", "a fábrica pecha en maio"),
        ("Segundo Ana Rebolo, directora da Muiñeira, a fábrica pecha.", "Segundo", "Ana Rebolo", "a fábrica pecha"),
        ("De acordo co informe, a fábrica perdía cartos.", "De acordo co", "informe", "a fábrica perdía cartos"),
        ("A fábrica pecha en maio, segundo Ana Rebolo.", "segundo", "Ana Rebolo", "A fábrica pecha en maio"),
        ("A fábrica, segundo Ana Rebolo, pecha en maio.", "segundo", "Ana Rebolo", "A fábrica … pecha en maio"),
        ("A fábrica, asegurou a empresa, pecha en maio.", "asegurou", "a empresa", "A fábrica … pecha en maio"),
        ("«Fixemos de todo», dixo Rebolo, «e non chegou».", "dixo", "Rebolo", "«Fixemos de todo» … «e non chegou»"),
        ("Ana Rebolo escribiu: «A fábrica pecha en maio.»", "escribiu", "Ana Rebolo", "«A fábrica pecha en maio.»"),
        ("El sostén que non asinou nada.", "sostén", "El", "non asinou nada"),
    ],
)  # fmt: skip
def test_the_words_said_are_found_in_every_form_of_telling(
    words: str, cue: str, source: str | None, expected: str
) -> None:
    assert said(words, "gl", cue, source) == [expected]


def test_a_second_that_begins_a_second_content() -> None:
    words = "Rebolo di que a fábrica pecha e que os soldos se pagarán."
    assert said(words, "gl", "di", "Rebolo") == ["a fábrica pecha", "os soldos se pagarán"]


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("A fábrica vendeuna Muíños Brancos a Breixo Lamas.", ["Muíños Brancos", "Breixo Lamas"]),
        ("O martes, a Cooperativa Os Castiñeiros asinou con Ana Rebolo.", ["Cooperativa Os Castiñeiros", "Ana Rebolo"]),
        ("A sede de Conservas da Ribeira está en Lalín.", ["Conservas da Ribeira", "Lalín"]),
        ("O luns pechou a fábrica. Ninguén o sabía.", []),
        ("A Muiñeira mercou o forno.", ["Muiñeira"]),
        ("Xurxo de Castro e Ana Rebolo falaron.", ["Xurxo de Castro", "Ana Rebolo"]),
        ("O Consello Regulador da Faba do Val négao.", ["Consello Regulador da Faba do Val"]),
    ],
)
def test_names_are_candidates_as_they_are_written(words: str, names: list[str]) -> None:
    assert candidates(words, "gl") == names


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Consellaría do Mar", "public_body"),
        ("Ministerio de Pesca", "public_body"),
        ("Concello de Valdeforno", "public_body"),
        ("Xulgado de Valdeforno", "public_body"),
        ("Tribunal Superior de Xustiza", "public_body"),
        ("Xornal da Montaña", "media"),
        ("Radio Valdeforno", "media"),
        ("Partido das Hortas", "other"),
        ("Universidade de Valdeforno", "other"),
        ("Fundación Marea Alta", "ngo"),
        ("Confraría de Pescadores de Valdeforno", "ngo"),
        ("Fondo de Pensións Valdeforno", "fund"),
        ("Muíños Brancos", None),
        ("Xunta de Galicia", "public_body"),
    ],
)
def test_a_name_tells_what_sort_of_body_it_names(name: str, kind: str | None) -> None:
    assert told_by_name(name, language_of("gl")) == kind


@pytest.mark.parametrize(
    ("words", "value", "currency"),
    [
        ("20 millóns de euros", 20000000.0, "EUR"),
        ("3,5 millóns de dólares", 3500000.0, "USD"),
        ("1.200 millóns de euros", 1200000000.0, "EUR"),
        ("dous mil millóns de euros", 2000000000.0, "EUR"),
        ("50.000 euros", 50000.0, "EUR"),
        ("medio millón de euros", 500000.0, "EUR"),
        ("un millón de euros", 1000000.0, "EUR"),
        ("300.000 €", 300000.0, "EUR"),
        ("un millón e medio de euros", 1500000.0, "EUR"),
        ("trinta mil euros", 30000.0, "EUR"),
    ],
)
def test_sums_are_read(words: str, value: float, currency: str) -> None:
    assert money(words, "gl") == Money(value, currency, False, True)
    assert [words[slice(*place)] for place in find_money(words, "gl")] == [words]


def test_an_approximate_sum_keeps_its_word() -> None:
    words = "preto de 40 millóns de euros"
    assert money(words, "gl") == Money(40000000.0, "EUR", True, True)
    assert [words[slice(*place)] for place in find_money(words, "gl")] == [words]


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("O prezo non foi revelado.", "non foi revelado"),
        ("O importe da operación non transcendeu.", "non transcendeu"),
        ("As partes non revelaron a cifra.", "non revelaron"),
        ("sen revelar o importe", "sen revelar"),
        ("O valor non se fixo público.", "non se fixo público"),
    ],
)
def test_what_is_kept_back_is_a_sum_too(words: str, kept: str) -> None:
    assert [words[slice(*place)] for place in find_money(words, "gl")] == [kept]
