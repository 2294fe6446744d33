"""How often a client may ask, and that every answer tells how it stands."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import Engine, update

from api.record.quotas import Quotas
from api.store import database, tables
from tests.conftest import CheckedClient
from tests.stand_in import StandIn

Apps = Callable[..., Flask]


@pytest.fixture
def still(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock stands at twenty seconds past a minute."""
    monkeypatch.setattr("api.record.quotas.time.time", lambda: 6_000_020.0)


def test_every_answer_tells_what_is_left_until_it_is_too_much(app_with: Apps, still: None) -> None:
    client = app_with(StandIn(), rate_limit=3).test_client()
    for left in (2, 1, 0):
        response = client.get("/v1/claims")
        assert response.status_code == 200
        assert response.headers["RateLimit-Policy"] == '"minute";q=3;w=60'
        assert response.headers["RateLimit"] == f'"minute";r={left};t=40'
    refused = client.get("/v1/nothing")
    assert (refused.status_code, refused.json["type"]) == (429, "/problems/too-many-requests")
    assert refused.headers["Retry-After"] == "40"
    assert re.search(r"r=0", refused.headers["RateLimit"])
    assert client.get("/healthz").status_code == 200


def test_a_minute_later_the_count_begins_anew(app_with: Apps, still: None, stored: Engine) -> None:
    client = app_with(StandIn(), rate_limit=1).test_client()
    assert [client.get("/v1/claims").status_code for _ in range(2)] == [200, 429]
    with stored.begin() as conn:
        conn.execute(update(tables.rates).values(minute=tables.rates.c.minute - 1))
    assert [client.get("/v1/claims").status_code for _ in range(2)] == [200, 429]


def test_each_key_is_counted_by_itself_over_all_processes(app_with: Apps, still: None) -> None:
    one, other = (app_with(StandIn(), rate_limit=2, api_keys=("kite-1", "kite-2")).test_client() for _ in range(2))
    key = {"Authorization": "Bearer kite-1"}
    assert [each.get("/v1/claims", headers=key).status_code for each in (one, other, one)] == [200, 200, 429]
    assert one.get("/v1/claims", headers={"Authorization": "Bearer kite-2"}).status_code == 200


def test_without_a_limit_nothing_is_counted_or_told(client: CheckedClient) -> None:
    assert "RateLimit" not in client.get("/v1/claims").headers


def test_a_database_that_is_away_refuses_nobody_for_their_number() -> None:
    assert Quotas(database.connect("postgresql://nobody@127.0.0.1:9/none"), 1).count("a") is None
