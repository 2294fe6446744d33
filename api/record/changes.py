"""What changed in the record since a caller last looked, or as soon as it does. It knows no HTTP."""

from __future__ import annotations

import time
from typing import Any, NamedTuple

from sqlalchemy import Engine as Database

from api.problems import Fault, InvalidParameter
from api.store import changes
from api.store.articles import timestamp
from api.store.waiting import Waiter

_NAMES = {"companies": "company", "people": "person", "deals": "deal", "claims": "claim", "entities": "entity"}


class Since(NamedTuple):
    """Changes in order, and the number after which the next ones follow."""

    items: list[dict[str, Any]]
    next: int


class Changes:
    """Reads the sequence of changes. One instance serves all threads of a process."""

    def __init__(self, database: Database, waiter: Waiter) -> None:
        """Keep what is needed and ask nobody yet."""
        self._database = database
        self._waiter = waiter

    def after(self, number: int | None, limit: int, *, wait: float = 0) -> Since:
        """The changes after the one of this number; when there are none, those of the next `wait` seconds.

        None begins at the end: what happened so far is passed over. A fact is told of as it stands now, and with null
        when it is gone since. Raises InvalidParameter for a number that was never given.
        """
        deadline = time.monotonic() + wait
        with self._waiter.watch(changes.WAITED_FOR) as news:
            while True:
                news.clear()  # before looking: what happens after the look sets it again
                found = self._look(number, limit)
                number = found.next
                left = deadline - time.monotonic()
                if found.items or left <= 0 or self._waiter.over:
                    return found
                news.wait(min(left, self._waiter.look_every))

    def _look(self, number: int | None, limit: int) -> Since:
        with self._database.begin() as conn:
            if number is None:
                return Since([], changes.last(conn))
            rows = changes.after(conn, number, limit)
            if not rows and number > (last := changes.last(conn)):
                raise InvalidParameter(
                    "after: No change has this number yet.",
                    errors=[Fault(f"The newest change is {last}.", parameter="after")],
                )
            known = changes.known(conn, rows)
        return Since([_document(row, known.get(row.subject)) for row in rows], rows[-1].number if rows else number)


def _document(row: changes.Change, known: changes.Known | None) -> dict[str, Any]:
    return {
        "number": row.number,
        "change": row.change,
        "kind": _NAMES[row.kind],
        "id": row.subject,
        "article_id": row.article_id,
        "at": timestamp(row.at),
        "extraction_id": None if known is None else known.extraction_id,
        "fact": None if known is None else {**known.fact, "review": known.review},
    }
