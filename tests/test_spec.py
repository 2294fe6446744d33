"""The specification of facts: its schemas at their addresses, and its example."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from api.views.schemas import public
from tests.conftest import CheckedClient
from tests.test_contracts import PUBLIC

PAGE = (Path(__file__).parent.parent / "docs" / "spec" / "facts-v2.md").read_text(encoding="utf-8")


def example() -> Any:
    found = re.search(r"<!-- example: begin -->\n```json\n(.*?)\n```\n<!-- example: end -->", PAGE, re.DOTALL)
    assert found is not None
    return json.loads(found[1])


def fetched(client: CheckedClient, name: str) -> Draft202012Validator:
    """The schema as somebody has it who knows its address alone, with what it refers to."""

    def retrieve(address: str) -> Resource[Any]:
        response = client.get(address.removeprefix("http://localhost"))
        assert (response.status_code, response.mimetype) == (200, "application/schema+json"), address
        return Resource.from_contents(response.json | {"$id": urljoin(address, response.json["$id"])})

    address = f"http://localhost/schemas/v2/{name}.json"
    return Draft202012Validator({"$ref": address}, registry=Registry(retrieve=retrieve))


def test_the_example_keeps_to_the_schema_at_its_address(client: CheckedClient) -> None:
    validator = fetched(client, "whole_article")
    assert [error.message for error in validator.iter_errors(example())] == []
    broken = example()
    del broken["facts"]["claims"][0]["source"]["span"]
    assert not validator.is_valid(broken)


def test_what_the_page_says_of_places_and_ids_holds_for_its_example() -> None:
    document, places, ids = example(), 0, set()
    text = document["article"]["text"]
    known = {fact["id"] for facts in document["facts"].values() for fact in facts}

    def look(value: Any) -> None:
        nonlocal places
        if isinstance(value, list):
            for one in value:
                look(one)
        elif isinstance(value, dict):
            if "quote" in value:
                assert text[value["start"] : value["end"]] == value["quote"]
                places += 1
            if isinstance(value.get("id"), str):
                ids.add(value["id"])
            for one in value.values():
                look(one)

    look(document["facts"])
    assert places > 15
    assert ids <= known


@pytest.mark.parametrize("name", PUBLIC)
def test_every_public_schema_has_its_address(client: CheckedClient, name: str) -> None:
    response = client.get(f"/schemas/v2/{name}.json")
    assert response.json["$id"] == f"{name}.json"
    tag = {"If-None-Match": response.headers["ETag"]}
    assert client.get(f"/schemas/v2/{name}.json", headers=tag).status_code == 304


@pytest.mark.parametrize("name", ["nothing.json", "claim", "claim.yaml", "reply_names.json", "gold_article.json"])
def test_there_are_no_others(client: CheckedClient, name: str) -> None:
    assert client.get(f"/schemas/v2/{name}").status_code == 404


def test_every_schema_that_the_page_names_is_there() -> None:
    named = set(re.findall(r"`(?:/schemas/v2/)?(\w+)\.json`", PAGE))
    assert len(named) > 10
    assert named <= set(public())
