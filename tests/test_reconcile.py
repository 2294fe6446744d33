"""Reconciliation as its clients speak it: what is found, why, what is told of it, and the protocol's own schemas."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlsplit

import pytest
from jsonschema import Draft7Validator
from referencing import Registry
from referencing.jsonschema import DRAFT7

from api.record import entity_properties, likeness
from tests import standards
from tests.cast import Cast
from tests.conftest import CheckedClient
from tests.test_entities_api import only, post

LOCAL, ELSEWHERE = "http://127.0.0.1:3333", "https://desk.example"


@pytest.fixture
def client(app_with: Any) -> CheckedClient:
    return app_with(Cast()).test_client()


@pytest.fixture
def told(client: CheckedClient) -> CheckedClient:
    """A record of two companies and two people of one name."""
    post(client, "Company: Harting Logistik AG; Person: Ilse Brandner, head of Harting Logistik AG; one",
         published_at="2026-03-01", url="https://example.org/one")  # fmt: skip
    post(client, "Company: Tarrant Bank; Person: James Reed, clerk of Tarrant Bank; two")
    post(client, "Company: Kestrel; Person: James Reed, head of Kestrel; Said: James Reed, Kestrel grows")
    return client


def ask(client: CheckedClient, **queries: Any) -> dict[str, Any]:
    response = client.post("/v1/reconcile", data={"queries": json.dumps(queries)})
    assert response.status_code == 200, response.json
    return {name: each["result"] for name, each in response.json.items()}


def features(candidate: dict[str, Any]) -> dict[str, Any]:
    return {each["id"]: each["value"] for each in candidate["features"]}


def test_a_name_is_matched_through_its_legal_form_and_the_features_say_so(told: CheckedClient) -> None:
    (found,) = ask(told, q0={"query": "HARTING LOGISTIK", "type": "company"})["q0"]
    assert (found["name"], found["match"]) == ("Harting Logistik AG", True)
    assert found["type"] == [{"id": "company", "name": "Company or other organisation"}]
    assert features(found)["same_name"] is True
    assert features(found)["articles"] == 1
    assert 0 < features(found)["name_likeness"] < 100
    assert found["score"] >= 85
    assert "2026-03-01" in found["description"]
    (exact,) = ask(told, q0={"query": "harting logistik ag"})["q0"]
    assert features(exact)["exact_name"] is True
    assert exact["score"] == 100


def test_two_of_one_name_are_left_to_a_person_until_an_employer_tells_them_apart(told: CheckedClient) -> None:
    answers = ask(
        told,
        alone={"query": "James Reed", "type": ["person"]},
        known={"query": "James Reed", "properties": [{"pid": "employer", "v": "Kestrel"}]},
        entity={"query": "James Reed", "properties": [{"pid": "employer", "v": {"id": only(told, "Kestrel")["id"]}}]},
        other={"query": "James Reed", "properties": [{"pid": "employer", "v": ["Lorne Water"]}]},
    )
    assert [one["match"] for one in answers["alone"]] == [False, False]
    for name in ("known", "entity"):
        best, other = answers[name]
        assert (best["match"], features(best)["property:employer"]) == (True, True)
        assert (other["match"], features(other)["property:employer"]) == (False, False)
        assert best["score"] > other["score"]
    assert "shared" in features(answers["known"][0])
    assert [one["match"] for one in answers["other"]] == [False, False]
    assert "nothing_shared" in features(answers["other"][0])


def test_part_of_a_name_finds_and_does_not_match(told: CheckedClient) -> None:
    (found,) = ask(told, q={"query": "tarrant"})["q"]
    assert (found["name"], found["match"]) == ("Tarrant Bank", False)
    assert ask(told, q={"query": "nobody of this name"}) == {"q": []}
    assert ask(told, q={"query": ""}) == {"q": []}
    assert ask(told, q={"query": "Kestrel", "type": "person"}) == {"q": []}


def test_ids_ours_and_others_match_for_certain(told: CheckedClient) -> None:
    kestrel = only(told, "Kestrel")
    told.patch(kestrel["href"], json={"external_ids": {"wikidata": "Q42"}})
    answers = ask(
        told,
        ours={"query": kestrel["id"]},
        called={"properties": [{"pid": "wikidata", "v": "Q42"}]},
        another={"query": "Kestrel", "properties": [{"pid": "wikidata", "v": "Q43"}]},
        nobody={"properties": [{"pid": "lei", "v": "5299001234567890AB12"}]},
    )
    for name in ("ours", "called"):
        (found,) = answers[name]
        assert (found["id"], found["score"], found["match"], features(found)["id"]) == (kestrel["id"], 100, True, True)
    assert [(one["match"], features(one)["property:wikidata"]) for one in answers["another"]] == [(False, False)]
    assert answers["nobody"] == []


def test_a_query_gets_as_many_candidates_as_it_wants(told: CheckedClient) -> None:
    answers = ask(told, one={"query": "James Reed", "limit": 1}, many={"query": "James Reed", "limit": 1e300})
    assert [len(each) for each in answers.values()] == [1, 2]


def test_queries_may_stand_in_the_address(told: CheckedClient) -> None:
    response = told.get("/v1/reconcile", query_string={"queries": '{"q": {"query": "Kestrel"}}', "callback": "x"})
    assert response.json["q"]["result"][0]["name"] == "Kestrel"


def test_suggestions_begin_with_what_was_typed(told: CheckedClient) -> None:
    post(told, "Company: Old Kestrel Mill; three")
    found = told.get("/v1/reconcile/suggest/entity?prefix=kestr&type_strict=any").json["result"]
    assert [one["name"] for one in found] == ["Kestrel", "Old Kestrel Mill"]
    assert found[0]["notable"] == [{"id": "company", "name": "Company or other organisation"}]
    assert told.get("/v1/reconcile/suggest/entity?prefix=kestr&cursor=1").json["result"] == found[1:]
    assert told.get("/v1/reconcile/suggest/entity", query_string={"prefix": found[1]["id"]}).json["result"] == found[1:]
    assert told.get("/v1/reconcile/suggest/entity").json["result"] == []
    assert [one["id"] for one in told.get("/v1/reconcile/suggest/property?prefix=empl").json["result"]] == ["employer"]
    assert [one["id"] for one in told.get("/v1/reconcile/suggest/type?prefix=").json["result"]] == ["company", "person"]
    assert told.get("/v1/reconcile/suggest/star").status_code == 404
    assert told.get("/v1/reconcile/suggest/entity?cursor=x").status_code == 400


def extend(client: CheckedClient, *ids: str, **properties: Any) -> dict[str, Any]:
    wanted = {"ids": list(ids), "properties": [{"id": id_, "settings": its} for id_, its in properties.items()]}
    response = client.post("/v1/reconcile", data={"extend": json.dumps(wanted)})
    assert response.status_code == 200, response.json
    return response.json


def test_columns_are_filled_with_what_is_known(told: CheckedClient) -> None:
    brandner, harting, kestrel = (only(told, name) for name in ("Ilse Brandner", "Harting Logistik AG", "Kestrel"))
    ids = brandner["id"], harting["id"], "nobody"
    found = extend(told, *ids, title={}, employer={}, people={}, names={"limit": "1"}, first_seen={}, articles={},
                   sources={}, lei={}, moon={})  # fmt: skip
    assert {one["id"]: one.get("type", {}).get("id") for one in found["meta"]}["employer"] == "company"
    rows = found["rows"]
    assert rows[brandner["id"]]["title"] == [{"str": "head"}]
    assert rows[brandner["id"]]["employer"] == [{"id": harting["id"], "name": "Harting Logistik AG"}]
    assert rows[harting["id"]]["people"] == [{"id": brandner["id"], "name": "Ilse Brandner"}]
    assert rows[harting["id"]]["title"] == rows[brandner["id"]]["lei"] == []
    assert rows[harting["id"]]["names"] == [{"str": "Harting Logistik AG"}]
    assert rows[harting["id"]]["first_seen"] == [{"date": "2026-03-01T00:00:00Z"}]
    assert rows[harting["id"]]["articles"] == [{"int": 1}]
    assert rows[harting["id"]]["sources"] == [{"str": "https://example.org/one"}]
    assert set(map(str, rows["nobody"].values())) == {"[]"}
    assert extend(told, kestrel["id"], about={})["rows"][kestrel["id"]]["about"] == [{"str": "Kestrel grows"}]


def test_every_type_has_its_properties(client: CheckedClient) -> None:
    def proposed(type_: str, **more: Any) -> list[str]:
        found = client.get("/v1/reconcile/properties", query_string={"type": type_, **more}).json
        assert found["type"] == type_
        return [one["id"] for one in found["properties"]]

    assert {"title", "employer"} <= set(proposed("person"))
    assert "title" not in proposed("company")
    assert proposed("anything") == list(entity_properties.BY_ID)
    assert len(proposed("company", limit=2)) == 2


@pytest.mark.parametrize(
    ("form", "status", "at"),
    [
        ({}, 400, None),
        ({"queries": "{}", "extend": "{}"}, 400, None),
        ({"queries": "{"}, 400, None),
        ({"queries": "[]"}, 422, ""),
        ({"queries": '{"a/b": {"query": 1}}'}, 422, "/a~1b/query"),
        ({"queries": '{"q": {"limit": 1}}'}, 422, None),
        ({"queries": '{"q": {"query": "x", "limit": 0}}'}, 422, "/q/limit"),
        ({"queries": '{"q": {"query": "x", "properties": [{"pid": "title"}]}}'}, 422, "/q/properties/0/v"),
        ({"queries": '{"q": {"query": "x", "words": "y"}}'}, 422, "/q/words"),
        ({"extend": '{"ids": ["x"]}'}, 422, "/properties"),
    ],
)
def test_what_is_no_query_is_told_with_its_place(
    client: CheckedClient, form: dict[str, str], status: int, at: str | None
) -> None:
    response = client.post("/v1/reconcile", data=form)
    assert response.status_code == status
    if at is not None:
        assert response.json["errors"][0]["pointer"] == at


def test_more_queries_than_a_batch_takes_are_refused(client: CheckedClient) -> None:
    most = client.get("/v1/reconcile").json["batchSize"]
    batch = {f"q{number}": {"query": "Kestrel"} for number in range(most + 1)}
    assert client.post("/v1/reconcile", data={"queries": json.dumps(batch)}).status_code == 413
    batch.popitem()
    assert len(ask(client, **batch)) == most


def test_every_reason_for_a_name_is_a_feature_that_is_explained(client: CheckedClient) -> None:
    reasons = [feature for _, feature in likeness._REASONS]
    assert set(reasons) <= set(likeness.FEATURES)
    for id_ in [*likeness.FEATURES, "property:employer"]:
        assert client.get(f"/v1/reconcile/features/{id_}").json["description"]
    assert client.get("/v1/reconcile/features/moon").status_code == 404
    assert client.get("/v1/reconcile/features/property:moon").status_code == 404


def test_the_manifest_leads_to_where_things_are(told: CheckedClient) -> None:
    manifest = told.get("/v1/reconcile").json
    kestrel = only(told, "Kestrel")
    assert manifest["versions"] == ["0.2"]
    for template in (manifest["view"]["url"], manifest["preview"]["url"]):
        page = told.get(template.replace("{{id}}", kestrel["id"]).removeprefix("http://localhost"),
                        headers={"Accept": "text/html"})  # fmt: skip
        assert page.status_code == 200
        assert "Kestrel" in page.text
    for path in (*manifest["suggest"].values(), manifest["extend"]["propose_properties"]):
        assert (
            told.get(f"{path['service_url']}{path['service_path']}".removeprefix("http://localhost")).status_code == 200
        )
    assert "authentication" not in manifest


def test_a_preview_may_be_framed_by_pages_of_this_machine_and_of_the_settings(app_with: Any) -> None:
    client = app_with(Cast(), cors_origins=(ELSEWHERE,)).test_client()
    post(client, "Company: Kestrel; one")
    framed = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "iframe"}
    address = f"/entities/{only(client, 'Kestrel')['id']}"
    page = client.get(f"{address}/preview", headers=framed | {"Accept": "text/html"})
    assert page.status_code == 200
    policy = page.headers["Content-Security-Policy"].split("; ")
    assert f"frame-ancestors http://localhost:* http://127.0.0.1:* {ELSEWHERE}" in policy
    assert "X-Frame-Options" not in page.headers
    assert client.get(address, headers=framed).status_code == 403


def test_pages_of_this_machine_may_ask_and_no_others(client: CheckedClient) -> None:
    for origin, status in ((LOCAL, 200), ("http://localhost:3333", 200), (ELSEWHERE, 403), ("null", 403)):
        headers = {"Origin": origin, "Sec-Fetch-Site": "same-site"}
        for path in ("/v1/reconcile", "/v1/reconcile/suggest/entity?prefix=x", "/v1/reconcile/properties"):
            response = client.get(path, headers=headers)
            assert response.status_code == status
            assert response.headers.get("Access-Control-Allow-Origin") == (origin if status == 200 else None)
        assert client.get("/v1/entities", headers=headers).status_code == 403


def test_with_keys_the_manifest_alone_is_open_and_a_key_may_stand_in_the_address(app_with: Any) -> None:
    client = app_with(Cast(), api_keys=("kite-1",)).test_client()
    manifest = client.get("/v1/reconcile").json
    assert manifest["authentication"] == {"type": "apiKey", "name": "access_token", "in": "query"}
    asked = {"queries": '{"q": {"query": "Kestrel"}}'}
    assert client.get("/v1/reconcile", query_string=asked).status_code == 401
    assert client.post("/v1/reconcile", data=asked).status_code == 401
    assert client.get("/v1/reconcile?access_token=kite-2").status_code == 401
    assert client.post("/v1/reconcile?access_token=kite-1", data=asked).status_code == 200
    assert client.post("/v1/reconcile", data=asked, headers={"Authorization": "Bearer kite-1"}).status_code == 200
    assert client.get("/v1/claims?access_token=kite-1").status_code == 401, "nowhere else"
    manifest = client.get("/v1/reconcile?access_token=kite-1").json
    for path in (*manifest["suggest"].values(), manifest["extend"]["propose_properties"]):
        parts = urlsplit(f"{path['service_url']}{path['service_path']}")
        assert client.get(f"{parts.path}?{parts.query}").status_code == 200
        assert client.get(parts.path).status_code == 401


def faults(name: str, document: Any) -> list[str]:
    folder = standards.folder("reconciliation-api-specs") / "0.2" / "schemas"
    resources = [DRAFT7.create_resource(standards.document(path)) for path in folder.glob("*.json")]
    registry = Registry[Any]().with_resources((one.id(), one) for one in resources if one.id())
    validator = Draft7Validator(standards.document(folder / f"{name}.json"), registry=registry)
    return [f"{list(error.path)}: {error.message}" for error in validator.iter_errors(document)]


def test_the_protocol_s_own_schemas_take_every_answer(told: CheckedClient, app_with: Any) -> None:
    assert faults("manifest", told.get("/v1/reconcile").json) == []
    assert faults("manifest", app_with(Cast(), api_keys=("kite-1",)).test_client().get("/v1/reconcile").json) == []
    assert faults("manifest", {"name": "nothing"}) != [], "these schemas find nothing wrong ever"
    queries = {"q0": {"query": "James Reed", "type": "person", "limit": 5, "type_strict": "should",
                      "properties": [{"pid": "employer", "v": [{"id": "x", "name": "Kestrel"}, "Tarrant", 1, True]}]},
               "q1": {"query": "Kestrel"}}  # fmt: skip
    assert faults("reconciliation-query-batch", queries) == []
    response = told.post("/v1/reconcile", data={"queries": json.dumps(queries)}).json
    assert len(response["q0"]["result"]) == 2
    assert faults("reconciliation-result-batch", response) == []
    ids = [only(told, name)["id"] for name in ("Ilse Brandner", "Kestrel")]
    for what, schema in (("entity", "entities"), ("property", "properties"), ("type", "types")):
        found = told.get(f"/v1/reconcile/suggest/{what}?prefix=e").json
        assert found["result"]
        assert faults(f"suggest-{schema}-response", found) == []
    assert faults("data-extension-property-proposal", told.get("/v1/reconcile/properties?type=person").json) == []
    extended = extend(told, *ids, **{id_: {} for id_ in entity_properties.BY_ID})
    assert faults("data-extension-response", extended) == []


def test_the_protocol_s_own_examples_of_queries_are_taken(client: CheckedClient) -> None:
    folder = standards.folder("reconciliation-api-specs") / "0.2" / "examples"
    for path in (folder / "reconciliation-query-batch" / "valid").glob("*.json"):
        ask(client, **standards.document(path))
    for path in (folder / "data-extension-query" / "valid").glob("*.json"):
        response = client.post("/v1/reconcile", data={"extend": json.dumps(standards.document(path))})
        assert response.status_code == 200
