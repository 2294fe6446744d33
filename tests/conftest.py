"""The strategy of the suite.

Nothing that the service is made of is replaced: PostgreSQL is the embedded one, started once a session, and every
module of tests that needs a database gets a copy of a migrated one, emptied before each test (`tests.database`). The
language model alone is played, by a server on a real socket (`tests.fake_openai`), or passed over by a reader that
finds what was planted (`tests.stand_in`) where a test is about the service and not about reading.

Every response that any test sees through `client` is held against `schemas/openapi.yaml`: its status must be foreseen
for its route, and its document must validate.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
import yaml
from flask import Flask, Request
from flask.testing import FlaskClient
from sqlalchemy import Engine, text
from werkzeug.test import TestResponse

from api import contracts
from api.app import create_app
from api.settings import Settings
from api.store import database
from tests.database import database_server, database_url, engine, shared_database_url  # noqa: F401 - fixtures
from tests.stand_in import StandIn

ANYWHERE = {400, 401, 403, 404, 405, 413, 421, 429, 500}
"""Statuses that any route may have, for reasons that lie before it or in its parameters."""


class CheckedClient(FlaskClient):
    """A client that accepts no response which the interface does not describe."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        response = super().open(*args, **kwargs)
        check(self.application, response)
        return response


def check(app: Flask, response: TestResponse) -> None:
    """Hold a response against the description of the interface."""
    request: Request = response.request  # type: ignore[assignment]
    assert response.headers["X-Request-Id"]
    if response.mimetype == "application/problem+json":
        problem = contracts.parse("problem", response.get_data() or "{}") if request.method != "HEAD" else None
        if problem is not None:
            assert problem["status"] == response.status_code
            assert problem["request_id"] == response.headers["X-Request-Id"]
    elif response.mimetype == "text/html" and request.accept_mimetypes["text/html"] == 1:
        assert response.headers["Content-Security-Policy"]
    else:
        assert response.status_code < 400, "an error that is no problem document"
    described = operation(app, request)
    if described is None or request.method in ("HEAD", "OPTIONS"):
        return
    answers = described["responses"]
    status = str(response.status_code)
    assert status in answers or response.status_code in ANYWHERE, f"{status} unforeseen at {request.path}"
    content = answers.get(status, {}).get("content", {})
    if response.status_code in (204, 304):
        assert not response.get_data()
    elif response.status_code < 400:
        assert response.mimetype in content, f"{response.mimetype} unforeseen"
        schema = content[response.mimetype]["schema"].get("$ref", "")
        if schema:
            body = response.get_data(as_text=True)
            lines = response.mimetype.endswith("ndjson")
            documents = [line for line in body.split("\n") if line] if lines else [body]
            for document in documents:
                contracts.parse(schema.removesuffix(".json"), document.replace("\\ud83d", "?"))


def operation(app: Flask, request: Request) -> dict[str, Any] | None:
    """The operation that openapi.yaml describes for the route of a request."""
    adapter = app.url_map.bind("localhost")
    try:
        rule, _ = adapter.match(request.path, request.method, return_rule=True)
    except Exception:
        return None
    path = DESCRIBED["paths"].get(str(rule).replace("<", "{").replace(">", "}"), {})
    found: dict[str, Any] | None = path.get(request.method.lower())
    return found


DESCRIBED: dict[str, Any] = yaml.safe_load((contracts.SCHEMAS / "openapi.yaml").read_text(encoding="utf-8"))


@pytest.fixture
def reader() -> StandIn:
    return StandIn()


@pytest.fixture
def stored(shared_database_url: str) -> Iterator[Engine]:  # noqa: F811
    """A migrated database without any content; the tests of a module share it, one after the other."""
    emptied = database.connect(shared_database_url)
    with emptied.begin() as conn:
        conn.execute(text("DELETE FROM articles"))
        conn.execute(text("DELETE FROM changes"))
        conn.execute(text("TRUNCATE judgements, entity_names, entity_members, entities"))
        conn.execute(text("TRUNCATE repeats, rates, access_keys, audit"))
        conn.execute(text("UPDATE entity_cursor SET number = 0"))
        conn.execute(text("DELETE FROM procrastinate_jobs"))
    yield emptied
    emptied.dispose()


@pytest.fixture
def settings(shared_database_url: str) -> Settings:  # noqa: F811
    return Settings(database_url=shared_database_url, max_article_chars=20_000, secret="of the tests")


@pytest.fixture
def app_with(settings: Settings, stored: Engine) -> Iterator[Callable[..., Flask]]:
    """Makes an app that reads with the given reader; options are those of the settings."""
    made: list[Flask] = []

    def make(reader: Any, **options: Any) -> Flask:
        app = create_app(replace(settings, **options), engine=reader, database=stored)
        app.test_client_class = CheckedClient
        made.append(app)
        return app

    yield make
    for app in made:
        app.extensions["onrecord"].extractions.close()


@pytest.fixture
def app(app_with: Callable[..., Flask], reader: StandIn) -> Flask:
    return app_with(reader)


@pytest.fixture
def client(app: Flask) -> CheckedClient:
    made = app.test_client()
    assert isinstance(made, CheckedClient)
    return made
