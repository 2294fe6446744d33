"""Whether the web processes stay as small as they are: `python -m bench.soak`.

Two thousand different articles in two dozen languages, with names and moments of their own, go through a web process
with a stub in place of the model. The memory of the process is told after every hundred. It may grow while the tables
and dictionaries of the languages are loaded and caches fill; then it has to stay level.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import psutil

from api.data_files import locate
from api.embedded import postgres
from api.store import database

SYLLABLES = "bra dol ven mar tis kel no rin sa lu fer dan ost wik hel mo ra tan gri pe zu lor".split()
ARTICLES = Path(__file__).parent.parent / "tests" / "articles"


def main(argv: list[str] | None = None) -> int:
    """Run it; 1 if the process has not stayed level."""
    parser = argparse.ArgumentParser(prog="python -m bench.soak", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--at-once", type=int, default=4)
    parser.add_argument("--level", type=float, default=10.0, help="percent that the second half may add")
    arguments = parser.parse_args(argv)
    with ExitStack() as stack:
        address, web = stack.enter_context(_service())
        sizes = _soak(address, web, arguments.articles, arguments.at_once)
    half, end = sizes[len(sizes) // 2], sizes[-1]
    grown = 100 * (end / half - 1)
    print(f"the second half of the articles added {grown:.1f} % ({half:.0f} MB to {end:.0f} MB)")
    return 0 if grown <= arguments.level else 1


def _soak(address: str, web: psutil.Process, articles: int, at_once: int) -> list[float]:
    """Megabytes of the web processes after each twentieth part of the articles."""
    sizes: list[float] = []
    step = max(articles // 20, 1)
    began = time.monotonic()
    with ThreadPoolExecutor(at_once) as pool:
        for first in range(0, articles, step):
            list(pool.map(lambda number: _post(address, number), range(first, first + step)))
            sizes.append(sum(process.memory_info().rss for process in web.children(recursive=True)) / 1e6)
            print(f"{first + step:>6} articles  {time.monotonic() - began:>6.0f} s  {sizes[-1]:>6.0f} MB", flush=True)
    return sizes


def article(number: int) -> str:
    """The text of one of the example articles, in any language, with half of its names exchanged for made-up ones.

    Every number gives another, with names that no other has.
    """
    chance = random.Random(number)
    text = str(json.loads(chance.choice(sorted(ARTICLES.glob("*.json"))).read_text())["text"])
    for name in sorted(set(re.findall(r"(?<=[^\W\d_] )[A-ZÀ-ÞŠŽŁА-ЯΑ-Ω]\w{3,}", text))):
        if chance.random() < 0.5:
            text = re.sub(rf"\b{name}\b", "".join(chance.choices(SYLLABLES, k=3)).capitalize(), text)
    return f"{text}\n\n{number}"


def _post(address: str, number: int) -> None:
    moment = datetime(2025, 1, 1, tzinfo=UTC) + timedelta(minutes=17 * number)
    body = json.dumps({"text": article(number), "published_at": moment.isoformat()}).encode()
    request = urllib.request.Request(f"{address}/v1/extractions", body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=300) as response:
        response.read()


@contextmanager
def _service() -> Iterator[tuple[str, psutil.Process]]:
    """A web process with a database and a stub of a model: its address, and gunicorn's master."""
    folder = Path(tempfile.mkdtemp(prefix="onrecord-soak-"))
    stub = ThreadingHTTPServer(("127.0.0.1", 0), _Stub)
    stub.daemon_threads = True
    threading.Thread(target=stub.serve_forever, daemon=True).start()
    cluster = postgres.start(folder)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {
        **os.environ,
        "DATABASE_URL": cluster.url,
        "LLM_BASE_URL": f"http://127.0.0.1:{stub.server_port}/v1",
        "ONRECORD_PROFILE": "small",
        "ONRECORD_PORT": str(port),
        "ONRECORD_WEB_WORKERS": "1",
    }
    process = None
    try:
        database.migrate(cluster.url)
        command = [sys.executable, "-m", "gunicorn", "-c", str(locate("gunicorn.conf.py"))]
        process = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
        address = f"http://127.0.0.1:{port}"
        for _ in range(600):
            try:
                urllib.request.urlopen(f"{address}/healthz", timeout=5).close()
                break
            except OSError:
                time.sleep(0.2)
        yield address, psutil.Process(process.pid)
    finally:
        if process is not None:
            process.terminate()
            process.wait(30)
        cluster.stop()
        stub.shutdown()
        shutil.rmtree(folder, ignore_errors=True)


class _Stub(BaseHTTPRequestHandler):
    """Says of each name that it is a company or a person, and of each reporting word nothing."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._send({"object": "list", "data": [{"id": "stub", "object": "model", "owned_by": "llamacpp"}]})

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        lines = asked["messages"][-1]["content"].splitlines()
        said = {line.partition(": ")[0]: "person" if " " in line.partition(": ")[0] else "company" for line in lines}
        text = json.dumps(said) if all(": " in line for line in lines) else "{}"
        choice = {"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": "stop"}
        usage = {"prompt_tokens": 500, "completion_tokens": 20, "total_tokens": 520}
        self._send(
            {"id": "1", "object": "chat.completion", "created": 1, "model": "stub", "choices": [choice], "usage": usage}
        )

    def _send(self, document: dict[str, Any]) -> None:
        body = json.dumps(document).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


if __name__ == "__main__":
    sys.exit(main())
