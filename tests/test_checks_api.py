"""Drafts checked over HTTP: set beside the record, kept nowhere unless asked, told as the check goes on."""

from __future__ import annotations

import json
import logging
from typing import Any

import pytest
from sqlalchemy import Engine, text

from api.problems import ModelUnavailable
from tests.conftest import CheckedClient
from tests.fake_openai import FakeOpenAI
from tests.harbour import GOOD, engine_at, said
from tests.harbour import STORY as HARBOUR
from tests.planted import Planted
from tests.statements import STORIES, Story

STORY = STORIES[0]


@pytest.fixture
def client(app_with: Any) -> CheckedClient:
    made: CheckedClient = app_with(Planted()).test_client()
    return made


def record(client: CheckedClient, words: str = STORY.record, **more: Any) -> dict[str, Any]:
    given = {"text": f"{STORY.names}\n{words}", "language": "en", "title": "On record", **more}
    response = client.post("/v1/extractions", json=given)
    assert response.status_code in (200, 201), response.json
    document: dict[str, Any] = response.json
    return document


def draft(words: str, **more: Any) -> dict[str, Any]:
    return {"text": f"{STORY.names}\n{words}", "language": "en", **more}


def check(client: CheckedClient, words: str, **more: Any) -> dict[str, Any]:
    response = client.post("/v1/checks", json=draft(words, **more))
    assert response.status_code == 200, response.json
    document: dict[str, Any] = response.json
    return document


def test_a_draft_is_set_beside_the_record(client: CheckedClient) -> None:
    article = record(client)["article"]
    checked = check(client, STORY.false[0][1] + "\nTitle: Fiona Strand | CEO | Corvane Logistics")
    altered, title = checked["findings"]
    assert checked["counts"] == {"on_record": 1, "differs": 1, "not_on_record": 0}
    assert (checked["extraction_id"], checked["href"], checked["status"]) == (None, None, "succeeded")
    assert (altered["kind"], altered["verdict"], altered["differs_in"]) == ("quote", "differs", ["words"])
    assert checked["draft"]["text"][altered["start"] : altered["end"]] == altered["said"]
    place = altered["record"][0]
    assert place["article"]["id"] == article["id"]
    assert place["sentence"] == STORY.record.split("\n")[3], "the line it stands in, and no more"
    assert client.get(place["href"]).json["id"] == place["fact_id"]
    assert altered["words"][0] == {"same": False, "draft": "", "record": "Not"}
    assert (title["kind"], title["verdict"], title["record"][0]["said"]) == (
        "title",
        "on_record",
        "chief executive, Corvane Logistics",
    )


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.language)
def test_the_whole_service_finds_planted_errors_and_leaves_true_statements_alone(
    client: CheckedClient, story: Any
) -> None:
    said = client.post("/v1/extractions", json={"text": f"{story.names}\n{story.record}", "language": story.language})
    assert said.status_code == 201
    false = "\n".join([story.names, *(statement for _, statement in story.false)])
    true = "\n".join([story.names, *story.true])
    wrong, right = (
        client.post("/v1/checks", json={"text": words, "language": story.language}).json for words in (false, true)
    )
    assert wrong["counts"]["differs"] >= 0.85 * len(story.false)
    assert right["counts"]["differs"] == 0


def test_nothing_of_a_draft_is_kept(client: CheckedClient, stored: Engine, caplog: pytest.LogCaptureFixture) -> None:
    record(client)
    caplog.set_level(logging.DEBUG)
    before = rows(stored)
    response = client.post("/v1/checks", json=draft("Quote: Zebulon Quince | the xylophone factory burned down"))
    assert response.headers["Cache-Control"] == "no-store"
    streamed = client.post(
        "/v1/checks",
        json=draft("Quote: Zebulon Quince | the xylophone factory burned down"),
        headers={"Accept": "application/x-ndjson"},
    )
    assert "xylophone" in streamed.text
    assert rows(stored) == before
    assert not any("xylophone" in row for row in everything(stored))
    assert "xylophone" not in caplog.text
    assert "Quince" not in caplog.text
    assert client.get("/v1/articles?q=xylophone").json["items"] == []
    assert client.get("/v1/entities?name=quince").json["items"] == []


def rows(stored: Engine) -> dict[str, int]:
    with stored.connect() as conn:
        # The audit log tells that somebody checked something, as of any request, and nothing of what it was.
        of_content = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'audit'"
        names = conn.execute(text(of_content)).scalars().all()
        return {name: conn.execute(text(f"SELECT count(*) FROM {name}")).scalar_one() for name in names}


def everything(stored: Engine) -> list[str]:
    with stored.connect() as conn:
        names = conn.execute(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")).scalars().all()
        return [str(row) for name in names for row in conn.execute(text(f"SELECT * FROM {name}"))]


@pytest.mark.parametrize("where", ["member", "parameter"])
def test_a_draft_that_is_kept_is_an_article_and_can_be_checked_again(client: CheckedClient, where: str) -> None:
    words = "Title: Fiona Strand | deputy chief executive | Corvane Logistics"
    given, address = (
        (draft(words, keep=True), "/v1/checks") if where == "member" else (draft(words), "/v1/checks?keep=1")
    )
    made = client.post(address, json=given)
    assert made.status_code == 201
    assert made.json["counts"]["not_on_record"] == 1, "it proves nothing of itself"
    assert made.headers["Location"] == made.json["href"]
    assert client.get(made.json["draft"]["href"]).json["text"] == made.json["draft"]["text"]
    again = client.post(address, json=given)
    assert (again.status_code, again.json["href"]) == (200, made.json["href"])
    record(client)
    later = client.get(made.json["href"])
    assert later.json["counts"]["differs"] == 1
    assert client.get(made.json["href"], headers={"If-None-Match": later.headers["ETag"]}).status_code == 304


def test_a_kept_draft_can_be_left_to_a_worker(client: CheckedClient) -> None:
    response = client.post("/v1/checks?keep=true", json=draft("Company: Lone"), headers={"Prefer": "respond-async"})
    assert response.status_code == 202
    assert response.headers["Preference-Applied"] == "respond-async"
    assert (response.json["status"], response.json["findings"]) == ("queued", [])
    assert client.get(response.headers["Location"]).json["status"] == "queued"


def test_what_is_kept_nowhere_is_answered_at_once_whatever_the_client_prefers(client: CheckedClient) -> None:
    response = client.post("/v1/checks", json=draft("Company: Lone"), headers={"Prefer": "respond-async"})
    assert response.status_code == 200
    assert "Preference-Applied" not in response.headers


def test_another_version_of_the_same_address_proves_nothing(client: CheckedClient) -> None:
    record(client, url="https://example.org/docks")
    words = STORY.true[0]
    assert check(client, words, url="https://example.org/docks")["counts"]["not_on_record"] == 1
    assert check(client, words)["counts"]["on_record"] == 1


def test_what_a_person_rejected_is_not_on_record(client: CheckedClient) -> None:
    made = record(client)
    claim = made["facts"]["claims"][0]
    assert client.patch(claim["href"], json={"action": "reject"}).status_code == 200
    assert check(client, STORY.true[0])["counts"]["on_record"] == 0


def test_a_quotation_is_found_by_its_words_under_a_speaker_nobody_knew(client: CheckedClient) -> None:
    record(client)
    found = check(client, "Quote: Walter Nobody | Not a single post at the docks is at risk")["findings"][0]
    assert (found["verdict"], found["differs_in"]) == ("differs", ["speaker"])
    assert found["record"][0]["of"] == "Fiona Strand"


@pytest.mark.parametrize("media_type", ["application/x-ndjson", "text/event-stream"])
def test_a_check_tells_how_far_it_is(client: CheckedClient, media_type: str) -> None:
    record(client)
    response = client.post("/v1/checks", json=draft(STORY.true[0]), headers={"Accept": media_type})
    assert response.status_code == 200
    lines = [line.removeprefix("data: ") for line in response.text.splitlines() if line.startswith(("{", "data: {"))]
    last = json.loads(lines[-1])
    checked = last["data"] if media_type.endswith("ndjson") else last
    assert checked["counts"]["on_record"] == 1


class Failing(Planted):
    def extract(self, *_: Any, **__: Any) -> Any:
        raise ModelUnavailable("It is away.")


def test_a_model_that_is_away_is_a_problem(app_with: Any) -> None:
    client = app_with(Failing()).test_client()
    assert client.post("/v1/checks", json=draft("Company: A")).status_code == 503
    told = client.post("/v1/checks", json=draft("Company: A"), headers={"Accept": "application/x-ndjson"})
    last = json.loads(told.text.splitlines()[-1])
    assert (last["event"], last["data"]["status"]) == ("check.failed", 503)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"text": ""}, 422),
        ({"text": "a", "html": "b"}, 422),
        ({"text": "a", "keep": "yes"}, 422),
        ({"text": "a", "kept": True}, 422),
        ({"text": "a" * 20_001}, 413),
    ],
)
def test_what_is_no_draft_is_refused(client: CheckedClient, body: dict[str, Any], status: int) -> None:
    assert client.post("/v1/checks", json=body).status_code == status


def test_the_check_of_no_extraction_is_not_found(client: CheckedClient) -> None:
    assert client.get("/v1/checks/none").status_code == 404


@pytest.mark.parametrize(
    ("old", "new", "differs_in"),
    [
        ("12 million euros", "21 million euros", {"sum", "numbers"}),
        ("and a little tired", "and a little hungry", {"words"}),
        ("rose by 5 percent", "fell by 5 percent", {"polarity"}),
        ("chief executive", "deputy chief executive", {"title"}),
        ("said on Monday", "said on Friday", set()),
    ],
)
def test_a_draft_is_read_by_a_model_as_an_article_is(app_with: Any, old: str, new: str, differs_in: set[str]) -> None:
    with FakeOpenAI("llama.cpp", replies=[said(GOOD)] * 9) as fake:
        client = app_with(engine_at(fake, profile="large")).test_client()
        assert client.post("/v1/extractions", json={"text": HARBOUR}).status_code == 201
        fake.then(*[said(GOOD).replace(old, new)] * 9)
        checked = client.post("/v1/checks", json={"text": HARBOUR.replace(old, new)}).json
    found = {each for one in checked["findings"] for each in one["differs_in"]}
    assert found == differs_in, checked["findings"]
    assert checked["counts"]["on_record"] >= 4


@pytest.mark.parametrize("story", STORIES, ids=[story.language for story in STORIES])
def test_planted_errors_are_found_by_the_whole_service_and_true_statements_are_left_alone(
    client: CheckedClient, story: Story
) -> None:
    record(client, f"{story.names}\n{story.record}", language=story.language)

    def differs(words: str) -> set[str]:
        given = {"text": f"{story.names}\n{words}", "language": story.language}
        return {each for one in client.post("/v1/checks", json=given).json["findings"] for each in one["differs_in"]}

    assert [words for wrong, words in story.false if not differs(words) & {*wrong.split()}] == []
    assert [words for words in story.true if differs(words)] == []
