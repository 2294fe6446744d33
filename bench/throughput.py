"""How many articles a service takes a second, and what each costs it: `python -m bench.throughput`.

A stub endpoint takes a second for each call (`slow_endpoint`), 200 clients send one article after the other, all
different (`wire_news`), two web processes serve them. First Onrecord with the large profile, storing included, then a
plain service that stores nothing (`plain_service`), on the same machine in the same run.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import psutil

from api import contracts
from api.data_files import locate
from api.embedded import postgres
from api.engine.llm import hosted_schema, prompts
from api.store import database
from bench import wire_news

HERE = Path(__file__).parent
SERVICES = ("onrecord", "plain")

LEAST_RATE, MOST_CPU, MOST_ADDED = 150.0, 9.0, 60.0
"""What must be reached: requests a second, milliseconds of CPU a request, milliseconds added at the median."""


@dataclass(slots=True)
class Load:
    """What clients saw while it was measured. Seconds."""

    seconds: float = 0.0
    taken: list[float] = field(default_factory=list)
    refused: Counter[int] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Result:
    """The figures of one service."""

    name: str
    rate: float
    cpu: float
    added: float
    worst: float
    database_cpu: float
    refused: dict[int, int]

    @property
    def line(self) -> str:
        """One line for a person."""
        told = f", refused {self.refused}" if self.refused else ""
        return (
            f"{self.name:>9}: {self.rate:6.1f} requests/s, {self.cpu:5.1f} ms of CPU each "
            f"(database {self.database_cpu:.1f}), added at the median {self.added:,.0f} ms, "
            f"at the 99th percentile {self.worst:,.0f} ms{told}"
        )


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print; 1 when Onrecord misses a bar."""
    parser = argparse.ArgumentParser(prog="python -m bench.throughput", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--clients", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=20.0, help="how long it is measured (%(default)s)")
    parser.add_argument("--takes", type=float, default=1.0, help="seconds that the endpoint takes (%(default)s)")
    parser.add_argument("--services", nargs="+", choices=SERVICES, default=list(SERVICES), metavar="SERVICE")
    parser.add_argument("--peers-python", type=Path, help="a Python that has the peers (default: bench/.venv)")
    given = parser.parse_args(argv)
    numbers = count(int(time.time()) % 1_000_000 * 1_000)
    results = {}
    with endpoint(given.takes) as url:
        for name in given.services:
            python = given.peers_python or HERE / ".venv" / "bin" / "python"
            service = onrecord(url, given.clients) if name == "onrecord" else plain(url, python)
            with service as (address, web, beside):
                results[name] = measured(name, address, web, beside, given, numbers)
            print(results[name].line, flush=True)
    if "onrecord" not in results:
        return 0
    ours = results["onrecord"]
    return int(ours.rate < LEAST_RATE or ours.cpu > MOST_CPU or ours.added > MOST_ADDED or bool(ours.refused))


def measured(
    name: str,
    address: str,
    web: psutil.Process,
    beside: Sequence[psutil.Process],
    given: argparse.Namespace,
    numbers: Iterator[int],
) -> Result:
    """Warm the service up, then put it under load."""
    port = int(address.rpartition(":")[2])
    asyncio.run(load(port, min(given.clients, 40), 4.0, numbers))  # tables, connections, what the endpoint can do
    before, besides = _cpu([web]), _cpu(beside)
    seen = asyncio.run(load(port, given.clients, given.seconds, numbers))
    used, used_beside = _cpu([web]) - before, _cpu(beside) - besides
    done = max(len(seen.taken), 1)
    added = [1000 * (seconds - given.takes) for seconds in seen.taken] or [0.0, 0.0]
    return Result(
        name,
        rate=len(seen.taken) / seen.seconds,
        cpu=1000 * used / done,
        added=statistics.median(added),
        worst=statistics.quantiles(added, n=100)[98],
        database_cpu=1000 * used_beside / done,
        refused=dict(seen.refused),
    )


def _cpu(roots: Sequence[psutil.Process]) -> float:
    """Seconds of CPU that these processes and all below them have used, those that have ended included."""
    total = 0.0
    for root in roots:
        for process in (root, *root.children(recursive=True)):
            try:
                times = process.cpu_times()
            except psutil.NoSuchProcess:
                continue
            total += times.user + times.system
            total += times.children_user + times.children_system
    return total


async def load(port: int, clients: int, seconds: float, numbers: Iterator[int]) -> Load:
    """Have so many clients send articles for so long; what is under way at the end is waited for."""
    seen = Load()
    began = time.monotonic()
    until, apart = began + seconds, seconds / 20 / clients
    await asyncio.gather(*(_client(port, until, numbers, seen, spread=apart * at) for at in range(clients)))
    seen.seconds = time.monotonic() - began
    return seen


async def _client(port: int, until: float, numbers: Iterator[int], seen: Load, *, spread: float) -> None:
    """One client on one kept connection, which begins a little after the one before."""
    await asyncio.sleep(spread)
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1 << 20)
    while time.monotonic() < until:
        body = wire_news.article(next(numbers)).encode()
        head = f"POST /v1/extractions HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: text/plain; charset=utf-8\r\n"
        began = time.monotonic()
        writer.write(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
        try:
            answer = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
            await reader.readexactly(int(answer.partition("content-length: ")[2].partition("\r\n")[0]))
        except (asyncio.IncompleteReadError, ConnectionError):
            seen.refused[0] += 1
            reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1 << 20)
            continue
        status = int(answer.split(" ", 2)[1])
        if status in (200, 201):
            seen.taken.append(time.monotonic() - began)
        else:
            seen.refused[status] += 1
            await asyncio.sleep(0.5)
        if "connection: close" in answer:
            writer.close()
            reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1 << 20)
    writer.close()


@contextmanager
def endpoint(seconds: float) -> Iterator[str]:
    """The stub, in a process of its own: its base URL."""
    port = _free_port()
    with _running(
        [sys.executable, "-m", "bench.slow_endpoint", str(port), str(seconds)], {}, f"http://127.0.0.1:{port}/v1/models"
    ):
        yield f"http://127.0.0.1:{port}/v1"


@contextmanager
def onrecord(model_url: str, clients: int) -> Iterator[tuple[str, psutil.Process, list[psutil.Process]]]:
    """Onrecord with a database of its own: its address, gunicorn's master and PostgreSQL's postmaster."""
    folder = Path(tempfile.mkdtemp(prefix="onrecord-throughput-"))
    cluster = postgres.start(folder)
    port = _free_port()
    options = {
        "DATABASE_URL": cluster.url,
        "LLM_BASE_URL": model_url,
        "ONRECORD_PROFILE": "large",
        "ONRECORD_PORT": str(port),
        "ONRECORD_WEB_WORKERS": "2",
        "ONRECORD_WEB_THREADS": str(max(64, clients * 3 // 4)),
        "ONRECORD_DATA_DIR": str(folder),
    }
    try:
        database.migrate(cluster.url)
        command = [sys.executable, "-m", "gunicorn", "-c", str(locate("gunicorn.conf.py"))]
        with _running(command, options, f"http://127.0.0.1:{port}/healthz") as web:
            yield f"http://127.0.0.1:{port}", web, _postmasters(folder)
    finally:
        cluster.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _postmasters(folder: Path) -> list[psutil.Process]:
    """The database server whose files are in the folder."""
    files = list(folder.rglob("postmaster.pid"))
    return [psutil.Process(int(file.read_text().splitlines()[0])) for file in files]


@contextmanager
def plain(model_url: str, python: Path) -> Iterator[tuple[str, psutil.Process, list[psutil.Process]]]:
    """The plain service on two processes."""
    prompt = prompts.load("article")
    opening = [{"role": role, "content": content} for role, content in prompt.opening]
    question = {"messages": opening, "schema": hosted_schema.strict(contracts.schema("reply_article"))}
    port = _free_port()
    options = {"PLAIN_QUESTION": json.dumps(question), "PLAIN_MODEL_URL": model_url}
    command = [str(python), "-m", "uvicorn", "plain_service:app", "--app-dir", str(HERE), "--port", str(port)]
    command += ["--workers", "2", "--log-level", "warning", "--no-access-log"]
    with _running(command, options, f"http://127.0.0.1:{port}/openapi.json") as web:
        yield f"http://127.0.0.1:{port}", web, []


@contextmanager
def _running(command: list[str], options: dict[str, str], probe: str) -> Iterator[psutil.Process]:
    """A process with these variables in its environment, once it answers there."""
    process = subprocess.Popen(command, env={**os.environ, **options}, stderr=subprocess.DEVNULL)
    try:
        for _ in range(300):
            try:
                urllib.request.urlopen(probe, timeout=5).close()
                break
            except OSError:
                if process.poll() is not None:
                    raise RuntimeError(f"{command[2]} has ended with {process.returncode}") from None
                time.sleep(0.2)
        yield psutil.Process(process.pid)
    finally:
        process.terminate()
        process.wait(30)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    sys.exit(main())
