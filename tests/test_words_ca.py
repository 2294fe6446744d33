"""Catalan news: its reporting words, where the words said stand, its names, bodies and sums."""

from __future__ import annotations

import pytest

from api.engine.claims import cues
from api.engine.entities.kinds import told_by_name
from api.engine.languages.language import language as language_of
from api.engine.values.money import Money, find_money, money
from tests.test_attribution import said
from tests.test_candidates import found as candidates


def found(words: str) -> list[str]:
    return [words[cue.start : cue.end] for cue in cues.find(words, "ca")]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("La fàbrica tancarà al maig, va dir Anna Rovell.", ["dir"]),
        ("La fàbrica tancarà, ha explicat Rovell, segons els Mossos.", ["explicat", "segons"]),
        ("L'empresa nega les acusacions i assegura que pagarà.", ["nega", "assegura"]),
        ("Segons el jutjat, el conductor va fugir; els veïns diuen una altra cosa.", ["Segons", "diuen"]),
        ("Ella creu que guanyaran, però tem la pluja.", ["creu", "tem"]),
        ("La Creu Roja té una nota al web.", []),
        ("Hi ha rumors que la fàbrica tanca.", ["rumors"]),
        ("Els rumors vells no moren.", []),
        ("L'alcaldessa vol demanar-li comptes i saber-ho tot.", ["vol", "demanar-li", "saber-ho"]),
        ("S'espera que plogui.", ["S'espera"]),
    ],
)
def test_reporting_words_are_found_in_the_form_they_take(words: str, expected: list[str]) -> None:
    assert found(words) == expected


@pytest.mark.parametrize(
    ("words", "cue", "source", "expected"),
    [
        ("Anna Rovell va dir que la fàbrica tancarà al maig.", "dir", "Anna Rovell", "la fàbrica tancarà al maig"),
        ("Anna Rovell ha explicat dimarts que la fàbrica tancarà.", "explicat", "Anna Rovell", "la fàbrica tancarà"),
        ("Anna Rovell va dir als periodistes que la fàbrica tancarà.", "dir", "Anna Rovell", "la fàbrica tancarà"),
        ("Anna Rovell ha dit en declaracions a la ràdio que la fàbrica tancarà.", "dit", "Anna Rovell", "la fàbrica tancarà"),
        ("En un comunicat, l'empresa assegura que la fàbrica tancarà.", "assegura", "l'empresa", "la fàbrica tancarà"),
        ("El sindicat va preguntar si la fàbrica tancarà.", "preguntar", "El sindicat", "la fàbrica tancarà"),
        ("El síndic demana que s'aturin les obres.", "demana", "El síndic", "s'aturin les obres"),
        ("L'empresa vol vendre la fàbrica de Reus.", "vol", "L'empresa", "vendre la fàbrica de Reus"),
        ("L'empresa nega haver acomiadat ningú.", "nega", "L'empresa", "haver acomiadat ningú"),
        ("La fàbrica tancarà al maig, va assegurar Anna Rovell.", "assegurar", "Anna Rovell", "La fàbrica tancarà al maig"),
        ("La fàbrica tancarà al maig, ha dit Anna Rovell, directora de la Molinera.", "dit", "Anna Rovell", "La fàbrica tancarà al maig"),
        ("La fàbrica tancarà al maig, ha dit l'alcaldessa.", "dit", "l'alcaldessa", "La fàbrica tancarà al maig"),
        ("«La fàbrica tancarà al maig», ha dit Anna Rovell.", "dit", "Anna Rovell", "«La fàbrica tancarà al maig»"),
        ('"La fàbrica tancarà al maig", ha afegit.', "afegit", None, '"La fàbrica tancarà al maig"'),
        ("Segons Anna Rovell, la fàbrica tancarà al maig.", "Segons", "Anna Rovell", "la fàbrica tancarà al maig"),
        ("Segons Anna Rovell, directora de la Molinera, la fàbrica tancarà.", "Segons", "Anna Rovell", "la fàbrica tancarà"),
        ("D'acord amb l'informe, la fàbrica perdia diners.", "D'acord amb", "l'informe", "la fàbrica perdia diners"),
        ("La fàbrica tancarà al maig, segons Anna Rovell.", "segons", "Anna Rovell", "La fàbrica tancarà al maig"),
        ("La fàbrica, segons Anna Rovell, tancarà al maig.", "segons", "Anna Rovell", "La fàbrica … tancarà al maig"),
        ("La fàbrica, assegura l'empresa, tancarà al maig.", "assegura", "l'empresa", "La fàbrica … tancarà al maig"),
        ("«Ho hem provat tot», va dir Rovell, «i no ha servit».", "dir", "Rovell", "«Ho hem provat tot» … «i no ha servit»"),
        ("Anna Rovell ha piulat: «La fàbrica tanca al maig.»", "piulat", "Anna Rovell", "«La fàbrica tanca al maig.»"),
        ("Ella afirma que no va signar res.", "afirma", "Ella", "no va signar res"),
        ("L'advocat va demanar-li que parlés amb la policia.", "demanar-li", "L'advocat", "parlés amb la policia"),
    ],
)  # fmt: skip
def test_the_words_said_are_found_in_every_form_of_telling(
    words: str, cue: str, source: str | None, expected: str
) -> None:
    assert said(words, "ca", cue, source) == [expected]


def test_a_second_that_begins_a_second_content() -> None:
    words = "Rovell diu que la fàbrica tanca i que els sous es pagaran."
    assert said(words, "ca", "diu", "Rovell") == ["la fàbrica tanca", "els sous es pagaran"]


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("La fàbrica la va vendre Molinera Blava a Pau Ferrús.", ["Molinera Blava", "Pau Ferrús"]),
        ("Dimarts, la Cooperativa Els Oms va signar amb Anna Rovell.", ["Cooperativa Els Oms", "Anna Rovell"]),
        ("La seu de Forns de la Serra és a Reus.", ["Forns de la Serra", "Reus"]),
        ("L'ajuntament ho va rebutjar. Ningú no ho sabia.", []),
        ("Dilluns va tancar la fàbrica. Ningú ho sabia.", []),
        ("Josep Roc i Maduell i Pau Ferrús van parlar.", ["Josep Roc i Maduell", "Pau Ferrús"]),
        ("En Pau Ferrús compra el celler.", ["Pau Ferrús"]),
    ],
)
def test_names_are_candidates_as_they_are_written(words: str, names: list[str]) -> None:
    assert candidates(words, "ca") == names


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Conselleria de Pesca", "public_body"),
        ("Departament de Pesca", "public_body"),
        ("Ajuntament de Vallclara", "public_body"),
        ("Jutjat de Vallclara", "public_body"),
        ("Tribunal Superior de Justícia", "public_body"),
        ("Diari de Vallclara", "media"),
        ("Ràdio Vallclara", "media"),
        ("Partit dels Horts", "other"),
        ("Universitat de Vallclara", "other"),
        ("Fundació Marea Alta", "ngo"),
        ("Sindicat de Forners", "ngo"),
        ("Fons de Pensions Vallclara", "fund"),
        ("Molinera Blava", None),
        ("Mossos d'Esquadra", "public_body"),
    ],
)
def test_a_name_tells_what_sort_of_body_it_names(name: str, kind: str | None) -> None:
    assert told_by_name(name, language_of("ca")) == kind


@pytest.mark.parametrize(
    ("words", "value", "currency"),
    [
        ("20 milions d'euros", 20000000.0, "EUR"),
        ("20 milions d’euros", 20000000.0, "EUR"),
        ("3,5 milions de dòlars", 3500000.0, "USD"),
        ("1.200 milions d'euros", 1200000000.0, "EUR"),
        ("mil milions d'euros", 1000000000.0, "EUR"),
        ("dos mil milions d'euros", 2000000000.0, "EUR"),
        ("50.000 euros", 50000.0, "EUR"),
        ("mig milió d'euros", 500000.0, "EUR"),
        ("un milió d'euros", 1000000.0, "EUR"),
        ("300.000 €", 300000.0, "EUR"),
        ("un milió i mig d'euros", 1500000.0, "EUR"),
        ("trenta mil euros", 30000.0, "EUR"),
    ],
)
def test_sums_are_read(words: str, value: float, currency: str) -> None:
    assert money(words, "ca") == Money(value, currency, False, True)
    assert [words[slice(*place)] for place in find_money(words, "ca")] == [words]


def test_an_approximate_sum_keeps_its_word() -> None:
    words = "prop de 40 milions d'euros"
    assert money(words, "ca") == Money(40000000.0, "EUR", True, True)
    assert [words[slice(*place)] for place in find_money(words, "ca")] == [words]


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("El preu no s'ha fet públic.", "no s'ha fet públic"),
        ("L'import de l'operació no ha transcendit.", "no ha transcendit"),
        ("Les parts no han revelat la xifra.", "no han revelat"),
        ("sense revelar l'import", "sense revelar"),
        ("El valor no es va fer públic.", "no es va fer públic"),
    ],
)
def test_what_is_kept_back_is_a_sum_too(words: str, kept: str) -> None:
    assert [words[slice(*place)] for place in find_money(words, "ca")] == [kept]
