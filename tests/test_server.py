"""The service under its web server, on a real socket: slow clients, a full house, probes, and its end."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from tests.fake_openai import FakeOpenAI
from tests.processes import eventually, free_port
from tests.stand_in import STORY

ROOT = Path(__file__).resolve().parent.parent
THREADS = 4


class Served:
    """A gunicorn that serves the application on `port`."""

    def __init__(self, process: subprocess.Popen[bytes], port: int) -> None:
        self.process = process
        self.port = port

    def ask(
        self, method: str, path: str, body: Any = None, timeout: float = 60, **headers: str
    ) -> tuple[int, Any, Any]:
        """The status, the headers and the JSON of a response."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            content = response.read()
            kind = response.headers.get("Content-Type", "")
            return response.status, response.headers, json.loads(content) if "json" in kind else content
        finally:
            connection.close()

    def dripping(self, path: str = "/v1/extractions") -> socket.socket:
        """A connection whose body is announced and does not come."""
        sock = socket.create_connection(("127.0.0.1", self.port))
        sock.sendall(
            f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\nContent-Length: 999\r\n\r\nA".encode()
        )
        return sock


@contextmanager
def serving(url: str, model: str, **options: str) -> Iterator[Served]:
    port = free_port()
    environment = {
        **os.environ,
        "DATABASE_URL": url,
        "LLM_BASE_URL": model,
        "ONRECORD_PORT": str(port),
        "ONRECORD_WEB_WORKERS": "1",
        "ONRECORD_WEB_THREADS": str(THREADS),
        **options,
    }
    command = [sys.executable, "-m", "gunicorn", "-c", str(ROOT / "gunicorn.conf.py")]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL)
    served = Served(process, port)
    try:
        assert eventually(lambda: _answers(served), 120)
        yield served
    finally:
        process.kill() if process.poll() is None and process.terminate() is None and _outlives(process) else None
        process.wait()


def _outlives(process: subprocess.Popen[bytes]) -> bool:
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        return True
    return False


def _answers(served: Served) -> bool:
    assert served.process.poll() is None, "it ended"
    try:
        return served.ask("GET", "/healthz")[0] == 200
    except OSError:
        return False


@pytest.fixture(scope="module")
def gate() -> Iterator[threading.Event]:
    """While it is set, the model answers; a question that comes in between waits."""
    opened = threading.Event()
    opened.set()
    yield opened
    opened.set()


@pytest.fixture(scope="module")
def served(shared_database_url: str, gate: threading.Event) -> Iterator[Served]:
    def reply(request: dict[str, Any]) -> str:
        assert gate.wait(60)
        return "{}"

    with FakeOpenAI("llama.cpp", replies=reply) as fake, serving(shared_database_url, fake.url) as made:
        yield made


def posting(served: Served, words: str, **headers: str) -> tuple[threading.Thread, list[Any]]:
    """An article sent from a thread of its own, and where its response will be."""
    got: list[Any] = []
    headers = {"Content-Type": "text/plain", **headers}
    thread = threading.Thread(target=lambda: got.extend(served.ask("POST", "/v1/extractions", words, **headers)))
    thread.start()
    return thread, got


def test_any_number_of_slow_clients_takes_no_thread(served: Served, stored: Engine) -> None:
    slow = [served.dripping() for _ in range(20 * THREADS)]
    slow += [socket.create_connection(("127.0.0.1", served.port)) for _ in range(20)]
    for path in ("/healthz", "/readyz", "/v1/articles"):
        assert served.ask("GET", path, timeout=20)[0] in (200, 503)
    assert served.ask("POST", "/v1/extractions", STORY, **{"Content-Type": "text/plain"})[0] == 201
    for sock in slow:
        sock.close()


def test_a_body_may_come_in_pieces_and_in_chunks(served: Served, stored: Engine) -> None:
    sock = served.dripping()
    time.sleep(0.2)
    sock.sendall(b" " + b"word " * 199 + b"end")
    sock.settimeout(60)
    response = http.client.HTTPResponse(sock)
    response.begin()
    assert response.status == 201
    sock.close()
    pieces = (piece.encode() for piece in ("Velmora Corp ", "buys ", "Tarnwick Ltd."))
    assert served.ask("POST", "/v1/extractions", pieces, **{"Content-Type": "text/plain"})[0] == 201


def test_requests_follow_each_other_on_one_connection(served: Served) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=60)
    for _ in range(3):
        connection.request("GET", "/v1/articles")
        response = connection.getresponse()
        assert response.status == 200
        response.read()
    connection.close()
    sock = socket.create_connection(("127.0.0.1", served.port))
    ask = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n"
    sock.sendall(ask + b"\r\n" + ask + b"Connection: close\r\n\r\n")
    sock.settimeout(60)
    got = b""
    while piece := sock.recv(65536):
        got += piece
    assert got.count(b"HTTP/1.1 200 OK") == 2
    sock.close()


def test_more_clients_than_threads_are_told_so_and_the_probes_answer(
    served: Served, stored: Engine, gate: threading.Event
) -> None:
    gate.clear()
    sent = [posting(served, f"Velmora Corp number {number}.") for number in range(THREADS)]
    try:
        assert eventually(lambda: served.ask("GET", "/v1/articles")[0] == 503)
        status, headers, problem = served.ask("GET", "/v1/articles")
        assert (status, problem["type"]) == (503, "/problems/busy")
        assert int(headers["Retry-After"]) > 0
        assert headers["X-Request-Id"] == problem["request_id"]
        assert served.ask("GET", "/healthz")[0] == 200
        assert served.ask("GET", "/readyz")[0] == 200
    finally:
        gate.set()
    for thread, got in sent:
        thread.join()
        assert got[0] == 201
    assert served.ask("GET", "/v1/articles")[0] == 200


@pytest.mark.parametrize(
    ("request_", "status", "slug"),
    [
        (b"GET /v1/articles?q=" + b"a" * 9000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n", 414, "target-too-long"),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\nX-A: " + b"a" * 70000, 431, "headers-too-large"),
        (b"GET / HTTP/1.1\r\n" + b"".join(b"X-%d: a\r\n" % n for n in range(200)) + b"\r\n", 431, "headers-too-large"),
        (b"\x16\x03\x01\x02\r\n\r\n", 400, "bad-request"),
        (b"GET / HTTP/9.9\r\nHost: localhost\r\n\r\n", 400, "bad-request"),
        (b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab", 400, "bad-request"),
    ],
)
def test_what_the_server_refuses_is_a_problem_document(served: Served, request_: bytes, status: int, slug: str) -> None:
    sock = socket.create_connection(("127.0.0.1", served.port))
    sock.sendall(request_)
    sock.settimeout(60)
    response = http.client.HTTPResponse(sock)
    response.begin()
    problem = json.loads(response.read())
    assert (response.status, problem["type"]) == (status, f"/problems/{slug}")
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.headers["X-Request-Id"] == problem["request_id"]
    sock.close()


def test_a_body_that_is_too_long_is_refused_before_it_is_sent(served: Served) -> None:
    sock = socket.create_connection(("127.0.0.1", served.port))
    sock.sendall(
        b"POST /v1/extractions HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\nExpect: 100-continue\r\nContent-Length: 99999999\r\n\r\n"
    )
    sock.settimeout(60)
    response = http.client.HTTPResponse(sock)
    response.begin()
    assert response.status == 413
    assert json.loads(response.read())["type"] == "/problems/body-too-large"
    sock.close()


def test_facts_stream_through_the_server(served: Served, stored: Engine, gate: threading.Event) -> None:
    gate.clear()
    sock = socket.create_connection(("127.0.0.1", served.port))
    words = b"Velmora Corp and Tarnwick Ltd make kites. Ilse Kornblum said so."
    sock.sendall(
        b"POST /v1/extractions HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\nContent-Type: text/plain\r\nContent-Length: %d\r\n\r\n"
        % len(words)
        + words
    )
    sock.settimeout(60)
    response = http.client.HTTPResponse(sock)
    response.begin()
    assert response.status == 201
    got = b""
    while b"extraction.created" not in got:
        got += response.readline()
    gate.set()
    got += response.read()
    assert b"event: extraction.finished" in got
    sock.close()


def test_what_cannot_be_finished_is_left_to_a_worker_when_the_server_ends(
    shared_database_url: str, stored: Engine
) -> None:
    opened = threading.Event()

    def reply(request: dict[str, Any]) -> str:
        opened.wait(60)
        return "{}"

    with FakeOpenAI("llama.cpp", replies=reply) as fake, serving(shared_database_url, fake.url) as served:
        thread, got = posting(served, STORY)
        href = "/v1/extractions/" + _running(served)
        begun = time.monotonic()
        served.process.send_signal(signal.SIGTERM)
        thread.join()
        served.process.wait(30)
        assert time.monotonic() - begun < 30
        assert got[0] == 202
        assert (got[1]["Location"], got[2]["status"]) == (href, "queued")
        opened.set()
    with stored.connect() as conn:
        jobs = conn.exec_driver_sql("SELECT status FROM procrastinate_jobs WHERE task_name = 'extract'").scalars().all()
    assert jobs == ["todo"]


def test_what_can_be_finished_is_finished_when_the_server_ends(shared_database_url: str, stored: Engine) -> None:
    opened = threading.Event()
    opened.set()

    def reply(request: dict[str, Any]) -> str:
        opened.wait(60)
        return "{}"

    with FakeOpenAI("llama.cpp", replies=reply) as fake, serving(shared_database_url, fake.url) as served:
        posting(served, "Velmora Corp buys Tarnwick Ltd.")[0].join()  # so that it knows its patterns
        opened.clear()
        asked = len(fake.requests)
        thread, got = posting(served, STORY)
        assert eventually(lambda: len(fake.requests) > asked)
        served.process.send_signal(signal.SIGTERM)
        opened.set()
        thread.join()
        assert got[0] == 201


def _running(served: Served) -> str:
    """The id of the extraction of STORY, once somebody reads it."""
    assert eventually(lambda: served.ask("GET", "/v1/articles")[2]["items"])
    later = {"Content-Type": "text/plain", "Prefer": "respond-async"}
    return str(served.ask("POST", "/v1/extractions", STORY, **later)[2]["id"])
