"""The gold articles: written for these tests, valid by their schema, and true to their own text.

A wrong gold article would teach the wrong lesson with every evaluation, so each string, pair and order is proven here.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

ARTICLES = sorted((Path(__file__).parent / "articles").glob("*.json"))
SCHEMA = json.loads((Path(__file__).parents[1] / "schemas" / "gold_article.json").read_text(encoding="utf-8"))

# The keys whose strings are words of the article; every other string is a label, a code or a note.
WORDED = {"name", "aliases", "title", "organization", "content", "source", "source_also"}


def read(path: Path) -> dict[str, Any]:
    return json.loads(path.read_text(encoding="utf-8"))  # type: ignore[no-any-return]


def worded(value: Any, key: str = "") -> Iterator[str]:
    """Every string under `value` that claims to stand in the article."""
    if isinstance(value, dict):
        for name, item in value.items():
            yield from worded(item, "name" if name == "text" else name)
    elif isinstance(value, list):
        for item in value:
            yield from worded(item, key)
    elif isinstance(value, str) and key in WORDED:
        yield value


@pytest.fixture(params=ARTICLES, ids=lambda path: path.stem)
def article(request: pytest.FixtureRequest) -> dict[str, Any]:
    return read(request.param)


def test_the_schema_itself_is_a_valid_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)


def test_an_article_is_valid_by_its_schema(article: dict[str, Any]) -> None:
    errors = [
        error.message for error in Draft202012Validator(SCHEMA, format_checker=FormatChecker()).iter_errors(article)
    ]
    assert errors == []


def test_an_article_bears_its_files_name_and_language() -> None:
    for path in ARTICLES:
        article = read(path)
        assert article["id"] == path.stem
        assert path.stem.startswith(article["language"] + "-")


def test_every_gold_string_stands_in_the_article_word_for_word(article: dict[str, Any]) -> None:
    strings = list(worded(article["gold"]))
    assert strings
    assert [string for string in strings if string not in article["text"]] == []


def test_gold_strings_begin_and_end_with_the_words_they_mean(article: dict[str, Any]) -> None:
    """No stray space, no half word: the characters around some occurrence are not letters."""

    def whole(string: str) -> bool:
        start = article["text"].find(string)
        while start >= 0:
            around = article["text"][max(start - 1, 0) : start] + article["text"][start + len(string) :][:1]
            if not any(character.isalnum() for character in around):
                return True
            start = article["text"].find(string, start + 1)
        return False

    strings = list(worded(article["gold"]))
    assert [string for string in strings if string != string.strip() or not whole(string)] == []


def test_the_parts_of_a_claim_stand_in_the_order_they_are_listed(article: dict[str, Any]) -> None:
    for claim in article["gold"]["claims"]:
        place = 0
        for part in claim["content"]:
            place = article["text"].index(part, place) + len(part)


def test_no_name_and_no_claim_is_listed_twice(article: dict[str, Any]) -> None:
    gold = article["gold"]
    for names in ([company["name"] for company in gold["companies"]], [person["name"] for person in gold["people"]]):
        assert [name for name, count in Counter(names).items() if count > 1] == []
    said = Counter(" ".join(claim["content"]) for claim in gold["claims"])
    assert [content for content, count in said.items() if count > 1] == []


def test_roles_and_parties_name_those_who_are_listed(article: dict[str, Any]) -> None:
    gold = article["gold"]
    people = {person["name"] for person in gold["people"]}
    assert {role["name"] for role in gold["roles"]} <= people
    known = {name for company in gold["companies"] for name in (company["name"], *company.get("aliases", ()))}
    parties = {party["name"] for deal in gold["deals"] if not deal.get("optional") for party in deal["parties"]}
    assert parties <= known


def test_every_part_of_the_gold_is_annotated(article: dict[str, Any]) -> None:
    assert set(article["gold"]) == {"companies", "people", "roles", "deals", "claims"}
    assert all({"directness", "channel"} <= set(claim) for claim in article["gold"]["claims"])


def test_articles_are_short_and_begin_with_a_headline(article: dict[str, Any]) -> None:
    assert 700 <= len(article["text"]) <= 2500
    headline, _, body = article["text"].partition("\n")
    assert 20 <= len(headline) <= 120
    assert not headline.endswith(".")
    assert body


def test_the_collection_covers_what_newsrooms_meet() -> None:
    articles = [read(path) for path in ARTICLES]
    assert Counter(article["language"] for article in articles) >= Counter(pt=4, en=4, es=2, de=2, fr=2, it=1, nl=1)
    claims = [claim for article in articles for claim in article["gold"]["claims"]]
    deals = [deal for article in articles for deal in article["gold"]["deals"]]
    amounts = [amount for deal in deals for amount in deal["amounts"]]
    assert {claim["directness"] for claim in claims} == {"direct", "indirect", "mixed"}
    assert {claim["channel"] for claim in claims} >= {
        "social_post",
        "court_document",
        "leak",
        "blog_post",
        "press_release",
    }
    assert any(claim.get("polarity") == "denied" for claim in claims)
    assert any(len(claim["content"]) > 1 for claim in claims)
    assert any(not article["gold"]["deals"] for article in articles)
    assert any(
        all(company["kind"] == "public_body" for company in article["gold"]["companies"]) for article in articles
    )
    assert any(amount.get("disclosed") is False for amount in amounts)
    assert any(len({amount.get("currency") for amount in deal["amounts"]}) > 1 for deal in deals)
    assert {deal["status"] for deal in deals} >= {
        "rumoured",
        "agreed",
        "completed",
        "postponed",
        "cancelled",
        "terminated",
    }
