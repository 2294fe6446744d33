"""Keeping claimed extractions: one thread a process renews all leases, while the runners wait for the model."""

from __future__ import annotations

import logging
import os
import threading
import time
from types import TracebackType
from weakref import WeakKeyDictionary, ref

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from api.store import extractions

log = logging.getLogger(__name__)

_IDLE = 5.0
"""Seconds without a lease after which the thread ends; the next lease starts another."""


class keep:  # noqa: N801 - used as a verb: `with leases.keep(engine, id, runner) as lease:`
    """Hold a claimed extraction for the length of a `with` block.

    `lost` turns true when the extraction was taken over, cancelled or deleted, or when the database could not be
    reached for a whole lease; a runner that sees it stops, and its `finish` would be refused.
    """

    def __init__(self, engine: Engine, extraction_id: str, runner: str, *, lease: float = extractions.LEASE) -> None:
        self.extraction_id = extraction_id
        self.runner = runner
        self.length = lease
        self.lost = False
        self.renewed = time.monotonic()
        self._keeper = _keeper_of(engine)

    @property
    def due(self) -> float:
        """When it is to be renewed, on the monotonic clock."""
        return self.renewed + self.length / 3

    def __enter__(self) -> keep:
        self._keeper.add(self)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._keeper.drop(self)


class _Keeper:
    """Renews the leases that a process holds through one engine, each when a third of it has passed."""

    def __init__(self, engine: Engine) -> None:
        self.process = os.getpid()
        self._engine = ref(engine)
        self._held: set[keep] = set()
        self._news = threading.Condition()
        self._thread: threading.Thread | None = None

    def add(self, lease: keep) -> None:
        with self._news:
            self._held.add(lease)
            if self._thread is None:
                self._thread = threading.Thread(target=self._renew_all, name="leases", daemon=True)
                self._thread.start()
            elif lease.due <= min(each.due for each in self._held):
                self._news.notify()

    def drop(self, lease: keep) -> None:
        with self._news:
            self._held.discard(lease)

    def _renew_all(self) -> None:
        while True:
            with self._news:
                wait = min((lease.due for lease in self._held), default=time.monotonic() + _IDLE) - time.monotonic()
                if wait > 0:
                    self._news.wait(wait)
                due = [lease for lease in self._held if lease.due <= time.monotonic()]
                if not self._held and wait >= _IDLE / 2:
                    self._thread = None
                    return
            for lease in due:
                self._renew(lease)

    def _renew(self, lease: keep) -> None:
        began, engine = time.monotonic(), self._engine()
        if engine is None:
            return self.drop(lease)
        try:
            with engine.begin() as conn:
                ours = extractions.heartbeat(conn, lease.extraction_id, lease.runner, lease=lease.length)
        except SQLAlchemyError:
            log.warning("the lease of extraction %s could not be renewed", lease.extraction_id)
            ours = began - lease.renewed < lease.length
            time.sleep(min(1.0, lease.length / 10))  # of a database that is away all are told; none is asked in a haste
        else:
            lease.renewed = began
        if not ours:
            lease.lost = True
            self.drop(lease)
        return None


_keepers: WeakKeyDictionary[Engine, _Keeper] = WeakKeyDictionary()
_guard = threading.Lock()


def _keeper_of(engine: Engine) -> _Keeper:
    with _guard:
        keeper = _keepers.get(engine)
        if keeper is None or keeper.process != os.getpid():  # threads do not come along over a fork
            keeper = _keepers[engine] = _Keeper(engine)
        return keeper
