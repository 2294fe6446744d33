"""Whom words mean: names, titles, descriptions and pronouns, in texts of ten languages and more."""

from __future__ import annotations

import pytest

from api.engine.document import text
from api.engine.document.span import Span
from api.engine.document.units import units
from api.engine.draft import DraftName
from api.engine.entities import linking
from api.engine.entities.grouping import gathered
from api.engine.entities.roles import roles
from api.engine.languages.language import language


def cast_of(words: str, code: str, people: list[str], companies: list[str]) -> linking.Cast:
    """The cast of a text whose names are known."""
    article = text.read(words, language=code)
    kinds = [(name, "person") for name in people] + [(name, "company") for name in companies]
    names = [DraftName((words.index(name), words.index(name) + len(name)), kind) for name, kind in kinds]
    roster = gathered(article, names)
    told = roles(article.text, units(article), roster, language(code))
    titles = [(Span(*one.person), Span(*one.title), one.organization and Span(*one.organization)) for one in told]
    return linking.cast(article, roster, titles)


def meant(cast: linking.Cast, words: str, said: linking.Said = linking.NOTHING) -> str | None:
    """The name of whom the last occurrence of the words means."""
    at = cast.article.text.rindex(words)
    found = linking.resolve(cast, Span(at, at + len(words)), said)
    return found.entity.name if found else None


TEXTS = [
    # pronouns
    ("en", "Tilda Marsh runs the Corrin ferry with Otto Venn, the harbour master. “We sail at six,” she said.", ["Tilda Marsh", "Otto Venn"], ["Corrin"], "she", "Tilda Marsh"),
    ("en", "Corrin Line has ordered two ferries. It will pay in May, it said.", [], ["Corrin Line"], "it", "Corrin Line"),
    ("en", "Mrs Vale and Mr Orme met on Friday. He was late, she said.", ["Vale", "Orme"], [], "she", "Vale"),
    ("de", "Die Geologin Wiebke Tams stellte am Montag mit Onno Frahm die Karte vor. Die Küste sinke, sagte sie.", ["Wiebke Tams", "Onno Frahm"], [], "sie", "Wiebke Tams"),
    ("fr", "La violoniste Maud Tessier a retrouvé Yvon Lagarde à Brest. « J’ai eu peur », a-t-elle dit.", ["Maud Tessier", "Yvon Lagarde"], [], "elle", "Maud Tessier"),
    ("fr", "Selon Maud Tessier, le retard vient de Lorvance. Celui-ci nie toute faute.", ["Maud Tessier"], ["Lorvance"], "Celui-ci", "Lorvance"),
    ("nl", "Schipper Geesje Vonk haalde loods Dirk Haan aan boord. ‘Het ging net’, zei ze.", ["Geesje Vonk", "Dirk Haan"], [], "ze", "Geesje Vonk"),
    ("sv", "Läkaren Stina Moberg mötte kommunalrådet Nils Åkre. ”Vi saknar folk”, sade hon.", ["Stina Moberg", "Nils Åkre"], [], "hon", "Stina Moberg"),
    # a noun that the article has tied to somebody
    ("en", "Glassmaker Vantry Works cut a shift. Rival Podmore Ltd kept its own. The glassmaker said orders fell.", [], ["Vantry Works", "Podmore Ltd"], "The glassmaker", "Vantry Works"),
    ("en", "Defender Lars Ode fouled keeper Ravi Dutt. “I slipped,” the defender said.", ["Lars Ode", "Ravi Dutt"], [], "the defender", "Lars Ode"),
    ("es", "La jueza Marta Olmedo absolvió al cocinero Raúl Prada. «No hay prueba», dijo la jueza.", ["Marta Olmedo", "Raúl Prada"], [], "la jueza", "Marta Olmedo"),
    ("it", "Il pilota Dario Fanti ha battuto la rivale Ilaria Moz. «Gara dura», ammette il pilota.", ["Dario Fanti", "Ilaria Moz"], [], "il pilota", "Dario Fanti"),
    ("pt", "A bióloga Dalva Reis e o prefeito Saulo Brito visitaram o mangue. A bióloga afirmou que a água melhorou.", ["Dalva Reis", "Saulo Brito"], [], "A bióloga", "Dalva Reis"),
    ("ca", "L’alcaldessa Roser Vila va rebre el músic Pau Orriols. L’alcaldessa va dir que hi haurà concert.", ["Roser Vila", "Pau Orriols"], [], "L’alcaldessa", "Roser Vila"),
    # a noun of the same kin
    ("en", "Head coach Bela Korda dropped striker Finn Oakes. “He was tired,” the manager said.", ["Bela Korda", "Finn Oakes"], [], "the manager", "Bela Korda"),
    ("de", "Vorstandschef Edgar Pohle und Betriebsrätin Anke Ruhl sprachen vor dem Tor. „Es reicht“, sagte der Firmenchef.", ["Edgar Pohle", "Anke Ruhl"], [], "der Firmenchef", "Edgar Pohle"),
    ("fr", "L’entraîneur Guy Salmon a remplacé le gardien Théo Brun. « Il fallait oser », dit le technicien.", ["Guy Salmon", "Théo Brun"], [], "le technicien", "Guy Salmon"),
    ("es", "La directora Olga Ferrán y la actriz Pilar Mena ya no se hablan. La cineasta lo niega.", ["Olga Ferrán", "Pilar Mena"], [], "La cineasta", "Olga Ferrán"),
    ("pl", "Prezes Jan Wilk spotkał się z trenerką Ewą Lis. „Zostaję”, powiedział szef.", ["Jan Wilk", "Ewą Lis"], [], "szef", "Jan Wilk"),
    # the company, whoever it is
    ("en", "Corrin Line lost money last year. The company said fares would rise.", [], ["Corrin Line"], "The company", "Corrin Line"),
    ("pt", "As ações da Nortúria caíram 9%. A empresa nega que vá demitir.", [], ["Nortúria"], "A empresa", "Nortúria"),
    ("de", "Der Kranbauer Hebetec streicht Stellen. Das Unternehmen teilte mit, man habe keine Wahl.", [], ["Hebetec"], "Das Unternehmen", "Hebetec"),
    ("da", "Rederiet Nordfart sælger to skibe. Selskabet oplyser, at prisen er hemmelig.", [], ["Nordfart"], "Selskabet", "Nordfart"),
    ("fi", "Konepaja Terävä lomauttaa väkeä. Yhtiö kertoo, että tilaukset vähenivät.", [], ["Terävä"], "Yhtiö", "Terävä"),
    # names
    ("en", "Otto Venn met Tilda Marsh. Marsh said no.", ["Otto Venn", "Tilda Marsh"], [], "Marsh", "Tilda Marsh"),
    ("en", "Deputy mayor Otto Venn, of the Coast party, said no.", ["Otto Venn"], [], "Deputy mayor Otto Venn", "Otto Venn"),
    ("pt", "A Ferraz fechou lojas. Ivo Ferraz, o fundador, saiu. A Ferraz nega.", ["Ivo Ferraz"], ["Lojas Ferraz"], "A Ferraz", "Lojas Ferraz"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "words", "people", "companies", "asked", "expected"), TEXTS)
def test_words_mean_the_one_whom_the_article_leaves(
    code: str, words: str, people: list[str], companies: list[str], asked: str, expected: str
) -> None:
    if code == "pt" and "Lojas" in str(companies):
        words = words.replace("A Ferraz fechou", "As Lojas Ferraz fecharam")
    assert meant(cast_of(words, code, people, companies), asked) == expected


@pytest.mark.parametrize(
    ("code", "words", "people", "companies", "asked"),
    [
        ("en", "Corrin Line sacked Otto Venn. Two people close to the talks said more would go.", ["Otto Venn"], ["Corrin Line"], "Two people close to the talks"),
        ("en", "Otto Venn runs Corrin Line. Analysts said he had to.", ["Otto Venn"], ["Corrin Line"], "Analysts"),
        ("en", "Otto Venn sued Corrin Line. The report said nobody knew.", ["Otto Venn"], ["Corrin Line"], "The report"),
        ("en", "Otto Venn met Nils Orde. He was late, he said.", ["Otto Venn", "Nils Orde"], [], "they"),
        ("en", "Corrin Line sued Vantry Works and Podmore Ltd. A spokesman said no.", [], ["Corrin Line", "Vantry Works", "Podmore Ltd"], "A spokesman"),
        ("de", "Onno Frahm verließ Hebetec. Anwohner begrüßten das.", ["Onno Frahm"], ["Hebetec"], "Anwohner"),
        ("fr", "Yvon Lagarde a été entendu. Le juge relève trois fautes.", ["Yvon Lagarde"], [], "Le juge"),
        ("es", "Raúl Prada dejó Valmera. Fuentes internas lo confirman.", ["Raúl Prada"], ["Valmera"], "Fuentes internas"),
        ("pt", "Saulo Brito deixou a Nortúria. Moradores reclamam.", ["Saulo Brito"], ["Nortúria"], "Moradores"),
        ("en", "Tilda Marsh met Ines Holm on the quay. Both smiled. She would stay, she said.", ["Tilda Marsh", "Ines Holm"], [], "Both"),
    ],
)  # fmt: skip
def test_groups_documents_and_the_unnamed_mean_nobody(
    code: str, words: str, people: list[str], companies: list[str], asked: str
) -> None:
    if asked == "they":
        words = words.replace("he said", "they said")
    assert meant(cast_of(words, code, people, companies), asked) is None


def test_who_one_pronoun_meant_tells_who_the_other_does() -> None:
    words = "Wren Calloway signed beside Ash Merrin. “It holds,” she said. He called it fair."
    cast = cast_of(words, "en", ["Wren Calloway", "Ash Merrin"], [])
    at = words.index("she")
    first = linking.resolve(cast, Span(at, at + 3))
    assert first is not None
    assert first.entity.name == "Wren Calloway"
    said = linking.NOTHING.then(first, "f")
    assert meant(cast, "He", said) == "Ash Merrin"


def test_two_people_of_one_surname_are_told_apart_or_left_alone() -> None:
    words = "JUNE ALDER, MAYOR, met her brother Peter Alder. June Alder left. Alder said nothing had changed."
    cast = cast_of(words.replace("JUNE ALDER, MAYOR", "June Alder, the mayor"), "en", ["June Alder", "Peter Alder"], [])
    assert meant(cast, "June Alder") == "June Alder"
    assert meant(cast, "Alder") is None


@pytest.mark.parametrize("words", ["", " ", "…", "(", "the", "'s", "X" * 400])
def test_any_words_may_be_asked_about(words: str) -> None:
    cast = cast_of(f"Otto Venn left. {words} said so.", "en", ["Otto Venn"], [])
    at = cast.article.text.rfind(words) if words.strip() else 3
    linking.resolve(cast, Span(at, at + len(words)))


def test_whoever_has_no_mention_of_their_own_is_not_named() -> None:
    words = "L’association Vigie-Bois [VB] a publié le rapport. Le rapport est faux, dit Maud Tessier."
    cast = cast_of(words, "fr", ["Maud Tessier"], ["Vigie-Bois", "VB"])
    assert all(one.entity.mentions for one in cast.profiles)
