"""What the Swedish word file knows: reporting words, the words said, names, kinds of bodies and sums."""

from __future__ import annotations

import pytest

from api.engine.claims import cues, sources
from api.engine.entities import kinds
from api.engine.languages.language import language as language_of
from api.engine.values import money
from tests.test_attribution import said
from tests.test_candidates import found


def told(words: str) -> list[str]:
    return [words[cue.start : cue.end] for cue in cues.find(words, "sv")]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Bruket stängs, säger Anna Lind.", ["säger"]),
        ("Lind sade nej och uppgav att bruket läggs ned.", ["sade", "uppgav"]),
        ("Facket hävdade det länge; hon tror det fortfarande.", ["hävdade", "tror"]),
        ("Enligt polisen har två personer gripits.", ["Enligt"]),
        ("Bolaget har bekräftat affären men förnekar bråk.", ["bekräftat", "förnekar"]),
        ("Ministern medgav misstaget och bad om ursäkt.", ["medgav", "bad"]),
        ("Det finns uppgifter om att bruket ska säljas.", ["uppgifter"]),
        ("De befarade det värsta och krävde svar.", ["befarade", "krävde"]),
        ("Rektorn underströk det och tillade att skolan öppnar.", ["underströk", "tillade"]),
        ("Studien slår fast att isen smälter.", ["slår fast"]),
        ("Bolaget vill växa och planerar ett nytt bruk.", ["vill", "planerar"]),
    ],
)
def test_reporting_words_are_found_in_the_forms_of_the_press(words: str, expected: list[str]) -> None:
    assert told(words) == expected


@pytest.mark.parametrize(
    "words",
    [
        "Det finns uppgifter om ett bud på bruket.",
        "Bruket stängdes i maj efter hundra år.",
        "Laget föll ur serien på bortaplan.",
    ],
)
def test_ordinary_sentences_have_no_reporting_words(words: str) -> None:
    assert told(words) == []


@pytest.mark.parametrize(
    ("words", "cue", "source", "expected"),
    [
        ("Anna Lind säger att bruket stängs i maj.", "säger", "Anna Lind", ["bruket stängs i maj"]),
        ("Anna Lind sa på måndagen att bruket stängs i maj.", "sa", "Anna Lind", ["bruket stängs i maj"]),
        ("Anna Lind, vd för Nordstål, säger att bruket stängs i maj.", "säger", "Anna Lind", ["bruket stängs i maj"]),
        (
            "I sin årsrapport skriver Nordstål att bruket går med förlust.",
            "skriver",
            "Nordstål",
            ["bruket går med förlust"],
        ),
        ("Bruket stängs i maj, säger Anna Lind till Norrbladet.", "säger", "Anna Lind", ["Bruket stängs i maj"]),
        (
            "Bruket stängs i maj, säger Anna Lind, vd för Nordstål, i ett pressmeddelande.",
            "säger",
            "Anna Lind",
            ["Bruket stängs i maj"],
        ),
        ("– Vi har ingen brådska, säger hon till Norrbladet.", "säger", "hon", ["Vi har ingen brådska"]),
        (
            '"Vi gjorde allt", säger Anna Lind, "och förlorade."',
            "säger",
            "Anna Lind",
            ['"Vi gjorde allt" … "och förlorade."'],
        ),
        ("Bruket, säger Anna Lind, stängs i maj.", "säger", "Anna Lind", ["Bruket … stängs i maj"]),
        ("Enligt Anna Lind stängs bruket i maj.", "Enligt", "Anna Lind", ["stängs bruket i maj"]),
        ("Bruket stängs i maj, enligt Anna Lind.", "enligt", "Anna Lind", ["Bruket stängs i maj"]),
        ("Bruket stängs, enligt Anna Lind, redan i maj.", "enligt", "Anna Lind", ["Bruket stängs … redan i maj"]),
        ("Bolaget förnekar att det brutit mot avtalet.", "förnekar", "Bolaget", ["det brutit mot avtalet"]),
        ("Bolaget planerar att öppna ett nytt bruk.", "planerar", "Bolaget", ["öppna ett nytt bruk"]),
        ("Anna Lind varnade för att bruket kan stängas.", "varnade", "Anna Lind", ["bruket kan stängas"]),
        ("Det kostar för mycket, lägger Anna Lind till.", "lägger", "Anna Lind", ["Det kostar för mycket"]),
        (
            "Anna Lind hävdar att bruket stängs och att lönerna betalas ut.",
            "hävdar",
            "Anna Lind",
            ["bruket stängs", "lönerna betalas ut"],
        ),
    ],
)
def test_the_words_said_are_found(words: str, cue: str, source: str, expected: list[str]) -> None:
    assert said(words, "sv", cue, source) == expected


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("Nordstål köper Bergs Kvarn AB och flyttar till Gävle.", ["Nordstål", "Bergs Kvarn AB", "Gävle"]),
        ("På måndagen träffade hon Per af Klint.", ["Per af Klint"]),
        ("Sparbanken Norr och Bergs Kvarn gick samman.", ["Sparbanken Norr", "Bergs Kvarn"]),
        ("På måndagen stängde bruket. Ingen visste. Men de gick.", []),
    ],
)
def test_names_are_candidates_as_they_are_written(words: str, names: list[str]) -> None:
    assert found(words, "sv") == names


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Utrikesdepartementet", "public_body"),
        ("Falu tingsrätt", "public_body"),
        ("Läkemedelsmyndigheten", "public_body"),
        ("Norrbo kommun", "public_body"),
        ("Region Ådalen", "public_body"),
        ("Norrbladet", "media"),
        ("Ådalens Tidning", "media"),
        ("Skärgårdspartiet", "other"),
        ("Ådalens universitet", "other"),
        ("Fiskarförbundet", "ngo"),
        ("Tredje AP-fonden", "fund"),
        ("Norrvind Kraft", None),
    ],
)
def test_a_name_tells_what_body_it_is(name: str, kind: str | None) -> None:
    assert kinds.told_by_name(name, language_of("sv")) == kind


@pytest.mark.parametrize(
    ("words", "written", "value", "currency"),
    [
        ("Priset är drygt 2,5 miljarder kronor.", "drygt 2,5 miljarder kronor", 2500000000.0, "SEK"),
        ("Det kostar 1 200 kr per ton.", "1 200 kr", 1200.0, "SEK"),
        ("Lånet är på en halv miljard euro.", "en halv miljard euro", 500000000.0, "EUR"),
        ("Boten blev tio miljoner norska kronor.", "tio miljoner norska kronor", 10000000.0, "NOK"),
    ],
)
def test_sums_are_found_and_read(words: str, written: str, value: float, currency: str) -> None:
    assert [words[start:end] for start, end in money.find_money(words, "sv")] == [written]
    read = money.money(written, "sv")
    assert (read.value, read.currency, read.disclosed) == (value, currency, True)


@pytest.mark.parametrize(
    "words",
    [
        "Köpeskillingen uppges inte.",
        "Parterna vill inte avslöja priset.",
        "Priset är hemligt.",
    ],
)
def test_a_sum_kept_back_is_known_as_such(words: str) -> None:
    places = money.find_money(words, "sv")
    assert len(places) == 1
    assert not money.money(words[slice(*places[0])], "sv").disclosed


@pytest.mark.parametrize(
    ("source", "kind", "grade"),
    [
        ("en källa med insyn", "unnamed", "anonymous"),
        ("en talesperson för Norrvind", "unnamed", "partially_anonymous"),
        ("analytiker", "group", "unofficial"),
        ("rapporten", "document", "official"),
        ("bolaget", "organization", "official"),
        ("hon", "person", "unofficial"),
        ("Norrvinds vd Anna Lind", "person", "official"),
    ],
)
def test_a_source_is_known_by_its_words(source: str, kind: str, grade: str) -> None:
    standing = sources.source_kind(source, "sv")
    assert (standing.kind, standing.grade) == (kind, grade)


@pytest.mark.parametrize("words", ["på en pressträff", "i tisdags", "i en intervju"])
def test_a_place_or_time_of_speaking_is_no_speaker(words: str) -> None:
    assert sources.speaker_trouble(words, "sv") is not None


def test_a_denial_a_doubt_and_a_channel_are_heard() -> None:
    assert sources.polarity_of("förnekar", "sv") == "denied"
    assert sources.certainty_of("Bolaget ryktas vara till salu", "sv") == "uncertain"
    assert sources.channel_of("Det skriver bolaget i ett pressmeddelande.", "sv") == "press_release"
    assert sources.channel_of("Enligt källor med insyn är budet klart.", "sv") == "leak"
