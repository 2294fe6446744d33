"""The server built for this processor, and how many questions at once it is asked."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from api import cli
from api.embedded import model_server, native, pace
from api.engine.llm import slots
from api.settings import Settings
from tests.processes import free_port


def tool(folder: Path, name: str, script: str) -> None:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


def test_without_cmake_or_a_compiler_it_says_so_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CXX", raising=False)
    monkeypatch.setenv("ONRECORD_MODEL_DIR", str(tmp_path))
    assert cli.main(["model", "build"]) == 1
    said = capsys.readouterr().err
    assert "cmake and a C++ compiler" in said
    assert "the wheel's is used" in said
    tool(tmp_path, "c++", "exit 0")
    assert native.missing_tools() == ["cmake"]


def test_sources_other_than_the_published_ones_are_not_built(tmp_path: Path) -> None:
    archive = tmp_path / "sources.tar.gz"
    archive.write_bytes(b"something else")
    with pytest.raises(native.CannotBuild, match="not the published ones"):
        native._unpacked(archive, tmp_path)


def test_what_processors_announce_and_machines_withhold_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tool(tmp_path, "c++", "exit 0")
    monkeypatch.setenv("CXX", str(tmp_path / "c++"))
    monkeypatch.setattr(native.platform, "machine", lambda: "x86_64")
    recipe = tmp_path / "CMakeLists.txt"
    recipe.write_text("list(APPEND ARCH_FLAGS -march=native)")
    native._leave_out_amx(recipe)
    assert recipe.read_text() == "list(APPEND ARCH_FLAGS -march=native -mno-amx-tile -mno-amx-int8 -mno-amx-bf16)"
    recipe.write_text("list(APPEND ARCH_FLAGS -march=native)")
    tool(tmp_path, "c++", "exit 1")  # an older one
    native._leave_out_amx(recipe)
    assert recipe.read_text() == "list(APPEND ARCH_FLAGS -march=native)"


@pytest.mark.parametrize("wrong", [None, "it answers otherwise"])
def test_it_is_kept_only_if_it_answers_as_the_wheels_does(
    wrong: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tools = tmp_path / "tools"
    tools.mkdir()
    tool(
        tools, "cmake", 'if [ "$1" = --build ]; then mkdir -p "$2/bin" && echo "#!/bin/sh" > "$2/bin/llama-server"; fi'
    )
    tool(tools, "c++", "exit 0")
    monkeypatch.setenv("PATH", f"{tools}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr(native, "_fetched", lambda folder: folder)
    monkeypatch.setattr(native, "_unpacked", lambda archive, folder: folder)
    settings = Settings(model_dir=tmp_path)
    tried: list[Path] = []

    def agrees(program: Path) -> str | None:
        tried.append(program)
        program.chmod(0o755)
        return wrong

    if wrong is None:
        assert native.build(settings, print, agrees) == native.built(settings)
    else:
        with pytest.raises(native.CannotBuild, match="is not used: it answers otherwise"):
            native.build(settings, print, agrees)
        assert native.built(settings) is None
    assert [path.name for path in tried] == ["llama-server"]
    assert not list((tmp_path / "native").glob(".build-*"))


def test_one_that_does_not_start_is_passed_over(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tool(tmp_path, "llama-server", "exit 132")
    settings = Settings(model_dir=tmp_path, embedded_model_port=free_port())
    part = model_server.native_part(settings, tmp_path / "model.gguf", tmp_path / "llama-server")
    assert model_server._started(part) is None
    assert "the wheel's is used" in capsys.readouterr().err


def test_questions_go_to_the_least_busy_of_their_slots() -> None:
    own = slots.Slots(8)
    with own.taken((2, 3)) as first, own.taken((2, 3)) as second, own.taken((2, 3)) as third:
        assert (first, second, third) == (2, 3, 2)
    with own.taken((2, 3)) as again, own.taken(()) as none:
        assert (again, none) == (2, None)
    with slots.Slots(1).taken((2, 3)) as only:
        assert only == 0


class Slow(BaseHTTPRequestHandler):
    """Answers after a moment; after far longer, where it is told to, while it has another question."""

    crowded = 0.1
    asked = 0

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        Slow.asked += 1
        threading.Event().wait(0.1 if Slow.asked == 1 else self.crowded)
        Slow.asked -= 1
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, format: str, *args: object) -> None:
        """Keep quiet."""


@pytest.fixture
def address() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Slow)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize(("crowded", "at_once"), [(0.1, 4), (2.0, 1)])
def test_what_is_faster_is_measured_once_a_machine(
    crowded: float, at_once: int, address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Slow, "crowded", crowded)
    monkeypatch.setattr(Slow, "asked", 0)
    settings = Settings(model_dir=tmp_path)
    assert slots.at_once(settings) == 1
    pace.measure(address, settings, "wheel-1")
    assert slots.at_once(settings) == at_once
    note = json.loads(slots.note(settings).read_text())
    slots.note(settings).write_text(json.dumps({**note, "native-2-0-8": 3}))
    pace.measure("http://127.0.0.1:1", settings, "native-2")  # known: nobody is asked
    assert slots.at_once(settings) == 3
