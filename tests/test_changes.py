"""The sequence of changes: nothing missed, nothing twice, whatever happens at once, and told as soon as it happens."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine, select, text

from api.engine.facts import as_json
from api.store import articles, changes, database, extractions, tables
from tests.conftest import CheckedClient
from tests.database import Server
from tests.stand_in import STORY
from tests.stored import Article, called, extraction
from tests.test_facts_api import at, decide, first, post
from tests.test_migrations import migrate_to, write_as_of_old

KINDS = {"companies": "company", "people": "person", "deals": "deal", "claims": "claim"}


def since(client: CheckedClient, after: int | str = 0, **more: int) -> dict[str, Any]:
    response = client.get("/v1/changes", query_string={"after": after, **more})
    assert response.status_code == 200, response.json
    return response.json


def told(page: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [(item["change"], item["kind"], item["id"]) for item in page["items"]]


def test_every_fact_of_an_article_is_told_once_as_it_stands(client: CheckedClient) -> None:
    extraction = post(client)
    page = since(client)
    facts = {fact["id"]: (KINDS[kind], fact) for kind, found in extraction["facts"].items() for fact in found}
    assert sorted(told(page)) == sorted(("new", kind, id_) for id_, (kind, _) in facts.items())
    assert [item["number"] for item in page["items"]] == list(range(page["items"][0]["number"], page["next"] + 1))
    for item in page["items"]:
        assert item["fact"] == facts[item["id"]][1]
        assert item["extraction_id"] == extraction["id"]
        assert item["article_href"] == extraction["article"]["href"]
    assert since(client, page["next"]) == {"items": [], "next": page["next"]}


def test_pages_of_any_size_tell_the_same(client: CheckedClient) -> None:
    post(client)
    whole, number, found = since(client), 0, []
    while items := (page := since(client, number, limit=2))["items"]:
        found += items
        number = page["next"]
    assert found == whole["items"]
    assert len(found) > 2


def test_the_same_reading_again_changes_nothing(client: CheckedClient) -> None:
    post(client)
    number = since(client)["next"]
    post(client, address="/v1/extractions?refresh=true")
    assert since(client, number)["items"] == []


def test_what_a_person_decides_is_told_and_so_is_its_undoing(client: CheckedClient) -> None:
    post(client)
    number = since(client)["next"]
    claim = first(client, "claims")
    decided = decide(client, claim["href"], "reject").json
    page = since(client, number)
    assert told(page) == [("reviewed", "claim", claim["id"])]
    assert page["items"][0]["fact"]["review"] == "rejected"
    assert client.delete(decided["decision"]["href"]).status_code == 204
    again = since(client, page["next"])
    assert told(again) == [("reviewed", "claim", claim["id"])]
    assert again["items"][0]["fact"]["review"] == "unreviewed"


def test_what_a_person_adds_is_new_and_gone_once_it_is_undone(client: CheckedClient) -> None:
    article = post(client, STORY + "\nBea Kroon left.")["article"]
    number = since(client)["next"]
    place = at(client, article, "Bea Kroon")
    added = client.post(f"{article['href']}/facts", json={"kind": "person", "fact": {"mentions": [place]}}).json
    page = since(client, number)
    assert told(page) == [("new", "person", added["id"])]
    client.delete(added["decision"]["href"])
    page = since(client, page["next"])
    assert told(page) == [("gone", "person", added["id"])]
    assert page["items"][0]["fact"] is None


def test_a_correction_that_renames_nothing_touches_no_other_fact(client: CheckedClient) -> None:
    post(client)
    number = since(client)["next"]
    deal = first(client, "deals")
    decide(client, deal["href"], "correct", fact={"status": "completed"})
    page = since(client, number)
    assert told(page) == [("reviewed", "deal", deal["id"])]
    assert page["items"][0]["fact"]["status"] == "completed"
    decide(client, deal["href"], "correct", fact={"status": "postponed"})
    assert told(since(client, page["next"])) == [("changed", "deal", deal["id"])]


def test_deleting_an_article_or_its_last_reading_is_told_of_each_fact(client: CheckedClient) -> None:
    one, other = post(client), post(client, STORY + "\nAnother day.")
    for href, of in ((one["article"]["href"], one), (other["href"], other)):
        number = since(client, "latest")["next"]
        assert client.delete(href).status_code == 204
        page = since(client, number)
        ids = sorted(fact["id"] for found in of["facts"].values() for fact in found)
        assert sorted(item["id"] for item in page["items"]) == ids
        assert {item["change"] for item in page["items"]} == {"gone"}
        assert {item["article_id"] for item in page["items"]} == {of["article"]["id"]}


def test_an_earlier_reading_that_comes_back_is_told_by_what_differs(stored: Engine) -> None:
    with stored.begin() as conn:
        article = articles.save(conn, Article("A Quinta do Açor vai comprar três adegas", language="pt"))
        made = extraction()
        finish(conn, article.id, "old", made)
    number = told_so_far(stored)
    with stored.begin() as conn:
        newer = finish(conn, article.id, "new", extraction(facts=without_deals(made)))
    ids = called(made)
    assert newly(stored, number) == [("gone", "deals", ids["d1"])]
    number = told_so_far(stored)
    with stored.begin() as conn:
        extractions.delete(conn, newer)
    assert newly(stored, number) == [("new", "deals", ids["d1"])]


def test_transactions_that_end_in_another_order_lose_nothing_and_repeat_nothing(stored: Engine) -> None:
    number = told_so_far(stored)
    with stored.connect() as early, stored.connect() as late:
        early.begin()
        changes.record(early, [("new", "claims", "q-early")], None)
        late.begin()
        changes.record(late, [("new", "claims", "q-late")], None)
        late.commit()
        assert newly(stored, number) == [("new", "claims", "q-late")]
        after_late = told_so_far(stored)
        early.commit()
    assert newly(stored, after_late) == [("new", "claims", "q-early")]
    assert newly(stored, number) == [("new", "claims", "q-late"), ("new", "claims", "q-early")]


def test_many_writers_and_readers_at_once_see_one_sequence(stored: Engine) -> None:
    writers, each = 4, 25
    start = told_so_far(stored)
    seen: list[list[str]] = []

    def write(name: int) -> None:
        for turn in range(each):
            with stored.begin() as conn:
                changes.record(conn, [("new", "claims", f"{name}-{turn}-{part}") for part in range(2)], None)

    def read() -> None:
        number, mine = start, []
        while len(mine) < writers * each * 2:
            with stored.begin() as conn:
                rows = changes.after(conn, number, 7)
            mine += [row.subject for row in rows]
            number = rows[-1].number if rows else number
        seen.append(mine)

    threads = [threading.Thread(target=read) for _ in range(3)]
    threads += [threading.Thread(target=write, args=(name,)) for name in range(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(seen) == 3
    assert seen[0] == seen[1] == seen[2]
    assert sorted(seen[0]) == sorted(f"{n}-{t}-{p}" for n in range(writers) for t in range(each) for p in range(2))
    for name in range(writers):
        mine = [subject for subject in seen[0] if subject.startswith(f"{name}-")]
        assert mine == [f"{name}-{turn}-{part}" for turn in range(each) for part in range(2)], "each writer's in order"


def test_who_waits_is_told_as_soon_as_something_happens(app: Flask, client: CheckedClient) -> None:
    number = since(client, "latest")["next"]
    answers: list[dict[str, Any]] = []

    def wait() -> None:
        answers.append(since(app.test_client(), number, wait=60))

    waiting = [threading.Thread(target=wait) for _ in range(3)]
    for thread in waiting:
        thread.start()
    extraction = post(client)
    for thread in waiting:
        thread.join(50)
    ids = {fact["id"] for found in extraction["facts"].values() for fact in found}
    assert [{item["id"] for item in answer["items"]} for answer in answers] == [ids] * 3


def test_a_wait_in_which_nothing_happens_ends_empty(client: CheckedClient) -> None:
    number = since(client, "latest")["next"]
    assert since(client, number, wait=1) == {"items": [], "next": number}


@pytest.mark.parametrize("query", ["after=-1", "after=soon", "wait=61", "limit=0", "since=1"])
def test_what_cannot_be_meant_is_refused(client: CheckedClient, query: str) -> None:
    assert client.get(f"/v1/changes?{query}").status_code == 400


def test_a_number_that_was_never_given_is_refused(client: CheckedClient) -> None:
    last = since(client, "latest")["next"]
    problem = client.get(f"/v1/changes?after={last + 1}")
    assert problem.status_code == 400
    assert problem.json["errors"][0]["parameter"] == "after"


def test_more_who_wait_than_there_is_room_for_are_told_to_come_back(app_with: Any, reader: Any) -> None:
    client = app_with(reader, streams=0).test_client()
    assert client.get("/v1/changes?wait=5").status_code == 503
    assert client.get("/v1/changes").status_code == 200


def test_what_was_stored_before_there_were_changes_is_told_as_new(database_server: Server) -> None:
    made = extraction()
    with database_server.fresh(migrated=False) as url:
        engine = database.connect(url)
        with engine.begin() as conn:
            migrate_to(conn, "0001")
            write_as_of_old(conn, as_json(made.facts))
            conn.execute(text("UPDATE articles SET current_extraction_id = (SELECT id FROM extractions)"))
        database.migrate(url)
        with engine.begin() as conn:
            rows = changes.after(conn, 0, 100)
            known = changes.known(conn, rows)
        engine.dispose()
    assert [row.change for row in rows] == ["new"] * 6
    assert [row.subject for row in rows] == list(called(made).values()), "companies first, as an extraction has them"
    assert set(known) == set(called(made).values())


def finish(conn: Any, article_id: str, key: str, made: Any) -> str:
    found = extractions.find_or_create(conn, article_id, key)
    assert extractions.claim_run(conn, found.id, "me")
    assert extractions.finish(conn, found.id, made, "me")
    return found.id


def without_deals(made: Any) -> Any:
    return replace(made.facts, deals=())


def told_so_far(engine: Engine) -> int:
    with engine.begin() as conn:
        return changes.last(conn)


def newly(engine: Engine, number: int) -> list[tuple[str, str, str]]:
    with engine.begin() as conn:
        return [(row.change, row.kind, row.subject) for row in changes.after(conn, number, 100)]


def test_no_change_waits_for_a_number_once_it_was_read(stored: Engine) -> None:
    with stored.begin() as conn:
        changes.record(conn, [("new", "claims", "q-1"), ("gone", "claims", "q-1")], None)
        changes.after(conn, 0, 1)
        numbers = conn.execute(select(tables.changes.c.number).order_by(tables.changes.c.id)).scalars().all()
    assert numbers == [1, 2]
