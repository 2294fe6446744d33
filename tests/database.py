"""Databases for tests, in a PostgreSQL of their own that lives as long as the test session.

A database is migrated once and then copied (CREATE DATABASE … TEMPLATE), which takes a tenth of a second. With
TEST_DATABASE_URL set, that server is used instead; its user must be allowed to create databases.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Engine, make_url

from api.embedded import postgres
from api.store import database


class Server:
    """A PostgreSQL server that hands out fresh, migrated databases."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._template: str | None = None

    @contextlib.contextmanager
    def fresh(self, *, migrated: bool = True) -> Iterator[str]:
        """Give the address of a new database, which is dropped afterwards."""
        name = f"onrecord_{uuid.uuid4().hex[:12]}"
        template = self._migrated() if migrated else "template0"
        self._execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        try:
            yield self._address(name)
        finally:
            self._execute(f"DROP DATABASE {name} WITH (FORCE)")

    def close(self) -> None:
        if self._template:
            self._execute(f"DROP DATABASE {self._template} WITH (FORCE)")

    def _migrated(self) -> str:
        if self._template is None:
            name = f"onrecord_template_{uuid.uuid4().hex[:12]}"
            self._execute(f"CREATE DATABASE {name} TEMPLATE template0")
            database.migrate(self._address(name))
            self._template = name
        return self._template

    def _address(self, name: str) -> str:
        return make_url(self.url).set(database=name).render_as_string(hide_password=False)

    def _execute(self, statement: str) -> None:
        with psycopg.connect(database.conninfo(self.url), autocommit=True) as connection:
            connection.execute(statement)


@contextlib.contextmanager
def serve() -> Iterator[Server]:
    """Run a PostgreSQL for the session, or use the one of TEST_DATABASE_URL."""
    if given := os.environ.get("TEST_DATABASE_URL"):
        server = Server(database.address(given))
        yield server
        server.close()
        return
    folder = Path(tempfile.mkdtemp(prefix="onrecord-tests-"))
    cluster = postgres.start(folder)
    try:
        with psycopg.connect(cluster.libpq_url, autocommit=True) as connection:
            connection.execute("ALTER SYSTEM SET fsync = off")  # nothing here outlives the session
            connection.execute("SELECT pg_reload_conf()")
        yield Server(cluster.url)
    finally:
        cluster.stop()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def database_server() -> Iterator[Server]:
    with serve() as server:
        yield server


@pytest.fixture
def database_url(database_server: Server) -> Iterator[str]:
    """A fresh migrated database for one test."""
    with database_server.fresh() as url:
        yield url


@pytest.fixture(scope="module")
def shared_database_url(database_server: Server) -> Iterator[str]:
    """A fresh migrated database that the tests of one module share."""
    with database_server.fresh() as url:
        yield url


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = database.connect(database_url)
    yield engine
    engine.dispose()
