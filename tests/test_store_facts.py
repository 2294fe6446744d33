"""Lists of facts: what each filter finds, and pages that neither repeat nor hide."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import Connection, Engine

from api import problems
from api.engine.facts import as_json
from api.store import articles, database, extractions, facts
from tests.stored import VINHO, Article, called, extraction

IDS = called(extraction())

LISTS: dict[str, Callable[..., facts.Page]] = {
    "companies": facts.list_companies,
    "people": facts.list_people,
    "deals": facts.list_deals,
    "claims": facts.list_claims,
    "articles": facts.list_articles,
}

ENGLISH = Article(
    VINHO.text + "\n\nShares were falling on the exchanges.",
    title="Wine",
    language="en",
    published_at=datetime(2025, 6, 1, tzinfo=UTC),
    publisher="The Douro Post",
)


def post(conn: Connection, article: Article, *, refresh: bool = False) -> tuple[str, str]:
    row = articles.save(conn, article)
    found = extractions.find_or_create(conn, row.id, row.id, refresh=refresh)
    extractions.claim_run(conn, found.id, "me")
    assert extractions.finish(conn, found.id, extraction(article))
    return row.id, found.id


@pytest.fixture(scope="module")
def engine(shared_database_url: str) -> Iterator[Engine]:
    engine = database.connect(shared_database_url)
    with engine.begin() as conn:
        post(conn, VINHO)
        post(conn, ENGLISH)
        articles.save(conn, Article("Ainda sem factos.", url="https://example.org/none"))
    yield engine
    engine.dispose()


def found(engine: Engine, which: str, /, **filters: Any) -> list[dict[str, Any]]:
    with engine.connect() as conn:
        return LISTS[which](conn, filters, None, 100).items


def publishers(items: list[dict[str, Any]]) -> set[str]:
    return {item["article"]["publisher"] for item in items}


@pytest.mark.parametrize("kind", ["companies", "people", "deals", "claims"])
def test_an_item_is_the_fact_as_delivered_with_its_article_and_extraction(engine: Engine, kind: str) -> None:
    items = found(engine, kind, publisher="Diario do Douro")
    assert items
    for item, fact in zip(items, as_json(extraction().facts)[kind], strict=True):
        article = item.pop("article")
        assert article["url"] == VINHO.url
        assert set(article) == {"id", "title", "url", "publisher", "language", "published_at"}
        assert isinstance(item.pop("extraction_id"), str)
        assert item.pop("review") == "unreviewed"
        assert item == fact


@pytest.mark.parametrize(
    ("kind", "filters", "expected"),
    [
        ("companies", {"name": "acor"}, {"c1"}),
        ("companies", {"name": "HERDADE"}, {"c2"}),
        ("companies", {"name": "quinta do porto"}, set()),
        ("companies", {"name": "100%"}, set()),
        ("companies", {"name": "_erdade"}, set()),
        ("companies", {"kind": "company"}, {"c1", "c2"}),
        ("companies", {"kind": "media"}, set()),
        ("people", {"name": "ines"}, {"p1"}),
        ("people", {"status": "current"}, {"p1"}),
        ("people", {"status": "former"}, set()),
        ("deals", {"name": "herdade"}, {"d1"}),
        ("deals", {"type": "acquisition", "status": "agreed"}, {"d1"}),
        ("deals", {"type": "merger"}, set()),
        ("deals", {"role": "seller"}, {"d1"}),
        ("deals", {"role": "adviser"}, set()),
        ("claims", {"source": "sardinha"}, {"q1"}),
        ("claims", {"source": "quinta"}, {"q1"}),
        ("claims", {"source": "herdade nova"}, {"q2"}),
        ("claims", {"source": "porta-voz"}, {"q2"}),
        ("claims", {"name": "herdade"}, {"q1", "q2"}),
        ("claims", {"channel": "interview"}, {"q1"}),
        ("claims", {"kind": "unnamed"}, {"q2"}),
        ("claims", {"class": "partially_anonymous"}, {"q2"}),
        ("claims", {"polarity": "denied"}, {"q2"}),
        ("claims", {"certainty": "certain", "directness": "indirect"}, {"q1", "q2"}),
        ("claims", {"certainty": "possible"}, set()),
    ],
)
def test_a_filter_finds_what_it_names(engine: Engine, kind: str, filters: dict[str, str], expected: set[str]) -> None:
    items = found(engine, kind, language="pt", **filters)
    assert {item["id"] for item in items} == {IDS[each] for each in expected}


def test_an_entity_is_found_by_its_id_in_its_own_article_alone(engine: Engine) -> None:
    article = found(engine, "people", publisher="Diário")[0]["article"]["id"]
    quinta, herdade, ines = IDS["c1"], IDS["c2"], IDS["p1"]
    assert [i["id"] for i in found(engine, "deals", entity=quinta)] == [IDS["d1"]]
    assert [i["id"] for i in found(engine, "deals", entity=ines)] == []
    assert [i["id"] for i in found(engine, "claims", entity=herdade)] == [IDS["q1"], IDS["q2"]]
    assert [i["id"] for i in found(engine, "claims", entity=ines)] == [IDS["q1"]]
    assert [i["id"] for i in found(engine, "people", entity=quinta)] == [ines], "an employer counts"
    assert [i["article"]["id"] for i in found(engine, "articles", entity=quinta)] == [article]
    assert found(engine, "claims", entity="nonsense") == []
    assert found(engine, "claims", article="nonsense") == []


@pytest.mark.parametrize("kind", LISTS)
def test_articles_are_told_apart_by_what_is_known_of_them(engine: Engine, kind: str) -> None:
    assert publishers(found(engine, kind, language="en")) == {"The Douro Post"}
    assert publishers(found(engine, kind, publisher="DIARIO")) == {"Diário do Douro"}
    assert publishers(found(engine, kind, publisher="douro")) == {"Diário do Douro", "The Douro Post"}
    assert publishers(found(engine, kind, published_from=date(2025, 3, 5))) == {"The Douro Post"}
    assert publishers(found(engine, kind, published_to=date(2025, 3, 4))) == {"Diário do Douro"}, "all of that day"
    assert publishers(found(engine, kind, published_to=datetime(2025, 3, 4, 9, 30, tzinfo=UTC))) == set()
    assert publishers(found(engine, kind, published_from=datetime(2025, 3, 4, 9, 30))) == publishers(
        found(engine, kind, publisher="douro")
    )


@pytest.mark.parametrize("kind", LISTS)
def test_words_are_searched_in_the_language_of_each_article(engine: Engine, kind: str) -> None:
    assert publishers(found(engine, kind, q="exchange fall")) == {"The Douro Post"}, "English stems"
    assert publishers(found(engine, kind, q="compraram")) == {"Diário do Douro"}, "Portuguese stems"
    assert publishers(found(engine, kind, q="compraram", language="en")) == set()
    assert publishers(found(engine, kind, q='"diretora-geral"')) == {"Diário do Douro", "The Douro Post"}
    assert publishers(found(engine, kind, q="porta-voz -exchanges")) == {"Diário do Douro"}
    assert found(engine, kind, q="' ) & !! | :* (") is not None


def test_articles_are_listed_with_and_without_facts_and_found_by_who_is_in_them(engine: Engine) -> None:
    items = found(engine, "articles")
    assert [item["extraction_id"] is None for item in items] == [True, False, False]
    assert publishers(found(engine, "articles", name="sardinha")) == {"Diário do Douro", "The Douro Post"}
    assert found(engine, "articles", name="nobody") == []


@pytest.mark.parametrize("kind", LISTS)
def test_an_unknown_filter_is_a_mistake_of_the_program(engine: Engine, kind: str) -> None:
    with pytest.raises(ValueError, match="colour"):
        found(engine, kind, colour="red")


@pytest.mark.parametrize("kind", LISTS)
def test_a_cursor_that_no_page_gave_is_refused(engine: Engine, kind: str) -> None:
    with engine.connect() as conn, pytest.raises(problems.InvalidParameter):
        LISTS[kind](conn, {}, "nonsense", 10)


def test_only_the_facts_of_the_newest_extraction_are_listed(engine: Engine) -> None:
    with engine.begin() as conn:
        article = replace(VINHO, url="https://example.org/refreshed")
        article_id, old = post(conn, article)
        _, new = post(conn, article, refresh=True)
        assert old != new
        for kind in ("companies", "people", "deals", "claims"):
            items = LISTS[kind](conn, {"article": article_id}, None, 100).items
            assert {item["extraction_id"] for item in items} == {new}
        articles.delete(conn, article_id)


@pytest.mark.parametrize("kind", LISTS)
def test_pages_neither_repeat_nor_hide_while_others_write(engine: Engine, kind: str) -> None:
    made: list[str] = []
    with engine.begin() as conn:
        for n in range(4):
            made.append(post(conn, replace(VINHO, url=f"https://example.org/page/{n}", publisher="Paged"))[0])
        everything = LISTS[kind](conn, {"publisher": "paged"}, None, 1000)
        assert everything.next is None
        seen: list[dict[str, Any]] = []
        cursor: str | None = None
        while True:
            page = LISTS[kind](conn, {"publisher": "paged"}, cursor, 3)
            assert len(page.items) <= 3
            seen += page.items
            made.append(post(conn, replace(VINHO, url=f"https://example.org/new/{len(seen)}", publisher="Paged"))[0])
            if page.next is None:
                break
            cursor = page.next
        assert seen == everything.items
        newest_first = [item["article"]["id"] for item in everything.items]
        assert newest_first == sorted(newest_first, reverse=True)
        for article_id in made:
            articles.delete(conn, article_id)


def test_a_page_that_ends_with_the_list_says_so(engine: Engine) -> None:
    with engine.connect() as conn:
        page = facts.list_claims(conn, {"publisher": "Diário"}, None, 2)
    assert [item["id"] for item in page.items] == [IDS["q1"], IDS["q2"]], "in the order of the article"
    assert page.next is None
