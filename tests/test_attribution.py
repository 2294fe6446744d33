"""Where the words said stand, given who says them and with which word: by sentence forms, by gold, by arbitrary text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.engine.claims import cues
from api.engine.claims.attribution import Attribution, Place, contents
from api.engine.document import text
from api.engine.document.quotations import quotations
from api.engine.document.units import units
from tests.test_articles import ARTICLES, read
from tests.test_units import ARBITRARY, WORDS

WORD = re.compile(r"\w+")


def attribution(words: str, language: str, cue: str, source: str | None) -> Attribution:
    """The attribution of a sentence by its reporting word and its speaker, both as written."""
    found = next(one for one in cues.find(words, language) if words[one.start : one.end] == cue)
    at = words.index(source) if source else -1
    return Attribution((found.start, found.end), found.kind, (at, at + len(source)) if source else None)


def said(words: str, language: str, cue: str, source: str | None, *others: tuple[str, str]) -> list[str]:
    """The contents of the attribution, the places of each joined by " … "."""
    more = [attribution(words, language, *other) for other in others]
    found = contents(words, attribution(words, language, cue, source), more, language)
    return [" … ".join(words[start:end] for start, end in places) for places in found]


FORMS = [
    # after the reporting word
    ("en", "Priya Nolan said the mill will close in May.", "said", "Priya Nolan", "the mill will close in May"),
    ("en", "Priya Nolan said on Monday that the mill will close.", "said", "Priya Nolan", "the mill will close"),
    ("en", "Priya Nolan told reporters that the mill will close.", "told", "Priya Nolan", "the mill will close"),
    ("en", "Ana Rao, chief executive of Harlow, said it will close.", "said", "Ana Rao", "it will close"),
    ("en", "Priya Nolan, who runs the mill, said it will close.", "said", "Priya Nolan", "it will close"),
    ("en", "In a statement, Harlow said the mill will close.", "said", "Harlow", "the mill will close"),
    ("en", "Lawmakers asked whether the mill would open again.", "asked", "Lawmakers", "the mill would open again"),
    ("en", "Harlow plans to open a second mill near Dover.", "plans", "Harlow", "to open a second mill near Dover"),
    ("en", "Harlow denied that it had broken the contract.", "denied", "Harlow", "it had broken the contract"),
    ("pt", "Em nota, a empresa disse que a fábrica fecha.", "disse", "a empresa", "a fábrica fecha"),
    ("pt", "A empresa negou que tenha demitido alguém.", "negou", "A empresa", "tenha demitido alguém"),
    ("pt", "Lia Prates disse à rádio local que a fábrica fecha.", "disse", "Lia Prates", "a fábrica fecha"),
    ("pt", "A empresa pretende vender a fábrica de Itu.", "pretende", "A empresa", "vender a fábrica de Itu"),
    ("pt", "O sindicato perguntou se a fábrica vai fechar.", "perguntou", "O sindicato", "a fábrica vai fechar"),
    ("es", "La empresa aseguró el martes que la fábrica cerrará.", "aseguró", "La empresa", "la fábrica cerrará"),
    ("es", "El alcalde preguntó si la fábrica cerrará de verdad.", "preguntó", "El alcalde", "la fábrica cerrará de verdad"),
    ("de", "Die Firma teilte am Montag mit, dass das Werk schließe.", "teilte", "Die Firma", "das Werk schließe"),
    ("de", "Die Firma wies den Vorwurf der Untreue zurück.", "wies", "Die Firma", "den Vorwurf der Untreue"),
    ("de", "Jana Timm sagte am Montag, der Vertrag sei aufgelöst.", "sagte", "Jana Timm", "der Vertrag sei aufgelöst"),
    ("de", "Der Konzern will das Werk in Olden verkaufen.", "will", "Der Konzern", "das Werk in Olden verkaufen"),
    ("de", "Der Rat fragte, ob der Vertrag aufgelöst sei.", "fragte", "Der Rat", "der Vertrag aufgelöst sei"),
    ("fr", "Luc Morel a déclaré mardi que l'usine fermera.", "déclaré", "Luc Morel", "l'usine fermera"),
    ("fr", "Luc Morel affirme qu'elle fermera l'usine.", "affirme", "Luc Morel", "elle fermera l'usine"),
    ("fr", "Le maire a demandé si l'usine fermera.", "demandé", "Le maire", "l'usine fermera"),
    ("it", "Carla Fermi ha detto lunedì che la fabbrica chiuderà.", "detto", "Carla Fermi", "la fabbrica chiuderà"),
    ("nl", "Joris Bakker zei maandag dat de fabriek sluit.", "zei", "Joris Bakker", "de fabriek sluit"),
    # before it
    ("en", "The mill will close in May, Priya Nolan said.", "said", "Priya Nolan", "The mill will close in May"),
    ("en", "The mill will close, Priya Nolan said on Tuesday.", "said", "Priya Nolan", "The mill will close"),
    ("en", "The mill will close, said Priya Nolan on Tuesday.", "said", "Priya Nolan", "The mill will close"),
    ("en", "It will all close, Ana Rao, its head, said in a statement on Friday.", "said", "Ana Rao", "It will all close"),
    ("pt", "A fábrica fecha, afirmou Lia Prates, presidente da Azul.", "afirmou", "Lia Prates", "A fábrica fecha"),
    ("de", "Der Vertrag sei aufgelöst, teilte die Firma mit.", "teilte", "die Firma", "Der Vertrag sei aufgelöst"),
    ("fr", "L'usine fermera en mai, a déclaré Luc Morel.", "déclaré", "Luc Morel", "L'usine fermera en mai"),
    ("it", "La fabbrica chiuderà, ha detto Carla Fermi.", "detto", "Carla Fermi", "La fabbrica chiuderà"),
    ("nl", "De fabriek sluit in mei, aldus Joris Bakker.", "aldus", "Joris Bakker", "De fabriek sluit in mei"),
    # beside a preposition
    ("en", "According to Ana Rao, the mill will close.", "According to", "Ana Rao", "the mill will close"),
    ("en", "The mill will close, according to Ana Rao.", "according to", "Ana Rao", "The mill will close"),
    ("pt", "Segundo Lia Prates, presidente da Azul, a fábrica fecha.", "Segundo", "Lia Prates", "a fábrica fecha"),
    ("es", "La fábrica cerrará, según Lucía Vera.", "según", "Lucía Vera", "La fábrica cerrará"),
    ("de", "Laut Jana Timm ist der Vertrag aufgelöst.", "Laut", "Jana Timm", "ist der Vertrag aufgelöst"),
    ("de", "Jana Timm zufolge ist der Vertrag aufgelöst.", "zufolge", "Jana Timm", "ist der Vertrag aufgelöst"),
    ("fr", "Selon Luc Morel, l'usine fermera en mai.", "Selon", "Luc Morel", "l'usine fermera en mai"),
    ("it", "Secondo Carla Fermi, la fabbrica chiuderà.", "Secondo", "Carla Fermi", "la fabbrica chiuderà"),
    ("nl", "Volgens Joris Bakker sluit de fabriek.", "Volgens", "Joris Bakker", "sluit de fabriek"),
    # on both sides of it
    ("en", "The mill, Ana Rao said, will close in May.", "said", "Ana Rao", "The mill … will close in May"),
    ("pt", "A fábrica, segundo Lia Prates, fecha em maio.", "segundo", "Lia Prates", "A fábrica … fecha em maio"),
    ("es", "La fábrica, aseguró la empresa, cerrará en mayo.", "aseguró", "la empresa", "La fábrica … cerrará en mayo"),
    ("de", "Er floh nach Angaben der Polizei in einem Auto.", "nach Angaben", "der Polizei", "Er floh … in einem Auto"),
    ("en", "“We tried hard,” said Ana Rao, “and lost.”", "said", "Ana Rao", "“We tried hard,” … “and lost.”"),
    ("de", "„Wir haben viel versucht“, sagte sie, „und verloren.“", "sagte", "sie", "„Wir haben viel versucht“ … „und verloren.“"),
    ("es", "«Hicimos de todo», dijo Vera, «y no bastó».", "dijo", "Vera", "«Hicimos de todo» … «y no bastó»"),
    ("fr", "« Nous avons tout fait », a dit Morel, « en vain ».", "dit", "Morel", "« Nous avons tout fait » … « en vain »"),
    # after a colon, within marks
    ("en", "Harlow said in a statement: “The mill will close.”", "said", "Harlow", "“The mill will close.”"),
    ("en", 'Asked about it, Rao said, "Not going into that now."', "said", "Rao", '"Not going into that now."'),
    ("pt", "Lia Prates escreveu: «A fábrica fecha.»", "escreveu", "Lia Prates", "«A fábrica fecha.»"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "words", "cue", "source", "expected"), FORMS)
def test_the_words_said_are_found_in_every_form_of_telling(
    language: str, words: str, cue: str, source: str, expected: str
) -> None:
    assert said(words, language, cue, source) == [expected]


@pytest.mark.parametrize(
    ("language", "words", "cue", "source", "expected"),
    [
        ("pt", "Lia afirma que a fábrica fecha e que os salários saem.", "afirma", "Lia", ["a fábrica fecha", "os salários saem"]),
        ("en", "Rao said the mill will close and that wages will be paid.", "said", "Rao", ["the mill will close", "wages will be paid"]),
        ("de", "Timm sagte, dass das Werk schließe und dass Lohn fließe.", "sagte", "Timm", ["das Werk schließe", "Lohn fließe"]),
    ],
)  # fmt: skip
def test_a_second_that_begins_a_second_content(
    language: str, words: str, cue: str, source: str, expected: list[str]
) -> None:
    assert said(words, language, cue, source) == expected


def test_a_second_reporting_word_of_the_same_speaker_ends_the_words_of_the_first() -> None:
    words = '"Nobody will lose a job," said Ana Rao, adding that pay would rise by half.'
    assert said(words, "en", "said", "Ana Rao", ("adding", "Ana Rao")) == ['"Nobody will lose a job,"']
    assert said(words, "en", "adding", "Ana Rao", ("said", "Ana Rao")) == ["pay would rise by half"]
    words = "Vera negó que la firma venda la fábrica y aseguró que crecerá sola."
    assert said(words, "es", "negó", "Vera", ("aseguró", "Vera")) == ["la firma venda la fábrica"]
    assert said(words.replace("crecerá", "ella crecerá"), "es", "aseguró", "Vera", ("negó", "Vera")) == [
        "ella crecerá sola"
    ]


def test_what_another_speaker_says_is_left_to_that_speaker() -> None:
    words = "Rao said the mill will close, but Pell denied that it had been decided."
    assert said(words, "en", "said", "Rao", ("denied", "Pell")) == ["the mill will close"]
    assert said(words, "en", "denied", "Pell", ("said", "Rao")) == ["it had been decided"]


def test_what_stands_between_the_reporting_word_and_a_later_speaker_is_what_was_said() -> None:
    words = "After saying the mill would never close, Rao sold it to Pell."
    assert said(words, "en", "saying", "Rao") == ["the mill would never close"]


def test_too_few_words_tell_nothing() -> None:
    assert said("No, Rao said.", "en", "said", "Rao") == []


@dataclass(frozen=True)
class Planted:
    """A sentence with an attribution planted at known places."""

    words: str
    one: Attribution
    others: tuple[Attribution, ...]


@st.composite
def planted(draw: st.DrawFn) -> Planted:
    """Any text around a speaker and a reporting word, in either order; perhaps with a second pair."""
    words, found = "", []
    for _ in range(draw(st.integers(1, 3))):
        words += draw(st.one_of(ARBITRARY, WORDS))
        places = []
        for piece in draw(st.permutations(["Rao", "said"])):
            words += " "
            places.append((piece, (len(words), len(words) + len(piece))))
            words += piece + draw(st.sampled_from([" ", ", ", ' "', " that ", ": "]))
        named = dict(places)
        kind = draw(st.sampled_from(["speech", "thought", "phrase", "noun"]))
        found.append(Attribution(named["said"], kind, draw(st.sampled_from([named["Rao"], None]))))
    return Planted(words + draw(ARBITRARY), found[0], tuple(found[1:]))


def overlaps(one: Place, other: Place) -> bool:
    return one[0] < other[1] and other[0] < one[1]


@settings(max_examples=200, deadline=None)
@given(planted(), st.sampled_from(["en", "pt", "de", "fr", "und"]))
def test_contents_lie_in_the_text_trimmed_and_clear_of_cue_and_speaker(sentence: Planted, language: str) -> None:
    for content in contents(sentence.words, sentence.one, sentence.others, language):
        assert content
        for start, end in content:
            assert 0 <= start < end <= len(sentence.words)
            assert sentence.words[start:end].strip() == sentence.words[start:end]
            assert not overlaps((start, end), sentence.one.cue)
            assert sentence.one.source is None or not overlaps((start, end), sentence.one.source)
        assert list(content) == sorted(content)


def folded(words: str) -> str:
    return " ".join(words.split())


def likeness(one: str, other: str) -> float:
    """F1 of the words of two texts."""
    a, b = Counter(WORD.findall(one.lower())), Counter(WORD.findall(other.lower()))
    shared = sum((a & b).values())
    return 2 * shared / (a.total() + b.total()) if shared else 0.0


def gold_attributions(article: dict[str, Any]) -> Iterator[tuple[str, list[tuple[str, Attribution | None]]]]:
    """Each reading unit with its gold claims: the content, and the attribution that the gold source and a cue make."""
    made = text.read(article["text"], language=article["language"])
    for unit in units(made):
        words = folded(made.quote(unit.start, unit.end))
        marks = quotations(words)
        found = [cue for cue in cues.find(words, made.language) if not any(a <= cue.start < b for a, b in marks)]
        claims = [claim for claim in article["gold"]["claims"] if folded(max(claim["content"], key=len)) in words]
        yield words, [(" ".join(claim["content"]), gold_attribution(words, claim, found)) for claim in claims]


def gold_attribution(words: str, claim: dict[str, Any], found: list[cues.Cue]) -> Attribution | None:
    """The attribution whose cue stands nearest to the gold content and the gold source, outside both."""
    longest = folded(max(claim["content"], key=len))
    content = (words.index(longest), words.index(longest) + len(longest))
    sources = [
        match.span()
        for source in (claim["source"], *claim.get("source_also", ()))
        if source
        for match in re.finditer(rf"(?<!\w){re.escape(folded(source))}(?!\w)", words)
        if not overlaps(match.span(), content)
    ]
    pairs = [
        (gap((cue.start, cue.end), source) + 2 * gap((cue.start, cue.end), content), cue.start, cue, source)
        for cue in found
        for source in sources
        if not overlaps((cue.start, cue.end), content)
    ]
    if not pairs:
        return None
    _, _, cue, source = min(pairs, key=lambda pair: pair[:2])
    return Attribution((cue.start, cue.end), cue.kind, source)


def gap(one: Place, other: Place) -> int:
    return min(abs(one[0] - other[1]), abs(other[0] - one[1]))


def test_the_gold_words_are_found_from_the_gold_speaker() -> None:
    asked, right, lost = Counter[str](), Counter[str](), []
    for path in ARTICLES:
        article = read(path)
        language = article["language"]
        for words, claims in gold_attributions(article):
            known = [one for _, one in claims if one]
            for content, one in claims:
                if one is None:
                    continue
                found = contents(words, one, [other for other in known if other != one], language)
                told = [" ".join(words[start:end] for start, end in places) for places in found]
                asked[language] += 1
                if max((likeness(content, each) for each in told), default=0) >= 0.5:
                    right[language] += 1
                else:
                    lost.append((path.stem, content, told))
    print("contents found:", {language: f"{right[language]}/{asked[language]}" for language in sorted(asked)})
    assert asked.total() > 100
    assert right.total() >= 0.93 * asked.total(), lost
    assert all(right[language] >= 0.8 * asked[language] for language in asked), lost
