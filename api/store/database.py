"""The way to the database: an engine with a pool, the migrations, and whether it is ready.

A connection is always passed by hand; whoever opens the transaction (`with engine.begin() as conn:`) decides what
belongs together. `migrate` may be called by any number of processes at once: one does it, the others wait.
"""

from __future__ import annotations

import json
import math
import select
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import psycopg
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from psycopg.abc import RV, PQGen
from sqlalchemy import Connection, Engine, NullPool, create_engine, event, make_url, text
from sqlalchemy.exc import DBAPIError, DisconnectionError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.pool import ConnectionPoolEntry

from api import problems
from api.store import job_tables

_MIGRATION_LOCK = 0x6F6E7265636F7264  # any number of our own: PostgreSQL's advisory locks are told apart by it


PATIENCE = 20.0
"""Seconds that a statement may take: more than any does on a busy machine, less than people wait."""

PROBE_PATIENCE = 2.0
"""Seconds that a readiness check waits for the database."""

_GRACE = 2.0
"""Seconds after which we stop waiting for a server that should have ended the statement itself."""


class _Impatient(psycopg.Connection[Any]):
    """A connection that waits so long for each answer and no longer: a stopped server says nothing, ever."""

    patience = PATIENCE

    def wait(self, gen: PQGen[RV], interval: float = 0.1, timeout: float | None = None) -> RV:
        try:
            return super().wait(gen, interval, self.patience + _GRACE if timeout is None else timeout)
        except psycopg.errors._WaitTimeout:
            if timeout is not None:
                raise
            self.pgconn.finish()  # its answer may come yet, and would be taken for that of another statement
            raise psycopg.OperationalError("the database does not answer") from None


class _Probing(_Impatient):
    patience = PROBE_PATIENCE


def connect(url: str, *, threads: int = 16) -> Engine:
    """Make an engine whose pool serves `threads` threads without waiting; nothing is dialled yet.

    Takes postgres://, postgresql:// and postgresql+psycopg:// addresses. Connections are looked at before use, so that
    a restarted database costs no request, and no statement is waited for longer than PATIENCE.
    """
    engine = create_engine(
        address(url),
        creator=partial(_dial, _Impatient, conninfo(url)),
        pool_size=threads,
        max_overflow=4,
        pool_timeout=10,
        json_serializer=in_json,
        hide_parameters=True,  # an article's text never reaches a log
    )
    event.listen(engine, "checkin", _note_use)
    event.listen(engine, "checkout", _look_at)
    return engine


UNTRIED = 20.0
"""Seconds without use after which a connection is tried before it is used: whoever cut it may have told nobody."""


def _note_use(connection: Any, record: ConnectionPoolEntry) -> None:
    record.info["used"] = time.monotonic()


def _look_at(connection: Any, record: ConnectionPoolEntry, proxy: Any) -> None:
    """Have the pool make another connection of one that the server has closed.

    A server that ends says so: there is something to read. So a connection just used is only looked at, where asking
    it would cost each transaction another way to the server and back.
    """
    used = record.info.get("used")
    if used is None:
        return  # it was made a moment ago
    try:
        news = select.poll()
        news.register(connection.fileno(), select.POLLIN)
        if news.poll(0) or time.monotonic() - used > UNTRIED:
            connection.execute("SELECT 1")
            connection.rollback()
    except (psycopg.Error, OSError, ValueError) as error:
        raise DisconnectionError("the server has closed the connection") from error


def _dial(kind: type[_Impatient], where: str) -> _Impatient:
    seconds = math.ceil(kind.patience / 4) + 1  # libpq takes two at least
    connection = kind.connect(where, connect_timeout=seconds, application_name="onrecord", autocommit=True)
    # Not among the startup's options, which poolers refuse.
    connection.execute(f"SET statement_timeout = {kind.patience * 1000:.0f}")
    connection.autocommit = False
    # The plan of a list hangs on what is looked for: a plan for any value, made once, would read whole tables.
    connection.prepare_threshold = None
    return connection


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


@contextmanager
def probing(engine: Engine) -> Iterator[Connection]:
    """A connection of its own that waits only for seconds, to ask how the database does. Raises DatabaseUnavailable."""
    probe = create_engine(engine.url, creator=partial(_dial, _Probing, conninfo(engine)), poolclass=NullPool)
    try:
        with probe.connect() as conn:
            yield conn
    except (SQLAlchemyError, psycopg.Error) as error:
        raise problems.DatabaseUnavailable() from error


def check(engine: Engine) -> None:
    """Return if the database answers within seconds and is migrated; else raise DatabaseUnavailable or NotReady."""
    with probing(engine) as conn:
        found = MigrationContext.configure(conn).get_current_heads()
    if set(found) != set(ScriptDirectory.from_config(migrations()).get_heads()):
        raise problems.NotReady("The database is not migrated to this version of the service.")


def is_full(error: BaseException) -> bool:
    """Tell that the database's disk is full."""
    return isinstance(error, DBAPIError) and isinstance(error.orig, psycopg.errors.DiskFull)


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


def in_json(value: Any) -> str:
    """The value as JSON text that PostgreSQL reads; UUIDs become strings."""
    # ASCII escapes keep what PostgreSQL's text cannot hold (NUL, lone surrogates in a model's reply) intact.
    return json.dumps(value, ensure_ascii=True, allow_nan=False, separators=(",", ":"), default=str)
