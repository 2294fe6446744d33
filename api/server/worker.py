"""gunicorn's threaded worker, in which a slow client costs no thread and a full house is told so.

Requests are read whole by the main loop, each within a deadline, before a thread is given to them. The probes have
threads of their own. A request that no thread is free for waits a moment and is then refused with 503; while a sibling
has room, a full process leaves new connections to it. On SIGTERM the application is told, and hands its work over.
"""

from __future__ import annotations

import contextlib
import errno
import mmap
import selectors
import socket
import struct
import time
from collections import deque
from concurrent import futures
from functools import partial
from typing import Any

from gunicorn import http
from gunicorn.workers.gthread import TConn, ThreadWorker

from api.problems import Busy, HeadersTooLarge, Problem, RequestTooSlow, StorageFull
from api.server import refusals
from api.server.incoming import HeadTooLarge, Incoming

HEAD_WITHIN = 10.0
"""Seconds from a connection's first moment, or a kept one's first byte, to the end of a request's head."""
BODY_WITHIN = 30.0
"""Seconds for the body, and one more for each SLOWEST bytes of it that have come."""
SLOWEST = 50_000
QUEUED_FOR = 1.0
"""Seconds that a whole request waits for a thread."""
LINGER = 2.0
"""Seconds for a client to take a last response before the connection is cut (RFC 9112 section 9.6)."""
SEND_WITHIN = 30
"""Seconds that a client may take nothing of a response."""

_ROOM = mmap.mmap(-1, 64)
"""One byte a process, shared over fork: 0 there is none, 1 it has room, 2 it is full."""


def forget(age: int) -> None:
    """Drop what the process of this age said about its room: it is gone."""
    _ROOM[age % len(_ROOM)] = 0


class _Connection(TConn):  # type: ignore[misc]  # gunicorn's types are not published
    """A connection with the request that is coming in on it."""

    def __init__(self, cfg: Any, sock: socket.socket, client: Any, server: Any, worker: PatientWorker) -> None:
        super().__init__(cfg, sock, client, server)
        self.initialized = True  # the request is parsed from what the loop has read
        self.incoming: Incoming | None = None
        self.reusable = True
        self.begun = time.monotonic()
        self.deadline = 0.0
        self._worker = worker

    def close(self, graceful: bool = False) -> None:
        if self.incoming is not None:
            self.incoming.close()
        if graceful:
            self._worker.linger(self)
        else:
            super().close()


class PatientWorker(ThreadWorker):  # type: ignore[misc]  # as above
    """The worker class of gunicorn.conf.py."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._reading: dict[_Connection, None] = {}  # in the order of their beginning
        self._lingering: dict[socket.socket, float] = {}
        self._queued: deque[_Connection] = deque()
        self._running = 0
        self._probes: dict[str, futures.ThreadPoolExecutor] = {}

    def init_process(self) -> None:
        self._probes = {
            "/healthz": futures.ThreadPoolExecutor(1, thread_name_prefix="healthz"),
            "/readyz": futures.ThreadPoolExecutor(2, thread_name_prefix="readyz"),
        }
        super().init_process()

    # Connections

    def accept(self, listener: socket.socket) -> None:
        try:
            sock, client = listener.accept()
        except OSError as error:
            if error.errno in (errno.EMFILE, errno.ENFILE):
                self._drop_the_slowest()
            return  # else somebody has taken it, or it is gone again
        self.nr_conns += 1
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, struct.pack("ll", SEND_WITHIN, 0))
        conn = _Connection(self.cfg, sock, client, listener.getsockname(), self)
        self._read_from(conn)
        if self.nr_conns >= self.worker_connections:
            self._drop_the_slowest()

    def _drop_the_slowest(self) -> None:
        """Make room: drop the connection whose request has been coming in for the longest."""
        if self._reading:
            self._drop(next(iter(self._reading)))

    def set_accept_enabled(self, enabled: bool) -> None:
        super().set_accept_enabled(enabled and not self._leave_it_to_a_sibling())

    def on_client_socket_readable(self, conn: _Connection, client: socket.socket) -> None:
        """A kept connection brings its next request."""
        self.poller.unregister(client)
        self.keepalived_conns.remove(conn)
        self._read_from(conn)
        self._readable(conn, client)

    # Requests on their way in

    def _read_from(self, conn: _Connection, already: bytes = b"") -> None:
        conn.sock.setblocking(False)
        conn.incoming = Incoming(self.wsgi.config["MAX_CONTENT_LENGTH"])
        conn.begun = time.monotonic()
        conn.deadline = conn.begun + HEAD_WITHIN
        self._reading[conn] = None
        self.poller.register(conn.sock, selectors.EVENT_READ, partial(self._readable, conn))
        if already:
            self._take(conn, already)

    def _readable(self, conn: _Connection, client: socket.socket) -> None:
        if conn not in self._reading:
            return  # it was dropped since the poller saw it
        try:
            data = conn.sock.recv(256 * 1024)
        except (BlockingIOError, InterruptedError):
            return
        except OSError:
            data = b""
        if data:
            self._take(conn, data)
        else:
            self._drop(conn)

    def _take(self, conn: _Connection, data: bytes) -> None:
        incoming = conn.incoming
        assert incoming is not None
        in_head = not incoming.head
        try:
            incoming.feed(data)
        except HeadTooLarge:
            return self._refuse(conn, HeadersTooLarge())
        except OSError:
            return self._refuse(conn, StorageFull())
        if incoming.whole:
            self._stop_reading(conn)
            return self._submit(conn)
        if incoming.head:
            conn.deadline = max(conn.deadline, conn.begun + BODY_WITHIN) if in_head else conn.deadline
            conn.deadline += len(data) / SLOWEST
            if incoming.wants_continue:
                incoming.wants_continue = False
                conn.sock.send(b"HTTP/1.1 100 Continue\r\n\r\n")
        return None

    def _stop_reading(self, conn: _Connection) -> None:
        if conn in self._reading:
            del self._reading[conn]
            self.poller.unregister(conn.sock)

    def _drop(self, conn: _Connection) -> None:
        self._stop_reading(conn)
        self.nr_conns -= 1
        conn.close()

    # Requests that have come whole

    def _submit(self, conn: _Connection) -> None:
        incoming = conn.incoming
        assert incoming is not None
        conn.parser = http.get_parser(self.cfg, incoming.parts(), conn.client)
        conn.reusable = incoming.in_step
        conn.data_ready = True
        if probe := self._probes.get(incoming.path):
            self._hand_to(probe, conn, counted=False)
        elif self._running < self.cfg.threads:
            self._hand_to(self.tpool, conn, counted=True)
        else:
            conn.deadline = time.monotonic() + QUEUED_FOR
            self._queued.append(conn)
        self._tell_room()

    def _hand_to(self, pool: futures.ThreadPoolExecutor, conn: _Connection, *, counted: bool) -> None:
        self._running += counted
        done = pool.submit(self.handle, conn)
        done.add_done_callback(lambda future: self.method_queue.defer(self._answered, conn, future, counted))

    def _answered(self, conn: _Connection, future: futures.Future[Any], counted: bool) -> None:
        self._running -= counted
        incoming, conn.incoming = conn.incoming, None
        following = incoming.rest if incoming is not None else b""
        if incoming is not None:
            incoming.close()
        self.finish_request(conn, future)
        if following and conn in self.keepalived_conns:
            self.poller.unregister(conn.sock)
            self.keepalived_conns.remove(conn)
            self._read_from(conn, following)
        while self._queued and self._running < self.cfg.threads:
            self._hand_to(self.tpool, self._queued.popleft(), counted=True)
        self._tell_room()

    def _keepalive_after(self, conn: _Connection, keepalive: bool) -> bool:
        return bool(keepalive and conn.reusable and super()._keepalive_after(conn, keepalive))

    # Room

    def _tell_room(self) -> None:
        _ROOM[self.age % len(_ROOM)] = 2 if self._running >= self.cfg.threads else 1

    def _leave_it_to_a_sibling(self) -> bool:
        ours = self.age % len(_ROOM)
        return self._running >= self.cfg.threads and any(
            _ROOM[place] == 1 for place in range(len(_ROOM)) if place != ours
        )

    # Ends

    def murder_pending(self) -> None:
        """End what took too long; called at least once a second."""
        super().murder_pending()
        now = time.monotonic()
        while self._queued and self._queued[0].deadline <= now:
            self._refuse(self._queued.popleft(), Busy("Every thread is taken."))
        for conn in [conn for conn in self._reading if conn.deadline <= now or not self.alive]:
            assert conn.incoming is not None
            if conn.incoming.begun and conn.deadline <= now:
                self._refuse(conn, RequestTooSlow())
            elif not conn.incoming.begun:
                self._drop(conn)
        for sock in [sock for sock, deadline in self._lingering.items() if deadline <= now]:
            self._cut(sock)
        # The loop looks at this only when it changes; whether a sibling has room changes by itself.
        self.set_accept_enabled(self.alive and self.nr_conns < self.worker_connections)

    def _refuse(self, conn: _Connection, problem: Problem) -> None:
        self._stop_reading(conn)
        self.nr_conns -= 1
        incoming = conn.incoming
        path, is_head = (incoming.path, incoming.is_head) if incoming is not None else ("", False)
        conn.sock.setblocking(False)
        try:
            conn.sock.send(refusals.response(problem, path, body=not is_head))
        except OSError:
            conn.close()
        else:
            conn.close(graceful=True)

    def linger(self, conn: _Connection) -> None:
        """Close our side, and the connection once the client has closed its own or LINGER is over."""
        sock = conn.sock
        try:
            sock.setblocking(False)
            sock.shutdown(socket.SHUT_WR)
            self.poller.register(sock, selectors.EVENT_READ, self._drain)
        except (OSError, KeyError, ValueError):
            sock.close()
        else:
            self._lingering[sock] = time.monotonic() + LINGER

    def _drain(self, sock: socket.socket) -> None:
        try:
            if sock.recv(256 * 1024):
                return
        except BlockingIOError:
            return
        except OSError:
            pass
        self._cut(sock)

    def _cut(self, sock: socket.socket) -> None:
        self._lingering.pop(sock, None)
        with contextlib.suppress(OSError, KeyError, ValueError):
            self.poller.unregister(sock)
        sock.close()

    def handle_error(self, req: Any, client: socket.socket, addr: Any, exc: BaseException) -> None:
        """Answer what could not be parsed with a problem document."""
        problem = refusals.of_error(exc)
        if problem.status >= 500:
            self.log.exception("Error handling request")
        try:
            client.sendall(refusals.response(problem))
        except OSError:
            self.log.debug("Failed to send error message.")

    def handle_exit(self, sig: int, frame: Any) -> None:
        if self.alive:
            self.method_queue.defer(self.wsgi.extensions["onrecord"].extractions.end)
        super().handle_exit(sig, frame)
