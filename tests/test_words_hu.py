"""Hungarian: its reporting words and who said what, its names, bodies and sums, in sentences as its press writes them."""

from __future__ import annotations

import pytest

from api.engine.claims import cues
from api.engine.entities.kinds import told_by_name
from api.engine.languages import lexicon
from api.engine.languages.language import language as language_of
from api.engine.values.money import Money, find_money, money
from tests.test_attribution import said
from tests.test_candidates import found as names_found
from tests.test_cues import found as cues_found


def test_the_language_is_known_with_all_its_reporting_lists() -> None:
    assert cues.known("hu")
    for name in ("speech", "thought", "phrases", "nouns", "that", "and", "deals", "agreed"):
        assert cues.table("hu", name), name


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("A gyár májusban bezár, mondta Kökény Ilka.", ["mondta"]),
        ("A rendőrség szerint a férfi elmenekült, és ezt a bíróság megerősítette.", ["szerint", "megerősítette"]),
        ("A cég tagadja a vádat, és közölte, hogy fellebbez.", ["tagadja", "közölte"]),
        ("Elmondása szerint senki sem sérült meg.", ["Elmondása szerint"]),
        ("A vállalat nem jelentette be a hírt.", ["jelentette"]),
        ("A kutatók azt remélik, hogy a víz leapad.", ["remélik"]),
        ("Hozzátették, hogy a lakók sem hiszik ezt.", ["Hozzátették", "hiszik"]),
        ("Terjed a hír, hogy eladják a kikötőt.", ["hír"]),
        ("A hajó reggel indult a kikötőből.", []),
    ],
)
def test_reporting_words_are_found_in_the_form_they_take(words: str, expected: list[str]) -> None:
    assert cues_found(words, "hu") == expected


@pytest.mark.parametrize(
    ("words", "cue", "source", "expected"),
    [
        ("Kökény Ilka azt mondta, hogy a gyár májusban bezár.", "mondta", "Kökény Ilka", ["a gyár májusban bezár"]),
        ("Kökény Ilka hétfőn közölte, hogy a gyár bezár.", "közölte", "Kökény Ilka", ["a gyár bezár"]),
        ("A cég közölte hétfőn, hogy a gyár bezár.", "közölte", "A cég", ["a gyár bezár"]),
        ("A gyár májusban bezár, mondta Kökény Ilka.", "mondta", "Kökény Ilka", ["A gyár májusban bezár"]),
        ("A gyár májusban bezár – közölte a cég szóvivője.", "közölte", "a cég szóvivője", ["A gyár májusban bezár"]),
        ("„Nem adjuk el a hajógyárat” – mondta Kökény Ilka.", "mondta", "Kökény Ilka", ["„Nem adjuk el a hajógyárat”"]),
        (
            "„Nem adjuk el a hajógyárat” – hangsúlyozta lapunknak Kökény Ilka.",
            "hangsúlyozta",
            "Kökény Ilka",
            ["„Nem adjuk el a hajógyárat”"],
        ),
        ("– Nem adjuk el a hajógyárat – mondta Kökény Ilka.", "mondta", "Kökény Ilka", ["Nem adjuk el a hajógyárat"]),
        (
            "„Mindent megtettünk” – mondta Kökény –, „mégis elbuktunk.”",
            "mondta",
            "Kökény",
            ["„Mindent megtettünk” … „mégis elbuktunk.”"],
        ),
        ("Kökény Ilka szerint a gyár májusban bezár.", "szerint", "Kökény Ilka", ["a gyár májusban bezár"]),
        ("A gyár májusban bezár Kökény Ilka szerint.", "szerint", "Kökény Ilka", ["A gyár májusban bezár"]),
        (
            "A férfi a rendőrség szerint fehér autóval menekült.",
            "szerint",
            "a rendőrség",
            ["A férfi … fehér autóval menekült"],
        ),
        ("Kökény így fogalmazott: „A gyár tavasszal bezár.”", "fogalmazott", "Kökény", ["„A gyár tavasszal bezár.”"]),
        (
            "Kökény azt ígérte, hogy a gyár megmarad, és hogy a béreket kifizetik.",
            "ígérte",
            "Kökény",
            ["a gyár megmarad", "a béreket kifizetik"],
        ),
        ("A cég cáfolta, hogy megszegte volna a szerződést.", "cáfolta", "A cég", ["megszegte volna a szerződést"]),
        ("Kökény hozzátette: a béreket kifizetik.", "hozzátette", "Kökény", ["a béreket kifizetik"]),
        ("A hajógyár azt tervezi, hogy száz hegesztőt vesz fel.", "tervezi", "A hajógyár", ["száz hegesztőt vesz fel"]),
    ],
)
def test_the_words_said_are_found(words: str, cue: str, source: str, expected: list[str]) -> None:
    assert said(words, "hu", cue, source) == expected


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("A hajógyárat a Tavasz Hajó Kft. vette meg Kökény Ilkától.", ["Tavasz Hajó Kft", "Kökény Ilkától"]),
        (
            "Tegnap Kökény Ilkával és Bárdos Vencellel találkozott Győrben.",
            ["Kökény Ilkával", "Bárdos Vencellel", "Győrben"],
        ),
        ("Hétfőn a Zúzmara Zrt. eladta a gyárat.", ["Zúzmara Zrt"]),
        ("Hétfőn bezárt a gyár. Senki sem tudta. De elmentek.", []),
        ("A szóvivő Bárdos Vencel volt.", ["Bárdos Vencel"]),
    ],
)
def test_names_are_candidates_and_plain_openings_are_not(words: str, names: list[str]) -> None:
    assert names_found(words, "hu") == names


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Hajózási Minisztérium", "public_body"),
        ("Bükkaljai Törvényszék", "public_body"),
        ("Vízügyi Hatóság", "public_body"),
        ("Tóparti Hírlap", "media"),
        ("Sárréti Újság", "media"),
        ("Nádas Párt", "other"),
        ("Bakonyi Egyetem", "other"),
        ("Halászok Szakszervezete", "ngo"),
        ("Kikelet Alapítvány", "ngo"),
        ("Hajnal Tőkealap", "fund"),
        ("Zúzmara", None),
    ],
)
def test_a_name_tells_the_kind_of_its_body(name: str, kind: str | None) -> None:
    assert told_by_name(name, language_of("hu")) == kind


@pytest.mark.parametrize(
    ("words", "value", "currency"),
    [
        ("12,5 millió euró", 12500000.0, "EUR"),
        ("3 milliárd forintért", 3000000000.0, "HUF"),
        ("kétmillió dollár", 2000000.0, "USD"),
        ("félmilliárd forint", 500000000.0, "HUF"),
        ("két millió dollárt", 2000000.0, "USD"),
        ("40 millió Ft", 40000000.0, "HUF"),
        ("250 000 forintot", 250000.0, "HUF"),
        ("250 ezer forint", 250000.0, "HUF"),
        ("másfél milliárd forint", 1500000000.0, "HUF"),
        ("700 millió svéd korona", 700000000.0, "SEK"),
    ],
)
def test_amounts_are_read(words: str, value: float, currency: str) -> None:
    assert money(words, "hu") == Money(value, currency, False, True)
    assert [words[start:end] for start, end in find_money(words, "hu")] == [words]


@pytest.mark.parametrize(
    ("words", "amounts"),
    [
        (
            "A vételár mintegy 30 millió euró, a tartozás 5 millió dollár.",
            ["mintegy 30 millió euró", "5 millió dollár"],
        ),
        ("A vételárat nem hozták nyilvánosságra.", ["nem hozták nyilvánosságra"]),
        ("A felek nem közölték az üzlet értékét.", ["nem közölték"]),
        ("A dolgozat eredményeit nem hozták nyilvánosságra.", []),
    ],
)
def test_amounts_stand_where_they_are_written(words: str, amounts: list[str]) -> None:
    assert [words[start:end] for start, end in find_money(words, "hu")] == amounts


@pytest.mark.parametrize(
    "title", ["vezérigazgató", "pénzügyi igazgatója", "belügyminiszter", "szóvivője", "vezető elemzője", "alapítója"]
)
def test_titles_are_known_in_the_forms_that_stand_beside_names(title: str) -> None:
    assert lexicon.is_in(title, "people.titles", "hu")
