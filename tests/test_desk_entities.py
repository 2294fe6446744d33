"""Who is who at the desk: an entity's page, and the queue of those that may be the same."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.cast import Cast
from tests.conftest import CheckedClient
from tests.test_desk import BROWSER, token
from tests.test_entities_api import listed, only, post, suggestions


@pytest.fixture
def client(app_with: Any) -> CheckedClient:
    return app_with(Cast()).test_client()


def send(client: CheckedClient, page: str, address: str, **fields: str) -> Any:
    return client.post(address, data={"token": token(client.get(page, headers=BROWSER)), **fields}, headers=BROWSER)


def test_the_pages_are_there_before_anything_was_read(client: CheckedClient) -> None:
    assert "Nobody yet" in client.get("/entities", headers=BROWSER).text
    assert "Nothing waits" in client.get("/merges", headers=BROWSER).text
    assert client.get("/entities/none", headers=BROWSER).status_code == 404


def test_an_entity_has_a_page_with_what_all_articles_say(client: CheckedClient) -> None:
    post(client, "Company: Harting AG; Person: Ilse Brandner, head of Harting AG; Said: Ilse Brandner, all is well",
         title="Harting grows")  # fmt: skip
    post(client, "Company: Harting; Person: Ilse Brandner, chair of Harting; and on", title="Harting again")
    page = client.get(f"/entities/{only(client, 'Ilse Brandner')['id']}", headers=BROWSER).text
    for words in ("Harting grows", "Harting again", "head", "chair", "all is well", "In 2 articles", "the same name"):
        assert words in page, words
    assert not re.search(r"\son\w+=|style=", page)
    assert "Ilse Brandner" in client.get("/entities?name=brandner", headers=BROWSER).text
    assert "Nobody of that name" in client.get("/entities?name=nobody", headers=BROWSER).text


@pytest.mark.parametrize(("judgement", "left"), [("same", 1), ("not_same", 2)])
def test_a_pair_is_judged_in_the_queue(client: CheckedClient, judgement: str, left: int) -> None:
    post(client, "Person: J. Kessler; one"), post(client, "Person: Jane Kessler; two")
    queue = client.get("/merges", headers=BROWSER).text
    action = re.search(r'action="(/entities/[^"]+/judge)"', queue)
    other = re.search(r'name="other" value="([^"]+)"', queue)
    assert action
    assert other
    done = send(client, "/merges", action[1], other=other[1], judgement=judgement, next="merges")
    assert (done.status_code, done.location) == (303, "/merges")
    assert suggestions(client) == []
    assert len(listed(client)) == left


def test_a_merge_is_undone_on_the_page_of_its_entity(client: CheckedClient) -> None:
    post(client, "Company: Harting; one"), post(client, "Company: Harting AG; two")
    entity = only(client, "Harting AG")
    page = f"/entities/{entity['id']}"
    assert "Undo" in client.get(page, headers=BROWSER).text
    done = send(client, page, f"{page}/undo", judgement=entity["judgements"][0]["id"])
    assert (done.status_code, done.location) == (303, page)
    assert "Undone" in client.get(page, headers=BROWSER).text
    assert len(listed(client)) == 2


def test_an_article_of_somebody_else_is_parted_on_the_page(client: CheckedClient) -> None:
    for day in ("one", "two"):
        post(client, f"Person: Maria Silva; {day}")
    entity = only(client, "Maria Silva")
    page = f"/entities/{entity['id']}"
    send(client, page, f"{page}/judge", fact=entity["mentioned"][0]["fact_id"], judgement="not_same")
    assert [one["articles"] for one in listed(client)] == [1, 1]
    assert send(client, page, f"{page}/judge", judgement="perhaps").status_code == 404


def test_a_form_of_another_page_is_refused(client: CheckedClient) -> None:
    post(client, "Company: Harting; one")
    page = f"/entities/{only(client, 'Harting')['id']}/judge"
    assert client.post(page, data={"judgement": "same", "other": "x"}, headers=BROWSER).status_code == 403


def test_the_same_one_under_another_name_is_looked_for_and_merged(client: CheckedClient) -> None:
    post(client, "Company: Harting; Person: Ilse Harting; one"), post(client, "Company: Novalis Energy; two")
    entity = only(client, "Harting")
    page = f"/entities/{entity['id']}"
    assert "Nobody else is called that" in client.get(f"{page}?alike=harting", headers=BROWSER).text
    found = client.get(f"{page}?alike=novalis", headers=BROWSER).text
    assert "Novalis Energy" in found
    other = re.search(r'name="other" value="([^"]+)"', found)
    assert other
    send(client, f"{page}?alike=novalis", f"{page}/judge", other=other[1], judgement="same", note="New name")
    merged = client.get(page, headers=BROWSER).text
    assert "Novalis Energy" in merged
    assert "New name" in merged
