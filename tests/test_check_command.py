"""`onrecord check FILE`: a draft set beside the record of a running service."""

from __future__ import annotations

import io
import json
import threading
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from werkzeug.serving import make_server

from api import cli
from api.problems import ModelUnavailable
from tests.planted import Planted
from tests.statements import STORIES
from tests.test_checks_api import record

STORY = STORIES[0]
DRAFT = f"{STORY.names}\nQuote: Priya Nandan | The bank will close thirty branches in the north next year"


class Reader(Planted):
    """Reads what is listed, unless the draft is of a model that is away."""

    def extract(self, article: Any, *_: Any, **__: Any) -> Any:
        if "away" in article.text:
            raise ModelUnavailable("The model is away.")
        return super().extract(article)


@pytest.fixture
def address(app_with: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setattr("api.views.request_log.log", SimpleNamespace(info=lambda *_, **__: None))
    monkeypatch.setenv("COLUMNS", "140")
    app = app_with(Reader())
    record(app.test_client())
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    file = tmp_path / "draft.txt"
    file.write_text(DRAFT, encoding="utf-8")
    return file


def check(address: str, *arguments: str) -> int:
    return cli.main(["check", *arguments, "--url", address])


def test_what_differs_stands_in_a_table_beside_the_record(
    address: str, draft: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check(address, str(draft)) == 0
    told = capsys.readouterr().out
    for words in ("differs", "other words", "The bank will close thirty", "The bank will open thirty", "On record"):
        assert words in told, words
    assert "1 differs, 0 not on record, 0 on record" in told


def test_the_whole_check_is_printed_as_json(address: str, draft: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check(address, str(draft), "--format", "json") == 0
    checked = json.loads(capsys.readouterr().out)
    assert checked["counts"] == {"on_record": 0, "differs": 1, "not_on_record": 0}
    assert checked["draft"]["text"] == DRAFT


def test_a_draft_comes_from_standard_input(
    address: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(
        "sys.stdin", SimpleNamespace(buffer=io.BytesIO(b"<html><body><p>All is quiet.</p></body></html>"))
    )
    assert check(address, "-") == 0
    assert "Nothing that could be checked" in capsys.readouterr().out


@pytest.mark.parametrize(("words", "status", "told"), [("", 2, "422"), ("all away", 1, "The model is away.")])
def test_why_there_is_no_check_is_told_in_a_line(
    address: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], words: str, status: int, told: str
) -> None:
    file = tmp_path / "draft.txt"
    file.write_text(words, encoding="utf-8")
    assert check(address, str(file)) == status
    assert told in capsys.readouterr().err


def test_a_file_or_a_service_that_is_not_there_is_told(capsys: pytest.CaptureFixture[str], draft: Path) -> None:
    assert check("http://127.0.0.1:9", "nowhere.txt") == 2
    assert check("http://127.0.0.1:9", str(draft)) == 1
    err = capsys.readouterr().err
    assert "nowhere.txt" in err
    assert "cannot be asked" in err
