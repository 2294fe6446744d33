"""`onrecord export FORMAT`: from a running service to a file or standard output."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest
from flask import Flask
from lxml import etree
from werkzeug.serving import make_server

from api import cli, export_command
from api.exports.formats import FORMATS
from tests.conftest import CheckedClient
from tests.stand_in import STORY


@pytest.fixture
def address(app: Flask, client: CheckedClient, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A service that has three articles, on a real socket; its log would go where the export goes."""
    monkeypatch.setattr("api.views.request_log.log", SimpleNamespace(info=lambda *_, **__: None))
    for number in range(3):
        story = {"text": f"{number} {STORY}", "language": ("en", "de")[number % 2], "publisher": "The\u2028Kite"}
        client.post("/v1/extractions", json=story)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def export(address: str, *arguments: str) -> int:
    return cli.main(["export", *arguments, "--url", address])


@pytest.mark.parametrize("name", [name for name in FORMATS if name != "xlsx"])
def test_each_format_is_written_as_the_service_gives_it(
    address: str, name: str, tmp_path: Path, client: CheckedClient
) -> None:
    file = tmp_path / "facts"
    assert export(address, name, "--output", str(file), "--where", "language=en") == 0
    served = client.get(f"/v1/articles.{name}?language=en").data.decode()
    assert file.read_text(encoding="utf-8") == served.replace("http://localhost/", f"{address}/")
    assert [path.name for path in tmp_path.iterdir()] == ["facts"]


def test_a_workbook_is_written_whole(address: str, tmp_path: Path) -> None:
    file = tmp_path / "facts.xlsx"
    assert export(address, "xlsx", "-o", str(file)) == 0
    assert openpyxl.load_workbook(file)["articles"].max_row == 4


@pytest.mark.parametrize("name", ["csv", "ndjson", "ftm.ndjson", "atom"])
def test_one_kind_goes_to_standard_output(
    address: str, name: str, capfdbinary: pytest.CaptureFixture[bytes], client: CheckedClient
) -> None:
    assert export(address, name, "--kind", "companies", "--limit", "3") == 0
    served = client.get(f"/v1/companies.{name}?limit=3").data
    assert capfdbinary.readouterr().out == served.replace(b"http://localhost/", f"{address}/".encode())


def test_how_far_it_is_is_told_on_standard_error(address: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert export(address, "atom") == 0
    told = capfd.readouterr()
    etree.fromstring(told.out.encode())
    assert "exporting atom: 3 of 3 articles" in told.err


def test_a_line_is_a_line_whatever_unicode_calls_one(address: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert export(address, "onrecord.ndjson") == 0
    lines = capfd.readouterr().out.removesuffix("\n").split("\n")
    assert [json.loads(line)["article"]["publisher"] for line in lines] == ["The\u2028Kite"] * 3


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("doc",), "there is no format 'doc'; known are gold, csv, ndjson, "),
        (("csv", "--where", "language"), "--where takes NAME=VALUE"),
        (("csv", "--where", "colour=red"), "answers 400"),
        (("csv", "--output", "/nowhere/at/all"), "/nowhere/at/all cannot be written"),
    ],
)
def test_what_cannot_be_exported_is_told_in_one_line(
    address: str, arguments: tuple[str, ...], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert export(address, *arguments) == 1
    assert words in capsys.readouterr().err


def test_a_workbook_is_not_thrown_at_a_terminal(
    address: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    assert export(address, "xlsx") == 1
    assert "nothing for a terminal" in capsys.readouterr().err


class CutShort(BaseHTTPRequestHandler):
    """A service that goes away in the middle of its answer."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.send_header("X-Total-Count", "9")
        self.end_headers()
        self.wfile.write(b'{"version":"2"')

    def log_message(self, *_: Any) -> None:
        pass


def test_an_export_that_broke_off_leaves_no_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with HTTPServer(("127.0.0.1", 0), CutShort) as server:
        threading.Thread(target=server.handle_request).start()
        address = f"http://127.0.0.1:{server.server_port}"
        assert export(address, "onrecord.ndjson", "--output", str(tmp_path / "facts")) == 1
    assert "broke off" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_every_format_can_be_named() -> None:
    assert set(export_command.names()) == {"gold", "csv", "ndjson", *FORMATS}
