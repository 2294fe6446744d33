"""`onrecord mcp` as a language model's program speaks with it: by the SDK's own client, over standard input and output."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask

from api import cli, mcp_command
from api.settings import Settings
from tests.browser import served
from tests.conftest import CheckedClient
from tests.stand_in import STORY

pytest.importorskip("mcp")

import anyio
from mcp import Client, StdioServerParameters

ROOT = Path(__file__).resolve().parent.parent
Spoken = Callable[[Any], Any]


@pytest.fixture
def article(client: CheckedClient) -> dict[str, Any]:
    story = {"text": STORY, "language": "en", "publisher": "The Kite", "url": "https://example.org/a"}
    return client.post("/v1/extractions", json=story).json["article"]


def program(*arguments: str, **environment: str) -> StdioServerParameters:
    run = ["-c", "import sys; from api.cli import main; sys.exit(main())", "mcp", *arguments]
    return StdioServerParameters(
        command=sys.executable, args=run, env={"PYTHONPATH": str(ROOT), **environment}, cwd=ROOT
    )


@contextmanager
def service(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setattr("api.views.request_log.log", SimpleNamespace(info=lambda *_, **__: None))
    with served(app) as base:
        yield base


def conversation(parameters: Any, *calls: tuple[str, dict[str, Any]]) -> tuple[Any, list[Any]]:
    """The tools that are offered, and the answer to each call."""

    async def speak() -> tuple[Any, list[Any]]:
        async with Client(parameters, read_timeout_seconds=120) as client:
            return await client.list_tools(), [await client.call_tool(name, given) for name, given in calls]

    return anyio.run(speak)


def spans(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        if "quote" in value:
            yield value
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from spans(each)


def test_a_client_searches_a_running_service_and_every_answer_carries_spans_and_addresses(
    app: Flask, article: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    searches = [(f"search_{kind}", {}) for kind in ("claims", "deals", "people", "companies")]
    with service(app, monkeypatch) as base:
        offered, answers = conversation(
            program("--url", base),
            *searches,
            ("read_article", {"article_id": article["id"]}),
            ("search_articles", {"publisher": "kite"}),
        )
    *found, whole, articles = (answer.structured_content for answer in answers)
    text = whole["text"]
    assert text == STORY.strip()
    for (name, _), answer in zip(searches, found, strict=True):
        items = answer[name.removeprefix("search_")]
        assert items
        for item in items:
            assert item["href"].startswith(f"{base}/v1/facts/")
            assert item["article"]["href"] == f"{base}{article['href']}"
            places = list(spans(item))
            assert places
            assert all(text[place["start"] : place["end"]] == place["quote"] for place in places)
    assert {kind: len(facts) for kind, facts in whole["facts"].items()}["claims"] == len(found[0]["claims"])
    assert [one["article"]["id"] for one in articles["articles"]] == [article["id"]]
    for tool in offered.tools:
        assert tool.description
        assert tool.annotations.read_only_hint
        assert all(each.get("description") for each in tool.input_schema["properties"].values()), tool.name


def test_a_long_article_is_read_in_parts(app: Flask, article: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    with service(app, monkeypatch) as base:
        _, (first, rest) = conversation(
            program("--url", base),
            ("read_article", {"article_id": article["id"], "characters": 40}),
            ("read_article", {"article_id": article["id"], "start": 40}),
        )
    first, rest = first.structured_content, rest.structured_content
    assert (first["next_start"], rest["next_start"]) == (40, None)
    assert first["text"] + rest["text"] == STORY.strip()


def test_somebody_is_looked_up_and_a_statement_is_held_against_claims(
    app: Flask, client: CheckedClient, article: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    claim = client.get("/v1/claims").json["items"][0]
    person = client.get("/v1/people").json["items"][0]
    with service(app, monkeypatch) as base:
        _, (known, nobody, like, unlike, nothing) = conversation(
            program("--url", base),
            ("who_is", {"name": person["name"]}),
            ("who_is", {"name": "Zzyzx Qwrt"}),
            ("check_statement", {"statement": f"Somebody told us: {claim['text']}"}),
            ("check_statement", {"statement": "Glaciers retreat uphill"}),
            ("check_statement", {"statement": "a b"}),
        )
    assert known.structured_content["entity"]["name"] == person["name"]
    assert known.structured_content["entity"]["mentioned"][0]["article"]["id"] == article["id"]
    assert known.structured_content["candidates"][0]["features"]
    assert nobody.structured_content == {"candidates": [], "entity": None}
    best = like.structured_content["claims"][0]
    assert best["id"] == claim["id"]
    assert best["words_in_common"] > 0.5
    assert "source" in best
    assert unlike.structured_content["claims"] == []
    assert nothing.structured_content == {"claims": [], "looked_at": 0}


def test_what_is_not_there_and_what_is_asked_wrongly_is_told_in_words(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    with service(app, monkeypatch) as base:
        _, answers = conversation(
            program("--url", base),
            ("read_article", {"article_id": "x y"}),
            ("search_deals", {"type": "theft"}),
            ("search_claims", {"published_from": "soon"}),
            ("search_claims", {"limit": 1000}),
        )
    assert all(answer.is_error for answer in answers)
    missing, kind, day, limit = (answer.content[0].text for answer in answers)
    assert "There is no article" in missing
    assert "Must be one of acquisition" in kind
    assert "Must be a date" in day
    assert "limit" in limit


def test_a_service_that_is_not_there_is_told_in_words() -> None:
    _, (answer,) = conversation(program("--url", "http://127.0.0.1:9"), ("search_claims", {}))
    assert answer.is_error
    assert "http://127.0.0.1:9 cannot be asked" in answer.content[0].text


def test_a_key_is_shown(app_with: Any, reader: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    with service(app_with(reader, api_keys=("kite-1",)), monkeypatch) as base:
        for arguments, environment, wrong in (
            (["--api-key", "kite-1"], {}, False),
            ([], {"ONRECORD_API_KEYS": "ana:kite-1"}, False),
            ([], {}, True),
        ):
            _, (answer,) = conversation(program("--url", base, *arguments, **environment), ("search_claims", {}))
            assert answer.is_error is wrong


def test_a_database_is_read_without_a_service(settings: Settings, article: dict[str, Any], tmp_path: Path) -> None:
    environment = {"DATABASE_URL": str(settings.database_url), "ONRECORD_DATA_DIR": str(tmp_path)}
    _, (answer, known) = conversation(
        program("--database", **environment), ("search_claims", {"q": "north*"}), ("search_people", {})
    )
    assert not answer.is_error
    assert known.structured_content["people"][0]["article"]["id"] == article["id"]


def test_without_a_database_that_is_named_and_without_the_library_one_line_says_what_to_do(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    assert cli.main(["mcp", "--database"]) == 1
    assert "DATABASE_URL" in capsys.readouterr().err
    monkeypatch.setitem(sys.modules, "mcp.server", None)
    with pytest.raises(mcp_command.CannotSpeak, match=r"onrecord\[mcp\]"):
        mcp_command.server(SimpleNamespace())
