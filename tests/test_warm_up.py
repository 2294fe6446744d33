"""The prompts' unchanging parts, brought into the model server's slots before anyone asks."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from api.embedded import warm_up
from api.engine.llm import prompts
from api.settings import Settings
from tests.processes import free_port


class Slots(ThreadingHTTPServer):
    """A server that takes what llama.cpp's takes, and writes down what was asked of it."""

    def __init__(self, folder: Path) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.folder = folder
        self.asked: list[tuple[str, int | None]] = []


class Handler(BaseHTTPRequestHandler):
    server: Slots

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        action = self.path.partition("action=")[2] or "read"
        self.server.asked.append((action, body.get("id_slot")))
        if action == "save":
            (self.server.folder / body["filename"]).write_bytes(b"slot")
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, format: str, *args: object) -> None:
        """Keep quiet."""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    chosen = Settings(model_dir=tmp_path)
    warm_up.folder(chosen).mkdir()
    return chosen


@pytest.fixture
def slots(settings: Settings) -> Iterator[Slots]:
    server = Slots(warm_up.folder(settings))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def test_each_prompt_is_read_into_its_slot_and_kept_for_the_next_start(slots: Slots, settings: Settings) -> None:
    address = f"http://127.0.0.1:{slots.server_port}"
    warm_up.warm_up(address, settings)
    own = [prompts.load(name).slots for name in warm_up.PROMPTS]
    assert [slot for action, slot in slots.asked if action == "read"] == [first for first, *_ in own]
    assert sum(action == "save" for action, _ in slots.asked) == len(own)
    assert sum(action == "restore" for action, _ in slots.asked) == sum(len(others) - 1 for others in own)
    slots.asked.clear()
    warm_up.warm_up(address, settings)
    assert {action for action, _ in slots.asked} == {"restore"}
    assert len(slots.asked) == sum(map(len, own))


def test_what_another_build_has_saved_is_read_anew(slots: Slots, settings: Settings) -> None:
    address = f"http://127.0.0.1:{slots.server_port}"
    warm_up.warm_up(address, settings, "wheel-1")
    slots.asked.clear()
    warm_up.warm_up(address, settings, "native-2")
    assert "read" in {action for action, _ in slots.asked}


def test_each_prompt_has_a_slot_of_its_own() -> None:
    slots = [slot for name in (*warm_up.PROMPTS, "statements") for slot in prompts.load(name).slots]
    assert sorted(slots) == list(range(Settings().embedded_model_slots))
    assert len(set(slots)) == len(slots)


def test_a_server_that_is_gone_is_passed_over(settings: Settings) -> None:
    warm_up.warm_up(f"http://127.0.0.1:{free_port()}", settings)
