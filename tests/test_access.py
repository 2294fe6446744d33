"""Keys that people make: what they may do, until when, and that the audit log tells of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine, func, select, update

from api import cli
from api.store import tables
from tests.browser import served
from tests.conftest import CheckedClient
from tests.stand_in import STORY, StandIn

Apps = Callable[..., Flask]


@pytest.fixture
def app(app_with: Apps) -> Flask:
    return app_with(StandIn(), api_keys=("ana:kite-1",))


def bearer(words: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {words}"}


ANA = bearer("kite-1")


def make(client: CheckedClient, *scopes: str, name: str = "the wire desk", **more: Any) -> dict[str, Any]:
    response = client.post("/v1/keys", json={"name": name, "scopes": list(scopes), **more}, headers=ANA)
    assert response.status_code == 201, response.json
    return response.json


def test_a_key_is_shown_once_and_kept_as_a_digest(client: CheckedClient, stored: Engine) -> None:
    made = make(client, "review", "read", expires_at="2999-01-01")
    assert made["key"].startswith("onr_")
    assert (made["scopes"], made["created_by"], made["expires_at"]) == (
        ["read", "review"],
        "ana",
        "2999-01-01T00:00:00Z",
    )
    (listed,) = client.get("/v1/keys", headers=ANA).json["items"]
    assert listed == {name: value for name, value in made.items() if name != "key"}
    with stored.connect() as conn:
        row = conn.execute(select(tables.access_keys)).one()
        assert made["key"] not in str(row)
        assert conn.execute(select(func.count()).select_from(tables.repeats)).scalar_one() == 0


@pytest.mark.parametrize(
    ("scope", "statuses"),
    [
        ("read", {"read": 200, "write": 403, "review": 403, "admin": 403}),
        ("write", {"read": 200, "write": 200, "review": 403, "admin": 403}),
        ("review", {"read": 200, "write": 403, "review": 200, "admin": 403}),
        ("admin", {"read": 200, "write": 200, "review": 200, "admin": 200}),
    ],
)
def test_a_key_may_do_what_its_scopes_say(client: CheckedClient, scope: str, statuses: dict[str, int]) -> None:
    client.post("/v1/extractions", json={"text": STORY}, headers=ANA)
    fact = client.get("/v1/claims", headers=ANA).json["items"][0]["href"]
    key = bearer(make(client, scope)["key"])
    got = {
        "read": client.get(fact, headers=key),
        "write": client.post("/v1/extractions", json={"text": STORY}, headers=key),
        "review": client.patch(fact, json={"action": "accept"}, headers=key),
        "admin": client.get("/v1/audit", headers=key),
    }
    assert {name: response.status_code for name, response in got.items()} == statuses
    for name, response in got.items():
        if response.status_code == 403:
            assert response.json["type"] == "/problems/scope-missing"
            assert f'error="insufficient_scope", scope="{name}"' in response.headers["WWW-Authenticate"]
    assert client.post("/v1/reconcile", data={"queries": "{}"}, headers=key).status_code == 200


def test_a_key_is_refused_once_it_is_revoked_or_has_expired(client: CheckedClient, stored: Engine) -> None:
    one, other = make(client, "read"), make(client, "read", expires_at="2999-01-01T00:00:00Z")
    assert [client.get("/v1/claims", headers=bearer(key["key"])).status_code for key in (one, other)] == [200, 200]
    assert client.delete(f"/v1/keys/{one['id']}", headers=ANA).status_code == 204
    assert client.delete(f"/v1/keys/{one['id']}", headers=ANA).status_code == 204
    with stored.begin() as conn:
        past = func.now() - timedelta(seconds=1)
        conn.execute(
            update(tables.access_keys).where(tables.access_keys.c.expires_at.is_not(None)).values(expires_at=past)
        )
    assert [client.get("/v1/claims", headers=bearer(key["key"])).status_code for key in (one, other)] == [401, 401]
    listed = {each["id"]: each for each in client.get("/v1/keys", headers=ANA).json["items"]}
    assert listed[one["id"]]["revoked_by"] == "ana"
    assert listed[one["id"]]["last_used_at"]
    assert client.delete("/v1/keys/none", headers=ANA).status_code == 404


@pytest.mark.parametrize(
    ("body", "at"),
    [
        ({"name": "x"}, "/scopes"),
        ({"name": "", "scopes": ["read"]}, "/name"),
        ({"name": " x", "scopes": ["read"]}, "/name"),
        ({"name": "x", "scopes": []}, "/scopes"),
        ({"name": "x", "scopes": ["all"]}, "/scopes/0"),
        ({"name": "x", "scopes": ["read"], "expires_at": "soon"}, "/expires_at"),
        ({"name": "x", "scopes": ["read"], "expires_at": "2001-01-01"}, "/expires_at"),
    ],
)
def test_what_is_no_key_is_told_with_its_place(client: CheckedClient, body: dict[str, Any], at: str) -> None:
    response = client.post("/v1/keys", json=body, headers=ANA)
    assert response.status_code == 422
    assert response.json["errors"][0]["pointer"] == at


def test_without_a_key_in_the_settings_none_is_made(app_with: Apps) -> None:
    response = app_with(StandIn()).test_client().post("/v1/keys", json={"name": "x", "scopes": ["read"]})
    assert response.status_code == 409
    assert "ONRECORD_API_KEYS" in response.json["detail"]


def test_the_audit_log_tells_who_changed_what_and_who_was_not_allowed_to(client: CheckedClient) -> None:
    made = make(client, "read", "review", name="bea")
    bea = bearer(made["key"])
    article = client.post("/v1/extractions", json={"text": STORY}, headers=ANA).json["article"]
    fact = client.get("/v1/claims", headers=bea).json["items"][0]["href"]
    decided = client.patch(fact, json={"action": "accept"}, headers=bea)
    client.patch(fact, json={"action": "nonsense"}, headers=bea)
    client.post("/v1/reconcile", data={"queries": "{}"}, headers=bea)
    assert client.delete(article["href"], headers=bea).status_code == 403
    told = client.get("/v1/audit", headers=ANA).json["items"]
    assert [(line["by"], line["method"], line["path"], line["status"]) for line in told] == [
        ("bea", "DELETE", article["href"], 403),
        ("bea", "PATCH", fact, 200),
        ("ana", "POST", "/v1/extractions", 201),
        ("ana", "POST", "/v1/keys", 201),
    ]
    assert [line["key_id"] for line in told[1:3]] == [made["id"], None]
    assert told[1]["request_id"] == decided.headers["X-Request-Id"]
    assert decided.json["decision"]["by"] == "bea"
    mine = client.get("/v1/audit?by=ana&limit=1", headers=ANA).json
    assert [line["path"] for line in mine["items"]] == ["/v1/extractions"]
    rest = client.get("/v1/audit", query_string={"by": "ana", "cursor": mine["next"]}, headers=ANA).json
    assert ([line["path"] for line in rest["items"]], rest["next"]) == (["/v1/keys"], None)


def test_one_signs_in_at_the_desk_with_a_key_until_it_is_revoked(client: CheckedClient) -> None:
    made = make(client, "read", name="bea")
    html = {"Accept": "text/html"}
    page = client.get("/sign-in", headers=html)
    token = page.text.split('name="token" value="')[1].split('"')[0]
    signed = client.post("/sign-in", data={"key": made["key"], "token": token}, headers=html)
    assert signed.status_code == 303
    assert "bea" in client.get("/", headers=html).text
    token = client.get("/", headers=html).text.split('name="desk-token" content="')[1].split('"')[0]
    refused = client.post("/", data={"article": STORY, "token": token}, headers=html)
    assert refused.status_code == 403
    client.delete(f"/v1/keys/{made['id']}", headers=ANA)
    assert client.get("/v1/claims").status_code == 401


@pytest.fixture
def address(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setattr("api.views.request_log.log", SimpleNamespace(info=lambda *_, **__: None))
    monkeypatch.setenv("COLUMNS", "200")
    with served(app) as base:
        yield base


def test_keys_are_made_listed_and_revoked_from_the_command_line(
    address: str, client: CheckedClient, capsys: pytest.CaptureFixture[str]
) -> None:
    def keys(*arguments: str, key: str = "kite-1") -> tuple[int, str, str]:
        status = cli.main(["keys", *arguments, "--url", address, "--api-key", key])
        return status, *capsys.readouterr()

    status, words, told = keys("make", "the wire desk", "--scope", "write", "--expires", "2999-01-01")
    assert status == 0
    assert client.get("/v1/claims", headers=bearer(words.strip())).status_code == 200
    assert "the wire desk may write until 2999-01-01" in told
    id_ = told.split()[-1]
    assert id_ in keys("list")[1]
    assert keys("revoke", id_)[0] == 0
    assert client.get("/v1/claims", headers=bearer(words.strip())).status_code == 401
    assert "revoked" in keys("list")[1]
    status, _, told = keys("list", key="wrong")
    assert (status, "401" in told) == (1, True)
