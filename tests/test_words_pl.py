"""Polish: its reporting words, the words said, names, kinds and money, in sentences as its press writes them."""

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
    ("Zakład zamkną, powiedziała Zielna.", ["powiedziała"]),
    ("Według Zielnej zakład upadnie, a ona liczy na pomoc.", ["Według", "liczy"]),
    ("Spółka zaprzeczyła i zapowiedziała pozew.", ["zaprzeczyła", "zapowiedziała"]),
    ("Ministerstwo oświadczyło, że szkoły zostaną otwarte.", ["oświadczyło"]),
    ("Są doniesienia, że statek zatonął.", ["doniesienia"]),
    ("Doniesienia o statku były sprzeczne.", []),
    ("Spółka podała w komunikacie, że statek zatonął.", ["podała"]),
    ("Za kradzież grozi mu dziesięć lat więzienia.", []),
    ("Jak podaje Głos Zatoki, spółka chce sprzedać stocznię.", ["Jak podaje", "chce"]),
    ("Mieszkańcy obawiają się hałasu, a radni domagają się badań.", ["obawiają", "domagają"]),
    ("Zarząd uważa, że cena jest za wysoka.", ["uważa"]),
    ("Burmistrz nie wykluczył podwyżki.", ["wykluczył"]),
    ("Prokurator postawił mu zarzuty.", []),
    ("Zdaniem ekspertów ceny wzrosną.", ["Zdaniem"]),
]
FORMS = """
powiedział powiedzieli mówią oświadczyła poinformował informują ogłosiło zapowiada podkreśla
zaznaczyła dodaje stwierdził twierdzą wyjaśniła zapewniają napisał odpowiada zaprzeczają
zdementowała potwierdza ostrzegają przekazała przyznali podały donosi uważają ocenił spodziewają
zażądała apelują skrytykował zarzuca przypomniała zamierzają chcą zagrozili obiecała odrzuciło
wykluczają prognozuje zeznał
"""
SAID = [
    ("Anna Zielna powiedziała, że zakład zostanie zamknięty w maju.", "powiedziała", "Anna Zielna", "zakład zostanie zamknięty w maju"),
    ("Anna Zielna powiedziała w poniedziałek, że zakład zostanie zamknięty.", "powiedziała", "Anna Zielna", "zakład zostanie zamknięty"),
    ("Anna Zielna powiedziała dziennikarzom, że zakład zostanie zamknięty.", "powiedziała", "Anna Zielna", "zakład zostanie zamknięty"),
    ("Spółka poinformowała w komunikacie, że zakład zostanie zamknięty.", "poinformowała", "Spółka", "zakład zostanie zamknięty"),
    ("W poniedziałek spółka poinformowała, że zakład zostanie zamknięty.", "poinformowała", "spółka", "zakład zostanie zamknięty"),
    ("Spółka zaprzeczyła, że złamała umowę z portem.", "zaprzeczyła", "Spółka", "złamała umowę z portem"),
    ("Radni pytali, czy zakład zostanie otwarty.", "pytali", "Radni", "zakład zostanie otwarty"),
    ("Burmistrz zaapelował, by mieszkańcy zostali w domach.", "zaapelował", "Burmistrz", "mieszkańcy zostali w domach"),
    ("Spółka planuje zbudować drugi zakład pod Gdynią.", "planuje", "Spółka", "zbudować drugi zakład pod Gdynią"),
    ("Zakład zostanie zamknięty w maju, powiedziała Anna Zielna.", "powiedziała", "Anna Zielna", "Zakład zostanie zamknięty w maju"),
    ("Zakład zostanie zamknięty, poinformowała w poniedziałek spółka.", "poinformowała", "spółka", "Zakład zostanie zamknięty"),
    ("„Zakład zostanie zamknięty w maju”, powiedziała Anna Zielna.", "powiedziała", "Anna Zielna", "„Zakład zostanie zamknięty w maju”"),
    ("„Zakład zostanie zamknięty w maju” – powiedziała Anna Zielna.", "powiedziała", "Anna Zielna", "„Zakład zostanie zamknięty w maju”"),
    ("– Zakład zostanie zamknięty w maju – powiedziała Anna Zielna.", "powiedziała", "Anna Zielna", "Zakład zostanie zamknięty w maju"),
    ("„Próbowaliśmy wszystkiego”, powiedziała Zielna, „i przegraliśmy”.", "powiedziała", "Zielna", "„Próbowaliśmy wszystkiego” … „i przegraliśmy”"),
    ("Według Anny Zielnej zakład zostanie zamknięty.", "Według", "Anny Zielnej", "zakład zostanie zamknięty"),
    ("Zdaniem Anny Zielnej, prezeski Morskiej Soli, zakład upadnie jesienią.", "Zdaniem", "Anny Zielnej", "zakład upadnie jesienią"),
    ("Zakład zostanie zamknięty, według Anny Zielnej.", "według", "Anny Zielnej", "Zakład zostanie zamknięty"),
    ("Jak podaje Głos Zatoki, spółka sprzeda stocznię.", "Jak podaje", "Głos Zatoki", "spółka sprzeda stocznię"),
    ("Spółka, jak podaje Głos Zatoki, sprzeda stocznię w maju.", "jak podaje", "Głos Zatoki", "Spółka … sprzeda stocznię w maju"),
    ("Spółka sprzeda stocznię, jak podaje Głos Zatoki.", "jak podaje", "Głos Zatoki", "Spółka sprzeda stocznię"),
    ("Zielna napisała: „Zakład zostanie zamknięty”.", "napisała", "Zielna", "„Zakład zostanie zamknięty”"),
    ("Zakład, zdaniem Anny Zielnej, upadnie jesienią tego roku.", "zdaniem", "Anny Zielnej", "Zakład … upadnie jesienią tego roku"),
    ("Jej zdaniem zakład upadnie jesienią.", "zdaniem", "Jej", "zakład upadnie jesienią"),
    ("Z informacji Głosu Zatoki wynika, że spółka sprzeda stocznię.", "wynika", "Głosu Zatoki", "spółka sprzeda stocznię"),
    ("Zielna dodała, że ceny nie wzrosną.", "dodała", "Zielna", "ceny nie wzrosną"),
    ("Zielna powiedziała nam, że ceny nie wzrosną.", "powiedziała", "Zielna", "ceny nie wzrosną"),
    ("Anna Zielna, prezeska Morskiej Soli, powiedziała, że zakład w Gdyni upadnie.", "powiedziała", "Anna Zielna", "zakład w Gdyni upadnie"),
    ("Spółka zaprzeczyła, jakoby złamała umowę z portem.", "zaprzeczyła", "Spółka", "złamała umowę z portem"),
    ("Mieszkańcy obawiają się jednak, że zakład zostanie zamknięty.", "obawiają", "Mieszkańcy", "zakład zostanie zamknięty"),
]  # fmt: skip
NAMES = [
    ("W Gdyni spotkał Annę Zielną i Piotra Morskiego.", ["Gdyni", "Annę Zielną", "Piotra Morskiego"]),
    ("Anna Zielna i Piotr Morski kierują Bankiem Zatoki.", ["Anna Zielna", "Piotr Morski", "Bankiem Zatoki"]),
    ("W poniedziałek zakład zamknięto. Nikt nie wiedział. Dlatego odeszli.", []),
    ("Burmistrz Jan Kowalny otworzył most w maju.", ["Burmistrz Jan Kowalny"]),
    ("– Nie wiem – powiedziała Zielna.", ["Zielna"]),
    ("Umowę podpisała firma Wicher & Synowie.", ["Wicher & Synowie"]),
    ("Stocznia Żuraw podpisała umowę. Zawarła ją Łucja Żak.", ["Stocznia Żuraw", "Łucja Żak"]),
    ("Rada Gminy Zatoka i Anna Zielna podpisały umowę.", ["Rada Gminy Zatoka", "Anna Zielna"]),
]
KINDS = [
    ("Ministerstwo Zdrowia", "public_body"),
    ("Ministerstwa Zdrowia", "public_body"),
    ("Głos Zatoki", "media"),
    ("Gazeta Zatoki", "media"),
    ("Partia Morska", "other"),
    ("Sąd Okręgowy w Zatoce", "public_body"),
    ("Prokuratura Rejonowa w Zatoce", "public_body"),
    ("Uniwersytet Morski", "other"),
    ("Fundacja Czysta Woda", "ngo"),
    ("Fundusz Bursztyn", "fund"),
    ("Związek Zawodowy Stoczniowców", "ngo"),
    ("Urząd Miasta Zatoka", "public_body"),
    ("Morska Sól", None),
    ("Komenda Miejska Policji", "public_body"),
]
AMOUNTS = [
    ("64 mln zł", 64000000.0, "PLN", False),
    ("2,5 mld zł", 2500000000.0, "PLN", False),
    ("1 250 000 zł", 1250000.0, "PLN", False),
    ("półtora miliona euro", 1500000.0, "EUR", False),
    ("dwanaście milionów dolarów", 12000000.0, "USD", False),
    ("około 40 mln euro", 40000000.0, "EUR", True),
    ("3 tys. zł", 3000.0, "PLN", False),
    ("pół miliona euro", 500000.0, "EUR", False),
    ("800 mln koron szwedzkich", 800000000.0, "SEK", False),
]
SECRET = [
    "Ceny transakcji nie ujawniono.",
    "Strony nie podały wartości umowy.",
    "Kwota objęta jest tajemnicą.",
]
CHANNELS = [
    ("Zielna powiedziała na konferencji prasowej, że sklep upadnie.", "press_conference"),
    ("Spółka podała to w komunikacie.", "press_release"),
    ("Zielna napisała na Facebooku, że sklep upadnie.", "social_post"),
    ("W akcie oskarżenia zapisano, że uciekł.", "court_document"),
    ("Według osoby zbliżonej do sprawy sklep upadnie, nieoficjalnie.", "leak"),
    ("Spółka zapowiedziała w raporcie bieżącym emisję akcji.", "filing"),
    ("Tak pisze „Głos Zatoki”.", "other_media"),
    ("Zielna dodała, że sklep upadnie.", "statement"),
]


@pytest.mark.parametrize(("words", "expected"), CUES)
def test_reporting_words_are_found_in_every_form(words: str, expected: list[str]) -> None:
    assert found(words, "pl") == expected


@pytest.mark.parametrize("form", FORMS.split())
def test_the_forms_of_the_press_are_reporting_words(form: str) -> None:
    assert found(form, "pl") == [form]


@pytest.mark.parametrize(("words", "cue", "source", "expected"), SAID)
def test_the_words_said_are_found(words: str, cue: str, source: str | None, expected: str) -> None:
    assert said(words, "pl", cue, source) == [expected]


def test_a_second_that_begins_a_second_content() -> None:
    words = "Zielna twierdzi, że zakład upadnie i że winna jest gmina."
    assert said(words, "pl", "twierdzi", "Zielna") == ["zakład upadnie", "winna jest gmina"]


@pytest.mark.parametrize(("words", "expected"), NAMES)
def test_names_are_candidates(words: str, expected: list[str]) -> None:
    assert names(words, "pl") == expected


@pytest.mark.parametrize(("name", "kind"), KINDS)
def test_the_kind_is_told_by_the_name(name: str, kind: str | None) -> None:
    assert told_by_name(name, language_of("pl")) == kind


@pytest.mark.parametrize(("written", "value", "currency", "approximate"), AMOUNTS)
def test_amounts_are_found_whole_and_read(written: str, value: float, currency: str, approximate: bool) -> None:
    sentence = f"Spółka wyda na to {written} w maju."
    assert [sentence[start:end] for start, end in find_money(sentence, "pl")] == [written]
    assert money(written, "pl") == Money(value, currency, approximate, True)


@pytest.mark.parametrize("words", SECRET)
def test_a_sum_kept_secret_is_money_too(words: str) -> None:
    assert [money(words[start:end], "pl").disclosed for start, end in find_money(words, "pl")] == [False]


@pytest.mark.parametrize(("words", "channel"), CHANNELS)
def test_the_channel_is_told_by_the_sentence(words: str, channel: str) -> None:
    assert channel_of(words, "pl") == channel


def test_a_denial_is_told_by_its_word() -> None:
    assert polarity_of("zaprzeczyła", "pl") == "denied"
    assert polarity_of("powiedziała", "pl") == "affirmed"
    assert cues.table("pl", "that")
