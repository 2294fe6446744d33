"""What people decided, as gold that `onrecord evaluate` reads."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.serving import make_server

from api import cli
from api.evaluation import gold_files
from api.evaluation.gold import GoldArticle, strays
from tests.conftest import CheckedClient
from tests.stand_in import STORY

KINDS = ["companies", "people", "deals", "claims"]


@pytest.fixture
def article(client: CheckedClient) -> dict[str, Any]:
    request = {"text": STORY, "language": "en", "published_at": "2025-03-04"}
    found: dict[str, Any] = client.post("/v1/extractions", json=request).json["article"]
    return found


def decide(client: CheckedClient, kind: str, action: str = "accept", **changes: Any) -> None:
    for item in client.get(f"/v1/{kind}?review=unreviewed").json["items"]:
        body = {"action": action} | ({"fact": changes} if changes else {})
        assert client.patch(item["href"], json=body).status_code == 200


def read(lines: str, folder: Path) -> tuple[GoldArticle, ...]:
    (folder / "gold.jsonl").write_text(lines, encoding="utf-8")
    return gold_files.read(folder / "gold.jsonl")


def test_an_article_that_nobody_reviewed_is_no_gold(client: CheckedClient, article: dict[str, Any]) -> None:
    response = client.get("/v1/gold")
    assert (response.status_code, response.text) == (200, "")
    assert response.mimetype == "application/x-ndjson"


def test_what_people_stand_by_is_read_back_as_gold(
    client: CheckedClient, article: dict[str, Any], tmp_path: Path
) -> None:
    decide(client, "deals", "correct", status="completed")
    decide(client, "claims")
    decide(client, "people")
    decide(client, "companies")
    (gold,) = read(client.get("/v1/gold").text, tmp_path)
    assert strays(gold) == ()
    assert (gold.id, gold.language, gold.published_at is not None) == (article["id"], "en", True)
    assert [name.wordings[0] for name in gold.companies or ()] == ["Northwind", "Fabrikam"]
    assert [name.wordings[0] for name in gold.people or ()] == ["Ana Lima"]
    assert [(role.title, role.organization and role.organization.wordings[0]) for role in gold.roles or ()] == [
        ("chief executive", "Northwind")
    ]
    assert [deal.statuses for deal in gold.deals or ()] == [{"completed"}]
    assert [(amount.value, amount.currency) for amount in (gold.deals or ())[0].amounts] == [(2_000_000, "USD")]
    assert [(claim.content, claim.sources) for claim in gold.claims or ()] == [
        (("Northwind will buy Fabrikam for $2 million",), ("Ana Lima",))
    ]


def test_a_kind_is_gold_once_all_of_it_is_decided(
    client: CheckedClient, article: dict[str, Any], tmp_path: Path
) -> None:
    first = client.get("/v1/companies").json["items"][0]
    client.patch(first["href"], json={"action": "accept"})
    (gold,) = read(client.get("/v1/gold").text, tmp_path)
    assert (gold.companies, gold.people, gold.deals, gold.claims) == (None, None, None, None)
    decide(client, "companies")
    decide(client, "deals", "reject")
    (gold,) = read(client.get("/v1/gold").text, tmp_path)
    assert len(gold.companies or ()) == 2
    assert gold.deals == (), "the rejected one is none"
    assert gold.claims is None


def test_an_article_all_of_which_is_decided_says_what_there_is_none_of(client: CheckedClient, tmp_path: Path) -> None:
    client.post("/v1/extractions", json={"text": "Fabrikam moves house.", "language": "en"})
    decide(client, "companies")
    (gold,) = read(client.get("/v1/gold").text, tmp_path)
    assert len(gold.companies or ()) == 1
    assert (gold.people, gold.deals, gold.claims) == ((), (), ())


def test_gold_comes_in_pages_and_by_the_filters_of_articles(client: CheckedClient) -> None:
    for number in range(3):
        client.post("/v1/extractions", json={"text": f"Fabrikam moves house {number}.", "language": "en"})
    decide(client, "companies")
    page = client.get("/v1/gold?limit=2", headers={"Accept": "application/json"})
    assert len(page.json["items"]) == 2
    assert f"cursor={page.json['next']}" in page.headers["Link"]
    last = client.get(f"/v1/gold?limit=2&cursor={page.json['next']}")
    assert len(last.text.splitlines()) == 1
    assert client.get("/v1/gold?language=pt").text == ""
    assert client.get("/v1/gold?colour=red").status_code == 400


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_command_prints_all_pages_of_a_running_service(
    client: CheckedClient, address: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        client.post("/v1/extractions", json={"text": f"Fabrikam moves house {number}.", "language": "en"})
    decide(client, "companies")
    capsys.readouterr()
    monkeypatch.setattr("api.export_command.PAGE", 2)
    assert cli.main(["export", "gold", "--url", address]) == 0
    printed = [json.loads(line) for line in capsys.readouterr().out.splitlines() if line.startswith("{")]
    assert len({each["id"] for each in printed}) == 3


def test_the_command_says_when_no_service_answers(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["export", "gold", "--url", "http://127.0.0.1:9"]) == 1
    assert "http://127.0.0.1:9 cannot be asked" in capsys.readouterr().err
