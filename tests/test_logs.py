"""The log: one line an event, and never the words of an article."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import structlog

from api import logs


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_every_event_is_one_line_of_json_whoever_writes_it() -> None:
    stream = io.StringIO()
    logs.configure(stream)
    structlog.get_logger("ours").info("request", status=200)
    logging.getLogger("theirs").warning("careful: %s", "wet\npaint")
    ours, theirs = lines(stream)
    assert (ours["event"], ours["status"], ours["level"], ours["logger"]) == ("request", 200, "info", "ours")
    assert (theirs["event"], theirs["level"], theirs["logger"]) == ("careful: wet\npaint", "warning", "theirs")
    assert ours["timestamp"].endswith("Z")


@pytest.mark.parametrize("ours", [True, False])
def test_of_an_exception_the_kind_and_frames_are_kept_and_the_words_are_not(ours: bool) -> None:
    stream = io.StringIO()
    logs.configure(stream)
    try:
        raise RuntimeError("Northwind")
    except RuntimeError:
        (structlog.get_logger("log") if ours else logging.getLogger("log")).exception("went wrong")
    (line,) = lines(stream)
    assert line["exception"] == "RuntimeError"
    assert "test_logs.py" in line["frames"][0]
    assert "'Northwind'" not in stream.getvalue()
    assert "RuntimeError: Northwind" not in stream.getvalue()


def test_a_person_gets_words_and_not_json() -> None:
    stream = Terminal()
    logs.configure(stream)
    structlog.get_logger("ours").info("request", status=200)
    assert not stream.getvalue().startswith("{")
    assert "request" in stream.getvalue()


def test_the_request_id_is_on_every_line_of_a_request() -> None:
    stream = io.StringIO()
    logs.configure(stream)
    with structlog.contextvars.bound_contextvars(request_id="7"):
        structlog.get_logger("ours").info("request")
        logging.getLogger("theirs").info("note")
    assert [line["request_id"] for line in lines(stream)] == ["7", "7"]


def test_libraries_do_not_chatter() -> None:
    stream = io.StringIO()
    logs.configure(stream)
    logging.getLogger("httpx2").info("HTTP Request: POST")
    assert stream.getvalue() == ""
