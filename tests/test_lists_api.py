"""Fetching facts across articles: filters, pages and media types."""

from __future__ import annotations

import csv
import io
import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from api.exports import csv_table
from api.views import query
from tests.conftest import CheckedClient
from tests.stand_in import STORY

KINDS = ["companies", "people", "deals", "claims", "articles"]


@pytest.fixture
def library(client: CheckedClient) -> CheckedClient:
    """Three articles: two tell the story, in two languages and years, one has a name like a formula."""
    known: list[dict[str, Any]] = [
        {"text": STORY, "publisher": "Kite News", "published_at": "2024-05-01T22:30:00-03:00", "language": "en"},
        {
            "text": "A Northwind não compra mais empresas.",
            "published_at": "2025-06-18",
            "language": "pt",
        },
        {"text": "=Tax Office looks at Fabrikam.", "language": "en"},
    ]
    for article in known:
        assert client.post("/v1/extractions", json=article).status_code == 201
    return client


def names(client: CheckedClient, address: str) -> list[str]:
    response = client.get(address)
    assert response.status_code == 200, response.json
    return [item["name"] for item in response.json["items"]]


def test_companies_are_listed_over_all_articles_with_the_newest_first(library: CheckedClient) -> None:
    assert names(library, "/v1/companies") == ["Fabrikam", "=Tax Office", "Northwind", "Northwind", "Fabrikam"]


def test_each_fact_links_to_its_article_and_extraction_and_has_its_spans(library: CheckedClient) -> None:
    for kind in KINDS[:4]:
        for item in library.get(f"/v1/{kind}").json["items"]:
            article = library.get(item["article"]["href"]).json
            assert library.get(f"/v1/extractions/{item['extraction_id']}").status_code == 200
            for span in item.get("mentions") or item["evidence"]:
                assert article["text"][span["start"] : span["end"]] == span["quote"]


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("companies?name=north", 2),
        ("companies?name=NORTHWIND", 2),
        ("companies?kind=public_body", 1),
        ("companies?kind=ngo", 0),
        ("companies?language=pt", 1),
        ("companies?language=pt-BR", 1),
        ("companies?publisher=kite", 2),
        ("companies?published_from=2025-01-01", 1),
        ("companies?published_to=2024-12-31", 2),
        ("companies?published_from=2024-05-02&published_to=2024-05-02", 2),
        ("companies?published_from=2024-05-01&published_to=2024-05-01", 0),
        ("companies?published_from=2024-05-01T22:30:00-03:00&published_to=2024-05-02T01:30:00Z", 2),
        ("companies?published_from=2024-05-02T01:30:01Z&published_to=2024-05-03", 0),
        ("companies?q=comprar", 1),
        ("companies?q=buying", 2),
        ("companies?q=%22chief+executive%22", 2),
        ("companies?q=executive+-lima", 0),
        ("people?name=lima", 1),
        ("people?status=current", 1),
        ("people?status=former", 0),
        ("deals?type=acquisition&status=agreed", 1),
        ("deals?role=target&name=fabrikam", 1),
        ("deals?role=seller", 0),
        ("deals?type=merger", 0),
        ("claims?source=lima", 1),
        ("claims?source=fabrikam", 0),
        ("claims?kind=person&channel=statement&class=official", 1),
        ("claims?directness=direct", 0),
        ("claims?certainty=certain&polarity=affirmed", 1),
        ("articles", 3),
        ("articles?name=fabrikam", 2),
        ("articles?q=compra", 1),
        ("articles?language=en", 2),
    ],
)
def test_filters_narrow_a_list(library: CheckedClient, address: str, found: int) -> None:
    assert len(library.get(f"/v1/{address}").json["items"]) == found


def test_facts_of_one_article_or_entity_can_be_asked_for(library: CheckedClient) -> None:
    claim = library.get("/v1/claims").json["items"][0]
    article = claim["article"]["id"]
    assert len(names(library, f"/v1/companies?article={article}")) == 2
    assert len(names(library, f"/v1/companies?extraction={claim['extraction_id']}")) == 2
    northwind, fabrikam = claim["about"]
    assert names(library, f"/v1/companies?entity={fabrikam}") == ["Fabrikam"]
    assert len(library.get(f"/v1/deals?entity={northwind}").json["items"]) == 1, "of one article alone"
    assert names(library, "/v1/companies?article=unknown") == []


def test_a_list_shows_the_newest_reading_of_an_article_alone(library: CheckedClient) -> None:
    before = names(library, "/v1/companies")
    library.post("/v1/extractions?refresh=true", json={"text": "=Tax Office looks at Fabrikam.", "language": "en"})
    assert sorted(names(library, "/v1/companies")) == sorted(before)


@pytest.mark.parametrize("accept", ["application/json", "application/x-ndjson"])
def test_pages_follow_each_other_without_repeating_or_leaving_out(library: CheckedClient, accept: str) -> None:
    seen: list[str] = []
    sizes: list[int] = []
    address: str | None = "/v1/companies?limit=2"
    while address:
        response = library.get(address, headers={"Accept": accept})
        items = response.json["items"] if response.is_json else list(map(json.loads, response.text.splitlines()))
        seen += [f"{item['article']['id']} {item['id']}" for item in items]
        sizes.append(len(items))
        link = response.headers.get("Link")
        address = link.removesuffix('>; rel="next"').removeprefix("<") if link else None
    assert sizes == [2, 2, 1]
    assert len(set(seen)) == 5


def test_the_next_page_is_of_the_same_list_and_in_the_document_too(library: CheckedClient) -> None:
    response = library.get("/v1/companies?limit=1&language=en&name=fabrikam")
    following = response.headers["Link"].removesuffix('>; rel="next"').removeprefix("<")
    assert parse_qs(urlsplit(following).query) == {
        "limit": ["1"],
        "language": ["en"],
        "name": ["fabrikam"],
        "cursor": [response.json["next"]],
    }
    last = library.get(following)
    assert last.json["next"] is None
    assert "Link" not in last.headers


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        (None, "application/json"),
        ("*/*", "application/json"),
        ("text/html, image/gif, *; q=.2, */*; q=.2", "application/json"),
        ("text/csv", "text/csv"),
        ("text/csv; charset=utf-8", "text/csv"),
        ("application/x-ndjson", "application/x-ndjson"),
        ("application/json;q=0.5, text/csv;q=0.9", "text/csv"),
        ("text/*, application/json;q=0.9", "text/csv"),
        ("application/*;q=0.9, application/json;q=0.1", "application/x-ndjson"),
        ("*/*;q=0.1, application/json;q=0", "application/x-ndjson"),
    ],
)
def test_the_media_type_is_the_one_the_client_likes_best(
    client: CheckedClient, accept: str | None, media_type: str
) -> None:
    response = client.get("/v1/claims", headers={"Accept": accept} if accept else {})
    assert response.mimetype == media_type
    assert "Accept" in response.headers["Vary"]


@pytest.mark.parametrize("accept", ["image/png", "application/*;q=0, text/csv;q=0, */*;q=0", "text/xml"])
def test_a_media_type_that_cannot_be_served_is_refused(client: CheckedClient, accept: str) -> None:
    response = client.get("/v1/companies", headers={"Accept": accept})
    assert response.status_code == 406
    assert "text/csv" in response.json["detail"]


def rows(client: CheckedClient, address: str) -> list[dict[str, str]]:
    response = client.get(address, headers={"Accept": "text/csv"})
    assert response.mimetype_params == {"charset": "utf-8", "header": "present"}
    return list(csv.DictReader(io.StringIO(response.text, newline="")))


def test_a_spreadsheet_gets_one_row_a_fact(library: CheckedClient) -> None:
    (deal,) = rows(library, "/v1/deals")
    assert deal["parties"] == "Northwind (acquirer); Fabrikam (target)"
    assert (deal["amounts"], deal["value"], deal["currency"]) == ("$2 million", "2000000", "USD")
    assert deal["dates"] == "announced Monday"
    (claim,) = rows(library, "/v1/claims")
    assert (claim["source"], claim["cue"], claim["speaks_for"]) == ("Ana Lima", "said", "Northwind")
    assert STORY[int(claim["start"]) : int(claim["end"])] == claim["quote"]
    (person,) = rows(library, "/v1/people")
    assert person["roles"] == "chief executive, Northwind"
    assert [article["language"] for article in rows(library, "/v1/articles")] == ["en", "pt", "en"]


def test_a_name_that_looks_like_a_formula_is_disarmed(library: CheckedClient) -> None:
    assert [row["name"] for row in rows(library, "/v1/companies?kind=public_body")] == ["'=Tax Office"]


@pytest.mark.parametrize("words", ["=1+1", "+1", "-1", "@A1", "\t=1", "\r=1", "＝1"])
def test_whatever_a_spreadsheet_would_run_is_disarmed(words: str) -> None:
    assert csv_table.cell(words) == f"'{words}"
    assert csv_table.cell([words, "b"]) == f"'{words}; b"


def test_what_no_spreadsheet_would_run_is_left_alone() -> None:
    assert [csv_table.cell(value) for value in (None, True, -5, 2.5e9, 1e21, "a=b", [])] == [
        "", "true", "-5", "2500000000", "1e+21", "a=b", "",
    ]  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "query",
    [
        "colour=red",
        "limit=0",
        "limit=1001",
        "limit=ten",
        "limit=²",
        "limit=-1",
        "cursor=nonsense",
        "cursor=%00",
        "published_from=yesterday",
        "published_to=2025-02-30",
        "published_from=2025-06-18T09:30:00",
        "published_to=9999-12-31",
        "language=Klingonese",
        "q=",
        "q=%00",
        "name=" + "a" * 301,
        "limit=1&limit=2",
    ],
)
def test_a_bad_parameter_is_named(client: CheckedClient, kind: str, query: str) -> None:
    response = client.get(f"/v1/{kind}?{query}")
    assert response.status_code == 400
    assert response.json["type"] == "/problems/invalid-parameter"
    assert [error["parameter"] for error in response.json["errors"]] == [query.partition("=")[0]]


@pytest.mark.parametrize("query", ["companies?kind=shop", "people?status=dead", "deals?type=x", "claims?channel=talk"])
def test_a_value_that_is_none_of_the_choices_is_told_the_choices(client: CheckedClient, query: str) -> None:
    response = client.get(f"/v1/{query}")
    assert response.status_code == 400
    assert "Must be one of" in response.json["errors"][0]["detail"]


def test_all_that_is_wrong_with_a_query_is_told_at_once(client: CheckedClient) -> None:
    errors = client.get("/v1/deals?limit=0&type=x&colour=red").json["errors"]
    assert {error["parameter"] for error in errors} == {"limit", "type", "colour"}


@pytest.mark.parametrize("words", ["' OR 1=1 --", "a & b | !", "(((", "\\", "%", "_", "'''", "🪁", "\u202e"])
def test_any_words_can_be_looked_for(client: CheckedClient, words: str) -> None:
    for parameter in ("q", "name", "publisher", "entity", "article"):
        assert client.get("/v1/companies", query_string={parameter: words}).status_code == 200


@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_library_has_empty_lists(client: CheckedClient, kind: str) -> None:
    assert client.get(f"/v1/{kind}").json == {"items": [], "next": None}
    assert client.get(f"/v1/{kind}", headers={"Accept": "application/x-ndjson"}).data == b""
    assert rows(client, f"/v1/{kind}") == []


def test_the_last_moment_of_a_period_belongs_to_it() -> None:
    assert query.to_moment("2025-06-18").isoformat() == "2025-06-19T00:00:00+00:00"
    assert query.from_moment("2025-06-18T09:30:00 03:00").isoformat() == "2025-06-18T06:30:00+00:00"
