"""IPTC ninjs, out and in."""

from __future__ import annotations

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource

from api.exports import ninjs
from api.exports.fact_parts import Addresses
from tests import standards
from tests.conftest import CheckedClient
from tests.exported import exported
from tests.stand_in import STORY

AT = Addresses("https://facts.example")
TYPE = ninjs.MEDIA_TYPE

ITEM: dict[str, Any] = {
    "uri": "urn:newsml:kite.example:20250618:item-4",
    "type": "text",
    "language": "en-GB",
    "headlines": [
        {"role": "short", "value": "Northwind deal"},
        {"role": "main", "contentType": "text/html", "value": "<b>Northwind</b> &amp; Fabrikam"},
    ],
    "by": "By Rosa Vale",
    "contentCreated": "2025-06-18T08:00:00Z",
    "versionCreated": "2025-06-20T08:00:00Z",
    "bodies": [
        {"role": "web", "contentType": "text/html", "value": f"<p>{STORY}</p>"},
        {"role": "plain", "contentType": "text/plain", "value": STORY},
    ],
    "infoSources": [
        {"name": "Some Agency", "role": "http://cv.iptc.org/newscodes/isrol/originfo"},
        {"name": "The Kite", "role": "http://cv.iptc.org/newscodes/isrol/publisher"},
    ],
    "renditions": [
        {"name": "picture", "href": "https://kite.example/4.jpg", "contentType": "image/jpeg"},
        {"name": "web", "href": "https://kite.example/4", "contentType": "text/html"},
    ],
}


def posted(client: CheckedClient, document: Any, media_type: str = TYPE) -> dict[str, Any]:
    response = client.post("/v1/extractions", data=json.dumps(document), content_type=media_type)
    assert response.status_code in (200, 201), response.json
    article: dict[str, Any] = client.get(response.json["article"]["href"]).json
    return article


@pytest.mark.parametrize("media_type", [TYPE, "application/json", f"{TYPE}; charset=utf-8"])
def test_an_article_is_read_from_ninjs(client: CheckedClient, media_type: str) -> None:
    article = posted(client, ITEM, media_type)
    assert article["title"] == "Northwind & Fabrikam"
    assert article["text"] == f"Northwind & Fabrikam\nBy Rosa Vale\n\n{STORY}"
    assert (article["language"], article["publisher"]) == ("en", "The Kite")
    assert (article["url"], article["published_at"]) == ("https://kite.example/4", "2025-06-18T08:00:00Z")


def test_markup_is_read_where_there_is_nothing_else(client: CheckedClient) -> None:
    words = "Northwind will buy Fabrikam for $2 million, its chief executive Ana Lima said on Monday. "
    item = ITEM | {"bodies": [{"value": f"<p>{words}</p><p>{words * 3}</p>"}]}
    assert words.strip() in posted(client, item)["text"]


def test_the_first_version_of_ninjs_is_read_too(client: CheckedClient) -> None:
    article = posted(
        client,
        {
            "uri": "https://kite.example/item/9",
            "headline": "Nine",
            "byline": "Rosa Vale",
            "body_text": STORY,
            "versioncreated": "2014-05-01T10:00:00Z",
            "language": "en",
            "copyrightholder": "The Kite",
        },
        "application/json",
    )
    assert (article["title"], article["publisher"], article["url"]) == (
        "Nine",
        "The Kite",
        "https://kite.example/item/9",
    )
    assert "Rosa Vale" in article["text"]
    assert article["published_at"] == "2014-05-01T10:00:00Z"


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"bodies": []}, "/bodies"),
        ({"bodies": [{"value": "  "}]}, "/bodies"),
        ({"bodies": "x"}, "/bodies"),
        ({"type": "picture"}, "/type"),
        ({"type": ["text"]}, "/type"),
        ({"pubStatus": "canceled"}, "/pubStatus"),
        ({"contentCreated": "yesterday"}, "/contentCreated"),
        ({"language": "English (British)"}, "/language"),
        ({"headlines": [{"value": "x" * 2000}]}, "/headlines/0/value"),
        ({"infoSources": [{"name": "x" * 400}]}, "/infoSources/0/name"),
    ],
)
def test_what_is_wrong_is_told_at_its_place(client: CheckedClient, changes: dict[str, Any], pointer: str) -> None:
    response = client.post("/v1/extractions", data=json.dumps(ITEM | changes), content_type=TYPE)
    assert (response.status_code, response.json["type"]) == (422, "/problems/invalid-document")
    assert [fault["pointer"] for fault in response.json["errors"]] == [pointer]


@pytest.mark.parametrize("document", [[], "x", 1, None])
def test_what_is_no_object_is_no_ninjs(client: CheckedClient, document: Any) -> None:
    response = client.post("/v1/extractions", data=json.dumps(document), content_type=TYPE)
    assert response.status_code == 422


def test_an_article_request_of_ours_is_never_taken_for_ninjs(client: CheckedClient) -> None:
    response = client.post("/v1/extractions", json={"text": STORY, "uri": "https://a.example", "headline": "x"})
    assert response.status_code == 422
    assert {fault["pointer"] for fault in response.json["errors"]} == {"/uri", "/headline"}


def test_what_goes_out_comes_in_again_as_the_same_article(client: CheckedClient) -> None:
    first = posted(client, ITEM)
    out = client.get(f"{first['href']}.ninjs.json")
    assert out.headers["Content-Type"] == TYPE
    again = posted(client, out.json)
    assert again["id"] == first["id"], (again, first)


def test_whom_an_article_names_and_what_it_claims_go_out() -> None:
    article = exported()
    item = ninjs.of_article(article, AT)
    assert [one["name"] for one in item["people"]] == ["Inês Sardinha"]
    assert [one["name"] for one in item["organisations"]] == ["Quinta do Açor", "Herdade Nova"]
    assert item["people"][0]["uri"] == AT.fact(article.facts["people"][0]["id"])
    assert [one["role"] for one in item["descriptions"]] == ["claim", "claim"]
    assert item["events"][0]["rel"] == "acquisition"
    assert item["bodies"][0]["charCount"] == len(article.article["text"])


def test_a_query_is_a_composite_object(client: CheckedClient) -> None:
    for number in range(2):
        client.post("/v1/extractions", json={"text": f"{number} {STORY}"})
    whole = client.get("/v1/deals.ninjs.json?type=acquisition").json
    assert (whole["type"], whole["uri"]) == ("composite", "http://localhost/v1/deals.ninjs.json?type=acquisition")
    assert [len(one["events"]) for one in whole["associations"]] == [1, 1]


def test_the_schema_of_the_iptc_takes_what_goes_out(client: CheckedClient) -> None:
    folder = standards.folder("ninjs")
    schema = standards.document(max(folder.glob("ninjs-schema_3.*.json")))
    geo = Resource.from_contents(standards.document(folder / "GeoJSON.json"))
    registry = Registry().with_resource("https://geojson.org/schema/GeoJSON.json", geo)
    validator = Draft202012Validator(schema, registry=registry, format_checker=FormatChecker())
    posted(client, ITEM)
    article = client.get("/v1/articles").json["items"][0]["article"]
    for address in (f"{article['href']}.ninjs.json", "/v1/articles.ninjs.json", "/v1/claims.ninjs.json"):
        assert [error.message for error in validator.iter_errors(client.get(address).json)] == []
    assert list(validator.iter_errors(ITEM)) == [], "what these tests send is ninjs itself"
    assert list(validator.iter_errors(ITEM | {"colour": "red"})) != []
