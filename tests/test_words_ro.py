"""Romanian news: its reporting words, where the words said stand, its names, bodies and sums."""

from __future__ import annotations

import pytest

from api.engine.claims import cues
from api.engine.entities.kinds import told_by_name
from api.engine.languages.language import language as language_of
from api.engine.values.money import Money, find_money, money
from tests.test_attribution import said
from tests.test_candidates import found as candidates


def found(words: str) -> list[str]:
    return [words[cue.start : cue.end] for cue in cues.find(words, "ro")]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Fabrica se va închide în mai, a declarat Ana Lupșa.", ["declarat"]),
        ("Fabrica se va închide în mai, a declarat marţi Ana Lupşa.", ["declarat"]),
        ("Potrivit poliției, șoferul a fugit; martorii spun altceva.", ["Potrivit", "spun"]),
        ("Ministerul a anunţat că şcolile se închid, susţin părinţii.", ["anunţat", "susţin"]),
        ("Compania neagă acuzațiile și afirmă că va plăti.", ["neagă", "afirmă"]),
        ("Conform raportului, prețurile vor crește și vor scădea.", ["Conform"]),
        ("Un comunicat a fost trimis presei.", []),
        ("Circulă zvonuri că fabrica se închide.", ["zvonuri"]),
        ("Zvonuri vechi circulă în oraș.", []),
        ("Ea crede că vor câștiga, dar se teme de ploaie.", ["crede", "teme"]),
        ("Primarul a cerut ca lucrările să fie oprite.", ["cerut"]),
    ],
)
def test_reporting_words_are_found_in_the_form_they_take(words: str, expected: list[str]) -> None:
    assert found(words) == expected


@pytest.mark.parametrize(
    ("words", "cue", "source", "expected"),
    [
        ("Ana Lupșa a declarat că fabrica se închide în mai.", "declarat", "Ana Lupșa", "fabrica se închide în mai"),
        ("Ana Lupșa a declarat marți că fabrica se închide.", "declarat", "Ana Lupșa", "fabrica se închide"),
        ("Ana Lupșa a declarat pentru ziarul local că fabrica se închide.", "declarat", "Ana Lupșa", "fabrica se închide"),
        ("Ana Lupșa le-a spus jurnaliștilor că fabrica se închide.", "spus", "Ana Lupșa", "fabrica se închide"),
        ("Într-un comunicat, firma a anunțat că fabrica se închide.", "anunțat", "firma", "fabrica se închide"),
        ("Sindicatul a întrebat dacă fabrica se va redeschide.", "întrebat", "Sindicatul", "fabrica se va redeschide"),
        ("Primarul a cerut ca lucrările să fie oprite.", "cerut", "Primarul", "lucrările să fie oprite"),
        ("Compania intenționează să vândă fabrica din Arad.", "intenționează", "Compania", "să vândă fabrica din Arad"),
        ("Compania a negat că ar fi concediat pe cineva.", "negat", "Compania", "ar fi concediat pe cineva"),
        ("Fabrica se închide în mai, a declarat Ana Lupșa.", "declarat", "Ana Lupșa", "Fabrica se închide în mai"),
        ("Fabrica se închide în mai, spune Ana Lupșa, directoarea firmei.", "spune", "Ana Lupșa", "Fabrica se închide în mai"),
        ("Fabrica se închide în mai, a mai spus Ana Lupșa.", "spus", "Ana Lupșa", "Fabrica se închide în mai"),
        ("„Fabrica se închide în mai”, a declarat Ana Lupșa.", "declarat", "Ana Lupșa", "„Fabrica se închide în mai”"),
        ("„Fabrica se închide în mai”, a declarat, marți, Ana Lupșa.", "declarat", "Ana Lupșa", "„Fabrica se închide în mai”"),
        ("Potrivit Anei Lupșa, fabrica se închide în mai.", "Potrivit", "Anei Lupșa", "fabrica se închide în mai"),
        ("Conform procurorilor, banii au dispărut din seif.", "Conform", "procurorilor", "banii au dispărut din seif"),
        ("Fabrica se închide în mai, potrivit Anei Lupșa.", "potrivit", "Anei Lupșa", "Fabrica se închide în mai"),
        ("Potrivit Anei Lupșa, directoarea firmei, fabrica se închide.", "Potrivit", "Anei Lupșa", "fabrica se închide"),
        ("Fabrica, a spus Ana Lupșa, se închide în mai.", "spus", "Ana Lupșa", "Fabrica … se închide în mai"),
        ("Fabrica, potrivit Anei Lupșa, se închide în mai.", "potrivit", "Anei Lupșa", "Fabrica … se închide în mai"),
        ("„Am încercat totul”, a spus Lupșa, „și am pierdut”.", "spus", "Lupșa", "„Am încercat totul” … „și am pierdut”"),
        ("Ana Lupșa a scris pe Facebook: „Fabrica se închide în mai.”", "scris", "Ana Lupșa", "„Fabrica se închide în mai.”"),
        ("Banii, spun procurorii, au fost scoși din țară.", "spun", "procurorii", "Banii … au fost scoși din țară"),
        ("Ea susține că nu a semnat nimic.", "susține", "Ea", "nu a semnat nimic"),
    ],
)  # fmt: skip
def test_the_words_said_are_found_in_every_form_of_telling(
    words: str, cue: str, source: str | None, expected: str
) -> None:
    assert said(words, "ro", cue, source) == [expected]


def test_a_second_that_begins_a_second_content() -> None:
    words = "Lupșa spune că fabrica se închide și că salariile se plătesc."
    assert said(words, "ro", "spune", "Lupșa") == ["fabrica se închide", "salariile se plătesc"]


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("Fabrica a fost vândută de Morărița Albă lui Radu Crișan.", ["Morărița Albă", "Radu Crișan"]),
        ("Marți, compania Brutăria Veche SRL a semnat contractul cu Ana Lupșa.", ["Brutăria Veche SRL", "Ana Lupșa"]),
        ("Din februarie, Grupul Vântu conduce uzina.", ["Grupul Vântu"]),
        ("Ministerul Pescuitului i-a dat dreptate.", ["Ministerul Pescuitului"]),
        ("Potrivit Anei Lupșa, fabrica se închide.", ["Anei Lupșa"]),
        ("Luni, fabrica s-a închis. Nimeni nu știa.", []),
        ("Miercuri, 5 martie, directorul și-a dat demisia.", []),
        ("Ana-Maria Lupșa și Radu Crișan s-au întâlnit.", ["Ana-Maria Lupșa", "Radu Crișan"]),
    ],
)
def test_names_are_candidates_as_they_are_written(words: str, names: list[str]) -> None:
    assert candidates(words, "ro") == names


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Ministerul Pescuitului", "public_body"),
        ("Tribunalul Brădeni", "public_body"),
        ("Primăria Brădeni", "public_body"),
        ("Curtea de Apel Brădeni", "public_body"),
        ("Gazeta Munților", "media"),
        ("Ziarul Dealului", "media"),
        ("Partidul Livezilor", "other"),
        ("Universitatea din Brădeni", "other"),
        ("Asociația Pescarilor", "ngo"),
        ("Sindicatul Morarilor", "ngo"),
        ("Fondul de Pensii Dunărea de Sus", "fund"),
        ("Morărița Albă", None),
        ("Brutăria Veche", None),
        ("ANAF", "public_body"),
        ("Autoritatea Portuară", "public_body"),
    ],
)
def test_a_name_tells_what_sort_of_body_it_names(name: str, kind: str | None) -> None:
    assert told_by_name(name, language_of("ro")) == kind


@pytest.mark.parametrize(
    ("words", "value", "currency"),
    [
        ("20 de milioane de euro", 20000000.0, "EUR"),
        ("3,5 milioane de lei", 3500000.0, "RON"),
        ("trei miliarde de dolari", 3000000000.0, "USD"),
        ("50.000 de lei", 50000.0, "RON"),
        ("1,2 mld. euro", 1200000000.0, "EUR"),
        ("un milion de euro", 1000000.0, "EUR"),
        ("o jumătate de milion de euro", 500000.0, "EUR"),
        ("120 milioane lei", 120000000.0, "RON"),
        ("200 de mii de lei", 200000.0, "RON"),
        ("un milion și jumătate de euro", 1500000.0, "EUR"),
        ("cinci sute de milioane de euro", 500000000.0, "EUR"),
    ],
)
def test_sums_are_read(words: str, value: float, currency: str) -> None:
    assert money(words, "ro") == Money(value, currency, False, True)
    assert [words[slice(*place)] for place in find_money(words, "ro")] == [words]


def test_an_approximate_sum_keeps_its_word() -> None:
    words = "circa 40 de milioane de euro"
    assert money(words, "ro") == Money(40000000.0, "EUR", True, True)
    assert [words[slice(*place)] for place in find_money(words, "ro")] == [words]


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("Valoarea tranzacției nu a fost făcută publică.", "nu a fost făcută publică"),
        ("Prețul nu a fost dezvăluit.", "nu a fost dezvăluit"),
        ("pentru o sumă nedezvăluită", "nedezvăluită"),
        ("Părțile nu au dezvăluit suma.", "nu au dezvăluit"),
        ("Suma este confidențială.", "confidențială"),
    ],
)
def test_what_is_kept_back_is_a_sum_too(words: str, kept: str) -> None:
    assert [words[slice(*place)] for place in find_money(words, "ro")] == [kept]
