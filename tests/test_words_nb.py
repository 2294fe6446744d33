"""What the Norwegian word file knows: reporting words, the words said, names, kinds of bodies and sums."""

from __future__ import annotations

import pytest

from api.engine.claims import cues, sources
from api.engine.entities import kinds
from api.engine.languages.language import language as language_of
from api.engine.values import money
from tests.test_attribution import said
from tests.test_candidates import found


def told(words: str) -> list[str]:
    return [words[cue.start : cue.end] for cue in cues.find(words, "nb")]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Verftet stenger, sier Anne Berg.", ["sier"]),
        ("Berg sa nei og opplyste at verftet stenger.", ["sa", "opplyste"]),
        ("Ifølge politiet er to personer pågrepet.", ["Ifølge"]),
        ("Selskapet har bekreftet handelen, men benekter uro.", ["bekreftet", "benekter"]),
        ("Statsråden innrømmet feilen og lovet svar.", ["innrømmet", "lovet"]),
        ("Hun mener det, men han trodde noe annet.", ["mener", "trodde"]),
        ("Det går rykter om at verftet skal selges.", ["rykter"]),
        ("De fryktet det verste og krevde svar.", ["fryktet", "krevde"]),
        ("Rapporten slår fast at isen smelter.", ["slår fast"]),
        ("Det er for dyrt, heter det i en pressemelding.", ["heter det i"]),
        ("Utvalget påpekte mangler og ba om mer tid.", ["påpekte", "ba"]),
    ],
)
def test_reporting_words_are_found_in_the_forms_of_the_press(words: str, expected: list[str]) -> None:
    assert told(words) == expected


@pytest.mark.parametrize(
    "words",
    [
        "Det går rykter om et bud på verftet.",
        "Verftet stengte i mai etter hundre år.",
        "Laget rykket ned på bortebane.",
    ],
)
def test_ordinary_sentences_have_no_reporting_words(words: str) -> None:
    assert told(words) == []


@pytest.mark.parametrize(
    ("words", "cue", "source", "expected"),
    [
        ("Anne Berg sier at verftet stenger i mai.", "sier", "Anne Berg", ["verftet stenger i mai"]),
        ("Anne Berg sa mandag at verftet stenger i mai.", "sa", "Anne Berg", ["verftet stenger i mai"]),
        (
            "Anne Berg, daglig leder i Fjordverft, sier at verftet stenger i mai.",
            "sier",
            "Anne Berg",
            ["verftet stenger i mai"],
        ),
        ("Forskerne mener at soppen kan leve i hundre år.", "mener", "Forskerne", ["soppen kan leve i hundre år"]),
        ("Verftet stenger i mai, sier Anne Berg til Fjordavisa.", "sier", "Anne Berg", ["Verftet stenger i mai"]),
        ("– Vi har ikke dårlig tid, sier hun til Fjordavisa.", "sier", "hun", ["Vi har ikke dårlig tid"]),
        (
            "«Vi har ikke dårlig tid. Vi venter», sier Anne Berg.",
            "sier",
            "Anne Berg",
            ["«Vi har ikke dårlig tid. Vi venter»"],
        ),
        ("«Vi prøvde alt», sier Anne Berg, «men tapte.»", "sier", "Anne Berg", ["«Vi prøvde alt» … «men tapte.»"]),
        ("Verftet, sier Anne Berg, stenger i mai.", "sier", "Anne Berg", ["Verftet … stenger i mai"]),
        ("Ifølge Anne Berg stenger verftet i mai.", "Ifølge", "Anne Berg", ["stenger verftet i mai"]),
        ("Verftet stenger i mai, ifølge Anne Berg.", "ifølge", "Anne Berg", ["Verftet stenger i mai"]),
        ("Ingen er skadd, opplyser operasjonsleder Per Holm.", "opplyser", "Per Holm", ["Ingen er skadd"]),
        (
            "Ingen mistenkes i saken, heter det i en pressemelding fra politiet.",
            "heter det i",
            "en pressemelding",
            ["Ingen mistenkes i saken"],
        ),
        ("Berg avviser at verftet har brutt avtalen.", "avviser", "Berg", ["verftet har brutt avtalen"]),
        ("Selskapet ønsker å selge verftet i Molde.", "ønsker", "Selskapet", ["å selge verftet i Molde"]),
        ("Det blir for dyrt, legger Anne Berg til.", "legger", "Anne Berg", ["Det blir for dyrt"]),
        (
            "Anne Berg hevder at verftet stenger i mai og at lønna blir betalt.",
            "hevder",
            "Anne Berg",
            ["verftet stenger i mai", "lønna blir betalt"],
        ),
    ],
)
def test_the_words_said_are_found(words: str, cue: str, source: str, expected: list[str]) -> None:
    assert said(words, "nb", cue, source) == expected


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("Havnekraft AS kjøper Berg & Sønner, skriver Fjordavisa.", ["Havnekraft AS", "Berg & Sønner", "Fjordavisa"]),
        ("Mandag møtte hun Per av Klint i Bodø.", ["Per av Klint", "Bodø"]),
        ("Norsk Fjordfisk og Vassøy Sparebank slår seg sammen.", ["Norsk Fjordfisk", "Vassøy Sparebank"]),
        ("Mandag stengte verftet. Ingen visste det. Men de gikk.", []),
    ],
)
def test_names_are_candidates_as_they_are_written(words: str, names: list[str]) -> None:
    assert found(words, "nb") == names


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Klimadepartementet", "public_body"),
        ("Fjordane tingrett", "public_body"),
        ("Vassøy kommune", "public_body"),
        ("Statsforvalteren i Fjordane", "public_body"),
        ("Vest politidistrikt", "public_body"),
        ("Vassøybladet", "media"),
        ("Fjordavisa", "media"),
        ("Fjordpartiet", "other"),
        ("Universitetet i Vassøy", "other"),
        ("Fiskarforbundet", "ngo"),
        ("Havnefondet", "fund"),
        ("Havvind Kraft", None),
    ],
)
def test_a_name_tells_what_body_it_is(name: str, kind: str | None) -> None:
    assert kinds.told_by_name(name, language_of("nb")) == kind


@pytest.mark.parametrize(
    ("words", "written", "value", "currency"),
    [
        ("Prisen er drøyt 300 millioner kroner.", "drøyt 300 millioner kroner", 300000000.0, "NOK"),
        ("Skipet koster 50 mill. kroner å bygge.", "50 mill. kroner", 50000000.0, "NOK"),
        ("Lånet er på en halv milliard euro.", "en halv milliard euro", 500000000.0, "EUR"),
        ("Boten ble tjue millioner danske kroner.", "tjue millioner danske kroner", 20000000.0, "DKK"),
        ("Billetten koster 1 200 kr. i alt.", "1 200 kr.", 1200.0, "NOK"),
    ],
)
def test_sums_are_found_and_read(words: str, written: str, value: float, currency: str) -> None:
    assert [words[start:end] for start, end in money.find_money(words, "nb")] == [written]
    read = money.money(written, "nb")
    assert (read.value, read.currency, read.disclosed) == (value, currency, True)


@pytest.mark.parametrize(
    "words",
    [
        "Kjøpesummen er ikke oppgitt.",
        "Partene vil ikke røpe prisen.",
        "Prisen er hemmelig.",
    ],
)
def test_a_sum_kept_back_is_known_as_such(words: str) -> None:
    places = money.find_money(words, "nb")
    assert len(places) == 1
    assert not money.money(words[slice(*places[0])], "nb").disclosed


@pytest.mark.parametrize(
    ("source", "kind", "grade"),
    [
        ("en kilde med kjennskap til saken", "unnamed", "anonymous"),
        ("en talsperson for Havvind", "unnamed", "partially_anonymous"),
        ("analytikere", "group", "unofficial"),
        ("rapporten", "document", "official"),
        ("selskapet", "organization", "official"),
        ("hun", "person", "unofficial"),
        ("daglig leder Anne Berg", "person", "official"),
    ],
)
def test_a_source_is_known_by_its_words(source: str, kind: str, grade: str) -> None:
    standing = sources.source_kind(source, "nb")
    assert (standing.kind, standing.grade) == (kind, grade)


@pytest.mark.parametrize("words", ["på en pressekonferanse", "tirsdag", "i et intervju"])
def test_a_place_or_time_of_speaking_is_no_speaker(words: str) -> None:
    assert sources.speaker_trouble(words, "nb") is not None


def test_a_denial_a_doubt_and_a_channel_are_heard() -> None:
    assert sources.polarity_of("benekter", "nb") == "denied"
    assert sources.certainty_of("Selskapet er visstnok til salgs", "nb") == "uncertain"
    assert sources.channel_of("Det skriver selskapet i en pressemelding.", "nb") == "press_release"
    assert sources.channel_of("Ifølge kilder med kjennskap til saken er budet klart.", "nb") == "leak"
