"""The way to the database: an engine with a pool, the migrations, and whether it is ready.

A connection is always passed by hand; whoever opens the transaction (`with engine.begin() as conn:`) decides what
belongs together. `migrate` may be called by any number of processes at once: one does it, the others wait.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import psycopg
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, NullPool, create_engine, make_url, text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from api import problems
from api.store import job_tables

_MIGRATION_LOCK = 0x6F6E7265636F7264  # any number of our own: PostgreSQL's advisory locks are told apart by it


def connect(url: str, *, threads: int = 16) -> Engine:
    """Make an engine whose pool serves `threads` threads without waiting; nothing is dialled yet.

    Takes postgres://, postgresql:// and postgresql+psycopg:// addresses. Connections are tested before use, so that
    a restarted database costs no request.
    """
    return create_engine(
        address(url),
        pool_size=threads,
        max_overflow=4,
        pool_timeout=10,
        pool_pre_ping=True,
        connect_args={"connect_timeout": 10, "application_name": "onrecord"},
        json_serializer=_json,
        hide_parameters=True,  # an article's text never reaches a log
    )


def migrate(url: str) -> None:
    """Bring the database to the newest schema, job tables included, in one transaction; from empty too."""
    engine = create_engine(address(url), poolclass=NullPool, connect_args={"connect_timeout": 10})
    with engine.begin() as conn:
        conn.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _MIGRATION_LOCK})
        config = migrations()
        config.attributes["connection"] = conn
        command.upgrade(config, "head")
        job_tables.bring_up_to_date(conn)


def migrations() -> Config:
    """Alembic's configuration, without an ini file: `script_location` is inside this package."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    return config


def check(engine: Engine) -> None:
    """Return if the database answers and is migrated; else raise DatabaseUnavailable or NotReady."""
    try:
        with engine.connect() as conn:
            found = MigrationContext.configure(conn).get_current_heads()
    except (SQLAlchemyError, psycopg.Error) as error:
        raise problems.DatabaseUnavailable() from error
    if set(found) != set(ScriptDirectory.from_config(migrations()).get_heads()):
        raise problems.NotReady("The database is not migrated to this version of the service.")


def is_unavailable(error: BaseException) -> bool:
    """Tell a database that cannot be reached, or has no connection left, from any other error."""
    return isinstance(error, PoolTimeout) or (
        isinstance(error, DBAPIError)
        and (error.connection_invalidated or isinstance(error.orig, psycopg.OperationalError))
    )


def driver(conn: Connection) -> psycopg.Connection[Any]:
    """Get the psycopg connection beneath, in the same transaction."""
    connection = conn.connection.driver_connection
    assert isinstance(connection, psycopg.Connection)
    return connection


def conninfo(engine_or_url: Engine | str) -> str:
    """Give the address as libpq takes it, password included."""
    url = engine_or_url.url if isinstance(engine_or_url, Engine) else make_url(address(engine_or_url))
    return url.set(drivername="postgresql").render_as_string(hide_password=False)


def address(url: str) -> str:
    """Give the address as SQLAlchemy takes it; raises ValueError for anything but PostgreSQL."""
    scheme, separator, rest = url.partition("://")
    if not separator or scheme not in ("postgres", "postgresql", "postgresql+psycopg"):
        raise ValueError(
            "DATABASE_URL: only PostgreSQL addresses are taken, such as postgresql://user:password@host/name"
        )
    return f"postgresql+psycopg://{rest}"


def _json(value: Any) -> str:
    # ASCII escapes keep what PostgreSQL's text cannot hold (NUL, lone surrogates in a model's reply) intact.
    return json.dumps(value, ensure_ascii=True, allow_nan=False, separators=(",", ":"))
