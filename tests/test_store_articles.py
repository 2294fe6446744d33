"""Stored articles: one row an article, whole, and found by its words."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, select

from api.engine.identity import fingerprint
from api.store import articles, database, extractions, tables
from tests.stored import VINHO, Article, extraction


@pytest.fixture(scope="module")
def engine(shared_database_url: str) -> Iterator[Engine]:
    engine = database.connect(shared_database_url)
    yield engine
    engine.dispose()


def test_an_article_comes_back_as_it_was_stored(engine: Engine) -> None:
    with engine.begin() as conn:
        row = articles.save(conn, VINHO)
    with engine.begin() as conn:
        assert articles.get(conn, row.id) == row
    assert row.as_json() == {
        "id": row.id,
        "title": VINHO.title,
        "url": "https://example.org/vinho",
        "publisher": "Diário do Douro",
        "language": "pt",
        "published_at": "2025-03-04T09:30:00Z",
        "text": VINHO.text,
        "characters": len(VINHO.text),
        "sha256": row.sha256,
        "created_at": row.as_json()["created_at"],
    }
    assert row.as_json()["created_at"].endswith("Z")


def test_the_same_article_is_stored_once_and_another_address_makes_another(engine: Engine) -> None:
    with engine.begin() as conn:
        first = articles.save(conn, VINHO)
        assert articles.save(conn, VINHO).id == first.id
        other = articles.save(conn, replace(VINHO, url="https://example.org/again"))
    assert other.id != first.id
    assert other.sha256 == first.sha256


def test_the_same_moment_in_another_time_zone_is_the_same_article() -> None:
    assert VINHO.published_at is not None
    moved = VINHO.published_at.astimezone(timezone(timedelta(hours=-3)))
    assert fingerprint(replace(VINHO, published_at=moved)) == fingerprint(VINHO)
    assert articles.timestamp(moved) == "2025-03-04T09:30:00Z"
    assert articles.timestamp(datetime(2025, 3, 4)) == "2025-03-04T00:00:00Z"


def test_members_do_not_run_into_each_other_in_the_fingerprint() -> None:
    assert fingerprint(Article("a", title="b")) != fingerprint(Article("a", url="b"))
    assert fingerprint(Article("a", title=None)) != fingerprint(Article("a", title=""))


@settings(max_examples=60, deadline=None)
@given(text=st.text(st.characters(exclude_characters="\x00", exclude_categories=("Cs",)), min_size=1, max_size=400))
def test_any_text_that_can_be_stored_comes_back_code_point_for_code_point(engine: Engine, text: str) -> None:
    with engine.begin() as conn:
        row = articles.save(conn, Article(text, language="und"))
        found = articles.get(conn, row.id)
    assert found is not None
    assert found.text == text


@pytest.mark.parametrize("language", [*articles.SEARCH_CONFIGS, "und", "ja", "xxx", "pt"])
def test_every_language_can_be_stored(engine: Engine, language: str) -> None:
    with engine.begin() as conn:
        assert articles.save(conn, Article(f"words {language}", language=language)).language == language


def test_a_text_longer_than_the_search_index_takes_is_stored_whole(engine: Engine) -> None:
    text = " ".join(f"palavra{n}日本語{n}" for n in range(60_000))
    with engine.begin() as conn:
        assert articles.save(conn, Article(text, language="und")).text == text


def test_an_unknown_id_or_no_id_at_all_is_simply_not_there(engine: Engine) -> None:
    with engine.begin() as conn:
        for unknown in ("0198c0de-0000-7000-8000-000000000000", "nonsense", "", "' OR 1=1 --", "\x00"):
            assert articles.get(conn, unknown) is None
            assert not articles.delete(conn, unknown)


def test_deleting_an_article_takes_everything_of_it_along(engine: Engine) -> None:
    with engine.begin() as conn:
        row = articles.save(conn, replace(VINHO, url="https://example.org/to-be-deleted"))
        found = extractions.find_or_create(conn, row.id, "to be deleted")
        extractions.claim_run(conn, found.id, "me")
        assert extractions.finish(conn, found.id, extraction())
        assert articles.delete(conn, row.id)
        for table in (tables.extractions, tables.mentions, tables.model_replies, *tables.FACTS.values()):
            column = table.c.id if table is tables.extractions else table.c.extraction_id
            assert conn.execute(select(table).where(column == found.id)).first() is None
        assert not articles.delete(conn, row.id)


def test_the_same_article_from_many_threads_at_once_is_one_row(engine: Engine) -> None:
    article = replace(VINHO, url="https://example.org/at-once")
    ids: list[str] = []
    gate = threading.Barrier(8)

    def post() -> None:
        gate.wait()
        with engine.begin() as conn:
            ids.append(articles.save(conn, article).id)

    threads = [threading.Thread(target=post) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(ids) == 8
    assert len(set(ids)) == 1
