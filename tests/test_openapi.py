"""The description of the interface is complete, valid and true."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from openapi_spec_validator import validate
from werkzeug.routing import Rule

from api import contracts
from api.views import lists
from api.views.openapi import document
from tests.conftest import DESCRIBED, CheckedClient
from tests.test_contracts import PUBLIC, parts


def operations() -> dict[tuple[str, str], dict[str, Any]]:
    return {
        (path, method): operation
        for path, methods in DESCRIBED["paths"].items()
        for method, operation in methods.items()
        if method != "parameters"
    }


def interface(app: Flask) -> list[Rule]:
    """The routes of the interface: all but the pages of the desk."""
    return [rule for rule in app.url_map.iter_rules() if not rule.endpoint.startswith("desk.")]


def test_every_route_is_described_and_every_description_has_a_route(app: Flask) -> None:
    routes = {
        (re.sub(r"<(\w+)>", r"{\1}", str(rule)), method.lower())
        for rule in interface(app)
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert routes == set(operations())


def test_every_summary_is_what_the_view_says_of_itself(app: Flask) -> None:
    for rule in interface(app):
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            described = operations()[re.sub(r"<(\w+)>", r"{\1}", str(rule)), method.lower()]
            assert described["summary"] == (app.view_functions[rule.endpoint].__doc__ or "").split("\n")[0]


def test_the_served_description_is_valid_and_complete_in_itself(client: CheckedClient) -> None:
    response = client.get("/openapi.json")
    assert response.status_code == 200
    validate(response.json)
    for part in parts(response.json):
        if isinstance(reference := part.get("$ref"), str):
            found = response.json
            for step in reference.removeprefix("#/").split("/"):
                found = found[step]


def test_json_is_the_first_media_type_of_what_has_several(client: CheckedClient) -> None:
    for part in parts(client.get("/openapi.json").json):
        if "application/json" in part:
            assert next(iter(part)) == "application/json"


def test_no_reference_leads_into_a_schema(client: CheckedClient) -> None:
    references = {part["$ref"] for part in parts(client.get("/openapi.json").json) if isinstance(part.get("$ref"), str)}
    assert {reference.count("/") for reference in references} == {3}


def test_every_public_schema_is_part_of_the_description() -> None:
    assert set(document()["components"]["schemas"]) == set(PUBLIC)


def test_operations_have_ids_of_their_own() -> None:
    ids = [operation["operationId"] for operation in operations().values()]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    ("path", "filters"),
    [
        *((f"/v1/{kind}", taken) for kind, taken in lists.FILTERS.items()),
    ],
)
def test_every_parameter_of_a_list_is_described(path: str, filters: dict[str, Any]) -> None:
    described = DESCRIBED["paths"][path]["get"]["parameters"]
    names = [each.get("name") or each["$ref"].rpartition("/")[2] for each in described]
    assert sorted(names) == sorted([*filters, "limit", "cursor"])


def test_the_description_says_what_the_views_allow() -> None:
    limit = DESCRIBED["components"]["parameters"]["limit"]["schema"]
    assert (limit["maximum"], limit["default"]) == (lists.MOST, lists.USUAL)


def test_a_client_that_has_the_description_is_told_so(client: CheckedClient) -> None:
    tag = client.get("/openapi.json").headers["ETag"]
    assert client.get("/openapi.json", headers={"If-None-Match": tag}).status_code == 304


def test_references_by_file_name_lead_to_schemas() -> None:
    for part in parts(DESCRIBED):
        if isinstance(reference := part.get("$ref"), str) and not reference.startswith("#"):
            assert reference.partition(".json")[0] in contracts.names()


def test_the_documentation_names_every_route_of_the_interface() -> None:
    folder = Path(__file__).parent.parent
    pages = (folder / "docs" / "http.md").read_text("utf-8") + (folder / "README.md").read_text("utf-8")
    for path, _ in operations():
        assert path in pages
