"""Keeping a claimed extraction: a thread that renews the lease while its runner waits for the model."""

from __future__ import annotations

import logging
import threading
import time
from types import TracebackType

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from api.store import extractions

log = logging.getLogger(__name__)


class keep:  # noqa: N801 - used as a verb: `with leases.keep(engine, id, runner) as lease:`
    """Hold a claimed extraction for the length of a `with` block.

    `lost` turns true when the extraction was taken over, cancelled or deleted, or when the database could not be
    reached for a whole lease; a runner that sees it stops, and its `finish` would be refused.
    """

    def __init__(self, engine: Engine, extraction_id: str, runner: str, *, lease: float = extractions.LEASE) -> None:
        self._engine = engine
        self._extraction_id = extraction_id
        self._runner = runner
        self._lease = lease
        self._over = threading.Event()
        self._lost = threading.Event()
        self._thread = threading.Thread(target=self._beat, name=f"lease-{extraction_id}", daemon=True)

    @property
    def lost(self) -> bool:
        return self._lost.is_set()

    def __enter__(self) -> keep:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join()

    def _beat(self) -> None:
        renewed = time.monotonic()
        while not self._over.wait(self._lease / 3):
            try:
                with self._engine.begin() as conn:
                    ours = extractions.heartbeat(conn, self._extraction_id, self._runner, lease=self._lease)
            except SQLAlchemyError:
                log.warning("the lease of extraction %s could not be renewed", self._extraction_id)
                ours = time.monotonic() - renewed < self._lease
            else:
                renewed = time.monotonic()
            if not ours:
                self._lost.set()
                return
