"""`onrecord check FILE`: a draft set beside the record of a running service, as a table or as JSON.

The service keeps nothing of the draft. How far the reading is, is told on standard error.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx2
from rich.console import Console
from rich.table import Table
from rich.text import Text

from api.progress import ProgressLine
from api.running_service import RunningService, detail
from api.settings import Settings

Document = Mapping[str, Any]

STYLES = {"differs": "bold red", "not_on_record": "yellow", "on_record": "green"}
"""The verdicts in the order in which they are shown, each with its colour."""

_PAGES = (".html", ".htm", ".xhtml")


class CannotCheck(Exception):
    """Why there is no check, in one line, and the exit status."""

    def __init__(self, message: str, status: int = 1) -> None:
        super().__init__(message)
        self.status = status


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Send the draft, print what is found. Raises CannotCheck."""
    content, media_type = _draft(arguments.file)
    service = RunningService(settings, arguments.url, arguments.api_key)
    try:
        with ProgressLine() as line, service.client(timeout=None) as client:
            checked = _checked(service, client, content, media_type, line)
    except httpx2.HTTPError as error:
        raise CannotCheck(f"{service.base} cannot be asked, or broke off: {error}") from None
    if arguments.format == "json":
        print(json.dumps(checked, ensure_ascii=False, indent=2))
    else:
        show(checked, Console(highlight=False))
    for warning in checked["warnings"]:
        print(f"onrecord: {warning}", file=sys.stderr)
    return 0


def _draft(name: str) -> tuple[bytes, str]:
    try:
        content = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        raise CannotCheck(f"{name}: {error.strerror}", 2) from None
    page = name.lower().endswith(_PAGES) or content.lstrip()[:200].lower().startswith((b"<!doctype html", b"<html"))
    return content, "text/html" if page else "text/plain"


def _checked(
    service: RunningService, client: httpx2.Client, content: bytes, media_type: str, line: ProgressLine
) -> dict[str, Any]:
    headers = {"Content-Type": media_type, "Accept": "application/x-ndjson"}
    line.show("reading the draft", 0, 0)
    with client.stream("POST", f"{service.base}/v1/checks", content=content, headers=headers) as response:
        if response.status_code != 200:
            response.read()
            status = 2 if response.status_code in (413, 422) else 1
            raise CannotCheck(f"{service.base} answers {response.status_code}: {detail(response)}", status)
        for told in response.iter_lines():
            event = json.loads(told)
            if event["event"] == "progress":
                line.show("reading the draft", event["data"]["done"], event["data"]["total"])
            elif event["event"] == "check.failed":
                raise CannotCheck(str(event["data"]["detail"]))
            elif event["event"] == "check.finished":
                document: dict[str, Any] = event["data"]
                return document
    raise CannotCheck(f"{service.base} broke off.")


def show(checked: Document, console: Console) -> None:
    """Print the findings, those that differ first, with what the record has for each."""
    table = Table(title_justify="left", show_lines=True)
    for column in ("", "draft", "record"):
        table.add_column(column, overflow="fold")
    findings = sorted(checked["findings"], key=lambda one: list(STYLES).index(one["verdict"]))
    for one in findings:
        verdict = Text(_plain(one["verdict"]), style=STYLES[one["verdict"]])
        verdict.append(f"\n{one['kind']}", style="dim")
        if one["differs_in"]:
            verdict.append(f"\nother {', '.join(one['differs_in'])}")
        table.add_row(verdict, _of_draft(one), _of_record(one))
    if findings:
        console.print(table)
    counts = ", ".join(f"{checked['counts'][verdict]} {_plain(verdict)}" for verdict in STYLES)
    console.print(counts if findings else "Nothing that could be checked was found in the draft.")


def _of_draft(finding: Document) -> Text:
    shown = _side(finding, "draft", "bold red") if finding["words"] else Text(finding["said"])
    return shown.append(f"\n{finding['of']}", style="dim")


def _of_record(finding: Document) -> Text:
    shown = _side(finding, "record", "bold green").append("\n") if finding["words"] else Text()
    if not finding["record"]:
        return Text(finding["why"], style="dim")
    place = finding["record"][0]
    shown.append(place["sentence"])
    article = place["article"]
    about = (article["title"] or "Untitled", article["publisher"], (article["published_at"] or "")[:10])
    return shown.append(f"\n{place['of']} · {', '.join(filter(None, about))}", style="dim")


def _side(finding: Document, side: str, style: str) -> Text:
    """One side of altered words, those that differ marked."""
    words = Text()
    for run in finding["words"]:
        if run[side]:
            words.append(f"{run[side]} ", style="" if run["same"] else style)
    return words


def _plain(value: str) -> str:
    return value.replace("_", " ")
