"""Posting articles and fetching what they say: what is taken, what is refused, and what is done once."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine, text
from werkzeug.test import TestResponse

from api import jobs, problems
from api.engine.document.text import Article
from api.extractions import Extractions
from api.settings import Settings
from tests.conftest import CheckedClient
from tests.stand_in import STORY, StandIn

PAGE = """<!DOCTYPE html><html lang="en"><head><title>Northwind buys Fabrikam</title></head><body><article>
<h1>Northwind buys Fabrikam</h1>
<p>Northwind will buy Fabrikam for $2 million, its chief executive Ana Lima said on Monday. Both make kites.</p>
<p>“We have known each other for years,” she added. The sale is to be done by the end of the summer, they said.</p>
</article></body></html>"""

Apps = Callable[..., Flask]


def post(client: CheckedClient, body: Any = STORY, media_type: str = "text/plain", **options: Any) -> TestResponse:
    return client.post("/v1/extractions", data=body, content_type=media_type, **options)


def articles_stored(stored: Engine) -> int:
    with stored.connect() as conn:
        return int(conn.execute(text("SELECT count(*) FROM articles")).scalar_one())


# What is taken


def test_an_article_is_read_and_its_facts_come_back(client: CheckedClient) -> None:
    response = client.post("/v1/extractions", json={"text": STORY})
    assert response.status_code == 201
    extraction = response.json
    assert response.headers["Location"] == f"/v1/extractions/{extraction['id']}"
    assert extraction["status"] == "succeeded"
    assert [company["name"] for company in extraction["facts"]["companies"]] == ["Northwind", "Fabrikam"]
    assert extraction["usage"]["calls"] == 1
    assert extraction["provenance"]["model"] == "stand-in"
    assert extraction["rejected"][0]["value"] == "Contoso \ud83d"
    assert client.get(response.headers["Location"]).json == extraction


def test_every_span_points_into_the_stored_article(client: CheckedClient) -> None:
    extraction = client.post("/v1/extractions", json={"text": STORY}).json
    article = client.get(extraction["article"]["href"]).json["text"]
    spans = list(spans_in(extraction["facts"]))
    assert spans
    for span in spans:
        assert article[span["start"] : span["end"]] == span["quote"]


def test_plain_text_is_taken_as_it_is(client: CheckedClient) -> None:
    response = post(client)
    assert response.status_code == 201
    assert client.get(response.json["article"]["href"]).json["text"] == STORY


def test_html_is_taken_and_its_main_text_read(client: CheckedClient) -> None:
    response = post(client, PAGE, "text/html")
    assert response.status_code == 201
    article = client.get(response.json["article"]["href"]).json
    assert article["title"] == "Northwind buys Fabrikam"
    assert "<p>" not in article["text"]
    assert response.json["facts"]["people"][0]["name"] == "Ana Lima"


def test_html_inside_json_is_taken_too(client: CheckedClient) -> None:
    response = client.post("/v1/extractions", json={"html": PAGE, "publisher": "Kite News", "text": None})
    assert response.status_code == 201
    assert response.json["article"]["publisher"] == "Kite News"


def test_a_title_given_apart_becomes_the_first_line(client: CheckedClient) -> None:
    response = client.post("/v1/extractions", json={"text": "Northwind said so.", "title": "News from the kites"})
    article = client.get(response.json["article"]["href"]).json
    assert article["text"].split("\n")[0] == article["title"] == "News from the kites"


def test_what_is_known_of_the_article_is_kept(client: CheckedClient) -> None:
    known = {
        "url": "https://example.org/kites",
        "publisher": "Kite News",
        "language": "en-GB",
        "published_at": "2025-06-18",
    }
    article = client.post("/v1/extractions", json={"text": STORY, **known}).json["article"]
    assert article["url"] == known["url"]
    assert article["publisher"] == known["publisher"]
    assert article["language"] == "en"
    assert article["published_at"] == "2025-06-18T00:00:00Z"


@pytest.mark.parametrize(
    ("charset", "words"),
    [
        ("utf-8", "A Northwind disse: “não”. 🪁"),
        ("iso-8859-1", "A Northwind disse: “não” – já."),
        ("windows-1252", "A Northwind disse: “não” – já."),
        ("utf-16", "A Northwind disse: “não”. 🪁"),
        ("shift_jis", "ノースウィンドは言った。"),
        ("koi8-r", "Нортвинд сказал нет."),
    ],
)
def test_the_declared_charset_is_honoured(client: CheckedClient, charset: str, words: str) -> None:
    encoded = words.encode("cp1252" if charset == "iso-8859-1" else charset)
    response = post(client, encoded, f"text/plain; charset={charset}")
    assert response.status_code == 201
    assert client.get(response.json["article"]["href"]).json["text"] == words


def test_a_byte_order_mark_goes_before_the_charset(client: CheckedClient) -> None:
    response = post(client, b"\xef\xbb\xbfJos\xc3\xa9 said so.", "text/plain; charset=iso-8859-1")
    assert client.get(response.json["article"]["href"]).json["text"] == "José said so."


def test_a_page_may_declare_its_charset_inside(client: CheckedClient) -> None:
    page = PAGE.replace("<head>", '<head><meta charset="windows-1252">').replace("Ana Lima", "Ana José")
    response = post(client, page.encode("cp1252"), "text/html")
    assert "Ana José" in client.get(response.json["article"]["href"]).json["text"]


def test_null_counts_as_absent(client: CheckedClient) -> None:
    absent = dict.fromkeys(("title", "url", "published_at", "language", "publisher", "html"))
    assert client.post("/v1/extractions", json={"text": STORY, **absent}).status_code == 201


# What is refused, before anything is stored


REFUSED = [
    (b"", "text/plain", 422, "empty-article", None),
    (" \n\t\u200b ".encode(), "text/plain", 422, "empty-article", None),
    (b'{"text": ""}', "application/json", 422, "empty-article", None),
    (b'{"html": ""}', "application/json", 422, "empty-article", None),
    (b"<html><body> </body></html>", "text/html", 422, "empty-article", None),
    (b"", "application/json", 400, "malformed-json", None),
    (b'{"text": "a"', "application/json", 400, "malformed-json", None),
    (b'{"text": "a"} {}', "application/json", 400, "malformed-json", None),
    (b'{"text": "a", "text": "b"}', "application/json", 400, "malformed-json", None),
    (b'{"text": NaN}', "application/json", 400, "malformed-json", None),
    (b'{"text": ' + b"[" * 100_000, "application/json", 400, "malformed-json", None),
    (b'{"text": "a", "title": ' + b"9" * 10_000 + b"}", "application/json", 400, "malformed-json", None),
    (b'{"text": "\xff"}', "application/json", 400, "wrong-encoding", None),
    (b"caf\xe9", "text/plain", 400, "wrong-encoding", None),
    (b"caf\xe9", "text/plain; charset=utf-8", 400, "wrong-encoding", None),
    (b"text", "text/plain; charset=klingon", 400, "wrong-encoding", None),
    (b"text", "text/plain; charset=rot13", 400, "wrong-encoding", None),
    (b"text", "text/plain; charset=unicode_escape", 400, "wrong-encoding", None),
    (b"\xff\xfea", "text/plain", 400, "wrong-encoding", None),
    (b"a\x00b", "text/plain", 422, "unreadable-text", None),
    (b'{"text": "a\\u0000b"}', "application/json", 422, "unreadable-text", "/text"),
    (b'{"text": "a\\ud800b"}', "application/json", 422, "unreadable-text", "/text"),
    (b'{"text": "a", "publisher": "\\u0000"}', "application/json", 422, "unreadable-text", "/publisher"),
    (b"[]", "application/json", 422, "invalid-document", ""),
    (b"{}", "application/json", 422, "invalid-document", ""),
    (b'{"text": "a", "html": "<p>b"}', "application/json", 422, "invalid-document", ""),
    (b'{"text": 5}', "application/json", 422, "invalid-document", "/text"),
    (b'{"text": "a", "author": "b"}', "application/json", 422, "invalid-document", "/author"),
    (b'{"text": "a", "a/b~c": 1}', "application/json", 422, "invalid-document", "/a~1b~0c"),
    (b'{"text": "a", "published_at": "yesterday"}', "application/json", 422, "invalid-document", "/published_at"),
    (b'{"text": "a", "published_at": "2025-02-30"}', "application/json", 422, "invalid-document", "/published_at"),
    (b'{"text": "a", "published_at": "0000-01-01"}', "application/json", 422, "invalid-document", "/published_at"),
    (b'{"text": "a", "language": "Klingonese"}', "application/json", 422, "invalid-document", "/language"),
    (b'{"text": "a", "url": "example.org"}', "application/json", 422, "invalid-document", "/url"),
    (b'{"text": "a", "url": "javascript:alert(1)"}', "application/json", 422, "invalid-document", "/url"),
    (b"text=a", "application/x-www-form-urlencoded", 415, "unsupported-media-type", None),
    (b"%PDF-1.7", "application/pdf", 415, "unsupported-media-type", None),
    (b"text", "", 415, "unsupported-media-type", None),
]


@pytest.mark.parametrize(("body", "media_type", "status", "slug", "pointer"), REFUSED)
def test_bad_input_is_told_clearly_and_never_stored(
    client: CheckedClient,
    reader: StandIn,
    stored: Engine,
    body: bytes,
    media_type: str,
    status: int,
    slug: str,
    pointer: str | None,
) -> None:
    response = post(client, body, media_type)
    assert (response.status_code, response.json["type"]) == (status, f"/problems/{slug}")
    assert response.json["detail"]
    if pointer is not None:
        assert pointer in [error["pointer"] for error in response.json["errors"]]
    assert articles_stored(stored) == 0
    assert reader.read == []


def test_everything_wrong_with_a_document_is_told_at_once(client: CheckedClient) -> None:
    document = {"text": 1, "title": [], "language": "xx-yy", "extra": True}
    errors = client.post("/v1/extractions", json=document).json["errors"]
    assert {error["pointer"] for error in errors} == {"/text", "/title", "/language", "/extra"}


def test_an_article_that_is_too_long_is_refused_with_the_limit(client: CheckedClient, stored: Engine) -> None:
    response = post(client, "é" * 20_001)
    assert response.status_code == 413
    assert response.json["type"] == "/problems/article-too-long"
    assert (response.json["limit"], response.json["length"]) == (20_000, 20_001)
    assert "20,000" in response.json["detail"]
    assert articles_stored(stored) == 0


def test_an_article_of_exactly_the_limit_is_read(client: CheckedClient) -> None:
    assert post(client, ("word " * 4_000)[:20_000].rstrip() + "s").status_code == 201


def test_a_title_can_make_an_article_too_long(client: CheckedClient) -> None:
    response = client.post("/v1/extractions", json={"text": "é" * 19_995, "title": "A long title"})
    assert response.status_code == 413


def test_a_body_that_no_article_needs_is_refused_before_it_is_read(client: CheckedClient) -> None:
    response = post(client, b"a" * 5_000_000)
    assert response.status_code == 413
    assert response.json["type"] == "/problems/body-too-large"
    assert response.json["limit"] == 12 * 20_000 + 4 * 1024 * 1024
    assert "20,000 characters" in response.json["detail"]


def test_a_compressed_body_is_refused(client: CheckedClient) -> None:
    response = post(client, b"\x1f\x8b", headers={"Content-Encoding": "gzip"})
    assert response.status_code == 415
    assert response.json["errors"][0]["header"] == "Content-Encoding"


@pytest.mark.parametrize("query", ["refresh=maybe", "refresh=true&refresh=true", "fresh=true"])
def test_a_query_that_is_not_understood_is_refused(client: CheckedClient, reader: StandIn, query: str) -> None:
    response = client.post(f"/v1/extractions?{query}", json={"text": STORY})
    assert response.status_code == 400
    assert response.json["errors"][0]["parameter"] == query.partition("=")[0]
    assert reader.read == []


def test_a_client_that_takes_no_json_is_told_before_the_model_is_asked(client: CheckedClient, reader: StandIn) -> None:
    assert post(client, headers={"Accept": "image/png"}).status_code == 406
    assert reader.read == []


# Once


def test_the_same_article_again_is_answered_from_the_store(client: CheckedClient, reader: StandIn) -> None:
    first, second = post(client), post(client)
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json == second.json
    assert second.headers["Location"] == first.headers["Location"]
    assert len(reader.read) == 1


def test_line_ends_and_a_byte_order_mark_make_no_other_article(client: CheckedClient, reader: StandIn) -> None:
    post(client)
    assert post(client, "\ufeff" + STORY.replace("\n", "\r\n") + "\r\n").status_code == 200


def test_another_model_or_prompt_reads_the_article_anew(client: CheckedClient, reader: StandIn) -> None:
    first = post(client)
    reader.provenance = replace(reader.provenance, model="another")
    second = post(client)
    assert second.status_code == 201
    assert second.json["id"] != first.json["id"]
    assert second.json["article"]["id"] == first.json["article"]["id"]


def test_refresh_reads_the_article_anew_and_keeps_the_earlier_reading(client: CheckedClient, reader: StandIn) -> None:
    first = post(client)
    again = client.post("/v1/extractions?refresh=true", data=STORY, content_type="text/plain")
    assert again.status_code == 201
    assert again.json["id"] != first.json["id"]
    assert len(reader.read) == 2
    assert client.get(first.headers["Location"]).status_code == 200
    assert post(client).json["id"] == again.json["id"]


def test_ten_identical_posts_at_once_cost_one_extraction(app: Flask, reader: StandIn) -> None:
    reader.before = lambda article: time.sleep(0.3)
    together = threading.Barrier(10)

    def send(_: int) -> TestResponse:
        client = app.test_client()
        together.wait()
        return client.post("/v1/extractions", json={"text": STORY})

    with ThreadPoolExecutor(10) as pool:
        responses = list(pool.map(send, range(10)))
    assert len(reader.read) == 1
    assert sorted(response.status_code for response in responses) == [200] * 9 + [201]
    assert len({response.json["id"] for response in responses}) == 1


def test_two_processes_cost_one_extraction_too(app_with: Apps) -> None:
    readers = [StandIn(before=lambda article: time.sleep(0.3)) for _ in range(2)]
    clients = [app_with(reader).test_client() for reader in readers]
    with ThreadPoolExecutor(2) as pool:
        responses = list(pool.map(lambda client: client.post("/v1/extractions", json={"text": STORY}), clients))
    assert sum(len(reader.read) for reader in readers) == 1
    assert responses[0].json == responses[1].json


# When the model fails


FAILURES = [
    (problems.ModelUnavailable(retry_after=7), 503, "7"),
    (problems.ModelRateLimited(retry_after=33.2), 503, "34"),
    (problems.ModelTooSlow(), 504, None),
    (problems.ModelMisconfigured(), 502, None),
    (problems.ModelRefused(), 502, None),
    (problems.ModelUnintelligible(), 502, None),
]


@pytest.mark.parametrize(("problem", "status", "retry_after"), FAILURES, ids=lambda value: str(value)[:40])
def test_a_model_that_fails_leaves_the_article_to_be_tried_again(
    client: CheckedClient, reader: StandIn, problem: problems.Problem, status: int, retry_after: str | None
) -> None:
    def fail(article: Article) -> None:
        raise type(problem)(retry_after=problem.retry_after)

    reader.before = fail
    response = post(client)
    assert response.status_code == status
    assert response.headers.get("Retry-After") == retry_after
    assert response.json["type"] == problem.type
    kept = client.get(f"/v1/extractions/{response.json['extraction_id']}").json
    assert kept["status"] == "failed"
    assert kept["error"]["type"] == problem.type
    assert client.get(kept["article"]["href"]).json["text"] == STORY

    reader.before = lambda article: None
    again = post(client)
    assert again.status_code == 201
    assert again.json["id"] == kept["id"]
    assert again.json["status"] == "succeeded"
    assert again.json["error"] is None


def test_a_model_that_was_never_reached_leaves_the_article_to_be_tried_again(app_with: Apps) -> None:
    class Unreachable(StandIn):
        @property
        def provenance(self) -> Any:
            raise problems.ModelUnavailable()

        @provenance.setter
        def provenance(self, value: Any) -> None: ...

    def down(article: Article) -> None:
        raise problems.ModelUnavailable()

    client = app_with(Unreachable(before=down)).test_client()
    response = client.post("/v1/extractions", json={"text": STORY})
    assert response.status_code == 503
    kept = client.get(f"/v1/extractions/{response.json['extraction_id']}").json
    assert kept["status"] == "failed"
    assert kept["provenance"] is None
    assert app_with(StandIn()).test_client().post("/v1/extractions", json={"text": STORY}).status_code == 201


def test_an_unforeseen_error_says_nothing_of_itself_and_can_be_retried(client: CheckedClient, reader: StandIn) -> None:
    def fail(article: Article) -> None:
        raise RuntimeError(f"secret: {article.text}")

    reader.before = fail
    response = post(client)
    assert response.status_code == 500
    assert "secret" not in response.text
    assert "Northwind" not in response.text
    reader.before = lambda article: None
    assert post(client).status_code == 201


def test_those_who_wait_for_a_reading_that_fails_are_told_the_same(app: Flask, reader: StandIn) -> None:
    def fail(article: Article) -> None:
        time.sleep(0.3)
        raise problems.ModelUnavailable(retry_after=9)

    reader.before = fail
    with ThreadPoolExecutor(3) as pool:
        sent = [pool.submit(lambda: app.test_client().post("/v1/extractions", json={"text": STORY})) for _ in range(3)]
        responses = [each.result() for each in sent]
    assert {response.status_code for response in responses} == {503}
    assert {response.headers["Retry-After"] for response in responses} == {"9"}
    assert len({response.json["extraction_id"] for response in responses}) == 1


def test_what_was_read_in_part_is_delivered_as_partial(client: CheckedClient, reader: StandIn) -> None:
    reader.status = "partial"
    response = post(client)
    assert response.status_code == 201
    assert response.json["status"] == "partial"
    assert post(client).json["id"] == response.json["id"]
    assert len(reader.read) == 2, "it is gone on with"


# In the background


def test_respond_async_answers_at_once_and_a_worker_does_it(
    client: CheckedClient, reader: StandIn, settings: Settings, stored: Engine
) -> None:
    response = post(client, headers={"Prefer": "respond-async"})
    assert response.status_code == 202
    assert response.headers["Preference-Applied"] == "respond-async"
    assert response.json["status"] == "queued"
    assert reader.read == []
    assert post(client, headers={"Prefer": "respond-async"}).json["id"] == response.json["id"]

    service = Extractions(settings, stored, reader)
    run = service.run
    stop = threading.Event()
    worker = threading.Thread(target=jobs.work, args=(settings,), kwargs={"run": run, "stop": stop})
    worker.start()
    try:
        done = client.get(response.headers["Location"], headers={"Prefer": "wait=20"})
        assert done.json["status"] == "succeeded"
        assert done.headers["Preference-Applied"] == "wait=20"
        readiness = client.get("/readyz").json
        assert readiness["checks"]["worker"]["ready"]
        waited = post(client, "Northwind flies.", headers={"Prefer": "wait=20"})
        assert waited.status_code == 201
        assert waited.headers["Preference-Applied"] == "wait=20"
    finally:
        stop.set()
        worker.join()
        service.close()
    assert len(reader.read) == 2
    assert post(client, headers={"Prefer": "respond-async"}).status_code == 200


def test_waiting_ends_when_the_time_is_over(client: CheckedClient) -> None:
    started = time.monotonic()
    response = post(client, headers={"Prefer": "wait=1"})
    assert response.status_code == 202
    assert response.headers["Preference-Applied"] == "wait=1"
    assert 0.9 < time.monotonic() - started < 5


def test_one_who_waits_reads_what_no_worker_has_begun(client: CheckedClient, reader: StandIn) -> None:
    queued = post(client, headers={"Prefer": "respond-async"})
    response = post(client)
    assert response.json["id"] == queued.json["id"]
    assert response.json["status"] == "succeeded"
    assert len(reader.read) == 1


def test_a_worker_that_comes_late_finds_nothing_to_do(
    client: CheckedClient, reader: StandIn, settings: Settings, stored: Engine
) -> None:
    response = post(client)
    with closing(Extractions(settings, stored, reader)) as service:
        service.run(response.json["id"])
        service.run("01a20520-a305-7356-bee8-e27268335d6e")
    assert len(reader.read) == 1


# Fetching and deleting


@pytest.mark.parametrize("method", ["get", "delete"])
@pytest.mark.parametrize("kind", ["extractions", "articles"])
@pytest.mark.parametrize("unknown", ["01a20520-a305-7356-bee8-e27268335d6e", "x", "%00", "a" * 500])
def test_an_unknown_id_is_not_found(client: CheckedClient, method: str, kind: str, unknown: str) -> None:
    response = getattr(client, method)(f"/v1/{kind}/{unknown}")
    assert response.status_code == 404
    assert response.json["type"] == "/problems/not-found"


def test_a_deleted_extraction_is_gone_and_its_article_stays(client: CheckedClient) -> None:
    extraction = post(client).json
    response = client.delete(extraction["href"])
    assert (response.status_code, response.data) == (204, b"")
    assert client.get(extraction["href"]).status_code == 404
    assert client.delete(extraction["href"]).status_code == 404
    assert client.get(extraction["article"]["href"]).status_code == 200
    assert post(client).status_code == 201


def test_a_deleted_article_takes_its_extractions_along(client: CheckedClient) -> None:
    extraction = post(client).json
    assert client.delete(extraction["article"]["href"]).status_code == 204
    assert client.get(extraction["article"]["href"]).status_code == 404
    assert client.get(extraction["href"]).status_code == 404
    assert client.get("/v1/companies").json["items"] == []


def test_an_extraction_that_is_deleted_while_it_is_read_is_not_found(app: Flask, reader: StandIn) -> None:
    client = app.test_client()

    def delete(article: Article) -> None:
        with app.extensions["onrecord"].database.begin() as conn:
            conn.execute(text("DELETE FROM extractions"))

    reader.before = delete
    assert client.post("/v1/extractions", json={"text": STORY}).status_code == 404
    reader.before = lambda article: None
    assert client.post("/v1/extractions", json={"text": STORY}).status_code == 201


def test_a_client_that_has_the_extraction_already_is_told_so(client: CheckedClient) -> None:
    href = post(client).json["href"]
    tag = client.get(href).headers["ETag"]
    assert client.get(href, headers={"If-None-Match": tag}).status_code == 304


@pytest.mark.parametrize(
    ("path", "method", "allowed"),
    [
        ("/v1/extractions", "GET", {"POST", "OPTIONS"}),
        ("/v1/extractions/x", "PUT", {"GET", "HEAD", "DELETE", "OPTIONS"}),
        ("/v1/articles/x", "POST", {"GET", "HEAD", "DELETE", "OPTIONS"}),
        ("/v1/companies", "DELETE", {"GET", "HEAD", "OPTIONS"}),
    ],
)
def test_a_wrong_method_is_told_the_right_ones(
    client: CheckedClient, path: str, method: str, allowed: set[str]
) -> None:
    response = client.open(path, method=method)
    assert response.status_code == 405
    assert set(response.headers["Allow"].split(", ")) == allowed
    assert set(client.open(path, method="OPTIONS").headers["Allow"].split(", ")) == allowed


def test_head_answers_as_get_without_the_body(client: CheckedClient) -> None:
    href = post(client).json["href"]
    head, get = client.head(href), client.get(href)
    assert (head.status_code, head.data) == (200, b"")
    assert head.headers["Content-Length"] == get.headers["Content-Length"]


def spans_in(value: Any) -> Any:
    if isinstance(value, dict):
        if "quote" in value:
            yield value
        for member in value.values():
            yield from spans_in(member)
    elif isinstance(value, list):
        for item in value:
            yield from spans_in(item)
