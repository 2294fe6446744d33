"""What all exports have in common: addresses, endings, Accept, streams."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from sqlalchemy import Engine

from api import contracts
from api.exports.formats import FORMATS
from api.record import exporting as record
from api.views import exporting
from tests.conftest import DESCRIBED, CheckedClient
from tests.stand_in import STORY

KINDS = ["articles", "companies", "people", "deals", "claims"]


@pytest.fixture
def library(client: CheckedClient) -> CheckedClient:
    for number in range(3):
        client.post("/v1/extractions", json={"text": f"{number} {STORY}", "language": "en", "publisher": f"P{number}"})
    client.post("/v1/extractions", json={"text": "Nobody of note.", "language": "de"})
    return client


def test_the_text_of_an_article_is_served_alone(library: CheckedClient) -> None:
    article = library.get("/v1/articles").json["items"][1]["article"]
    response = library.get(f"{article['href']}.txt")
    assert response.text == library.get(article["href"]).json["text"]
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert library.get(article["href"], headers={"Accept": "text/plain"}).text == response.text
    tag = {"If-None-Match": response.headers["ETag"]}
    assert library.get(f"{article['href']}.txt", headers=tag).status_code == 304


@pytest.mark.parametrize("kind", KINDS)
def test_the_interface_describes_the_endings_there_are(kind: str) -> None:
    def described(path: str) -> list[str]:
        names = DESCRIBED["paths"][path]["parameters"]
        endings: list[str] = next(one for one in names if one["name"] == "format")["schema"]["enum"]
        return endings

    assert described(f"/v1/{kind}.{{format}}") == list(exporting.LIST_ENDINGS)
    assert described("/v1/articles/{article_id}.{format}") == list(exporting.ARTICLE_ENDINGS)
    assert described("/v1/facts/{fact_id}.{format}") == list(exporting.FACT_ENDINGS)


@pytest.mark.parametrize("ending", FORMATS)
@pytest.mark.parametrize("kind", KINDS)
def test_every_list_is_given_in_every_format(library: CheckedClient, kind: str, ending: str) -> None:
    response = library.get(f"/v1/{kind}.{ending}?language=en")
    assert response.status_code == 200
    assert response.data
    assert response.headers["Content-Type"] == FORMATS[ending].media_type
    assert response.headers["Content-Disposition"] == f'attachment; filename="{kind}.{ending}"'
    empty = library.get(f"/v1/{kind}.{ending}?language=fr")
    assert empty.status_code == 200


@pytest.mark.parametrize("ending", FORMATS)
def test_accept_gives_what_the_ending_gives(library: CheckedClient, ending: str) -> None:
    accept = {"Accept": FORMATS[ending].media_type}
    item = library.get("/v1/deals").json["items"][0]
    for address in (item["href"], item["article"]["href"], "/v1/deals"):
        response = library.get(address, headers=accept)
        assert response.headers["Content-Type"] == FORMATS[ending].media_type, address


def test_rows_and_lines_of_a_list_are_given_whole(library: CheckedClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(record, "PAGE", 2)
    rows = list(csv.DictReader(io.StringIO(library.get("/v1/companies.csv").text)))
    lines = [json.loads(line) for line in library.get("/v1/companies.ndjson").text.splitlines()]
    assert [row["id"] for row in rows] == [line["id"] for line in lines]
    assert len(rows) == 6
    assert len(library.get("/v1/companies.csv?limit=3").text.splitlines()) == 4


def test_articles_are_given_whole_in_our_own_shape_across_pages(
    library: CheckedClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(record, "PAGE", 2)
    monkeypatch.setattr(record, "BATCH", 1)
    response = library.get("/v1/articles.onrecord.ndjson")
    lines = [json.loads(line) for line in response.text.splitlines()]
    assert response.headers["X-Total-Count"] == "4"
    assert [len(line["facts"]["companies"]) for line in lines] == [0, 2, 2, 2]
    for line in lines:
        whole = library.get(line["article"]["href"]).json
        assert line["article"] == whole
        for claim in line["facts"]["claims"]:
            assert claim == library.get(claim["href"]).json["fact"] | {"href": claim["href"], "review": "unreviewed"}


def test_facts_of_one_article_stay_together_where_a_page_ends(
    library: CheckedClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(record, "PAGE", 3)
    lines = [json.loads(line) for line in library.get("/v1/companies.onrecord.ndjson").text.splitlines()]
    assert [len(line["facts"]["companies"]) for line in lines] == [2, 2, 2]
    assert [line["facts"]["claims"] for line in lines] == [[], [], []]


def test_what_a_person_rejected_is_in_no_export(library: CheckedClient) -> None:
    claim = library.get("/v1/claims").json["items"][0]
    library.patch(claim["href"], json={"action": "reject"})
    assert claim["id"] not in library.get(f"{claim['article']['href']}.onrecord.ndjson").text
    assert library.get(f"{claim['href']}.onrecord.ndjson").status_code == 404


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/v1/claims.doc", 404),
        ("/v1/claims.csv?limit=0", 400),
        ("/v1/claims.csv?cursor=x", 400),
        ("/v1/claims.anno.jsonld?colour=red", 400),
        ("/v1/articles/01890000-0000-7000-8000-000000000000.anno.jsonld", 404),
        ("/v1/articles/nothing.txt", 404),
        ("/v1/facts/q0000000000000000.anno.jsonld", 404),
        ("/v1/facts/q0000000000000000.doc", 404),
    ],
)
def test_what_cannot_be_given_is_told_in_words(library: CheckedClient, address: str, status: int) -> None:
    response = library.get(address)
    assert response.status_code == status
    assert response.mimetype == "application/problem+json"


def test_an_export_holds_a_place_for_streams_until_it_ends(library: CheckedClient, app: Any) -> None:
    streams = app.extensions["onrecord"].extractions.streams
    places = [streams.take_place() for _ in range(app.extensions["onrecord"].settings.streams)]
    assert library.get("/v1/claims.anno.jsonld").status_code == 503
    for give_back in places:
        give_back()
    assert library.get("/v1/claims.anno.jsonld").status_code == 200


def test_a_database_that_fails_before_the_first_article_is_a_problem(
    library: CheckedClient, stored: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: Any) -> Any:
        raise contracts.MalformedJson("as if")

    monkeypatch.setattr("api.store.article_facts.of", gone)
    assert library.get("/v1/claims.anno.jsonld").mimetype == "application/problem+json"
