"""The migrations: from empty to what `tables` says, once, whoever asks."""

from __future__ import annotations

import threading

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

from api import problems
from api.store import database, tables
from tests.database import Server

OF_THE_QUEUE = ("procrastinate_", "job_migrations")


def is_ours(name: str | None, kind: str, _: object) -> bool:
    """Leave out the queue's tables, and indexes that are made only where the server has pg_trgm."""
    if kind == "index":
        return not (name or "").endswith("_trigrams")
    return kind != "table" or not (name or "").startswith(OF_THE_QUEUE)


def test_the_migrated_database_is_what_the_tables_say(database_url: str) -> None:
    engine = database.connect(database_url)
    with engine.connect() as conn:
        context = MigrationContext.configure(conn, opts={"include_name": is_ours})
        differences = compare_metadata(context, tables.metadata)
    engine.dispose()
    assert differences == []


def test_any_number_of_processes_may_migrate_at_once(database_server: Server) -> None:
    with database_server.fresh(migrated=False) as url:
        failures: list[BaseException] = []

        def migrate() -> None:
            try:
                database.migrate(url)
            except BaseException as error:
                failures.append(error)

        threads = [threading.Thread(target=migrate) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert failures == []
        engine = database.connect(url)
        database.check(engine)
        assert inspect(engine).has_table("procrastinate_jobs")
        engine.dispose()


def test_a_database_that_is_not_migrated_or_not_there_is_told(database_server: Server) -> None:
    with database_server.fresh(migrated=False) as url:
        engine = database.connect(url)
        with pytest.raises(problems.NotReady, match="migrated"):
            database.check(engine)
        engine.dispose()
    engine = database.connect("postgresql://nobody@127.0.0.1:1/none")
    with pytest.raises(problems.DatabaseUnavailable):
        database.check(engine)
    engine.dispose()


def test_only_postgresql_addresses_are_taken() -> None:
    for scheme in ("postgres", "postgresql", "postgresql+psycopg"):
        assert database.address(f"{scheme}://user:s%40crt@host/name") == "postgresql+psycopg://user:s%40crt@host/name"
        assert database.conninfo(f"{scheme}://user:s%40crt@host/name") == "postgresql://user:s%40crt@host/name"
    for other in ("sqlite:///file", "mysql://host/name", "host/name"):
        with pytest.raises(ValueError, match="DATABASE_URL"):
            database.address(other)


def test_the_first_migration_can_be_taken_back(database_url: str) -> None:
    engine = database.connect(database_url)
    with engine.begin() as conn:
        config = database.migrations()
        config.attributes["connection"] = conn
        command.downgrade(config, "base")
    assert not set(tables.metadata.tables) & set(inspect(engine).get_table_names())
    engine.dispose()
    database.migrate(database_url)


def test_an_update_of_the_queue_applies_what_it_has_not_seen(database_url: str) -> None:
    engine = database.connect(database_url)
    with engine.begin() as conn:
        # As if the installed version brought one more file; this one can be applied twice.
        name = "03.03.00_01_pre_priority_lock_fetch_job.sql"
        conn.execute(text("DELETE FROM job_migrations WHERE name = :name"), {"name": name})
    database.migrate(database_url)
    with engine.connect() as conn:
        assert conn.execute(text("SELECT 1 FROM job_migrations WHERE name = :name"), {"name": name}).scalar() == 1
    engine.dispose()
