"""Requests that are sent again under one key: done once, answered as often as they come. It knows no HTTP."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Engine as Database

from api.problems import KeyReused, StillInProgress
from api.store import repeats
from api.store.repeats import Kept


class Repeats:
    """Keeps answers for a day. One instance serves all threads of a process."""

    def __init__(self, database: Database) -> None:
        """Keep the database and ask it nothing yet."""
        self._database = database

    def begin(self, asker: str, key: str, fingerprint: str) -> Kept | None:
        """The answer that is kept under this key; None when the request is to be done now.

        Raises StillInProgress while somebody does it, and KeyReused when the key stands for another request.
        """
        with self._database.begin() as conn:
            kept = repeats.begin(conn, asker, key, fingerprint)
        if kept is not None and kept.fingerprint != fingerprint:
            raise KeyReused
        if kept is not None and kept.status is None:
            raise StillInProgress
        return kept

    def finish(self, asker: str, key: str, status: int, headers: Mapping[str, str], body: str) -> None:
        """Keep the answer to a request that was begun."""
        with self._database.begin() as conn:
            repeats.finish(conn, asker, key, status, headers, body)

    def release(self, asker: str, key: str) -> None:
        """Forget a request that was begun and changed nothing."""
        with self._database.begin() as conn:
            repeats.release(conn, asker, key)
