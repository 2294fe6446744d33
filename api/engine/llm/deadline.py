"""A model call's deadline and the most it may bring, held at the socket.

A timeout of the HTTP client is for one read: an endpoint that sends a byte a minute, or words without end, never meets
it. Here every read of a call, of the head as of the body, gets no more time than the call has left, and no more bytes.
"""

from __future__ import annotations

import ssl
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import httpcore2
import httpx2

MOST_BYTES = 16 * 1024 * 1024
"""A reply of 100,000 tokens, streamed with all that surrounds each word, has less."""


class _Call(threading.local):
    """The call that this thread is in; the client reads in the thread that asks."""

    until: float | None = None
    bytes_left: int | None = None
    too_long = False


_call = _Call()


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Let what this thread asks take no longer than that, and bring no more than MOST_BYTES."""
    _call.until, _call.bytes_left, _call.too_long = time.monotonic() + seconds, MOST_BYTES, False
    try:
        yield
    finally:
        _call.until = _call.bytes_left = None


def was_too_long() -> bool:
    """Whether this thread's last call brought more than it may."""
    return _call.too_long


def hold(client: httpx2.Client) -> None:
    """Make the client's connections keep to the deadline of the call that reads from them."""
    for transport in (client._transport, *client._mounts.values()):
        pool = getattr(transport, "_pool", None)
        if isinstance(pool, httpcore2.ConnectionPool):
            pool._network_backend = _Backend(pool._network_backend)


def _left(timeout: float | None) -> float | None:
    """The time that a step may take. Raises ReadTimeout when there is none left."""
    if _call.until is None:
        return timeout
    left = _call.until - time.monotonic()
    if left <= 0:
        raise httpcore2.ReadTimeout("the call's deadline has passed")
    return left if timeout is None else min(timeout, left)


class _Backend(httpcore2.NetworkBackend):
    def __init__(self, inner: httpcore2.NetworkBackend) -> None:
        self._inner = inner

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        return _Stream(self._inner.connect_tcp(host, port, _left(timeout), local_address, socket_options))

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None
    ) -> httpcore2.NetworkStream:
        return _Stream(self._inner.connect_unix_socket(path, _left(timeout), socket_options))

    def sleep(self, seconds: float) -> None:
        self._inner.sleep(seconds)


class _Stream(httpcore2.NetworkStream):
    def __init__(self, inner: httpcore2.NetworkStream) -> None:
        self._inner = inner

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        data = self._inner.read(max_bytes, _left(timeout))
        if _call.bytes_left is not None:
            _call.bytes_left -= len(data)
            if _call.bytes_left < 0:
                _call.too_long = True
                raise httpcore2.ReadError("the reply is too long")
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, _left(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        return _Stream(self._inner.start_tls(ssl_context, server_hostname, _left(timeout)))

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)
