"""Waiting for a run that somebody else does, and keeping the lease of one's own."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import Engine

from api.store import articles, database, extractions, leases
from api.store.waiting import Waiter
from tests.stored import Article, extraction


@pytest.fixture(scope="module")
def engine(shared_database_url: str) -> Iterator[Engine]:
    engine = database.connect(shared_database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def waiter(engine: Engine) -> Iterator[Waiter]:
    waiter = Waiter(engine)
    yield waiter
    waiter.close()


@pytest.fixture
def running(engine: Engine) -> str:
    with engine.begin() as conn:
        article_id = articles.save(conn, Article(f"words {uuid4()}")).id
        found = extractions.find_or_create(conn, article_id, article_id)
        assert extractions.claim_run(conn, found.id, "me")
    return found.id


def after(seconds: float, engine: Engine, extraction_id: str) -> threading.Thread:
    def finish() -> None:
        time.sleep(seconds)
        with engine.begin() as conn:
            assert extractions.finish(conn, extraction_id, extraction())

    thread = threading.Thread(target=finish)
    thread.start()
    return thread


def test_all_who_wait_are_told_as_soon_as_it_ends(engine: Engine, waiter: Waiter, running: str) -> None:
    waiter.wait(running, 0.5)  # so that it listens already
    answers: list[tuple[str | None, float]] = []

    def wait() -> None:
        answers.append((waiter.wait(running, 20), time.monotonic()))

    threads = [threading.Thread(target=wait) for _ in range(10)]
    for thread in threads:
        thread.start()
    after(0.3, engine, running).join()
    ended = time.monotonic()
    for thread in threads:
        thread.join()
    assert {status for status, _ in answers} == {"succeeded"}
    assert max(moment for _, moment in answers) - ended < 1.5, "by notification, not by looking every two seconds"


def test_a_wait_ends_in_time_with_what_was_last_seen(waiter: Waiter, running: str) -> None:
    before = time.monotonic()
    assert waiter.wait(running, 0.3) == "running"
    assert 0.25 < time.monotonic() - before < 2


def test_what_has_ended_or_never_was_is_told_at_once(engine: Engine, waiter: Waiter, running: str) -> None:
    with engine.begin() as conn:
        extractions.cancel(conn, running)
    before = time.monotonic()
    assert waiter.wait(running, 30) == "cancelled"
    assert waiter.wait(str(uuid4()), 30) is None
    assert time.monotonic() - before < 5


def test_one_that_is_deleted_lets_those_who_wait_go(engine: Engine, waiter: Waiter, running: str) -> None:
    def delete() -> None:
        time.sleep(0.2)
        with engine.begin() as conn:
            extractions.delete(conn, running)

    thread = threading.Thread(target=delete)
    thread.start()
    assert waiter.wait(running, 20) is None
    thread.join()


def test_a_lost_listening_connection_costs_no_answer(engine: Engine, waiter: Waiter, running: str) -> None:
    waiter.wait(running, 0.5)
    with psycopg.connect(database.conninfo(engine), autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND query LIKE 'LISTEN%'"
        )
    thread = after(0.2, engine, running)
    assert waiter.wait(running, 20) == "succeeded"
    thread.join()


def test_a_kept_lease_outlives_its_length(engine: Engine, running: str) -> None:
    with leases.keep(engine, running, "me", lease=0.6) as lease:
        time.sleep(1.2)
        assert not lease.lost
        with engine.begin() as conn:
            assert not extractions.claim_run(conn, running, "thief")


def test_a_lease_that_is_no_longer_ours_is_told_as_lost(engine: Engine, running: str) -> None:
    with leases.keep(engine, running, "me", lease=0.3) as lease:
        with engine.begin() as conn:
            extractions.cancel(conn, running)
        deadline = time.monotonic() + 5
        while not lease.lost and time.monotonic() < deadline:
            time.sleep(0.02)
        assert lease.lost


def test_a_connection_that_the_server_has_closed_costs_no_transaction(engine: Engine) -> None:
    with engine.connect() as one, engine.connect() as other:
        pids = [conn.exec_driver_sql("SELECT pg_backend_pid()").scalar() for conn in (one, other)]
    with psycopg.connect(database.conninfo(engine), autocommit=True) as connection:
        for pid in pids:
            connection.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
    with engine.connect() as one, engine.connect() as other:
        again = [conn.exec_driver_sql("SELECT pg_backend_pid()").scalar() for conn in (one, other)]
    assert not set(pids) & set(again)
