"""Czech: its reporting words, the words said, names, kinds and money, in sentences as its press writes them."""

from __future__ import annotations

import pytest

from api.engine.claims import cues
from api.engine.claims.sources import channel_of, polarity_of
from api.engine.entities.kinds import told_by_name
from api.engine.languages.language import language as language_of
from api.engine.values.money import Money, find_money, money
from tests.test_attribution import said
from tests.test_candidates import found as names
from tests.test_cues import found

CUES = [
    ("Závod zavřou, řekla Vrbová.", ["řekla"]),
    ("Podle Vrbové závod skončí a ona doufá v pomoc.", ["Podle", "doufá"]),
    ("Společnost to popřela a oznámila žalobu.", ["popřela", "oznámila"]),
    ("Ministerstvo uvedlo, že školy budou otevřené.", ["uvedlo"]),
    ("Existují zprávy, že loď se potopila.", ["zprávy"]),
    ("Zprávy o lodi si odporovaly.", []),
    ("Firma uvedla v tiskové zprávě, že loď se potopila.", ["uvedla"]),
    ("Podle zdroje z vedení firma skončí.", ["Podle"]),
    ("Za krádež mu hrozí deset let vězení.", []),
    ("Jak uvedl Deník Zátoka, firma chce prodat loděnici.", ["Jak uvedl", "chce"]),
    ("Lidé se obávají hluku a radní žádají studii.", ["obávají", "žádají"]),
    ("Vedení si myslí, že cena je příliš vysoká.", ["myslí"]),
    ("Starosta nevyloučil zdražení.", ["nevyloučil"]),
    ("Firma vyrábí kola pro Dánsko.", []),
    ("Podle jejích slov ceny neporostou.", ["Podle jejích slov"]),
]
FORMS = """
řekl řekli říkají uvedl uvádějí oznámilo sdělili prohlásila informuje potvrdily dodal zdůrazňuje
upozornili vysvětlila tvrdila popřel popírají napsal píše odpověděla poznamenal konstatovala varují
ujistil přiznala připustil reagovala myslí domnívá věří doufají obávají očekává předpokládali
odhaduje navrhl doporučili požaduje vyzvala kritizoval obvinila označil plánují chtějí hodlá slíbila
odmítla vyloučili vypověděl
"""
SAID = [
    ("Jana Vrbová řekla, že závod v květnu skončí.", "řekla", "Jana Vrbová", "závod v květnu skončí"),
    ("Jana Vrbová v pondělí řekla, že závod v květnu skončí.", "řekla", "Jana Vrbová", "závod v květnu skončí"),
    ("Jana Vrbová řekla v pondělí novinářům, že závod v květnu skončí.", "řekla", "Jana Vrbová", "závod v květnu skončí"),
    ("Jana Vrbová, ředitelka Mořské soli, řekla, že závod v květnu skončí.", "řekla", "Jana Vrbová", "závod v květnu skončí"),
    ("Společnost uvedla v tiskové zprávě, že závod v květnu skončí.", "uvedla", "Společnost", "závod v květnu skončí"),
    ("Společnost popřela, že by smlouvu porušila.", "popřela", "Společnost", "by smlouvu porušila"),
    ("Radní se ptali, zda se závod znovu otevře.", "ptali", "Radní", "se závod znovu otevře"),
    ("Společnost chce postavit druhý závod u Zlína.", "chce", "Společnost", "postavit druhý závod u Zlína"),
    ("Závod v květnu skončí, řekla Jana Vrbová.", "řekla", "Jana Vrbová", "Závod v květnu skončí"),
    ("Závod v květnu skončí, uvedla v pondělí společnost.", "uvedla", "společnost", "Závod v květnu skončí"),
    ("Závod v květnu skončí, řekla včera ČTK Jana Vrbová.", "řekla", "Jana Vrbová", "Závod v květnu skončí"),
    ("„Závod v květnu skončí,“ řekla Jana Vrbová.", "řekla", "Jana Vrbová", "„Závod v květnu skončí,“"),
    ("„Závod v květnu skončí,“ řekla novinářům ředitelka Jana Vrbová.", "řekla", "Jana Vrbová", "„Závod v květnu skončí,“"),
    ("„Zkusili jsme všechno,“ řekla Vrbová, „a nestačilo to.“", "řekla", "Vrbová", "„Zkusili jsme všechno,“ … „a nestačilo to.“"),
    ("„Zkusili jsme všechno,“ řekla Vrbová. „Nestačilo to.“", "řekla", "Vrbová", "„Zkusili jsme všechno,“ … „Nestačilo to.“"),
    ("Podle Jany Vrbové závod v květnu skončí.", "Podle", "Jany Vrbové", "závod v květnu skončí"),
    ("Podle Jany Vrbové, ředitelky Mořské soli, závod v květnu skončí.", "Podle", "Jany Vrbové", "závod v květnu skončí"),
    ("Závod v květnu skončí, a to podle Jany Vrbové.", "podle", "Jany Vrbové", "Závod v květnu skončí"),
    ("Jak uvedl Deník Zátoka, firma prodá loděnici.", "Jak uvedl", "Deník Zátoka", "firma prodá loděnici"),
    ("Vrbová napsala: „Závod v květnu skončí.“", "napsala", "Vrbová", "„Závod v květnu skončí.“"),
    ("Závod, řekla Vrbová, v květnu skončí.", "řekla", "Vrbová", "Závod … v květnu skončí"),
    ("Dodala, že ceny se nezvýší.", "Dodala", None, "ceny se nezvýší"),
    ("Vrbová to popřela s tím, že závod pojede dál.", "popřela", "Vrbová", "závod pojede dál"),
    ("Firma o prodeji nejedná, uvedla její mluvčí Jana Vrbová.", "uvedla", "Jana Vrbová", "Firma o prodeji nejedná"),
    ("Petr Louka to označil za chybu, která firmu zničí.", "označil", "Petr Louka", "za chybu, která firmu zničí"),
    ("Vrbová však dodala, že závod v květnu skončí.", "dodala", "Vrbová", "závod v květnu skončí"),
    ("Vrbová dodala však, že závod v květnu skončí.", "dodala", "Vrbová", "závod v květnu skončí"),
]  # fmt: skip
NAMES = [
    ("Ve Zlíně potkal Janu Vrbovou a Petra Louku.", ["Zlíně", "Janu Vrbovou", "Petra Louku"]),
    ("Jana Vrbová a Petr Louka vedou Banku Zátoka.", ["Jana Vrbová", "Petr Louka", "Banku Zátoka"]),
    ("V pondělí závod zavřeli. Nikdo to nevěděl. Proto odešli.", []),
    ("Brněnská společnost Řeřicha a.s. koupila Žlutou Sklárnu.", ["Řeřicha", "Žlutou Sklárnu"]),
    ("Starosta Jan Topol otevřel most v květnu.", ["Starosta Jan Topol"]),
    ("„Nevím,“ řekla Vrbová.", ["Vrbová"]),
    ("Loď vlastní Řeka Invest a.s. z Ústí.", ["Řeka Invest", "Ústí"]),
    ("Smlouvu podepsala firma Wicher & Syn.", ["Wicher & Syn"]),
]
KINDS = [
    ("Ministerstvo zdravotnictví", "public_body"),
    ("Ministerstva zdravotnictví", "public_body"),
    ("Deník Zátoka", "media"),
    ("Zátocké noviny", "media"),
    ("Mořská strana", "other"),
    ("Krajský soud v Brně", "public_body"),
    ("Okresní soud Zátoka", "public_body"),
    ("Státní zastupitelství v Zátoce", "public_body"),
    ("Univerzita Zátoka", "other"),
    ("Nadace Čistá voda", "ngo"),
    ("Fond Jantar", "fund"),
    ("Odborový svaz Loďařů", "ngo"),
    ("Městský úřad Zátoka", "public_body"),
    ("Mořská sůl", None),
    ("Policie Zátoka", "public_body"),
]
AMOUNTS = [
    ("12 milionů korun", 12000000.0, "CZK", False),
    ("35 mil. Kč", 35000000.0, "CZK", False),
    ("zhruba 2,5 mld. Kč", 2500000000.0, "CZK", True),
    ("1 250 000 Kč", 1250000.0, "CZK", False),
    ("jeden a půl milionu eur", 1500000.0, "EUR", False),
    ("dvanáct milionů dolarů", 12000000.0, "USD", False),
    ("téměř 40 milionů eur", 40000000.0, "EUR", True),
    ("3 tisíce korun", 3000.0, "CZK", False),
    ("1,2 miliardy korun", 1200000000.0, "CZK", False),
]
SECRET = [
    "Cenu transakce firmy nezveřejnily.",
    "Cena je obchodním tajemstvím.",
    "Hodnota smlouvy není známa.",
]
CHANNELS = [
    ("Vrbová řekla na tiskové konferenci, že obchod skončí.", "press_conference"),
    ("Firma to uvedla v tiskové zprávě.", "press_release"),
    ("Vrbová napsala na Facebooku, že obchod skončí.", "social_post"),
    ("V obžalobě stojí, že utekl.", "court_document"),
    ("Podle zdroje blízkého vedení, který nechtěl být jmenován, obchod skončí.", "leak"),
    ("Firma o tom píše ve výroční zprávě.", "filing"),
    ("Zjistil to Deník Zátoka.", "other_media"),
    ("Vrbová dodala, že obchod skončí.", "statement"),
]


@pytest.mark.parametrize(("words", "expected"), CUES)
def test_reporting_words_are_found_in_every_form(words: str, expected: list[str]) -> None:
    assert found(words, "cs") == expected


@pytest.mark.parametrize("form", FORMS.split())
def test_the_forms_of_the_press_are_reporting_words(form: str) -> None:
    assert found(form, "cs") == [form]


@pytest.mark.parametrize(("words", "cue", "source", "expected"), SAID)
def test_the_words_said_are_found(words: str, cue: str, source: str | None, expected: str) -> None:
    assert said(words, "cs", cue, source) == [expected]


def test_a_second_that_begins_a_second_content() -> None:
    words = "Vrbová tvrdí, že závod skončí a že mzdy budou vyplaceny."
    assert said(words, "cs", "tvrdí", "Vrbová") == ["závod skončí", "mzdy budou vyplaceny"]


@pytest.mark.parametrize(("words", "expected"), NAMES)
def test_names_are_candidates(words: str, expected: list[str]) -> None:
    assert names(words, "cs") == expected


@pytest.mark.parametrize(("name", "kind"), KINDS)
def test_the_kind_is_told_by_the_name(name: str, kind: str | None) -> None:
    assert told_by_name(name, language_of("cs")) == kind


@pytest.mark.parametrize(("written", "value", "currency", "approximate"), AMOUNTS)
def test_amounts_are_found_whole_and_read(written: str, value: float, currency: str, approximate: bool) -> None:
    sentence = f"Firma na to v květnu dá {written} ze zisku."
    assert [sentence[start:end] for start, end in find_money(sentence, "cs")] == [written]
    assert money(written, "cs") == Money(value, currency, approximate, True)


@pytest.mark.parametrize("words", SECRET)
def test_a_sum_kept_secret_is_money_too(words: str) -> None:
    assert [money(words[start:end], "cs").disclosed for start, end in find_money(words, "cs")] == [False]


@pytest.mark.parametrize(("words", "channel"), CHANNELS)
def test_the_channel_is_told_by_the_sentence(words: str, channel: str) -> None:
    assert channel_of(words, "cs") == channel


def test_a_denial_is_told_by_its_word() -> None:
    assert polarity_of("popřela", "cs") == "denied"
    assert polarity_of("řekla", "cs") == "affirmed"
    assert cues.table("cs", "that")
