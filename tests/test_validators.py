"""Entity tags and HEAD, on whatever can be read."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from tests.conftest import CheckedClient
from tests.stand_in import STORY

STREAMED = {f"/v1/{kind}.<format>" for kind in ("articles", "companies", "people", "deals", "claims")}
UNKEPT = {"/healthz", "/readyz", "/v1/changes", "/metrics", "/v1/extractions/<extraction_id>/events"}
"""What must not be kept, differs each time, or has no end."""


@pytest.fixture
def known(client: CheckedClient) -> dict[str, Any]:
    """Something for every part of an address."""
    made = client.post("/v1/extractions", json={"text": STORY}).json
    kept = client.post("/v1/checks", json={"text": f"A draft. {STORY}", "keep": True}).json
    return {
        "article_id": made["article"]["id"],
        "extraction_id": made["id"],
        "fact_id": made["facts"]["claims"][0]["id"],
        "entity_id": client.get("/v1/entities").json["items"][0]["id"],
        "format": "atom",
        "name": "claim.json",
        "slug": "not-found",
        "what": "type",
        "feature_id": "same_name",
        "kept": kept,
    }


def addresses(app: Flask, known: dict[str, Any]) -> dict[str, str]:
    """Every route that can be read, and an address that it leads to."""
    rules = [
        rule for rule in app.url_map.iter_rules() if "GET" in rule.methods and not rule.endpoint.startswith("desk.")
    ]
    found = {}
    for rule in rules:
        address = str(rule)
        for part in rule.arguments:
            address = address.replace(f"<{part}>", known[part])
        found[str(rule)] = address
    return found


def test_whatever_can_be_read_has_a_tag_and_who_has_it_already_is_told_so(
    app: Flask, client: CheckedClient, known: dict[str, Any]
) -> None:
    for rule, address in addresses(app, known).items():
        response = client.get(address)
        if rule in STREAMED | UNKEPT or response.status_code != 200:
            assert rule in STREAMED | UNKEPT | {"/v1/checks/<extraction_id>"}, (rule, response.status_code)
            continue
        tag = response.headers.get("ETag")
        assert tag, rule
        again = client.get(address, headers={"If-None-Match": tag})
        assert (again.status_code, again.data) == (304, b""), rule
        assert again.headers["ETag"] == tag
        assert client.get(address, headers={"If-None-Match": '"another"'}).status_code == 200


def test_a_list_that_has_grown_has_another_tag(client: CheckedClient, known: dict[str, Any]) -> None:
    tag = client.get("/v1/claims").headers["ETag"]
    client.post("/v1/extractions", json={"text": f"Once more. {STORY}"})
    response = client.get("/v1/claims", headers={"If-None-Match": tag})
    assert (response.status_code, response.headers["ETag"] != tag) == (200, True)


def test_head_has_the_same_headers_and_no_body(app: Flask, client: CheckedClient, known: dict[str, Any]) -> None:
    passing = {"Date", "X-Request-Id", "Content-Length"}
    for rule, address in addresses(app, known).items():
        if rule == "/metrics":
            continue
        got, head = client.get(address), client.head(address)
        assert (head.status_code, head.data) == (got.status_code, b""), rule
        wanted = {name: value for name, value in got.headers.items() if name not in passing}
        assert {name: value for name, value in head.headers.items() if name not in passing} == wanted, rule
    assert app.extensions["onrecord"].extractions.streams.take_place(), "no place for a stream is lost"
