"""Facts as they come: what a stream tells, how it is resumed, where it ends, and how a reading is stopped."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine, text
from werkzeug.test import TestResponse

from api import problems, streams
from api.engine.document.text import Article
from api.extractions import Extractions
from api.settings import Settings
from api.store import events as event_rows
from tests.conftest import CheckedClient
from tests.stand_in import STORY, StandIn

Apps = Callable[..., Flask]

SSE = {"Accept": "text/event-stream"}
NDJSON = {"Accept": "application/x-ndjson"}


def post(client: CheckedClient, words: str = STORY, **headers: str) -> TestResponse:
    return client.post("/v1/extractions", data=words, content_type="text/plain", headers={**SSE, **headers})


def parsed(chunks: Iterator[str]) -> Iterator[dict[str, Any]]:
    """The events of a stream, as they arrive, by the rules of the HTML standard."""
    pending = ""
    for chunk in chunks:
        pending += chunk
        while "\n\n" in pending:
            block, _, pending = pending.partition("\n\n")
            fields = dict(line.split(": ", 1) for line in block.split("\n") if not line.startswith(":"))
            if "event" in fields:
                yield {"id": int(fields["id"]), "event": fields["event"], "data": json.loads(fields["data"])}
            elif block.startswith(":"):
                yield {"event": "ping"}


def events(response: TestResponse) -> list[dict[str, Any]]:
    return list(parsed(iter([response.get_data(as_text=True)])))


def as_found(facts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Facts without what people decided about them, which the run knows nothing of; in one order."""
    return sorted(({name: value for name, value in fact.items() if name != "review"} for fact in facts), key=str)


def live(response: TestResponse) -> Iterator[dict[str, Any]]:
    return parsed(chunk.decode() for chunk in response.iter_encoded())


@pytest.fixture
def held(reader: StandIn) -> Iterator[threading.Event]:
    """The reader stops midway, its companies told, until this is set."""
    go_on = threading.Event()

    def wait(article: Article) -> None:
        assert go_on.wait(30)

    reader.midway = wait
    yield go_on
    go_on.set()


def test_every_fact_comes_as_an_event_and_the_whole_comes_last(client: CheckedClient) -> None:
    response = post(client)
    assert response.status_code == 201
    assert response.mimetype == "text/event-stream"
    assert response.headers["Cache-Control"] == "no-store"
    told = events(response)
    assert [each["id"] for each in told] == list(range(1, len(told) + 1))
    assert (told[0]["event"], told[-1]["event"]) == ("extraction.created", "extraction.finished")
    whole = client.get(response.headers["Location"]).json
    assert told[-1]["data"] == whole
    assert told[0]["data"]["article"] == whole["article"]
    proven = [each["data"]["fact"] for each in told if each["event"] == "fact.proven"]
    delivered = [fact for kind in ("companies", "people", "deals", "claims") for fact in whole["facts"][kind]]
    assert as_found(proven) == as_found(delivered)
    assert [each["data"] for each in told if each["event"] == "fact.rejected"] == whole["rejected"]
    assert {"done": 1, "total": 1} in [each["data"] for each in told if each["event"] == "progress"]


def test_lines_of_json_tell_the_same(client: CheckedClient) -> None:
    first = events(post(client))
    again = client.post("/v1/extractions", data=STORY, content_type="text/plain", headers=NDJSON)
    assert again.status_code == 200
    assert again.mimetype == "application/x-ndjson"
    assert [json.loads(line) for line in again.text.splitlines()] == first


def test_facts_arrive_while_the_article_is_still_being_read(client: CheckedClient, held: threading.Event) -> None:
    stream = live(post(client))
    first = [next(stream) for _ in range(3)]
    assert [each["event"] for each in first] == ["extraction.created", "fact.proven", "fact.proven"]
    assert first[1]["data"]["kind"] == "company"
    status = client.get(first[0]["data"]["href"]).json["status"]
    assert status == "running"
    held.set()
    assert list(stream)[-1]["data"]["status"] == "succeeded"


def test_whoever_comes_later_or_from_elsewhere_is_told_all(
    client: CheckedClient, app_with: Apps, held: threading.Event
) -> None:
    one = live(post(client))
    begun = [next(one) for _ in range(3)]
    href = begun[0]["data"]["href"]
    other = live(app_with(StandIn()).test_client().get(f"{href}/events", headers=SSE))
    assert [next(other) for _ in range(3)] == begun
    held.set()
    assert list(other) == list(one)


@pytest.mark.parametrize("way", ["header", "parameter", "both"])
def test_a_cut_stream_is_resumed_where_it_was_cut(client: CheckedClient, held: threading.Event, way: str) -> None:
    response = post(client)
    stream = live(response)
    seen = [next(stream) for _ in range(2)]
    response.close()  # closing the page loses nothing
    held.set()
    href = f"{seen[0]['data']['href']}/events"
    last = str(seen[-1]["id"])
    where = {"parameter": f"{href}?after={last}", "both": f"{href}?after=1"}.get(way, href)
    rest = client.get(where, headers={**SSE, **({} if way == "parameter" else {"Last-Event-ID": last})})
    told = events(rest)
    assert [each["id"] for each in (*seen, *told)] == list(range(1, told[-1]["id"] + 1))
    assert told[-1]["event"] == "extraction.finished"
    assert client.get(f"{href}?after={told[-1]['id']}", headers=SSE).status_code == 204


@pytest.mark.parametrize("wrong", ["x", "-1", "1.5", "9999999999"])
def test_a_wrong_number_is_told(client: CheckedClient, wrong: str) -> None:
    href = post(client).headers["Location"]
    told = client.get(f"{href}/events", headers={**SSE, "Last-Event-ID": wrong})
    assert (told.status_code, told.json["errors"][0]["header"]) == (400, "Last-Event-ID")
    assert client.get(f"{href}/events?after={wrong}", headers=SSE).status_code == 400


def test_what_cannot_be_streamed_is_told(client: CheckedClient) -> None:
    assert post(client, "  ").status_code == 422
    assert client.get("/v1/extractions/01a20520-a305-7356-bee8-e27268335d6e/events").status_code == 404
    href = post(client).headers["Location"]
    assert client.get(f"{href}/events", headers={"Accept": "text/csv"}).status_code == 406


def test_a_failure_is_the_last_event(client: CheckedClient, reader: StandIn) -> None:
    def fail(article: Article) -> None:
        raise problems.ModelUnavailable()

    reader.midway = fail
    told = events(post(client))
    assert told[-1]["event"] == "extraction.finished"
    assert told[-1]["data"]["status"] == "failed"
    assert told[-1]["data"]["error"]["type"] == "/problems/model-unavailable"
    reader.midway = lambda article: None
    again = events(post(client))
    assert [each["id"] for each in again] == list(range(told[-1]["id"] + 1, told[-1]["id"] + 1 + len(again)))
    assert (again[0]["event"], again[-1]["data"]["status"]) == ("extraction.created", "succeeded")


def test_events_that_are_no_longer_kept_are_told_from_the_extraction(client: CheckedClient, stored: Engine) -> None:
    response = post(client)
    before = events(response)
    with stored.begin() as conn:
        assert event_rows.forget(conn) == 0, "it ended just now"
        conn.execute(text("UPDATE extractions SET finished_at = now() - interval '2 days'"))
        assert event_rows.forget(conn) == len(before)
    again = events(client.get(f"{response.headers['Location']}/events", headers=SSE))
    assert [each["id"] for each in again] == sorted({each["id"] for each in again})
    assert again[-1]["data"]["facts"] == before[-1]["data"]["facts"]
    proven = [[each["data"]["fact"] for each in told if each["event"] == "fact.proven"] for told in (before, again)]
    assert as_found(proven[0]) == as_found(proven[1])


def test_one_left_to_a_worker_is_watched_from_the_queue_on(
    client: CheckedClient, reader: StandIn, settings: Settings, stored: Engine
) -> None:
    response = post(client, Prefer="respond-async")
    assert response.headers["Preference-Applied"] == "respond-async"
    stream = live(response)
    created = next(stream)
    assert reader.read == []
    with closing(Extractions(settings, stored, reader)) as worker:
        worker.run(created["data"]["id"])
    assert list(stream)[-1]["data"]["status"] == "succeeded"


def test_a_sign_of_life_comes_when_nothing_happens(
    client: CheckedClient, held: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "PING", 0.2)
    response = post(client)
    stream = live(response)
    assert {next(stream)["event"] for _ in range(5)} >= {"ping"}
    lines = client.get(f"{response.headers['Location']}/events?after=3", headers=SSE)
    assert next(live(lines)) == {"event": "ping"}
    held.set()
    assert list(stream)[-1]["event"] == "extraction.finished"


def test_a_place_is_needed_for_each_open_stream(app_with: Apps, reader: StandIn, held: threading.Event) -> None:
    client: Any = app_with(reader, streams=2).test_client()
    first = post(client)
    next(live(first))
    href = f"{first.headers['Location']}/events"
    second = client.get(href, headers=SSE)
    full = client.get(href, headers=SSE)
    assert (full.status_code, full.json["type"]) == (503, "/problems/busy")
    assert int(full.headers["Retry-After"]) > 0
    second.close()
    third = client.get(href, headers=SSE)
    assert third.status_code == 200
    held.set()
    assert events(third)[-1]["event"] == "extraction.finished"
    first.close()
    third.close()
    assert client.get(href, headers=SSE).status_code == 200


def test_one_that_is_deleted_ends_its_streams(client: CheckedClient, held: threading.Event) -> None:
    response = post(client)
    stream = live(response)
    next(stream)
    assert client.delete(response.headers["Location"]).status_code == 204
    assert "extraction.finished" not in [each["event"] for each in stream]


# Stopping


def test_a_reading_that_is_stopped_keeps_what_is_proven(client: CheckedClient, reader: StandIn) -> None:
    reader.until_stopped = True
    response = post(client)
    stream = live(response)
    told = [next(stream) for _ in range(3)]
    stopped = client.post(f"{response.headers['Location']}/stop")
    assert stopped.status_code in (200, 202)
    whole = list(stream)[-1]["data"]
    assert whole["status"] == "partial"
    assert as_found([each["data"]["fact"] for each in told[1:]]) == as_found(whole["facts"]["companies"])
    assert whole["facts"]["claims"] == []
    again = client.post(f"{response.headers['Location']}/stop", headers={"Prefer": "wait=5"})
    assert (again.status_code, again.json) == (200, whole)


def test_one_that_nobody_reads_yet_is_cancelled_at_once(client: CheckedClient, reader: StandIn) -> None:
    queued = client.post("/v1/extractions", json={"text": STORY}, headers={"Prefer": "respond-async"})
    stopped = client.post(f"{queued.headers['Location']}/stop")
    assert (stopped.status_code, stopped.json["status"]) == (200, "cancelled")
    told = events(client.get(f"{queued.headers['Location']}/events", headers=SSE))
    assert [each["event"] for each in told] == ["extraction.created", "extraction.finished"]
    assert reader.read == []
    assert client.post("/v1/extractions", json={"text": STORY}).json["status"] == "succeeded"


def test_a_reading_on_another_machine_learns_that_it_is_to_stop(app_with: Apps, reader: StandIn) -> None:
    reader.until_stopped = True
    one: Any = app_with(reader).test_client()
    other: Any = app_with(StandIn()).test_client()
    response = post(one)
    stream = live(response)
    next(stream)
    assert other.post(f"{response.headers['Location']}/stop").status_code in (200, 202)
    assert list(stream)[-1]["data"]["status"] == "partial"


def test_stopping_what_is_not_there_is_told(client: CheckedClient) -> None:
    assert client.post("/v1/extractions/01a20520-a305-7356-bee8-e27268335d6e/stop").status_code == 404
