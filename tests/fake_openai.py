"""A language model's endpoint without a language model: a real HTTP server on a real socket, scripted by a test.

    with FakeOpenAI("llama.cpp", replies=['{"claims": []}', Fault("rate_limited", retry_after=7)]) as fake:
        model = Model(Settings(llm_base_url=fake.url))

It answers as llama.cpp, vLLM, OpenAI or a plain compatible server does, refuses what that server refuses, records
what it was asked, and plays every fault. Tiny questions by which `Model` learns what an endpoint can do are answered by
the profile and kept apart in `trials`, so that `replies` and `requests` hold what the test is about.
"""

from __future__ import annotations

import contextlib
import json
import socket
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any

import pytest

from tests import dialects, faults
from tests.dialects import Refused
from tests.faults import Fault

__all__ = ["FakeOpenAI", "Fault", "Request", "closed_port", "fake_openai"]

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Request:
    """One request as it arrived; the names of `headers` are in lower case."""

    path: str
    headers: Mapping[str, str]
    body: Json


Reply = str | Fault
Replies = Callable[[Json], Reply] | Sequence[Reply]


class FakeOpenAI:
    """The server. `url` is its base URL; `requests` are the chat completions asked of it, `trials` the tiny ones.

    `profile`: llama.cpp, vllm, openai or plain. `replies`: a function of the request, or a list whose last entry is
    repeated for ever. `options` change the profile (see `dialects.Dialect`): n_params, context, formats, refuses,
    model, keys.
    """

    def __init__(self, profile: str = "llama.cpp", replies: Replies = ("{}",), **options: Any) -> None:
        self.dialect = dialects.of(profile, **options)
        self.requests: list[Request] = []
        self.trials: list[Request] = []
        self.descriptions: list[Request] = []
        self.models_fault: Fault | None = None
        self._replies = replies
        self._played = 0
        self._lock = threading.Lock()
        self._stopped = threading.Event()
        self._server = _Server(("127.0.0.1", 0), _handler(self))
        self.url = f"http://127.0.0.1:{self._server.server_port}/v1"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    def __enter__(self) -> FakeOpenAI:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

    def stop(self) -> None:
        """Go down: the port and every connection are closed, and slow replies are given up. Twice is once."""
        if not self._stopped.is_set():
            self._stopped.set()
            self._server.shutdown()
            self._server.server_close()
            self._server.hang_up()

    def then(self, *replies: Reply) -> None:
        """Forget the script and what was recorded, and go on with these replies."""
        with self._lock:
            self._replies, self._played = replies, 0
            self.requests.clear()

    def next_reply(self, body: Json) -> Reply:
        """What the script has for this request."""
        if callable(self._replies):
            return self._replies(body)
        with self._lock:
            reply = self._replies[min(self._played, len(self._replies) - 1)]
            self._played += 1
        return reply

    def record(self, into: list[Request], request: Request) -> int:
        """Keep a request; its place in the list."""
        with self._lock:
            into.append(request)
            return len(into) - 1

    def wait(self, seconds: float) -> None:
        """Be slow, unless the server goes down meanwhile."""
        self._stopped.wait(seconds)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256  # a crowd of clients at once is one of the things to test

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._open: set[socket.socket] = set()

    def get_request(self) -> tuple[socket.socket, Any]:
        connection, address = super().get_request()
        self._open.add(connection)
        return connection, address

    def close_request(self, request: Any) -> None:
        self._open.discard(request)
        super().close_request(request)

    def hang_up(self) -> None:
        for connection in list(self._open):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)


def closed_port() -> str:
    """A base URL at which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{probe.getsockname()[1]}/v1"


def _handler(fake: FakeOpenAI) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1  # head and body leave in one packet, or Nagle's algorithm costs 40 ms a reply
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            fake.record(fake.descriptions, self._request({}))
            if fake.models_fault and fake.models_fault.kind != "slow":
                return self._fault(fake.models_fault, {})
            try:
                fake.wait(fake.models_fault.seconds if fake.models_fault else 0)
                self._send(200, fake.dialect.describe(self.path, self.headers.get("Authorization")))
            except Refused as refused:
                self._send(refused.status, refused.document)

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            is_trial = dialects.is_trial(body)
            place = fake.record(fake.trials if is_trial else fake.requests, self._request(body))
            try:
                fake.dialect.check(self.path, body, self.headers.get("Authorization"))
            except Refused as refused:
                return self._send(refused.status, refused.document)
            reply = fake.dialect.trial_reply(body) if is_trial else fake.next_reply(body)
            if body.get("stream") and (isinstance(reply, str) or reply.kind in ("dripped", "hushed", "cut_off")):
                self._stream(body, reply, place)
            elif isinstance(reply, Fault):
                self._fault(reply, body, place)
            else:
                self._send(200, fake.dialect.completion(body, reply, place))

        def _request(self, body: Json) -> Request:
            return Request(self.path, {name.lower(): value for name, value in self.headers.items()}, body)

        def _stream(self, body: Json, reply: Reply, place: int) -> None:
            fault = reply if isinstance(reply, Fault) else Fault("slow", text=reply)
            ended = "length" if fault.kind == "cut_off" else "stop"
            events = dialects.chunks(fake.dialect.completion(body, fault.text, place, finish_reason=ended))
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.send_header("Connection", "close")
            self.end_headers()
            for number, event in enumerate(events):
                if fault.kind == "hushed" and number == 2:
                    self.wfile.flush()
                    return fake.wait(fault.seconds)
                fake.wait(fault.seconds if fault.kind == "dripped" else 0)
                self.wfile.write(f"data: {json.dumps(event)}\n\n".encode())
                self.wfile.flush()
            self.wfile.write(b"data: [DONE]\n\n")

        def _fault(self, fault: Fault, body: Json, place: int = 0) -> None:
            fake.wait(fault.seconds)
            played = faults.play(fault, lambda text, **more: fake.dialect.completion(body, text, place, **more))
            self._send_bytes(played.status, played.body, played.kind, played.length, played.headers)
            self.close_connection |= played.length > len(played.body)

        def _send(self, status: int, document: Json) -> None:
            body = json.dumps(document).encode()
            self._send_bytes(status, body, "application/json", len(body), {})

        def _send_bytes(self, status: int, body: bytes, kind: str, length: int, more: Mapping[str, str]) -> None:
            self.send_response(status)
            for name, value in more.items():
                self.send_header(name, value)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(length))
            self.end_headers()
            self.wfile.write(body)

        def handle_one_request(self) -> None:
            try:
                super().handle_one_request()
            except ConnectionError:
                self.close_connection = True  # the client went away, as clients that time out do

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing: a test's output is the test's."""

    return Handler


@pytest.fixture
def fake_openai() -> Iterator[Callable[..., FakeOpenAI]]:
    """Make servers that are stopped when the test is over: `fake = fake_openai("vllm", replies=[...])`."""
    started: list[FakeOpenAI] = []

    def start(profile: str = "llama.cpp", replies: Replies = ("{}",), **options: Any) -> FakeOpenAI:
        started.append(FakeOpenAI(profile, replies, **options).__enter__())
        return started[-1]

    yield start
    for fake in started:
        fake.stop()
