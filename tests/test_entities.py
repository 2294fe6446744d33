"""One company and one person per article: merging, aliases, mentions, and what is never guessed."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.engine.entities.grouping import Named, gather
from api.engine.entities.roster import Roster
from api.engine.languages.language import language as language_of


def roster(text: str, language: str, *listed: tuple[str, str]) -> Roster:
    """Gather names as a model lists them: the words and the kind, at their first place in the text."""
    return gather(
        text,
        language_of(language),
        [Named(words, text.find(words), text.find(words) + len(words), kind) for words, kind in listed],
    )


def names(one: Roster) -> tuple[list[str], list[str]]:
    return [company.name for company in one.companies], [person.name for person in one.people]


PT = (
    "A Ferrolar comprou a Maré Alta Participações S.A. nesta terça-feira. Inês da Cunha, diretora da Ferrolar, "
    "disse que a Maré Alta seguirá independente. Da Cunha não deu prazo. O Hospital Municipal de Serrana (HMS) é "
    "cliente da empresa. O HMS confirmou."
)


def test_one_company_whatever_it_is_called() -> None:
    one = roster(
        PT, "pt",
        ("A Ferrolar", "company"), ("Ferrolar", "company"), ("Maré Alta Participações S.A.", "company"),
        ("a Maré Alta", "company"),
        ("Inês da Cunha", "person"), ("Hospital Municipal de Serrana", "company"), ("a empresa", "company"),
    )  # fmt: skip
    assert names(one) == (
        ["Ferrolar", "Maré Alta Participações S.A.", "Hospital Municipal de Serrana"],
        ["Inês da Cunha"],
    )
    assert one.companies[1].aliases == ("Maré Alta",)
    assert one.companies[2].aliases == ("HMS",)
    assert one.people[0].aliases == ("Da Cunha",)
    assert [(r.name, r.reason) for r in one.refused] == [("a empresa", "generic word")]


def test_mentions_are_every_occurrence_with_its_offsets() -> None:
    one = roster(
        PT, "pt", ("Ferrolar", "company"), ("Maré Alta Participações S.A.", "company"), ("Inês da Cunha", "person")
    )
    assert [PT[a:b] for a, b in one.companies[0].mentions] == ["Ferrolar", "Ferrolar"]
    assert [PT[a:b] for a, b in one.companies[1].mentions] == ["Maré Alta Participações S.A.", "Maré Alta"]
    assert [PT[a:b] for a, b in one.people[0].mentions] == ["Inês da Cunha", "Da Cunha"]


@pytest.mark.parametrize(
    ("words", "id_"),
    [
        ("a Ferrolar", "c1"),
        ("Ferrolar Ltda.", "c1"),
        ("a Maré Alta, dona de três portos", "c2"),
        ("o HMS", "c3"),
        ("Inês da Cunha, diretora da Ferrolar", "p1"),
        ("Sra. da Cunha", "p1"),
        ("Cunha", "p1"),
        ("Inês", "p1"),
        ("um porta-voz da Ferrolar", None),
        ("concorrentes da Ferrolar", None),
        ("ela", None),
        ("Nordwerk", None),
        ("", None),
    ],
)
def test_words_resolve_to_the_one_they_name(words: str, id_: str | None) -> None:
    one = roster(
        PT, "pt",
        ("Ferrolar", "company"), ("Maré Alta Participações S.A.", "company"),
        ("Hospital Municipal de Serrana", "company"), ("Inês da Cunha", "person"),
    )  # fmt: skip
    assert one.resolve(words) == id_


FAMILY = (
    "Otis Lowe died on Monday. Ada Lowe said her brother had been ill. Lowe runs the mill. "
    "She had called Otis every day. "
    "Lowe Tower is dark."
)


def test_a_surname_that_fits_two_people_belongs_to_neither_and_makes_no_third() -> None:
    one = roster(FAMILY, "en", ("Otis Lowe", "person"), ("Ada Lowe", "person"), ("Lowe", "person"), ("Otis", "person"))
    assert names(one)[1] == ["Otis Lowe", "Ada Lowe"]
    assert one.resolve("Lowe") is None
    assert one.resolve("Otis") == "p1"
    assert [FAMILY[a:b] for a, b in one.people[1].mentions] == ["Ada Lowe"]


def test_a_surname_joins_the_only_full_name_that_carries_it() -> None:
    text = "Harbour chief Ada Lowe spoke. Lowe was calm. Mrs. Lowe left. Lowe Tower stayed."
    one = roster(text, "en", ("Harbour chief Ada Lowe", "person"), ("Lowe", "person"))
    assert names(one)[1] == ["Ada Lowe"]
    assert one.resolve("Mrs. Lowe") == "p1"


def test_middle_names_and_initials_are_the_same_person() -> None:
    text = "Ada M. Lowe spoke. Later Ada Lowe left. Inês Prado, then Inês Prado Firmo."
    one = roster(
        text,
        "en",
        ("Ada M. Lowe", "person"),
        ("Ada Lowe", "person"),
        ("Inês Prado", "person"),
        ("Inês Prado Firmo", "person"),
    )
    assert names(one)[1] == ["Ada M. Lowe", "Inês Prado Firmo"]


def test_short_forms_join_only_what_companies_add_to_their_names() -> None:
    text = "Tarn said Tarn Motors Inc grew. Vexel and Vexel Nebula are two. Grupo Salvi, or Salvi, is one."
    listed = ["Tarn", "Tarn Motors Inc", "Vexel", "Vexel Nebula", "Grupo Salvi", "Salvi"]
    one = roster(text, "en", *((name, "company") for name in listed))
    assert names(one)[0] == ["Tarn Motors Inc", "Vexel", "Vexel Nebula", "Grupo Salvi"]


def test_a_description_before_a_name_is_no_other_company() -> None:
    text = "Kesselmacher Nordwerk wächst. Die Nordwerk AG und Vexel United schweigen, United aber nicht."
    listed = ("Kesselmacher Nordwerk", "Nordwerk AG", "Vexel United", "United")
    one = roster(text, "de", *((name, "company") for name in listed))
    assert names(one)[0] == ["Nordwerk AG", "Vexel United"]


def test_a_short_form_of_two_companies_makes_no_third() -> None:
    text = "Tarn Holding Co will merge with Tarn Capital Corp, and Tarn will be gone."
    one = roster(text, "en", ("Tarn Holding Co", "company"), ("Tarn Capital Corp", "company"), ("Tarn", "company"))
    assert names(one)[0] == ["Tarn Holding Co", "Tarn Capital Corp"]
    assert one.resolve("Tarn") is None


def test_other_legal_forms_are_other_companies() -> None:
    text = "Tarn co said it would sell Tarn co Pty Ltd."
    one = roster(text, "en", ("Tarn co", "company"), ("Tarn co Pty Ltd", "company"))
    assert names(one)[0] == ["Tarn co", "Tarn co Pty Ltd"]
    assert one.resolve("Tarn co Pty Ltd") == "c2"


def test_german_genitives_are_folded() -> None:
    text = (
        "Nordwerk-Chef Kessler sprach. Kesslers Vertrag bei Nordwerk endet. Die Nordwerk AG und Nordwerks Tochter "
        "schweigen."
    )
    one = roster(
        text, "de",
        ("Nordwerk-Chef Kessler", "person"), ("Kesslers", "person"),
        ("Nordwerk AG", "company"), ("Nordwerks", "company"),
    )  # fmt: skip
    assert names(one) == (["Nordwerk AG"], ["Kessler"])
    assert one.resolve("Kesslers") == "p1"
    assert one.resolve("Nordwerks") == "c1"


def test_an_acronym_of_its_initials_joins_the_full_name() -> None:
    text = "The National Harbour Board met. NHB members voted."
    one = roster(text, "en", ("National Harbour Board", "public_body"), ("NHB", "company"))
    assert names(one)[0] == ["National Harbour Board"]
    assert one.resolve("the NHB") == "c1"


def test_what_is_listed_as_both_is_settled_by_the_majority_then_by_its_look() -> None:
    text = "Ada Lowe met Vexel AI. Vexel AI thanked Ada Lowe. Ada Lowe left."
    one = roster(
        text, "en", ("Ada Lowe", "company"), ("Ada Lowe", "person"), ("Vexel AI", "person"), ("Vexel AI", "company")
    )
    assert names(one) == (["Vexel AI"], ["Ada Lowe"])


def test_a_surname_listed_as_a_company_is_the_person() -> None:
    text = "Ada Lowe bought a mill. Lowe paid cash."
    one = roster(text, "en", ("Ada Lowe", "person"), ("Lowe", "company"))
    assert names(one) == ([], ["Ada Lowe"])


def test_kinds_are_told_from_the_name_or_the_majority() -> None:
    text = "Ministério da Pesca, Jornal da Serra, Ferrolar e Maré Alta."
    listed = [
        ("Ministério da Pesca", "company"),
        ("Jornal da Serra", "company"),
        ("Ferrolar", "company"),
        ("Maré Alta", "ngo"),
    ]
    assert [company.kind for company in roster(text, "pt", *listed).companies] == [
        "public_body",
        "media",
        "company",
        "ngo",
    ]


def test_what_is_not_in_the_article_is_refused() -> None:
    one = gather("Nothing here.", language_of("en"), [Named("Tarn Motors", 0, 5, "company")])
    assert [refused.reason for refused in one.refused] == ["not in the article"]
    assert one.companies == ()


def test_a_name_broken_over_two_lines_is_one_name() -> None:
    text = "Yesterday Tarn\nMotors Inc said Tarn Motors Inc grew."
    one = roster(text, "en", ("Tarn\nMotors Inc", "company"))
    assert one.companies[0].name == "Tarn Motors Inc"
    assert len(one.companies[0].mentions) == 2


def test_ids_follow_the_order_of_first_appearance() -> None:
    one = roster("Zeta Corp met Alba Corp.", "en", ("Alba Corp", "company"), ("Zeta Corp", "company"))
    assert [(company.id, company.name) for company in one.companies] == [("c1", "Zeta Corp"), ("c2", "Alba Corp")]


def test_scripts_without_capitals_or_spaces_work() -> None:
    one = roster("朝霧電機は海鳴商事を買収すると発表した。", "ja", ("朝霧電機", "company"), ("海鳴商事", "company"))
    assert [company.name for company in one.companies] == ["朝霧電機", "海鳴商事"]
    assert all(company.mentions for company in one.companies)


def test_a_long_article_with_many_names_is_gathered() -> None:
    seeded = random.Random(3)
    syllables = ("Kal", "Mor", "Ven", "Tis", "Bro", "Lun", "Far", "Ost")
    word = lambda: seeded.choice(syllables) + seeded.choice(syllables).lower() + seeded.choice(syllables).lower()  # noqa: E731
    listed = [(f"{word()} Group Ltd", "company") for _ in range(100)] + [
        (f"{word()} {word()}", "person") for _ in range(100)
    ]
    text = ""
    while len(text) < 100_000:
        text += f"{seeded.choice(listed)[0]} said that {seeded.choice(listed)[0].split()[0]} grew.\n"
    one = roster(text, "en", *listed)
    assert len(one.people) > 50
    assert sum(len(company.mentions) for company in one.companies) > 500


@settings(max_examples=120, deadline=None)
@given(
    st.text(max_size=120),
    st.lists(
        st.tuples(st.integers(0, 120), st.integers(0, 20), st.sampled_from(["person", "company", "media", "?"])),
        max_size=8,
    ),
    st.sampled_from(["en", "pt", "de", "zh", "und", ""]),
)
def test_any_text_gives_a_roster_whose_every_name_and_mention_is_proven(
    text: str, places: list[tuple[int, int, str]], language: str
) -> None:
    listed = [Named(text[at : at + length], at, at + length, kind) for at, length, kind in places]
    one = gather(text, language_of(language), listed)
    folded = " ".join(text.split())
    for entry in (*one.companies, *one.people):
        assert entry.name in folded
        assert all(0 <= start < end <= len(text) for start, end in entry.mentions)
        assert all(alias in folded for alias in entry.aliases)
        one.resolve(entry.name)
    ids = [entry.id for entry in (*one.companies, *one.people)]
    assert len(ids) == len(set(ids))
