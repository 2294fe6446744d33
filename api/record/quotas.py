"""How many requests a client may make a minute, counted over all processes that share a database. It knows no HTTP."""

from __future__ import annotations

import time
from dataclasses import dataclass

from sqlalchemy import Engine as Database
from sqlalchemy import case
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import SQLAlchemyError

from api.store import tables

WINDOW = 60
"""Seconds: a minute of the clock."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a client stands: `left` of `most` requests, and the seconds until the count begins anew."""

    most: int
    left: int
    seconds: int
    over: bool


class Quotas:
    """Counts requests. One instance serves all threads of a process."""

    def __init__(self, database: Database, most: int) -> None:
        """Keep the database and ask it nothing yet; `most` is 0 where everybody may ask as often as they like."""
        self._database = database
        self._most = most

    def count(self, asker: str) -> Standing | None:
        """Count one request of a client; None without a limit, and where the database cannot be asked just now."""
        if not self._most:
            return None
        now = time.time()
        minute, seconds = int(now // WINDOW), WINDOW - int(now % WINDOW)
        c = tables.rates.c
        fresh = insert(tables.rates).values(asker=asker, minute=minute, used=1)
        used = case((c.minute == minute, c.used + 1), else_=1)
        counted = fresh.on_conflict_do_update(index_elements=[c.asker], set_={"minute": minute, "used": used})
        try:
            with self._database.begin() as conn:
                told: int = conn.execute(counted.returning(c.used)).scalar_one()
        except SQLAlchemyError:
            return None  # what the request asks for will tell what is wrong
        return Standing(self._most, max(0, self._most - told), seconds, told > self._most)
