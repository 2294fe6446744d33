"""Requests that are sent again under an Idempotency-Key: done once, and answered as often as they come."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine, func, select, update

from api.problems import ModelUnavailable
from api.store import repeats, tables
from tests.conftest import CheckedClient
from tests.stand_in import STORY, StandIn

Apps = Callable[..., Flask]

KEY = {"Idempotency-Key": '"8e03978e-40d5-43dd-bc93-6894a57f9324"'}
ANEW = "/v1/extractions?refresh=true"


def kept(engine: Engine) -> int:
    with engine.connect() as conn:
        return conn.execute(select(func.count()).select_from(tables.repeats)).scalar_one()


def test_a_request_sent_again_is_answered_as_it_was_and_done_once(client: CheckedClient, reader: StandIn) -> None:
    first = client.post(ANEW, json={"text": STORY}, headers=KEY)
    bare = {"Idempotency-Key": KEY["Idempotency-Key"].strip('"')}
    for headers in (KEY, bare):
        again = client.post(ANEW, json={"text": STORY}, headers=headers)
        assert (again.status_code, again.data) == (first.status_code, first.data) == (201, first.data)
        for name in ("Content-Type", "Location"):
            assert again.headers[name] == first.headers[name]
        assert again.headers["Idempotency-Replayed"] == "true"
        assert again.headers["X-Request-Id"] != first.headers["X-Request-Id"]
    assert len(reader.read) == 1
    assert "Idempotency-Replayed" not in first.headers


def test_every_post_that_changes_something_takes_a_key(client: CheckedClient) -> None:
    article = client.post("/v1/extractions", json={"text": STORY}).json["article"]
    at = STORY.index("Monday")
    fact = {"kind": "company", "fact": {"mentions": [{"start": at, "end": at + 6, "quote": "Monday"}]}}
    one, other = client.get("/v1/entities?kind=company").json["items"][:2]
    for path, body in (
        (f"{article['href']}/facts", fact),
        (f"{one['href']}/judgements", {"judgement": "not_same", "other": other["id"]}),
    ):
        headers = {"Idempotency-Key": path}
        first, again = (client.post(path, json=body, headers=headers) for _ in range(2))
        assert (again.status_code, again.json) == (first.status_code, first.json) == (201, first.json)
    assert len(client.get(one["href"]).json["judgements"]) == 1


def test_a_key_stands_for_one_request(client: CheckedClient) -> None:
    client.post(ANEW, json={"text": STORY}, headers=KEY)
    for path, body in ((ANEW, {"text": f"Another. {STORY}"}), ("/v1/extractions", {"text": STORY})):
        response = client.post(path, json=body, headers=KEY)
        assert response.status_code == 422
        assert response.json["type"] == "/problems/key-reused"


def test_while_it_is_worked_on_the_same_request_is_told_so(app_with: Apps) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def wait(_: Any) -> None:
        begun.set()
        go_on.wait(60)

    app = app_with(StandIn(before=wait))
    answers: list[Any] = []
    thread = threading.Thread(
        target=lambda: answers.append(app.test_client().post("/v1/extractions", json={"text": STORY}, headers=KEY))
    )
    thread.start()
    begun.wait(60)
    meanwhile = app.test_client().post("/v1/extractions", json={"text": STORY}, headers=KEY)
    go_on.set()
    thread.join()
    assert (meanwhile.status_code, meanwhile.json["type"]) == (409, "/problems/still-in-progress")
    assert meanwhile.headers["Retry-After"]
    assert answers[0].status_code == 201
    again = app.test_client().post("/v1/extractions", json={"text": STORY}, headers=KEY)
    assert again.json == answers[0].json


def test_what_failed_is_done_anew(app_with: Apps, stored: Engine) -> None:
    failures = [ModelUnavailable()]

    def fail(_: Any) -> None:
        if failures:
            raise failures.pop()

    client = app_with(StandIn(before=fail)).test_client()
    assert client.post("/v1/extractions", json={"text": STORY}, headers=KEY).status_code == 503
    assert kept(stored) == 0
    assert client.post("/v1/extractions", json={"text": 5}, headers=KEY).status_code == 422
    assert client.post("/v1/extractions", json={"text": STORY}, headers=KEY).status_code in (200, 201)


def test_keys_of_two_clients_never_meet(app_with: Apps, reader: StandIn) -> None:
    client = app_with(reader, api_keys=("ana:kite-1", "bea:kite-2")).test_client()
    for words in ("kite-1", "kite-2"):
        headers = {**KEY, "Authorization": f"Bearer {words}"}
        assert "Idempotency-Replayed" not in client.post(ANEW, json={"text": STORY}, headers=headers).headers
    assert client.post(ANEW, json={"text": STORY}, headers=KEY).status_code == 401
    assert len(reader.read) == 2


@pytest.mark.parametrize("key", ["", '"', '""', "a b", "x" * 256, "ü", '"a"b"'])
def test_what_is_no_key_is_refused(client: CheckedClient, reader: StandIn, key: str) -> None:
    response = client.post("/v1/extractions", json={"text": STORY}, headers={"Idempotency-Key": key})
    assert response.status_code == 400
    assert response.json["errors"][0]["header"] == "Idempotency-Key"
    assert reader.read == []


def test_what_changes_nothing_keeps_nothing(client: CheckedClient, stored: Engine) -> None:
    for path, sent in (("/v1/reconcile", {"data": {"queries": "{}"}}), ("/v1/checks", {"json": {"text": STORY}})):
        assert client.post(path, headers=KEY, **sent).status_code == 200
    client.get("/v1/claims", headers=KEY)
    assert kept(stored) == 0


def test_a_stream_is_not_kept_and_its_article_is_found_again(client: CheckedClient, stored: Engine) -> None:
    headers = {**KEY, "Accept": "application/x-ndjson"}
    first, again = (client.post("/v1/extractions", json={"text": STORY}, headers=headers) for _ in range(2))
    ids = [json.loads(each.text.splitlines()[0])["data"]["id"] for each in (first, again)]
    assert ids[0] == ids[1]
    assert kept(stored) == 0


def test_an_answer_goes_with_the_article_it_tells_of(client: CheckedClient, stored: Engine, reader: StandIn) -> None:
    made = client.post("/v1/extractions", json={"text": STORY}, headers=KEY).json
    assert kept(stored) == 1
    client.delete(made["article"]["href"])
    assert kept(stored) == 0
    assert client.post("/v1/extractions", json={"text": STORY}, headers=KEY).status_code == 201
    assert len(reader.read) == 2


@pytest.mark.parametrize("ended", [True, False])
def test_what_is_old_or_was_given_up_is_done_anew(
    client: CheckedClient, stored: Engine, reader: StandIn, ended: bool
) -> None:
    client.post(ANEW, json={"text": STORY}, headers=KEY)
    age = repeats.KEPT if ended else repeats.ABANDONED
    past: dict[str, Any] = {"begun_at": func.now() - age - timedelta(seconds=1)} | ({} if ended else {"status": None})
    with stored.begin() as conn:
        conn.execute(update(tables.repeats).values(past))
    assert "Idempotency-Replayed" not in client.post(ANEW, json={"text": STORY}, headers=KEY).headers
    assert len(reader.read) == 2
