"""Entities over HTTP: gathered as articles come, judged by people, and everything undone again."""

from __future__ import annotations

import threading
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import Engine, select, text, update

from api.record import gathering
from api.store import entity_lines, tables
from tests.cast import Cast
from tests.conftest import CheckedClient
from tests.test_changes import since, told


@pytest.fixture
def client(app_with: Any) -> CheckedClient:
    return app_with(Cast()).test_client()


def post(client: CheckedClient, words: str, **more: Any) -> dict[str, Any]:
    address = more.pop("address", "/v1/extractions")
    response = client.post(address, json={"text": words, "language": "en", **more})
    assert response.status_code in (200, 201), response.json
    return response.json


def listed(client: CheckedClient, **query: Any) -> list[dict[str, Any]]:
    response = client.get("/v1/entities", query_string=query)
    assert response.status_code == 200, response.json
    return response.json["items"]


def names(client: CheckedClient, **query: Any) -> list[str]:
    return sorted(one["name"] for one in listed(client, **query))


def only(client: CheckedClient, name: str) -> dict[str, Any]:
    found = [one for one in listed(client, name=name) if one["name"] == name]
    assert len(found) == 1, found
    return client.get(found[0]["href"]).json


def judge(client: CheckedClient, entity: dict[str, Any], judgement: str, **more: Any) -> Any:
    return client.post(f"{entity['href']}/judgements", json={"judgement": judgement, **more})


def suggestions(client: CheckedClient) -> list[dict[str, Any]]:
    return client.get("/v1/entities/suggestions").json["items"]


def test_one_company_of_many_articles_is_one_entity(client: CheckedClient) -> None:
    for number, name in enumerate(("Harting Group", "Harting GmbH", "HARTING")):
        post(client, f"Number {number}. Company: {name}; of the north")
    entity = only(client, "Harting Group")
    assert names(client) == ["Harting Group"], "of names that as many use the longest"
    assert entity["articles"] == 3
    assert {each["name"] for each in entity["names"]} == {"Harting Group", "Harting GmbH", "HARTING"}
    assert len({each["article"]["id"] for each in entity["mentioned"]}) == 3


def test_an_entity_tells_titles_claims_and_who_works_there(client: CheckedClient) -> None:
    post(
        client,
        "Company: Harting AG; Person: Ilse Brandner, head of Harting AG; Said: Ilse Brandner, Harting AG grows",
        published_at="2025-03-01",
    )
    post(client, "Company: Harting; Person: Dr. Ilse Brandner, chair of Harting; next", published_at="2026-03-01")
    person, company = only(client, "Dr. Ilse Brandner"), only(client, "Harting AG")
    assert [(each["title"], each["article"]["published_at"][:4]) for each in person["titles"]] == [
        ("chair", "2026"),
        ("head", "2025"),
    ]
    assert [claim["text"] for claim in person["claims"]] == ["Harting AG grows"]
    assert [claim["text"] for claim in company["about"]] == ["Harting AG grows"]
    assert [each["name"] for each in company["people"]] == ["Dr. Ilse Brandner", "Ilse Brandner"]
    assert (person["first_seen"], person["last_seen"]) == ("2025-03-01T00:00:00Z", "2026-03-01T00:00:00Z")


def test_people_of_one_name_with_other_employers_are_two_until_somebody_says_otherwise(client: CheckedClient) -> None:
    post(client, "Company: Kestrel; Person: James Reed, head of Kestrel; in May")
    post(client, "Company: Tarrant; Person: James Reed, clerk of Tarrant; in June")
    one, other = listed(client, name="James Reed")
    assert [[each["id"] for each in one["entities"]] for one in suggestions(client)] == [[one["id"], other["id"]]]
    merged = judge(client, one, "same", other=other["id"], note="He moved.").json
    assert merged["id"] == other["id"] == client.get(one["href"]).json["id"], "the older one's"
    assert {each["organization"]["name"] for each in merged["titles"]} == {"Kestrel", "Tarrant"}
    assert merged["judgements"][0]["why"] == "He moved."
    assert merged["judgements"][0]["made"] == "person"
    assert names(client, kind="person") == ["James Reed"]
    assert suggestions(client) == []


def test_a_merge_can_be_undone_and_gives_both_their_ids_back(client: CheckedClient) -> None:
    post(client, "Person: Ana Lima; one"), post(client, "Person: Bea Kroon; two")
    ana, bea = only(client, "Ana Lima"), only(client, "Bea Kroon")
    number = since(client, "latest")["next"]
    merged = judge(client, ana, "same", other=bea["id"]).json
    assert merged["articles"] == 2
    page = since(client, number)
    assert sorted(told(page)) == sorted(("merged", "entity", one["id"]) for one in (ana, bea))
    assert client.delete(f"{merged['href']}/judgements/{merged['judgements'][0]['id']}").status_code == 204
    assert sorted(told(since(client, page["next"]))) == sorted(("split", "entity", one["id"]) for one in (ana, bea))
    for one in (ana, bea):
        again = client.get(one["href"]).json
        assert (again["id"], again["name"], again["articles"]) == (one["id"], one["name"], 1)
        assert again["judgements"][0]["undone_at"]
    assert client.delete(f"{ana['href']}/judgements/{merged['judgements'][0]['id']}").status_code == 409
    post(client, "Person: Bea Kroon; three")
    assert only(client, "Bea Kroon")["articles"] == 2
    assert only(client, "Ana Lima")["articles"] == 1


def test_not_the_same_blocks_merges_until_it_is_undone(client: CheckedClient) -> None:
    post(client, "Person: J. Kessler; one"), post(client, "Person: Jane Kessler; two")
    short, long = only(client, "J. Kessler"), only(client, "Jane Kessler")
    assert len(suggestions(client)) == 1
    judged = judge(client, short, "not_same", other=long["id"]).json
    assert suggestions(client) == []
    refused = judge(client, long, "same", other=short["id"])
    assert refused.status_code == 409
    assert refused.json["judgement_id"] == judged["judgements"][0]["id"]
    for words in ("Person: J. Kessler; three", "Person: Jane Kessler; four"):
        post(client, words)
    assert suggestions(client) == [], "rules do not ask again"
    assert names(client) == ["J. Kessler", "Jane Kessler"]
    assert client.delete(f"{short['href']}/judgements/{refused.json['judgement_id']}").status_code == 204
    assert judge(client, long, "same", other=short["id"]).status_code == 201


def test_a_fact_that_is_somebody_else_gets_an_entity_of_its_own_and_keeps_it(client: CheckedClient) -> None:
    texts = [f"Person: Maria Silva; day {number}" for number in range(3)]
    for words in texts:
        post(client, words)
    entity = only(client, "Maria Silva")
    for fact in (entity["mentioned"][0]["fact_id"], entity["mentioned"][-1]["fact_id"]):
        judged = judge(client, entity, "not_same", fact=fact)
        assert judged.status_code == 201
        assert judged.json["id"] == entity["id"]
        assert fact not in [each["fact_id"] for each in judged.json["mentioned"]]
    assert sorted(one["articles"] for one in listed(client, name="Maria Silva")) == [1, 1, 1]
    for words in texts:
        post(client, words, address="/v1/extractions?refresh=true")
    assert sorted(one["articles"] for one in listed(client, name="Maria Silva")) == [1, 1, 1]
    assert client.get(entity["href"]).json["articles"] == 1
    assert judge(client, entity, "not_same", fact=judged.json["mentioned"][0]["fact_id"]).status_code == 409


def test_a_merge_by_rule_can_be_undone_by_a_person(client: CheckedClient) -> None:
    post(client, "Company: Harting; one"), post(client, "Company: Harting AG; two")
    entity = only(client, "Harting AG")
    rule = entity["judgements"][0]
    assert (rule["judgement"], rule["made"], rule["why"]) == ("same", "rule", "the same name")
    assert client.delete(f"{entity['href']}/judgements/{rule['id']}").status_code == 204
    assert names(client) == ["Harting", "Harting AG"]


def test_what_a_person_judged_outlives_the_deletion_of_an_article(client: CheckedClient) -> None:
    one = post(client, "Person: Ana Lima; one")
    post(client, "Person: Bea Kroon; two")
    ana = only(client, "Ana Lima")
    judge(client, ana, "same", other=only(client, "Bea Kroon")["id"])
    client.delete(one["article"]["href"])
    left = client.get(ana["href"]).json
    assert (left["articles"], left["name"]) == (1, "Bea Kroon")
    post(client, "Person: Ana Lima; one")
    assert client.get(ana["href"]).json["articles"] == 2


def test_a_rejected_company_is_no_member_until_the_decision_is_undone(client: CheckedClient) -> None:
    post(client, "Company: Harting; one")
    fact = client.get("/v1/companies").json["items"][0]
    decided = client.patch(fact["href"], json={"action": "reject"}).json
    assert listed(client) == []
    client.delete(decided["decision"]["href"])
    assert names(client) == ["Harting"]


def test_names_of_one_article_are_never_joined_by_rule(client: CheckedClient) -> None:
    post(client, "Company: Harting AG; Company: Harting Gruppe; one")
    assert names(client) == ["Harting AG", "Harting Gruppe"]


def test_a_name_that_many_bear_is_one_within_a_paper(client: CheckedClient) -> None:
    for publisher, day in (("Lohra Post", 1), ("Lohra Post", 2), ("Elbe Kurier", 3)):
        post(client, f"Company: City Council; day {day}", publisher=publisher)
    assert sorted(one["articles"] for one in listed(client)) == [1, 2]


def test_an_entity_is_found_by_part_of_any_name_in_pages(client: CheckedClient) -> None:
    for name in ("Café Lorne", "Lorne Water", "Tarrant Bank"):
        post(client, f"Company: {name}; today")
    assert names(client, name="LORNE") == ["Café Lorne", "Lorne Water"]
    assert names(client, name="cafe lor") == ["Café Lorne"]
    assert names(client, kind="person") == []
    first = client.get("/v1/entities?limit=2").json
    second = client.get("/v1/entities", query_string={"limit": 2, "cursor": first["next"]}).json
    assert [one["name"] for one in (*first["items"], *second["items"])] == ["Tarrant Bank", "Lorne Water", "Café Lorne"]
    assert second["next"] is None


def test_what_it_is_called_elsewhere_is_kept(client: CheckedClient) -> None:
    post(client, "Company: Harting; one")
    entity = only(client, "Harting")
    ids = {"wikidata": "Q123", "lei": "5299001234567890AB12"}
    assert client.patch(entity["href"], json={"external_ids": ids}).json["external_ids"] == ids
    assert client.get(entity["href"]).json["external_ids"] == ids
    assert client.patch(entity["href"], json={"external_ids": {"wikidata": "123"}}).status_code == 422


@pytest.mark.parametrize(
    "body",
    [{}, {"judgement": "same"}, {"judgement": "maybe", "other": "x"}, {"judgement": "same", "other": "x", "fact": "y"}],
)
def test_a_judgement_that_says_nothing_is_refused(client: CheckedClient, body: dict[str, Any]) -> None:
    post(client, "Company: Harting; one")
    assert client.post(f"{only(client, 'Harting')['href']}/judgements", json=body).status_code == 422


def test_what_is_not_there_is_not_found(client: CheckedClient) -> None:
    post(client, "Company: Harting; Person: Ana Lima; one")
    company, person, nobody = only(client, "Harting"), only(client, "Ana Lima"), str(uuid4())
    assert client.get(f"/v1/entities/{nobody}").status_code == client.get("/v1/entities/x").status_code == 404
    assert judge(client, company, "same", other=nobody).status_code == 404
    assert judge(client, company, "same", other=person["id"]).status_code == 422
    assert judge(client, company, "same", other=company["id"]).status_code == 409
    assert judge(client, company, "not_same", fact=person["mentioned"][0]["fact_id"]).status_code == 404
    assert judge(client, company, "same", fact=company["mentioned"][0]["fact_id"]).status_code == 422
    assert client.delete(f"{company['href']}/judgements/{nobody}").status_code == 404


def test_articles_that_come_at_once_make_no_entity_twice(app_with: Any) -> None:
    app: Flask = app_with(Cast())
    threads = [
        threading.Thread(target=lambda n=number: post(app.test_client(), f"Company: Harting; {n}"))
        for number in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [one["articles"] for one in listed(app.test_client())] == [6]


def test_everything_can_be_gathered_again_from_the_changes(client: CheckedClient, stored: Engine) -> None:
    for number, name in enumerate(("Harting", "Harting AG", "Kestrel")):
        post(client, f"Company: {name}; {number}")
    before = [(one["name"], one["articles"]) for one in listed(client)]
    with stored.begin() as conn:
        conn.execute(text("TRUNCATE judgements, entity_names, entity_members, entities"))
        conn.execute(update(tables.entity_cursor).values(number=0))
    assert gathering.catch_up(stored)
    assert [(one["name"], one["articles"]) for one in listed(client)] == before


def test_candidates_are_found_by_an_index(stored: Engine) -> None:
    with stored.begin() as conn:
        conn.execute(text("SET LOCAL enable_seqscan = off"))
        shared = tables.entity_names.c.found_by.overlap(text("ARRAY['c:hrtng']"))
        statement = select(tables.entity_names.c.entity_id).where(shared)
        plan = conn.execute(text(f"EXPLAIN {statement}")).scalars().all()
    assert any("entity_names_found_by_idx" in line for line in plan)


def test_an_entity_of_many_articles_is_told_of_as_one_of_few(
    client: CheckedClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def line(many: int, name: str) -> dict[str, Any]:
        monkeypatch.setattr(entity_lines, "MANY", many)
        for day, form in enumerate((name, f"{name} AG", name, f"{name} Gruppe"), 1):
            post(client, f"Company: {form}; {name} on day {day}", published_at=f"2026-01-0{5 - day}")
        (found,) = listed(client, name=f"{name} Gruppe")
        return {part: found[part] for part in ("articles", "first_seen", "last_seen")}

    assert line(1, "Harting") == line(200, "Landauer")
    assert names(client, name="harting ag") == ["Harting"]
