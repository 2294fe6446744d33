"""What the Danish word file knows: reporting words, the words said, names, kinds of bodies and sums."""

from __future__ import annotations

import pytest

from api.engine.claims import cues, sources
from api.engine.entities import kinds
from api.engine.languages.language import language as language_of
from api.engine.values import money
from tests.test_attribution import said
from tests.test_candidates import found


def told(words: str) -> list[str]:
    return [words[cue.start : cue.end] for cue in cues.find(words, "da")]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Værftet lukker, siger Anne Bjerg.", ["siger"]),
        ("Bjerg sagde nej og oplyste, at værftet lukker.", ["sagde", "oplyste"]),
        ("Ifølge politiet er to personer anholdt.", ["Ifølge"]),
        ("Selskabet har bekræftet handlen, men benægter uro.", ["bekræftet", "benægter"]),
        ("Ministeren erkendte fejlen og lovede svar.", ["erkendte", "lovede"]),
        ("Hun mener det, men han troede noget andet.", ["mener", "troede"]),
        ("Der går rygter om, at værftet skal sælges.", ["rygter"]),
        ("De frygtede det værste og krævede svar.", ["frygtede", "krævede"]),
        ("Rapporten slår fast, at isen smelter.", ["slår fast"]),
        ("Det er for dyrt, lyder det fra selskabet.", ["lyder det fra"]),
        ("Udvalget anbefalede lukning og påpegede mangler.", ["anbefalede", "påpegede"]),
    ],
)
def test_reporting_words_are_found_in_the_forms_of_the_press(words: str, expected: list[str]) -> None:
    assert told(words) == expected


@pytest.mark.parametrize(
    "words",
    [
        "Der går rygter om et bud på værftet.",
        "Værftet lukkede i maj efter hundrede år.",
        "Holdet rykkede ud af rækken på udebane.",
    ],
)
def test_ordinary_sentences_have_no_reporting_words(words: str) -> None:
    assert told(words) == []


@pytest.mark.parametrize(
    ("words", "cue", "source", "expected"),
    [
        ("Anne Bjerg siger, at værftet lukker til maj.", "siger", "Anne Bjerg", ["værftet lukker til maj"]),
        ("Anne Bjerg sagde mandag, at værftet lukker til maj.", "sagde", "Anne Bjerg", ["værftet lukker til maj"]),
        (
            "Anne Bjerg, adm. direktør i Havnholm, siger, at værftet lukker til maj.",
            "siger",
            "Anne Bjerg",
            ["værftet lukker til maj"],
        ),
        ("Politiet oplyste tirsdag, at en mand er anholdt.", "oplyste", "Politiet", ["en mand er anholdt"]),
        (
            "Værftet lukker til maj, siger Anne Bjerg til Fjordavisen.",
            "siger",
            "Anne Bjerg",
            ["Værftet lukker til maj"],
        ),
        (
            '"Vi har ikke travlt. Det tager tid", siger Anne Bjerg.',
            "siger",
            "Anne Bjerg",
            ['"Vi har ikke travlt. Det tager tid"'],
        ),
        ("»Vi har ikke travlt,« siger hun til Fjordavisen.", "siger", "hun", ["»Vi har ikke travlt,«"]),
        (
            "»Vi prøvede alt,« siger Anne Bjerg, »men tabte.«",
            "siger",
            "Anne Bjerg",
            ["»Vi prøvede alt,« … »men tabte.«"],
        ),
        ("- Vi har ikke travlt, siger hun.", "siger", "hun", ["Vi har ikke travlt"]),
        ("Værftet, siger Anne Bjerg, lukker til maj.", "siger", "Anne Bjerg", ["Værftet … lukker til maj"]),
        ("Ifølge Anne Bjerg lukker værftet til maj.", "Ifølge", "Anne Bjerg", ["lukker værftet til maj"]),
        ("Værftet lukker til maj, ifølge Anne Bjerg.", "ifølge", "Anne Bjerg", ["Værftet lukker til maj"]),
        (
            "Der er aldrig fundet olie, lyder det fra selskabet.",
            "lyder det fra",
            "selskabet",
            ["Der er aldrig fundet olie"],
        ),
        ("Bjerg afviser, at værftet har brudt aftalen.", "afviser", "Bjerg", ["værftet har brudt aftalen"]),
        ("Selskabet ønsker at sælge værftet i Skagen.", "ønsker", "Selskabet", ["sælge værftet i Skagen"]),
        ("Det bliver for dyrt, lægger Anne Bjerg til.", "lægger", "Anne Bjerg", ["Det bliver for dyrt"]),
        (
            "Bjerg hævder, at værftet lukker til maj, og at lønnen bliver betalt.",
            "hævder",
            "Bjerg",
            ["værftet lukker til maj", "lønnen bliver betalt"],
        ),
    ],
)
def test_the_words_said_are_found(words: str, cue: str, source: str, expected: list[str]) -> None:
    assert said(words, "da", cue, source) == expected


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("Havnholm A/S køber Bjerg & Sønner, skriver Fjordavisen.", ["Havnholm A/S", "Bjerg & Sønner", "Fjordavisen"]),
        ("Mandag mødte hun Per af Klint i Aarhus.", ["Per af Klint", "Aarhus"]),
        ("Pengene går til Anne Bjerg og Per Holm.", ["Anne Bjerg", "Per Holm"]),
        ("Mandag lukkede værftet. Ingen vidste det. Men de gik.", []),
    ],
)
def test_names_are_candidates_as_they_are_written(words: str, names: list[str]) -> None:
    assert found(words, "da") == names


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Klimaministeriet", "public_body"),
        ("Retten i Fjordby", "public_body"),
        ("Fjordby Byret", "public_body"),
        ("Fjordby Kommune", "public_body"),
        ("Midtfjords Politi", "public_body"),
        ("Fjordavisen", "media"),
        ("Midtfjords Tidende", "media"),
        ("Fjordpartiet", "other"),
        ("Fjordland Universitet", "other"),
        ("Fiskernes Forbund", "ngo"),
        ("Havnefonden", "fund"),
        ("Havvind Energi", None),
    ],
)
def test_a_name_tells_what_body_it_is(name: str, kind: str | None) -> None:
    assert kinds.told_by_name(name, language_of("da")) == kind


@pytest.mark.parametrize(
    ("words", "written", "value", "currency"),
    [
        ("Prisen er godt 300 millioner kroner.", "godt 300 millioner kroner", 300000000.0, "DKK"),
        ("Skibet koster 2,5 mia. kr. og bygges nu.", "2,5 mia. kr.", 2500000000.0, "DKK"),
        ("Lånet er på en halv milliard euro.", "en halv milliard euro", 500000000.0, "EUR"),
        ("Bøden blev halvanden million svenske kroner.", "halvanden million svenske kroner", 1500000.0, "SEK"),
        ("Grunden blev solgt for halvtreds tusinde kroner.", "halvtreds tusinde kroner", 50000.0, "DKK"),
    ],
)
def test_sums_are_found_and_read(words: str, written: str, value: float, currency: str) -> None:
    assert [words[start:end] for start, end in money.find_money(words, "da")] == [written]
    read = money.money(written, "da")
    assert (read.value, read.currency, read.disclosed) == (value, currency, True)


@pytest.mark.parametrize(
    "words",
    [
        "Købesummen er ikke oplyst.",
        "Parterne oplyser ikke prisen.",
        "Prisen er hemmelig.",
    ],
)
def test_a_sum_kept_back_is_known_as_such(words: str) -> None:
    places = money.find_money(words, "da")
    assert len(places) == 1
    assert not money.money(words[slice(*places[0])], "da").disclosed


@pytest.mark.parametrize(
    ("source", "kind", "grade"),
    [
        ("en kilde med kendskab til sagen", "unnamed", "anonymous"),
        ("en talsmand for Havvind", "unnamed", "partially_anonymous"),
        ("analytikere", "group", "unofficial"),
        ("rapporten", "document", "official"),
        ("selskabet", "organization", "official"),
        ("hun", "person", "unofficial"),
        ("direktør Anne Bjerg", "person", "official"),
    ],
)
def test_a_source_is_known_by_its_words(source: str, kind: str, grade: str) -> None:
    standing = sources.source_kind(source, "da")
    assert (standing.kind, standing.grade) == (kind, grade)


@pytest.mark.parametrize("words", ["på et pressemøde", "i tirsdags", "i et interview"])
def test_a_place_or_time_of_speaking_is_no_speaker(words: str) -> None:
    assert sources.speaker_trouble(words, "da") is not None


def test_a_denial_a_doubt_and_a_channel_are_heard() -> None:
    assert sources.polarity_of("benægter", "da") == "denied"
    assert sources.certainty_of("Selskabet er angiveligt til salg", "da") == "uncertain"
    assert sources.channel_of("Det skriver selskabet i en pressemeddelelse.", "da") == "press_release"
    assert sources.channel_of("Ifølge kilder med kendskab til sagen er buddet klar.", "da") == "leak"
