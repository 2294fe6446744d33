"""Facts as W3C Web Annotations: where they point, and that the model's own schemas take them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft4Validator, FormatChecker
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT4

from api.exports import web_annotation
from tests import standards
from tests.conftest import CheckedClient
from tests.stand_in import STORY

ASTRAL = "𝔘lpreis 𝔙 steigt: "
"""Code points outside the Basic Multilingual Plane, which count twice in UTF-16, stand before every fact."""


@pytest.fixture
def article(client: CheckedClient) -> dict[str, Any]:
    return client.post("/v1/extractions", json={"text": ASTRAL + STORY, "url": "https://example.org/a"}).json["article"]


def collection(client: CheckedClient, address: str) -> dict[str, Any]:
    response = client.get(address)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == web_annotation.MEDIA_TYPE
    return response.json


def targets(annotation: dict[str, Any]) -> list[dict[str, Any]]:
    target = annotation["target"]
    return target if isinstance(target, list) else [target]


def test_every_target_is_found_in_the_text_it_names_by_position_and_by_words(
    client: CheckedClient, article: dict[str, Any]
) -> None:
    found = collection(client, f"{article['href']}.anno.jsonld")["first"]["items"]
    assert {one["body"][0]["value"].partition(":")[0] for one in found} >= {
        "company mention", "person mention", "person title", "deal trigger", "deal party", "deal amount",
        "claim content", "claim cue", "claim source",
    }  # fmt: skip
    for annotation in found:
        for target in targets(annotation):
            text = client.get(target["source"].removeprefix("http://localhost")).text
            position, words = target["selector"]
            assert (position["type"], words["type"]) == ("TextPositionSelector", "TextQuoteSelector")
            assert text[position["start"] : position["end"]] == words["exact"]
            around = words["prefix"] + words["exact"] + words["suffix"]
            assert text[position["start"] - len(words["prefix"]) :].startswith(around)


def test_ids_are_unique_and_begin_with_the_address_of_a_fact(client: CheckedClient, article: dict[str, Any]) -> None:
    ids = [one["id"] for one in collection(client, f"{article['href']}.anno.jsonld")["first"]["items"]]
    assert len(ids) == len(set(ids))
    for address in {id_.partition("#")[0] for id_ in ids}:
        assert client.get(address.removeprefix("http://localhost")).status_code == 200


def test_accept_chooses_it_by_the_profile_of_the_model(client: CheckedClient, article: dict[str, Any]) -> None:
    response = client.get(article["href"], headers={"Accept": web_annotation.MEDIA_TYPE})
    assert response.headers["Content-Type"] == web_annotation.MEDIA_TYPE
    assert response.json["type"] == "AnnotationCollection"
    assert "Accept" in response.headers["Vary"]


def test_one_fact_has_its_own_annotations_alone(client: CheckedClient, article: dict[str, Any]) -> None:
    claim = client.get("/v1/claims").json["items"][0]
    found = collection(client, f"{claim['href']}.anno.jsonld")["first"]["items"]
    assert {one["id"].partition("#")[0] for one in found} == {f"http://localhost{claim['href']}"}
    assert {one["id"].partition("#")[2] for one in found} == {"content", "cue", "source", "speaks_for"}


def test_a_query_is_given_whole(client: CheckedClient, article: dict[str, Any]) -> None:
    client.post("/v1/extractions", json={"text": f"Zwei. {STORY}"})
    found = collection(client, "/v1/claims.anno.jsonld?name=northwind")["first"]["items"]
    assert len({one["id"].partition("#")[0] for one in found}) == 2


def published(folder: Path) -> Registry[Any]:
    files = [path for path in folder.rglob("*.json") if path.name != "package.json"]
    resources = [(path.name, Resource.from_contents(standards.document(path), DRAFT4)) for path in files]
    return Registry[Any]().with_resources(resources)


def musts(folder: Path, test: str) -> list[Path]:
    return [folder / name for name in standards.document(folder / test)["assertions"]]


def faults(folder: Path, test: str, document: Any) -> list[str]:
    """The assertions of a test of the W3C's suite that fail for a document."""
    registry, failed = published(folder), []
    for path in musts(folder, test):
        schema = standards.document(path)
        valid = Draft4Validator(schema, registry=registry, format_checker=FormatChecker()).is_valid(document)
        if schema.get("assertionType", "must") == "must" and valid != (schema.get("expectedResult") == "valid"):
            failed.append(f"{path.name}: {schema['title']}")
    return failed


def test_the_model_s_own_schemas_take_every_annotation_and_the_collection(
    client: CheckedClient, article: dict[str, Any]
) -> None:
    folder = standards.folder("web-annotation-tests")
    whole = collection(client, f"{article['href']}.anno.jsonld")
    for annotation in whole["first"]["items"]:
        alone = {"@context": web_annotation.CONTEXT, **annotation}
        assert faults(folder, "annotations/annotationMusts.test", alone) == []
    assert faults(folder, "collections/collectionMusts.test", whole) == []
    broken = {"@context": web_annotation.CONTEXT, **whole["first"]["items"][0]} | {"type": "Note"}
    assert faults(folder, "annotations/annotationMusts.test", broken) != [], "these schemas find nothing wrong ever"
