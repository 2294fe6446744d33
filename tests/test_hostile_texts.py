"""Texts made to hold the service up: work grows no faster than the text, questions have a budget, nothing raises."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from re import _constants as constants  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

import pytest

from api.engine.document import text
from api.engine.document.markup import bounded, from_html
from api.engine.facts import Extraction
from api.engine.languages import lexicon, once
from api.engine.pipeline import Engine
from api.settings import Settings
from bench.hostile_texts import TEXTS, prose
from bench.instant import InstantModel


def read(words: str, language: str | None = None, **options: Any) -> tuple[Extraction, InstantModel]:
    """The extraction of a text by a model that answers at once."""
    model = InstantModel()
    settings = Settings(llm_base_url="http://127.0.0.1:9/v1", llm_parallel=1, **options)
    return Engine(model, settings).extract(text.read(words, language=language)), model  # type: ignore[arg-type]


def steps(work: Callable[[], object]) -> int:
    """How many functions the work calls: the same on every machine, however busy it is."""
    count = 0

    def counted(*_: object) -> None:
        nonlocal count
        count += 1

    sys.setprofile(counted)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


def phrases() -> Iterator[str]:
    """Every phrase of every table of every language that stands for more than itself."""
    seen: set[str] = set()
    for file in lexicon.languages():
        for section in lexicon._file(file).values():
            for value in section.values() if isinstance(section, dict) else ():
                for phrase in lexicon.split(value) if isinstance(value, str) else ():
                    if {"*", " "} & set(phrase) and phrase not in seen:
                        seen.add(phrase)
                        yield phrase


def repeats(parsed: Any) -> Iterator[tuple[int, Any]]:
    """(most, what is repeated) of each repeat in a parsed pattern."""
    for operation, argument in parsed:
        if operation in (constants.MAX_REPEAT, constants.MIN_REPEAT):
            yield argument[1], argument[2]
            yield from repeats(argument[2])
        elif operation is constants.SUBPATTERN:
            yield from repeats(argument[-1])
        elif operation is constants.BRANCH:
            for branch in argument[1]:
                yield from repeats(branch)


def test_no_phrase_of_any_language_can_be_gone_over_again_and_again() -> None:
    """Only white space may repeat without an end: words stand between two of them, and no word is white space."""
    space = list(parser.parse(r"\s"))
    checked = 0
    for phrase in phrases():
        for most, repeated in repeats(parser.parse(lexicon.spelling(phrase))):
            checked += 1
            assert most <= lexicon.LONGEST_WORD or list(repeated) == space, phrase
            assert len(list(repeated)) == 1, phrase
            assert not list(repeats(repeated)), phrase
    assert checked > 1000


def test_a_star_stands_for_a_word_of_any_usual_length() -> None:
    pattern = lexicon.compiled(["minist*"])
    assert pattern.fullmatch("ministerpräsidentinnenkonferenz")
    assert not pattern.fullmatch("minist" + "a" * 200)


def forget() -> None:
    lexicon.is_in.cache_clear()
    once.forget()


def grown(name: str, language: str) -> float:
    """How many times more steps four times the text takes, 16 where each part is held against each other."""
    short, long = TEXTS[name](1500), TEXTS[name](6000)
    read(long, language)  # tables are made once
    forget()
    first = steps(lambda: read(short, language))
    forget()
    return steps(lambda: read(long, language)) / first


@pytest.mark.parametrize(
    ("name", "language"),
    [
        *((name, "en") for name in ("names of people", "names that begin alike", "acronyms", "labels")),
        ("one first name", "en"),
        *((name, "en") for name in ("quotations with speakers", "short quotations")),
        *((f"Chinese {name}", "zh") for name in ("deals", "titles", "quotations", "magnitudes")),
        ("Korean", "ko"),
        ("Arabic names", "ar"),
    ],
)
def test_steps_grow_with_the_text(name: str, language: str) -> None:
    assert grown(name, language) < 8


def test_a_run_of_hyphens_is_no_name() -> None:
    extraction, _ = read("The firm said on Monday: " + "A-" * 4000, "en")
    assert (extraction.facts.companies, extraction.facts.people) == ((), ())


def test_a_name_is_as_long_as_names_are() -> None:
    long = " ".join(f"Vexel{chr(97 + number)}" for number in range(20))
    extraction, _ = read(f"The deal was signed by {long} on Monday. Tarn Foods was glad.", "en")
    assert [one.name for one in extraction.facts.companies + extraction.facts.people] == ["Tarn Foods"]  # type: ignore[operator]


def test_questions_have_a_budget_and_what_is_not_asked_is_told() -> None:
    many = "".join(f"Neighbours in Selby were full of a claim that mill {n} in Dover will close. " for n in range(60))
    extraction, model = read(many, "en", questions=20)
    assert model.questions <= 20
    assert any("ONRECORD_QUESTIONS" in warning for warning in extraction.warnings)
    assert extraction.status == "succeeded"


def test_an_ordinary_article_is_asked_about_whole() -> None:
    extraction, model = read(prose(8000), "en")
    assert extraction.warnings == ()
    assert model.questions > 10


@pytest.mark.parametrize("name", sorted(TEXTS.keys() - {"prose", "Thai"}))
def test_no_text_raises_and_all_that_is_delivered_stands_in_it(name: str) -> None:
    words = TEXTS[name](800)
    article = text.read(words, language=None if name[0].isupper() else "en")  # scripts have capital names
    model = InstantModel()
    settings = Settings(llm_base_url="http://127.0.0.1:9/v1", llm_parallel=1)
    facts = Engine(model, settings).extract(article).facts  # type: ignore[arg-type]
    for claim in facts.claims:
        assert all(article.text[span.start : span.end] == span.quote for span in claim.content)


def test_the_attributes_of_a_tag_are_not_compared_with_each_other_without_end() -> None:
    html = "<p " + " ".join(f"a{number}=1" for number in range(20_000)) + ">The mill will close in May.</p>"
    assert len(bounded(html)) < 100
    assert from_html(html).text == "The mill will close in May."
