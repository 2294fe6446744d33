"""Waiting for an extraction that somebody else runs, or for changes, made in this process or on another machine.

One connection a process LISTENs for all its waiters; each also looks for itself now and then, so that a lost
notification, a restarted database or a pooler that swallows LISTEN costs a second or two and not the answer.
"""

from __future__ import annotations

import logging
import os
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from sqlalchemy import Engine

from api.store import events, extractions
from api.store.database import conninfo

log = logging.getLogger(__name__)

_LOOK_EVERY = 2.0  # seconds, while notifications arrive
_LOOK_WITHOUT = 0.25  # seconds, before they do


class Waiter:
    """The waiters of one process; make one and pass it by hand. Its thread starts with the first wait."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._guard = threading.Lock()
        self._waiting: dict[str, set[threading.Event]] = defaultdict(set)
        self._listening = threading.Event()
        self._closed = threading.Event()
        self._over = threading.Event()
        self._thread: threading.Thread | None = None
        self._process = os.getpid()

    def wait(self, extraction_id: str, timeout: float) -> str | None:
        """Wait up to `timeout` seconds for its end; returns the status last seen, None when it does not exist."""
        deadline = time.monotonic() + timeout
        with self.watch(extraction_id) as news:
            while True:
                news.clear()  # before looking: what happens after the look sets it again
                with self._engine.connect() as conn:
                    status = extractions.status(conn, extraction_id)
                left = deadline - time.monotonic()
                if status not in extractions.UNFINISHED or left <= 0 or self.over:
                    return status
                news.wait(min(left, self.look_every))

    @property
    def over(self) -> bool:
        """Whether nobody is to wait any longer: the process is about to end."""
        return self._over.is_set()

    def end(self) -> None:
        """Let all go who wait, with what they know."""
        self._over.set()
        self._wake(None)

    @property
    def look_every(self) -> float:
        """Seconds after which to look although nobody told of news."""
        return _LOOK_EVERY if self._listening.is_set() else _LOOK_WITHOUT

    @contextmanager
    def watch(self, extraction_id: str) -> Iterator[threading.Event]:
        """An event that is set whenever there is news of the extraction, or of what else is announced under a name of
        its own (`changes.WAITED_FOR`); clear it before each look.
        """
        news = threading.Event()
        self._start()
        with self._guard:
            self._waiting[extraction_id].add(news)
        try:
            yield news
        finally:
            with self._guard:
                self._waiting[extraction_id].discard(news)
                if not self._waiting[extraction_id]:
                    del self._waiting[extraction_id]

    def close(self) -> None:
        """Stop listening; waits that are under way go on by looking."""
        self._closed.set()
        if self._thread is not None:
            self._thread.join()

    def _start(self) -> None:
        with self._guard:
            forked = self._process != os.getpid()
            if self._closed.is_set() or (self._thread is not None and not forked):
                return
            if forked:
                self._process = os.getpid()
                self._listening.clear()
                self._waiting.clear()
            self._thread = threading.Thread(target=self._listen, name="extraction-listener", daemon=True)
            self._thread.start()

    def _listen(self) -> None:
        while not self._closed.is_set():
            try:
                with psycopg.connect(conninfo(self._engine), autocommit=True, connect_timeout=10) as connection:
                    connection.execute(f"LISTEN {events.CHANNEL}")
                    self._listening.set()
                    self._wake(None)
                    while not self._closed.is_set():
                        for notice in connection.notifies(timeout=0.5):
                            self._wake(notice.payload)
            except psycopg.Error as error:
                log.warning("not listening for finished extractions: %s", type(error).__name__)
                self._listening.clear()
                self._closed.wait(1.0)

    def _wake(self, extraction_id: str | None) -> None:
        with self._guard:
            ids = list(self._waiting) if extraction_id is None else [extraction_id]
            for one in ids:
                for news in self._waiting.get(one, ()):
                    news.set()
