"""The migrations: from empty to what `tables` says, once, whoever asks."""

from __future__ import annotations

import json
import threading
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, inspect, select, text

from api import contracts, problems
from api.engine.facts import Facts, as_json
from api.engine.identity import LETTERS, fingerprint
from api.store import database, identifiers, tables
from tests import stored
from tests.database import Server

OF_THE_QUEUE = ("procrastinate_", "job_migrations")


def is_ours(name: str | None, kind: str, _: object) -> bool:
    """Leave out the queue's tables."""
    return kind != "table" or not (name or "").startswith(OF_THE_QUEUE)


def is_plain(_: object, name: str | None, kind: str, *__: object) -> bool:
    """Leave out indexes over a function, which cannot be compared."""
    return kind != "index" or not (name or "").endswith("_endings")


def test_the_migrated_database_is_what_the_tables_say(database_url: str) -> None:
    engine = database.connect(database_url)
    with engine.connect() as conn:
        context = MigrationContext.configure(conn, opts={"include_name": is_ours, "include_object": is_plain})
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


def test_the_migrations_can_be_taken_back(database_url: str) -> None:
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


def test_stored_facts_get_the_ids_that_the_engine_gives_them_now(database_server: Server) -> None:
    made = stored.extraction()
    short = dict(zip(ids(made.facts), stored.IDS, strict=True))
    with database_server.fresh(migrated=False) as url:
        engine = database.connect(url)
        with engine.begin() as conn:
            migrate_to(conn, "0001")
            write_as_of_old(conn, renamed(as_json(made.facts), short))
        database.migrate(url)
        with engine.connect() as conn:
            for kind, table in tables.FACTS.items():
                rows = conn.execute(select(table).order_by(table.c.position)).all()
                assert [row.document for row in rows] == as_json(made.facts)[kind]
                assert [row.fact_id for row in rows] == [row.document["id"] for row in rows]
                for row in rows:
                    assert set(row.entities) <= set(short)
            assert set(conn.execute(select(tables.mentions.c.fact_id)).scalars()) == {
                fact.id for fact in (*made.facts.companies, *made.facts.people)
            }
        engine.dispose()


def test_stored_facts_of_the_first_shape_are_brought_to_the_second(database_server: Server) -> None:
    made = stored.extraction()
    facts = as_json(made.facts)
    for deal in facts["deals"]:
        deal.update(status_text="vai comprar", related=[])
        del deal["trigger"], deal["status_evidence"]
    for claim in facts["claims"]:
        claim["source"]["via"] = "Lusa"
        del claim["said_by"], claim["source"]["resolved"], claim["source"]["channel_evidence"]
    with database_server.fresh(migrated=False) as url:
        engine = database.connect(url)
        with engine.begin() as conn:
            migrate_to(conn, "0001")
            write_as_of_old(conn, facts)
        database.migrate(url)
        with engine.connect() as conn:
            kept = {
                kind: list(conn.execute(select(table.c.document)).scalars()) for kind, table in tables.FACTS.items()
            }
        engine.dispose()
    contracts.parse("facts", kept)
    assert [deal["id"] for deal in kept["deals"]] == [deal.id for deal in made.facts.deals]


def migrate_to(conn: Connection, revision: str) -> None:
    config = database.migrations()
    config.attributes["connection"] = conn
    command.upgrade(config, revision)


def ids(facts: Facts) -> list[str]:
    return [fact.id for kind in LETTERS for fact in getattr(facts, kind)]


def renamed(value: Any, ids: dict[str, str]) -> Any:
    """The value with its strings renamed wherever they stand."""
    if isinstance(value, dict):
        return {name: renamed(part, ids) for name, part in value.items()}
    if isinstance(value, list):
        return [renamed(part, ids) for part in value]
    return ids.get(value, value) if isinstance(value, str) else value


def write_as_of_old(conn: Connection, facts: dict[str, list[dict[str, Any]]]) -> None:
    """An article with its extraction as the first version wrote them, columns that nobody asks for left empty."""
    article, extraction = identifiers.fresh(2)
    written = {"a": article, "e": extraction, "f": fingerprint(stored.VINHO), "t": stored.VINHO.text}
    conn.execute(
        text(
            "INSERT INTO articles (id, fingerprint, sha256, text, language, search_config, search)"
            " VALUES (:a, :f, '', :t, 'pt', 'simple', '')"
        ),
        written,
    )
    conn.execute(
        text("INSERT INTO extractions (id, article_id, status, schema_version) VALUES (:e, :a, 'succeeded', '1')"),
        written,
    )
    own = {
        "companies": {"kind": ""},
        "people": {"role_statuses": []},
        "deals": {"type": "", "status": "", "party_roles": []},
        "claims": dict.fromkeys(
            ("source_names", "source_kind", "source_class", "channel", "directness", "certainty", "polarity"), ""
        ),
    }
    for kind, columns in own.items():
        for position, fact in enumerate(facts[kind]):
            row = {
                "id": identifiers.fresh()[0], "extraction_id": extraction, "article_id": article, "position": position,
                "local_id": fact["id"], "names": "", "entities": [fact["id"]], "document": json.dumps(fact), **columns,
            }  # fmt: skip
            names = ", ".join(row)
            values = ", ".join(f":{name}" for name in row)
            conn.execute(text(f"INSERT INTO {kind} ({names}) VALUES ({values})"), row)
            for span in fact.get("mentions", ()):
                conn.execute(
                    text(
                        "INSERT INTO mentions (extraction_id, article_id, local_id, start_offset, end_offset, sentence,"
                        " quote) VALUES (:e, :a, :local, :start, :end, :sentence, :quote)"
                    ),
                    {**written, "local": fact["id"], **span},
                )
