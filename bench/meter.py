"""Counts what a tool asks of the model: a proxy between the two, the same for every tool.

It passes every request on as it came and every response back as it came, and adds up calls and tokens by the usage
that the model server reports. What it costs, well under a millisecond a call, every tool pays.
"""

from __future__ import annotations

import contextlib
import http.client
import json
import threading
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from urllib.parse import urlsplit

_OWN_TO_ONE_HOP = {
    "connection",
    "keep-alive",
    "transfer-encoding",
    "content-length",
    "host",
    "upgrade",
    "te",
    "trailer",
}


@dataclass(frozen=True, slots=True)
class Count:
    calls: int = 0
    input_tokens: int = 0
    output_tokens: int = 0

    def __sub__(self, other: Count) -> Count:
        return Count(
            self.calls - other.calls,
            self.input_tokens - other.input_tokens,
            self.output_tokens - other.output_tokens,
        )


class Meter:
    """The proxy to the model server at `upstream` (a base URL that ends in /v1). `url` is its own base URL."""

    def __init__(self, upstream: str) -> None:
        self.count = Count()
        self._lock = threading.Lock()
        self._upstream = urlsplit(upstream)
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}{self._upstream.path.rstrip('/')}"

    def __enter__(self) -> Meter:
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._server.shutdown()
        self._server.server_close()

    def connect(self) -> http.client.HTTPConnection:
        """A connection to the model server."""
        host, port = self._upstream.hostname or "127.0.0.1", self._upstream.port
        if self._upstream.scheme == "https":
            return http.client.HTTPSConnection(host, port, timeout=900)
        return http.client.HTTPConnection(host, port, timeout=900)

    def add(self, body: bytes) -> None:
        """Count one call by its response."""
        usage = {}
        with contextlib.suppress(ValueError, AttributeError):
            usage = json.loads(body).get("usage") or {}
        with self._lock:
            self.count = Count(
                self.count.calls + 1,
                self.count.input_tokens + (usage.get("prompt_tokens") or 0),
                self.count.output_tokens + (usage.get("completion_tokens") or 0),
            )


def _handler(meter: Meter) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            self._pass_on()

        def do_POST(self) -> None:
            self._pass_on()

        def _pass_on(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            headers = {name: value for name, value in self.headers.items() if name.lower() not in _OWN_TO_ONE_HOP}
            with contextlib.closing(meter.connect()) as connection:
                try:
                    connection.request(self.command, self.path, body or None, headers)
                    response = connection.getresponse()
                    answer = response.read()
                except (OSError, http.client.HTTPException) as error:
                    return self._send(
                        502, [], json.dumps({"error": {"message": f"the model server: {error}"}}).encode()
                    )
            if self.command == "POST":
                meter.add(answer)
            self._send(response.status, response.getheaders(), answer)

        def _send(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
            self.send_response_only(status)
            for name, value in headers:
                if name.lower() not in _OWN_TO_ONE_HOP:
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def handle_one_request(self) -> None:
            with contextlib.suppress(ConnectionError):
                return super().handle_one_request()
            self.close_connection = True

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing; the table does."""

    return Handler
