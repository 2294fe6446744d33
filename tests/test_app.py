"""The service put together: keys, request ids, probes, counts, and what it does when a part is down."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from structlog.testing import capture_logs

from api import disk
from api.app import create_app
from api.settings import Settings
from api.views import authorization, request_log
from tests.conftest import CheckedClient
from tests.database import Server
from tests.fake_openai import FakeOpenAI
from tests.stand_in import STORY, StandIn

Apps = Callable[..., Flask]


@contextmanager
def service(settings: Settings, reader: Any = None) -> Iterator[CheckedClient]:
    """An app that makes its own way to the database, and to the model unless it is given a reader."""
    app = create_app(settings, engine=reader)
    app.test_client_class = CheckedClient
    client = app.test_client()
    assert isinstance(client, CheckedClient)
    try:
        yield client
    finally:
        app.extensions["onrecord"].extractions.close()
        app.extensions["onrecord"].database.dispose()


NOWHERE = "postgresql://onrecord@127.0.0.1:1/nothing"


def with_key(key: str, scheme: str = "Bearer") -> dict[str, str]:
    return {"Authorization": f"{scheme} {key}"}


# Keys


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "example.org"])
def test_beyond_loopback_the_service_does_not_start_without_a_key(settings: Settings, host: str) -> None:
    with pytest.raises(ValueError, match="ONRECORD_API_KEYS"):
        create_app(replace(settings, host=host), engine=StandIn())


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.9.1", "::1", "[::1]", "localhost"])
def test_on_loopback_no_key_is_needed(app_with: Apps, host: str) -> None:
    assert app_with(StandIn(), host=host).test_client().get("/v1/companies").status_code == 200


def test_a_key_of_the_settings_opens_the_door(app_with: Apps) -> None:
    client = app_with(StandIn(), host="0.0.0.0", api_keys=("kite-1", "schlüssel")).test_client()
    for key in ("kite-1", "schlüssel".encode().decode("latin-1")):
        assert client.get("/v1/companies", headers=with_key(key)).status_code == 200
    assert client.post("/v1/extractions", json={"text": STORY}, headers=with_key("kite-1", "bearer")).status_code == 201


@pytest.mark.parametrize(
    "headers",
    [
        {},
        with_key(""),
        with_key("kite"),
        with_key("kite-12"),
        with_key("KITE-1"),
        with_key("kite-1", "Basic"),
        with_key("kite-1, kite-1"),
        {"Authorization": "kite-1"},
        {"X-Api-Key": "kite-1"},
    ],
)
@pytest.mark.parametrize("path", ["/v1/companies", "/v1/extractions", "/openapi.json", "/metrics", "/nowhere"])
def test_without_a_key_nothing_is_told(app_with: Apps, headers: dict[str, str], path: str) -> None:
    response = app_with(StandIn(), host="0.0.0.0", api_keys=("kite-1",)).test_client().get(path, headers=headers)
    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"].startswith("Bearer")
    assert response.json["type"] == "/problems/unauthorized"
    assert "kite" not in response.text


def test_nothing_is_read_without_a_key(app_with: Apps, reader: StandIn) -> None:
    client = app_with(reader, host="0.0.0.0", api_keys=("kite-1",)).test_client()
    assert client.post("/v1/extractions", json={"text": STORY}).status_code == 401
    assert reader.read == []


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_the_probes_need_no_key(app_with: Apps, path: str) -> None:
    assert app_with(StandIn(), host="0.0.0.0", api_keys=("kite-1",)).test_client().get(path).status_code == 200


def test_keys_are_compared_in_constant_time(app_with: Apps, monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[int] = []

    def compare(given: bytes, known: bytes) -> bool:
        compared.append(len(given))
        return given == known

    monkeypatch.setattr(authorization.hmac, "compare_digest", compare)
    client = app_with(StandIn(), api_keys=("a", "b", "c")).test_client()
    client.get("/v1/companies", headers=with_key("a"))
    client.get("/v1/companies", headers=with_key("x" * 100))
    assert compared == [32] * 6


# Request ids and the log


def test_a_browser_takes_no_response_for_something_else(client: CheckedClient) -> None:
    for path in ("/healthz", "/nowhere", "/v1/companies"):
        assert client.get(path).headers["X-Content-Type-Options"] == "nosniff"


def test_every_response_has_a_request_id(client: CheckedClient) -> None:
    first, second = client.get("/healthz"), client.get("/nowhere")
    assert first.headers["X-Request-Id"] != second.headers["X-Request-Id"]


def test_a_sane_request_id_is_kept(client: CheckedClient) -> None:
    response = client.get("/nowhere", headers={"X-Request-Id": "wire-desk/2025:7"})
    assert response.headers["X-Request-Id"] == response.json["request_id"] == "wire-desk/2025:7"


@pytest.mark.parametrize("unsafe", ["", "a b", "a" * 129, "é", "<script>", 'a"b', "a;b"])
def test_any_other_request_id_is_replaced(client: CheckedClient, unsafe: str) -> None:
    assert client.get("/healthz", headers={"X-Request-Id": unsafe}).headers["X-Request-Id"] != unsafe


def test_the_log_has_a_line_for_each_request_without_its_words(
    app_with: Apps, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    client = app_with(StandIn(), api_keys=("kite-1",)).test_client()
    with capture_logs() as lines:
        monkeypatch.setattr(request_log, "log", request_log.structlog.get_logger())
        client.post("/v1/extractions", json={"text": STORY}, headers=with_key("kite-1"))
        client.get("/v1/companies?name=Northwind", headers=with_key("kite-1"))
    assert [(line["method"], line["route"], line["status"]) for line in lines] == [
        ("POST", "/v1/extractions", 201),
        ("GET", "/v1/companies", 200),
    ]
    told = f"{lines} {caplog.text}"
    assert "Northwind" not in told
    assert "kite-1" not in told


def test_an_unforeseen_error_is_logged_without_its_words(
    client: CheckedClient, reader: StandIn, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(article: Any) -> None:
        raise RuntimeError(article.text)

    reader.before = fail
    assert client.post("/v1/extractions", json={"text": STORY}).status_code == 500
    assert "unforeseen RuntimeError" in caplog.text
    assert "Northwind" not in caplog.text


# Probes and counts


def test_the_process_says_that_it_answers(client: CheckedClient) -> None:
    response = client.get("/healthz")
    assert response.json["status"] == "ok"
    assert response.headers["Cache-Control"] == "no-store"


def test_readiness_tells_every_part(client: CheckedClient) -> None:
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response.json["checks"]["database"]["ready"]
    assert not response.json["checks"]["worker"]["ready"]


def test_a_database_that_is_down_is_told_as_not_ready(settings: Settings) -> None:
    with service(replace(settings, database_url=NOWHERE), StandIn()) as client:
        response = client.get("/readyz")
        assert response.status_code == 503
        assert not response.json["checks"]["database"]["ready"]
        assert "database" in response.json["detail"]
        assert int(response.headers["Retry-After"]) > 0
        assert client.get("/healthz").status_code == 200


def test_a_database_that_is_not_migrated_is_told_as_not_ready(settings: Settings, database_server: Server) -> None:
    with (
        database_server.fresh(migrated=False) as url,
        service(replace(settings, database_url=url), StandIn()) as client,
    ):
        response = client.get("/readyz")
        assert response.status_code == 503
        assert "migrated" in response.json["checks"]["database"]["detail"]


def test_a_full_disk_is_told_as_not_ready(app_with: Apps, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(disk, "LEAST", 2**62)
    client = app_with(StandIn(), data_dir=tmp_path).test_client()
    response = client.get("/readyz")
    assert response.status_code == 503
    assert "full" in response.json["checks"]["disk"]["detail"]
    assert app_with(StandIn(), data_dir=tmp_path / "none").test_client().get("/readyz").status_code == 200


def test_a_model_is_pinged_and_told(settings: Settings) -> None:
    with FakeOpenAI("llama.cpp") as fake, service(replace(settings, llm_base_url=fake.url)) as client:
        assert client.get("/readyz").json["checks"]["model"]["ready"]
        assert fake.requests == []
    with service(replace(settings, llm_base_url=fake.url)) as client:
        response = client.get("/readyz")
        assert response.status_code == 503
        assert not response.json["checks"]["model"]["ready"]


def test_requests_are_told_when_the_database_is_down(settings: Settings) -> None:
    with service(replace(settings, database_url=NOWHERE), StandIn()) as client:
        for response in (client.get("/v1/companies"), client.post("/v1/extractions", json={"text": STORY})):
            assert response.status_code == 503
            assert response.json["type"] == "/problems/database-unavailable"
            assert int(response.headers["Retry-After"]) > 0


def test_the_service_does_not_start_without_a_database(settings: Settings) -> None:
    with pytest.raises(ValueError, match="DATABASE_URL"):
        create_app(replace(settings, database_url=None), engine=StandIn())


def test_requests_are_counted_by_route_and_not_by_address(client: CheckedClient) -> None:
    for number in range(3):
        client.get(f"/v1/articles/{number}")
        client.get(f"/nowhere/{number}")
    response = client.get("/metrics")
    assert response.mimetype == "text/plain"
    assert 'route="/v1/articles/<article_id>",status="404"' in response.text
    assert 'route="none",status="404"' in response.text
    assert "/nowhere" not in response.text


def test_the_model_is_not_asked_when_the_app_is_made(settings: Settings) -> None:
    with FakeOpenAI("llama.cpp") as fake:
        create_app(replace(settings, llm_base_url=fake.url))
        assert fake.requests == []
