"""The events of an extraction as they happen, whoever runs it and wherever: in sequence, resumable, ended by the whole.

Promises each event once and in order to whoever resumes after the last one seen, and that the very last one holds the
extraction as it is stored. Of an extraction that ended long ago, or before events were kept, they are told anew.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine as Database

from api.problems import Busy, NotFound
from api.store import events, extractions
from api.store.waiting import Waiter

PING = 15.0
"""Seconds of silence after which a sign of life is due."""

_TAKE_OVER = 5.0
"""Seconds between two looks whether the one who runs an extraction is still alive."""

_KINDS = {"companies": "company", "people": "person", "deals": "deal", "claims": "claim"}


@dataclass(frozen=True, slots=True)
class Told:
    """An event as it is delivered; the data of the last one is the whole extraction."""

    number: int
    type: str
    data: dict[str, Any]


class Streams:
    """Watches extractions. One instance serves all threads of a process, and at most `most` streams at once."""

    def __init__(self, database: Database, waiter: Waiter, *, most: int) -> None:
        self._database = database
        self._waiter = waiter
        self._places = threading.BoundedSemaphore(most)

    def take_place(self) -> Callable[[], None]:
        """Take one of the places for streams; returns what gives it back, once however often it is called.

        Raises Busy when none is left.
        """
        if not self._places.acquire(blocking=False):
            raise Busy("As many event streams are open as this process serves at once.")
        given_back = threading.Lock()

        def give_back() -> None:
            if given_back.acquire(blocking=False):
                self._places.release()

        return give_back

    def has_more(self, extraction_id: str, after: int) -> bool:
        """Whether anything follows the event of this number, now or later. Raises NotFound."""
        with self._database.connect() as conn:
            standing = events.standing(conn, extraction_id)
        if standing is None:
            raise NotFound(f"There is no extraction {extraction_id[:80]!r}.")
        return standing.status in extractions.UNFINISHED or after < max(standing.last, 1)

    def of(
        self, extraction_id: str, after: int = 0, take_over: Callable[[], object] | None = None
    ) -> Iterator[Told | None]:
        """The events after the one of this number, until the last; None whenever a sign of life is due.

        `take_over` is called now and then while nothing happens: whoever ran the extraction may be gone. Ends without
        a last event when the extraction is deleted, and when this process is about to end.
        """
        spoke = looked = time.monotonic()
        with self._waiter.watch(extraction_id) as news:
            while True:
                news.clear()  # before looking: what happens after the look sets it again
                told, status = self._since(extraction_id, after)
                for one in told:
                    after, spoke = one.number, time.monotonic()
                    yield one
                if status not in extractions.UNFINISHED or self._waiter.over:
                    return
                now = time.monotonic()
                if now - spoke >= PING:
                    spoke = now
                    yield None
                if take_over is not None and now - looked >= _TAKE_OVER:
                    looked = now
                    take_over()
                news.wait(min(self._waiter.look_every, PING))

    def _since(self, extraction_id: str, after: int) -> tuple[list[Told], str | None]:
        """What follows the event of this number, and where the extraction stands."""
        with self._database.connect() as conn:
            standing = events.standing(conn, extraction_id)
            if standing is None:
                return [], None
            rows = events.after(conn, extraction_id, after)  # read later: all that came before that standing
            ended = standing.status not in extractions.UNFINISHED
            whole = (
                extractions.get(conn, extraction_id)
                if ended or any(row.type == events.CREATED for row in rows)
                else None
            )
        last = max(standing.last, 1)
        if ended and whole is not None and not rows and after < last:
            return [one for one in _anew(whole, last) if one.number > after], standing.status
        told = []
        for row in rows:
            if row.type == events.FINISHED:
                if not ended or whole is None:
                    break  # it was queued again since, and goes on
                told.append(Told(row.number, row.type, whole))
            elif row.type == events.CREATED and whole is not None:
                told.append(Told(row.number, row.type, _summary(whole)))
            else:
                told.append(Told(row.number, row.type, row.data or {}))
        return told, standing.status


def _anew(whole: dict[str, Any], last: int) -> Iterator[Told]:
    """The events of an extraction whose rows are gone, the last one under its old number or a higher one."""
    told: list[tuple[str, dict[str, Any]]] = [(events.CREATED, _summary(whole))]
    for kind, name in _KINDS.items():
        told += [(events.PROVEN, {"kind": name, "fact": fact}) for fact in whole["facts"][kind]]
    told += [(events.REJECTED, rejected) for rejected in whole["rejected"]]
    for number, (kind, data) in enumerate(told, 1):
        yield Told(number, kind, data)
    yield Told(max(last, len(told) + 1), events.FINISHED, whole)


def _summary(whole: dict[str, Any]) -> dict[str, Any]:
    return {"id": whole["id"], "article": whole["article"], "created_at": whole["created_at"]}
