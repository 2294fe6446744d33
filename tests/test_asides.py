"""Clauses that only tell who passed it on belong to nobody's words, in the languages that have a file."""

from __future__ import annotations

import pytest

from api.engine.claims.asides import asides, passing_on
from api.engine.languages.language import language
from tests.test_told import rows, told

ASIDES = [
    ("en", "Vera Holt said the weir was safe, as reported by the Weir Post.", "as reported by the Weir Post."),
    ("en", "Vera Holt said the weir was safe, as she had told the council.", "as she had told the council."),
    ("pt", "A Valfrio anunciou que vai abrir três lojas, conforme declarado pelo diretor.", "conforme declarado pelo"),
    ("es", "El alcalde dijo que no hay plazo, como publicó este diario.", "como publicó este diario."),
    ("fr", "Le maire a dit que le pont fermera, comme l’a annoncé La Voix.", "comme l’a annoncé La Voix."),
    ("it", "Il sindaco ha detto che il ponte chiude, come scritto dal giornale.", "come scritto dal giornale."),
    ("de", "Die Ministerin sagte, der Plan sei tot, wie ein Sprecher berichtete.", "wie ein Sprecher berichtete."),
    ("nl", "De minister zei dat het plan dood is, zoals de krant meldt.", "zoals de krant meldt."),
    ("pl", "Wójt powiedział, że most jest zamknięty, jak pisze gazeta.", "jak pisze gazeta."),
    ("ru", "Директор сказал, что мост закроют, как писал «Вестник».", "как писал «Вестник»."),
]


@pytest.mark.parametrize(("code", "words", "aside"), ASIDES)
def test_a_clause_that_passes_on_is_found_up_to_the_end(code: str, words: str, aside: str) -> None:
    found = asides(words, language(code))
    assert [words[clause.start :].startswith(aside) for clause in found] == [True]
    assert found[0].end == len(words)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("en", "Vera Holt said prices fell, as buyers expected lower rents."),
        ("en", "Vera Holt said the weir would go, as the union warned that jobs were lost."),
        ("pt", "O diretor explicou como disse que faria."),
        ("zh", "经理说，桥将关闭。"),
        ("und", "Vera Holt said so, as reported by them."),
    ],
)
def test_other_clauses_are_left_alone(code: str, words: str) -> None:
    assert asides(words, language(code)) == ()
    assert passing_on(words, (0, 1), language(code)) is None


def test_what_is_said_ends_before_it_and_is_not_the_outlets_claim_too() -> None:
    words = "Vera Holt said the weir was safe, as reported by the Weir Post."
    assert rows(told(words, "en", ["Vera Holt"], (), ["Weir Post"])) == [
        ("Vera Holt", "Vera Holt", "the weir was safe"),
    ]


def test_who_passed_it_on_says_it_where_nobody_else_does() -> None:
    words = "A Valfrio vai abrir três lojas em maio, conforme anunciado pela presidente Rita Sol."
    assert rows(told(words, "pt", ["Rita Sol"], ["Valfrio"])) == [
        ("presidente Rita Sol", "Rita Sol", "A Valfrio vai abrir três lojas em maio"),
    ]
