"""What a person is: the title beside the name and the organisation beside the title, as the article words them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.engine.document import text
from api.engine.document.units import units
from api.engine.draft import DraftName
from api.engine.entities.grouping import gathered
from api.engine.entities.roles import roles
from api.engine.entities.titles import status
from api.engine.languages.language import language as language_of
from tests.test_articles import ARTICLES, read
from tests.test_units import ARBITRARY

Told = tuple[str, str, str | None]


def told(words: str, language: str, people: list[str], organizations: list[str]) -> list[Told]:
    """Person, title and organisation of each role, as written."""
    article = text.read(words, language=language)
    listed = [(name, "person") for name in people] + [(name, "company") for name in organizations]
    names = [DraftName((at, at + len(name)), kind) for name, kind in listed if (at := article.text.find(name)) >= 0]
    return [
        (
            article.quote(*role.person),
            article.quote(*role.title),
            article.quote(*role.organization) if role.organization else None,
        )
        for role in roles(article.text, units(article), gathered(article, names), language_of(language))
    ]


@pytest.mark.parametrize(
    ("language", "words", "title", "organization"),
    [
        ("en", "Ana Rao, chief executive of Harlow, said so.", "chief executive", "Harlow"),
        ("en", "The chairman of Harlow, Ana Rao, said so.", "chairman", "Harlow"),
        ("en", "Harlow chief executive Ana Rao said so.", "chief executive", "Harlow"),
        ("en", "Ana Rao, 54, president of Harlow, said so.", "president", "Harlow"),
        ("en", "“No,” said spokeswoman Ana Rao.", "spokeswoman", None),
        ("pt", "Ana Rao, presidente da Harlow, disse isso.", "presidente", "Harlow"),
        ("pt", "O diretor financeiro da Harlow, Ana Rao, disse isso.", "diretor financeiro", "Harlow"),
        ("es", "Ana Rao, presidenta de Harlow, lo dijo.", "presidenta", "Harlow"),
        ("de", "Geschäftsführerin Ana Rao sagte das.", "Geschäftsführerin", None),
        ("fr", "Ana Rao, présidente de Harlow, l'a dit.", "présidente", "Harlow"),
        ("it", "Ana Rao, presidente di Harlow, lo ha detto.", "presidente", "Harlow"),
        ("en", "So said analyst Ana Rao of Harlow on Friday.", "analyst", "Harlow"),
        ("da", "Det siger direktør Ana Rao til Harlow.", "direktør", None),
        ("en", "Harlow cut jobs. The seafarers' union objected. Its chairwoman, Ana Rao, left.", "chairwoman", None),
        ("en", "Harlow is on trial. His barrister, Ana Rao, left.", "barrister", None),
        ("pl", "Dyrektorka firmy Ana Rao tak powiedziała.", "Dyrektorka", None),
        ("ru", "Директор предприятия Ana Rao так сказала.", "Директор", None),
        ("en", "The bakery's chief executive, Ana Rao, said so.", "chief executive", None),
        ("pt", "A administradora-delegada, Ana Rao, disse isso.", "administradora-delegada", None),
        ("nl", "Ana Rao, voorzitter van Harlow, zei dat.", "voorzitter", "Harlow"),
        (
            "en",
            "Harlow named a new board on Friday and thanked its chief executive, Ana Rao.",
            "chief executive",
            "Harlow",
        ),
        ("en", "Harlow made a pact with the startup and its chief executive, Ana Rao, joins.", "chief executive", None),
        ("en", "Harlow said that the company would keep its chief executive, Ana Rao.", "chief executive", "Harlow"),
        ("pt", "A Harlow fez um acordo com a startup, que inclui a ida da CEO Ana Rao.", "CEO", None),
    ],
)
def test_a_title_beside_the_name_is_read_with_its_organisation(
    language: str, words: str, title: str, organization: str | None
) -> None:
    assert told(words, language, ["Ana Rao"], ["Harlow"]) == [("Ana Rao", title, organization)]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Ana Rao left Harlow in May."),
        ("en", "The president spoke. Ana Rao left."),
        ("pt", "Ana Rao, de Itu, comprou a casa."),
        ("de", "Ana Rao verließ das Haus am Montag."),
    ],
)
def test_a_name_without_a_title_beside_it_has_no_role(language: str, words: str) -> None:
    assert told(words, language, ["Ana Rao"], ["Harlow"]) == []


def test_a_surname_alone_is_not_given_its_own_first_name_for_a_title() -> None:
    words = "Manager Gareth Vole spoke first. Vole left the room at noon."
    assert told(words, "en", ["Gareth Vole", "Vole"], []) == [("Gareth Vole", "Manager", None)]


def test_the_title_may_stand_by_a_later_mention() -> None:
    words = "Ana Rao came late. Ana Rao, chairwoman of Harlow, said nothing."
    assert told(words, "en", ["Ana Rao"], ["Harlow"]) == [("Ana Rao", "chairwoman", "Harlow")]


@pytest.mark.parametrize(
    ("title", "language", "expected"),
    [
        ("CEO interino", "pt", "interim"),
        ("acting chairman", "en", "interim"),
        ("ex-ministro", "pt", "former"),
        ("former chief executive", "en", "former"),
        ("ehemaliger Vorstand", "de", "former"),
        ("ancien ministre", "fr", "former"),
        ("designierter Chef", "de", "incoming"),
        ("presidente electo", "es", "incoming"),
        ("chief executive", "en", "current"),
        ("presidente", "it", "current"),
        ("", "en", "current"),
    ],
)
def test_a_title_tells_whether_it_is_held_now(title: str, language: str, expected: str) -> None:
    assert status(title, language_of(language)) == expected


@settings(max_examples=100, deadline=None)
@given(ARBITRARY, ARBITRARY, st.sampled_from(["en", "pt", "de", "sv", "ar", "und"]))
def test_roles_lie_in_the_text_and_titles_are_never_empty(before: str, after: str, language: str) -> None:
    words = (before + " chief executive Ana Rao, président of Harlow" + after).replace("\r", " ")
    article = text.read(words, language=language)
    at, harlow = article.text.index("Ana Rao"), article.text.index("Harlow")
    names = [DraftName((at, at + 7), "person"), DraftName((harlow, harlow + 6), "company")]
    for role in roles(article.text, units(article), gathered(article, names), language_of(language)):
        assert article.quote(*role.person) == "Ana Rao"
        assert article.quote(*role.title).strip()
        assert 0 <= role.title[0] < role.title[1] <= len(article.text)
        assert role.organization is None or article.quote(*role.organization) == "Harlow"


def test_most_gold_titles_are_read_beside_their_names() -> None:
    listed, right = 0, 0
    for path in ARTICLES:
        gold = read(path)["gold"]
        companies = [name for one in gold["companies"] for name in (one["name"], *one.get("aliases", ()))]
        found = told(read(path)["text"], read(path)["language"], [one["name"] for one in gold["people"]], companies)
        for role in gold["roles"]:
            listed += 1
            right += any(
                person == role["name"] and (title in role["title"] or role["title"] in title)
                for person, title, _ in found
            )
    print(f"titles: {right} of {listed}")
    assert right >= 0.55 * listed
