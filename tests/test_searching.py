"""Lists at a size where it shows: no question reads a large table whole, hit or not, and both ways find the same."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Connection, Engine, text
from werkzeug.datastructures import MultiDict

from api.store import database, facts, searching
from api.views import lists, query
from bench import seeded_facts
from bench.lists import LISTS, questions
from tests.database import Server

ARTICLES = 4_000  # 16,000 claims, 8,000 of each other kind
MOST_READ = 2 * searching.WINDOW

QUESTIONS = [(name, question) for name in LISTS for question in questions(name)]


@pytest.fixture(scope="module")
def engine(database_server: Server) -> Iterator[Engine]:
    with database_server.fresh() as url:
        engine = database.connect(url)
        with engine.begin() as conn:
            seeded_facts.fill(conn, ARTICLES)
        yield engine
        engine.dispose()


def statements(conn: Connection, name: str, question: str, before: UUID | None = None) -> list[Any]:
    given = MultiDict(part.split("=", 1) for part in question.split("&") if part)
    wanted = query.read(given, lists.FILTERS[name])
    few = searching.few_articles(conn, wanted)
    if name == "articles":
        return searching.article_statements(wanted, before, 51, few=few)
    return searching.fact_statements(name, wanted, before, 51, few=few)


def explained(conn: Connection, statement: Any) -> dict[str, Any]:
    compiled = statement.compile(dialect=conn.dialect, compile_kwargs={"render_postcompile": True})
    rows = conn.exec_driver_sql(f"EXPLAIN (ANALYZE, FORMAT JSON) {compiled}", compiled.params)
    found = rows.scalar_one()
    plan: dict[str, Any] = (json.loads(found) if isinstance(found, str) else found)[0]["Plan"]
    return plan


def read(node: dict[str, Any]) -> Iterator[tuple[str, int]]:
    """The tables that a plan reads rows of, each with how many."""
    if table := node.get("Relation Name"):
        removed = node.get("Rows Removed by Filter", 0) + node.get("Rows Removed by Index Recheck", 0)
        yield table, int((node["Actual Rows"] + removed) * node["Actual Loops"])
    for below in node.get("Plans", ()):
        yield from read(below)


@pytest.mark.parametrize(("name", "question"), QUESTIONS)
def test_no_question_reads_a_large_table_whole(engine: Engine, name: str, question: str) -> None:
    with engine.connect() as conn:
        for statement in statements(conn, name, question):
            plan = explained(conn, statement)
            touched = {table: rows for table, rows in read(plan) if rows > MOST_READ}
            assert touched == {}, json.dumps(plan, indent=1)
            if plan["Actual Rows"] >= 51:
                break


def test_a_common_name_in_few_articles_is_looked_for_in_these(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    question = "publisher=9bf&name=northwind&language=en"
    with engine.connect() as conn:
        for name in LISTS:
            by_article = list(conn.execute(statements(conn, name, question)[-1]).scalars())
            monkeypatch.setattr(searching, "FEW", -1)
            by_name = list(conn.execute(statements(conn, name, question)[-1]).scalars())
            monkeypatch.undo()
            assert by_article == by_name


@pytest.mark.parametrize(("name", "question"), QUESTIONS)
def test_both_ways_of_looking_find_the_same(
    engine: Engine, name: str, question: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "WINDOW", 100_000)
    with engine.connect() as conn:
        newest, *others = (list(conn.execute(each).scalars()) for each in statements(conn, name, question))
        assert others in ([], [newest])
        assert newest == sorted(newest, reverse=True)
        if len(newest) > 10:  # and so from a page's end on
            after = [list(conn.execute(each).scalars()) for each in statements(conn, name, question, newest[10])]
            assert {tuple(ids[:40]) for ids in after} == {tuple(newest[11:][:40])}


def test_names_are_found_by_any_part_of_their_words(engine: Engine) -> None:
    with engine.begin() as conn:
        row = conn.execute(text("SELECT names FROM companies WHERE names LIKE 'northwind%' LIMIT 1")).scalar_one()
        second = row.split()[1]
        for part in ("orthw", "northwind " + second[:3], "wind " + second, second[2:], "d " + second[:2]):
            whole = statements(conn, "companies", f"name={part}")[-1]
            names = conn.execute(
                text("SELECT count(*) FROM companies WHERE names LIKE :like"), {"like": f"%{part.strip()}%"}
            ).scalar_one()
            assert len(list(conn.execute(whole).scalars())) == min(names, 51), part


@pytest.mark.parametrize("part", ["'", "\\", "a'b:*", "& | !", "100%", "_x", "é" * 300, "名" * 30])
def test_any_words_are_looked_for_as_they_are(engine: Engine, part: str) -> None:
    with engine.connect() as conn:
        assert facts.list_companies(conn, {"name": part}, None, 10).items == []
        assert facts.list_articles(conn, {"publisher": part, "name": part}, None, 10).items == []
