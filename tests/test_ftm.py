"""Facts as FollowTheMoney entities, held against that model: our copy of it, and the library where it is installed."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from api.exports import ftm
from api.exports.fact_parts import Addresses
from api.store.article_facts import ArticleFacts
from tests.conftest import CheckedClient
from tests.exported import exported
from tests.stand_in import STORY

AT = Addresses("https://facts.example")
MODEL: dict[str, Any] = json.loads(
    (Path(__file__).parent / "vendor" / "followthemoney" / "model.json").read_text(encoding="utf-8")
)

Entity = dict[str, Any]


def entities(article: ArticleFacts | None = None) -> list[Entity]:
    return list(ftm.of_article(article or exported(), AT))


def of_schema(schema: str, found: list[Entity]) -> list[Entity]:
    return [entity for entity in found if entity["schema"] == schema]


def faults(found: list[Entity]) -> list[str]:
    """What the model does not take: properties, missing ones, references to nothing or to another schema, lengths."""
    schemata = MODEL["schemata"]
    known = {entity["id"]: entity["schema"] for entity in found}
    wrong = [f"{entity['id']} twice" for entity in found if sum(one["id"] == entity["id"] for one in found) > 1]
    for entity in found:
        schema = schemata[entity["schema"]]
        wrong += [
            f"{entity['schema']} without {name}" for name in schema["required"] if name not in entity["properties"]
        ]
        for name, values in entity["properties"].items():
            if name not in schema["properties"]:
                wrong.append(f"{entity['schema']}.{name}")
                continue
            type_, *ranges = schema["properties"][name]
            for value in values:
                if type_ == "entity":
                    there = value in known and ranges[0] in schemata[known[value]]["is"] + [known[value]]
                    wrong += [] if there else [f"{entity['schema']}.{name} leads to {known.get(value)}"]
                elif type_ == "language":
                    wrong += [] if value in MODEL["languages"] else [f"{name} {value}"]
                wrong += [f"{name} is too long"] if len(value) > MODEL["longest"][type_] else []
    return wrong


def varied() -> list[ArticleFacts]:
    """Articles that differ in what decides which entities there are."""
    made = [exported()]
    for type_ in ("acquisition", "merger", "joint_venture", "supply_contract", "ipo"):
        for status in ("completed", "cancelled", "rumoured"):
            article = copy.deepcopy(exported(language="de"))
            article.facts["deals"][0] |= {"type": type_, "status": status}
            article.facts["deals"][0]["parties"][1]["role"] = "target"
            made.append(article)
    long = copy.deepcopy(
        exported(text="".join(f"Absatz {number}.\n" for number in range(12_000)), title="x" * 3_000, language="und")
    )
    long.facts["companies"][0]["kind"] = "ngo"
    long.facts["companies"][1]["name"] = "N" * 900
    long.facts["people"][0]["roles"][0]["title"] = "chairwoman"
    return [*made, long]


def test_the_model_takes_every_entity() -> None:
    for article in varied():
        assert faults(entities(article)) == []


@pytest.mark.parametrize(
    ("entity", "fault"),
    [
        ({"schema": "Company", "properties": {}}, "Company without name"),
        ({"schema": "Note", "properties": {"colour": ["red"]}}, "Note.colour"),
        ({"schema": "Note", "properties": {"entity": ["nobody"]}}, "Note.entity leads to None"),
    ],
)
def test_our_copy_of_the_model_finds_faults(entity: Entity, fault: str) -> None:
    assert faults([{"id": "one", **entity}]) == [fault]


def test_the_library_takes_every_entity() -> None:
    library = pytest.importorskip("followthemoney")
    for article in varied():
        for entity in entities(article):
            proxy = library.model.get_proxy(entity)
            proxy.schema.validate(entity)
            assert proxy.schema.name == entity["schema"]
            again = {name: sorted(values) for name, values in proxy.to_dict()["properties"].items()}
            assert again == {name: sorted(values) for name, values in entity["properties"].items()}
            for name, values in entity["properties"].items():
                for value in values:
                    assert proxy.schema.properties[name].type.validate(value), (name, value[:80])


def test_the_article_comes_first_with_its_whole_text_and_proves_everything_else() -> None:
    for article in varied():
        first, *others = entities(article)
        assert first["schema"] == "Article"
        assert "".join(first["properties"]["bodyText"]) == article.article["text"]
        for entity in others:
            proof = entity["properties"].get("proof", entity["properties"].get("document"))
            assert proof == [article.article["id"]]


def test_a_claim_is_a_note_about_who_says_it_and_of_whom() -> None:
    article = exported()
    note = of_schema("Note", entities())[0]["properties"]
    person, companies = article.facts["people"][0], article.facts["companies"]
    assert note["entity"] == [person["id"], companies[0]["id"], companies[1]["id"]]
    assert note["summary"] == [article.facts["claims"][0]["evidence"][0]["quote"]]


def test_who_works_where_is_an_edge() -> None:
    article = copy.deepcopy(exported())
    (post,) = of_schema("Employment", entities(article))
    assert post["properties"]["role"] == ["diretora-geral"]
    article.facts["people"][0]["roles"][0]["title"] = "non-executive director"
    (seat,) = of_schema("Directorship", entities(article))
    assert seat["properties"]["director"] == [article.facts["people"][0]["id"]]


def test_a_deal_links_its_sides_only_as_far_as_it_is_told() -> None:
    def links(status: str) -> list[tuple[str, str]]:
        article = copy.deepcopy(exported())
        article.facts["deals"][0]["status"] = status
        article.facts["deals"][0]["parties"][1]["role"] = "target"
        buyer, target = (party["id"] for party in article.facts["deals"][0]["parties"])
        found = []
        for entity in entities(article):
            of = entity["properties"]
            if entity["schema"] == "Ownership":
                assert (of["owner"], of["asset"]) == ([buyer], [target])
                found.append(("Ownership", of["status"][0]))
            if entity["schema"] == "UnknownLink":
                assert (of["subject"], of["object"]) == ([buyer], [target])
                found.append(("UnknownLink", of["status"][0]))
        assert len(of_schema("Event", entities(article))) == 1
        return found

    assert links("completed") == [("Ownership", "completed")]
    assert links("agreed") == [("UnknownLink", "agreed")]
    assert links("cancelled") == links("rumoured") == links("unknown") == []


def test_claims_alone_bring_whom_they_refer_to(client: CheckedClient) -> None:
    client.post("/v1/extractions", json={"text": STORY, "url": "https://example.org/story"})
    response = client.get("/v1/claims.ftm.ndjson")
    found = [json.loads(line) for line in response.text.splitlines()]
    assert faults(found) == []
    assert {entity["schema"] for entity in found} == {
        "Article", "Company", "Person", "Mention", "Employment", "Note",
    }  # fmt: skip
