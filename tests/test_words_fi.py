"""Finnish: its reporting words and who said what, its names, bodies and sums, in sentences as its press writes them."""

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
    assert cues.known("fi")
    for name in ("speech", "thought", "phrases", "nouns", "that", "and", "deals", "agreed"):
        assert cues.table("fi", name), name


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Tehdas suljetaan toukokuussa, Kiviranta sanoi.", ["sanoi"]),
        ("Poliisin mukaan mies pakeni autolla, ja lautakunta vahvisti tiedon.", ["mukaan", "vahvisti"]),
        ("Yhtiö kiistää väitteen ja aikoo valittaa päätöksestä.", ["kiistää", "aikoo", "valittaa"]),
        ("Tutkijat arvioivat ja asukkaat uskovat, että vesi nousee.", ["arvioivat", "uskovat"]),
        ("Hän lisäsi, ettei kukaan loukkaantunut.", ["lisäsi"]),
        ("Yhtiön mielestä hinta on oikea.", ["mielestä"]),
        ("Johtajat ovat kertoneet ja ilmoittaneet asiasta.", ["kertoneet", "ilmoittaneet"]),
        ("Liikkeellä on huhu, että satama myydään.", ["huhu"]),
        ("Laiva lähti satamasta aamulla.", []),
    ],
)
def test_reporting_words_are_found_in_the_form_they_take(words: str, expected: list[str]) -> None:
    assert cues_found(words, "fi") == expected


@pytest.mark.parametrize(
    ("words", "cue", "source", "expected"),
    [
        (
            "Elli Kiviranta sanoi, että tehdas suljetaan toukokuussa.",
            "sanoi",
            "Elli Kiviranta",
            ["tehdas suljetaan toukokuussa"],
        ),
        (
            "Elli Kiviranta kertoi maanantaina, että tehdas suljetaan pian.",
            "kertoi",
            "Elli Kiviranta",
            ["tehdas suljetaan pian"],
        ),
        ("Yhtiö ilmoitti tiedotteessa, että se myy telakan.", "ilmoitti", "Yhtiö", ["se myy telakan"]),
        (
            "Kiviranta sanoi, ettei tehdasta myydä kenellekään.",
            "sanoi",
            "Kiviranta",
            ["ettei tehdasta myydä kenellekään"],
        ),
        (
            "Tehdas suljetaan toukokuussa, sanoi Elli Kiviranta.",
            "sanoi",
            "Elli Kiviranta",
            ["Tehdas suljetaan toukokuussa"],
        ),
        ("Tehdas suljetaan toukokuussa, Kiviranta kertoo.", "kertoo", "Kiviranta", ["Tehdas suljetaan toukokuussa"]),
        (
            "Tehdas suljetaan keväällä, sanoo toimitusjohtaja Elli Kiviranta.",
            "sanoo",
            "toimitusjohtaja Elli Kiviranta",
            ["Tehdas suljetaan keväällä"],
        ),
        ('"Emme myy telakkaa", Kiviranta vakuutti.', "vakuutti", "Kiviranta", ['"Emme myy telakkaa"']),
        ("“Emme myy telakkaa koskaan”, sanoo Kiviranta.", "sanoo", "Kiviranta", ["“Emme myy telakkaa koskaan”"]),
        ("– Emme myy telakkaa kenellekään, Kiviranta sanoo.", "sanoo", "Kiviranta", ["Emme myy telakkaa kenellekään"]),
        (
            '"Yritimme kaikkea", Kiviranta sanoi, "ja hävisimme."',
            "sanoi",
            "Kiviranta",
            ['"Yritimme kaikkea" … "ja hävisimme."'],
        ),
        (
            "Elli Kivirannan mukaan tehdas suljetaan toukokuussa.",
            "mukaan",
            "Elli Kivirannan",
            ["tehdas suljetaan toukokuussa"],
        ),
        (
            "Tehdas suljetaan toukokuussa Elli Kivirannan mukaan.",
            "mukaan",
            "Elli Kivirannan",
            ["Tehdas suljetaan toukokuussa"],
        ),
        (
            "Mies pakeni poliisin mukaan paikalta valkoisella autolla.",
            "mukaan",
            "poliisin",
            ["Mies pakeni … paikalta valkoisella autolla"],
        ),
        ("Tutkijoiden mielestä vesi nousee liian nopeasti.", "mielestä", "Tutkijoiden", ["vesi nousee liian nopeasti"]),
        (
            'Kiviranta kirjoitti: "Tehdas suljetaan keväällä."',
            "kirjoitti",
            "Kiviranta",
            ['"Tehdas suljetaan keväällä."'],
        ),
        (
            "Kiviranta sanoi, että tehdas suljetaan ja että palkat maksetaan.",
            "sanoi",
            "Kiviranta",
            ["tehdas suljetaan", "palkat maksetaan"],
        ),
        ("Yhtiö kiisti, että se olisi rikkonut sopimusta.", "kiisti", "Yhtiö", ["se olisi rikkonut sopimusta"]),
        ("Telakka aikoo palkata sata hitsaajaa.", "aikoo", "Telakka", ["palkata sata hitsaajaa"]),
    ],
)
def test_the_words_said_are_found(words: str, cue: str, source: str, expected: list[str]) -> None:
    assert said(words, "fi", cue, source) == expected


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("Telakan osti Merivoima Oy, kertoo Elli Kiviranta.", ["Merivoima Oy", "Elli Kiviranta"]),
        ("Hän tapasi satamassa Elli Kivirannan ja Otso Lehtovaaran.", ["Elli Kivirannan", "Otso Lehtovaaran"]),
        ("Maanantaina Tuulikka Group myi tehtaan.", ["Tuulikka Group"]),
        ("Maanantaina tehdas suljettiin. Kukaan ei tiennyt. Mutta he lähtivät.", []),
        ("Lisäksi hän asuu Kuopiossa.", ["Kuopiossa"]),
    ],
)
def test_names_are_candidates_and_plain_openings_are_not(words: str, names: list[str]) -> None:
    assert names_found(words, "fi") == names


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Satamaministeriö", "public_body"),
        ("Länsi-Karelian käräjäoikeus", "public_body"),
        ("Vesistövirasto", "public_body"),
        ("Saariston Sanomat", "media"),
        ("Rantalehti", "media"),
        ("Järvipuolue", "other"),
        ("Koivulan yliopisto", "other"),
        ("Saunaliitto", "ngo"),
        ("Merisäätiö", "ngo"),
        ("Kevätrahasto", "fund"),
        ("Merivoima", None),
    ],
)
def test_a_name_tells_the_kind_of_its_body(name: str, kind: str | None) -> None:
    assert told_by_name(name, language_of("fi")) == kind


@pytest.mark.parametrize(
    ("words", "value", "currency"),
    [
        ("12,5 miljoonaa euroa", 12500000.0, "EUR"),
        ("3 miljardin euron", 3000000000.0, "EUR"),
        ("kaksi miljoonaa dollaria", 2000000.0, "USD"),
        ("40 milj. euroa", 40000000.0, "EUR"),
        ("1,2 mrd. euroa", 1200000000.0, "EUR"),
        ("250 000 euroa", 250000.0, "EUR"),
        ("puolitoista miljoonaa euroa", 1500000.0, "EUR"),
        ("700 miljoonaa kruunua", 700000000.0, "SEK"),
        ("viiden miljoonan punnan", 5000000.0, "GBP"),
    ],
)
def test_amounts_are_read(words: str, value: float, currency: str) -> None:
    assert money(words, "fi") == Money(value, currency, False, True)
    assert [words[start:end] for start, end in find_money(words, "fi")] == [words]


@pytest.mark.parametrize(
    ("words", "amounts"),
    [
        (
            "Kauppahinta on noin 30 miljoonaa euroa ja velka 5 miljoonaa dollaria.",
            ["noin 30 miljoonaa euroa", "5 miljoonaa dollaria"],
        ),
        ("Kauppahintaa ei julkisteta.", ["ei julkisteta"]),
        ("Osapuolet eivät kerro kaupan hintaa.", ["eivät kerro"]),
        ("Väitöskirjan tuloksia ei julkisteta.", []),
    ],
)
def test_amounts_stand_where_they_are_written(words: str, amounts: list[str]) -> None:
    assert [words[start:end] for start, end in find_money(words, "fi")] == amounts


@pytest.mark.parametrize(
    "title",
    ["toimitusjohtaja", "talousjohtajan", "sisäministeri", "viestintäpäällikkö", "pääekonomisti", "rikoskomisario"],
)
def test_titles_are_known_in_the_forms_that_stand_beside_names(title: str) -> None:
    assert lexicon.is_in(title, "people.titles", "fi")
