"""A draft checked at the desk: pasted, set beside the record, shown with the words side by side, and forgotten."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from api.desk import checked
from tests import browser
from tests.conftest import CheckedClient
from tests.planted import Planted
from tests.statements import STORIES
from tests.test_checks_api import record
from tests.test_desk import BROWSER, token

STORY = STORIES[0]
DRAFT = f"{STORY.names}\n" + "\n".join(
    (
        "Quote: Fiona Strand | A single post at the docks is at risk",
        "Title: Owen Garrick | finance director | Tallis Foods",
        "Title: Owen Garrick | treasurer | Merrow Bank",
    )
)


@pytest.fixture
def client(app_with: Any) -> CheckedClient:
    made: CheckedClient = app_with(Planted()).test_client()
    return made


def send(client: CheckedClient, headers: dict[str, str] = BROWSER, **fields: str) -> Any:
    page = client.get("/checks", headers=BROWSER)
    return client.post("/checks", data={"token": token(page), **fields}, headers=headers)


def test_a_draft_is_shown_beside_the_record(client: CheckedClient) -> None:
    record(client)
    page = send(client, article=DRAFT)
    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "no-store"
    for words in (
        "Kept nowhere",
        "<ins>Not</ins>",
        "Other words",
        "On record",
        "Not on record",
        "whatever others may say",
    ):
        assert words in page.text, words
    assert re.search(r'<a class="v v-differs" href="#f0"[^>]*>A single post at the docks is at risk</a>', page.text)
    assert not re.search(r"\son\w+=|style=", page.text)
    assert client.get("/v1/articles?q=treasurer").json["items"] == []


def test_what_is_no_draft_is_told_on_the_page(client: CheckedClient) -> None:
    page = send(client, article="  ")
    assert page.status_code == 422
    assert "Paste an article" in page.text


def test_a_draft_is_kept_only_when_that_is_ticked(client: CheckedClient) -> None:
    kept = send(client, article=DRAFT, keep="1")
    assert kept.status_code == 303
    page = client.get(kept.location, headers=BROWSER)
    assert "Kept as" in page.text or "looks again" in page.text
    assert len(client.get("/v1/articles").json["items"]) == 1


def test_a_page_with_script_is_told_how_far_it_is_and_gets_the_result(client: CheckedClient) -> None:
    record(client)
    told = send(client, {"Accept": "application/x-ndjson"}, article=DRAFT)
    last = json.loads(told.text.splitlines()[-1])
    assert "<ins>Not</ins>" in last["html"]
    assert "<html" not in last["html"]


def test_markup_in_a_draft_is_shown_as_it_is(client: CheckedClient) -> None:
    page = send(client, article=f"{DRAFT}\nTitle: <script>alert(1)</script> | chief | Merrow Bank")
    assert "<script>alert" not in page.text
    assert "&lt;script&gt;" in page.text


def test_a_piece_of_the_draft_leads_to_the_gravest_finding_over_it() -> None:
    findings = [
        {"start": 0, "end": 9, "verdict": "on_record"},
        {"start": 2, "end": 5, "verdict": "differs"},
        {"start": 8, "end": 14, "verdict": "not_on_record"},
    ]
    assert checked.paragraphs("ab cde fg\n\nxyzu", findings) == [
        [("ab", 0, "on_record"), (" cd", 1, "differs"), ("e f", 0, "on_record"), ("g", 2, "not_on_record")],
        [("xyz", 2, "not_on_record"), ("u", None, None)],
    ]
    assert [number for number, _ in checked.by_verdict(findings)["differs"]] == [1]


@pytest.mark.skipif(not (browser.CHROMIUM and browser.DRIVER), reason="needs chromium and chromium-driver")
def test_a_browser_checks_a_draft_without_leaving_the_page(app_with: Any) -> None:
    app = app_with(Planted())
    record(app.test_client())
    with browser.served(app) as base, browser.chromium() as driver:
        page = browser.Desk(driver, base)
        page.open("/checks")
        driver.execute_script("document.getElementById('article').value = arguments[0]", DRAFT)
        page.click("button.main")
        page.until(lambda: driver.find_elements("css selector", ".card.v-differs"))
        assert driver.current_url == f"{base}/checks"
        page.click(".text a.v-differs")
        assert driver.current_url.endswith("#f0")
        assert page.faults() == []
        assert page.complaints() == []
