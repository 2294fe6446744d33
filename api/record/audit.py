"""Who changed what when: a line for each request that changed something or was not allowed to. It knows no HTTP.

A line has the address and never the query or the body: what somebody wrote stands where it was written.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from sqlalchemy import Engine as Database
from sqlalchemy import insert, select

from api.store import identifiers, tables
from api.store.articles import timestamp

_audit = tables.audit

MOST_CHARACTERS = 500
"""So much of an address is kept."""


class Page(NamedTuple):
    """Some lines, and the cursor of the next page; None on the last."""

    items: list[dict[str, Any]]
    next: str | None


class Audit:
    """Writes the log and reads it. One instance serves all threads of a process."""

    def __init__(self, database: Database) -> None:
        """Keep the database and ask it nothing yet."""
        self._database = database

    def note(self, *, by: str | None, key_id: str | None, method: str, path: str, status: int, request_id: str) -> None:
        """Write a line."""
        line = {"by": by, "key_id": key_id, "method": method, "path": path[:MOST_CHARACTERS], "status": status}
        with self._database.begin() as conn:
            conn.execute(insert(_audit).values(id=identifiers.fresh()[0], request_id=request_id, **line))

    def page(self, by: str | None, after: str | None, limit: int) -> Page:
        """Lines, the newest first; of one name alone if it is given."""
        statement = select(_audit).order_by(_audit.c.id.desc()).limit(limit + 1)
        if by is not None:
            statement = statement.where(_audit.c.by == by)
        if (cursor := identifiers.parse(after or "")) is not None:
            statement = statement.where(_audit.c.id < cursor)
        with self._database.connect() as conn:
            items = [_line(row) for row in conn.execute(statement)]
        return Page(items[:limit], items[limit - 1]["id"] if len(items) > limit else None)


def _line(row: Any) -> dict[str, Any]:
    told = {name: getattr(row, name) for name in ("by", "key_id", "method", "path", "status", "request_id")}
    return {"id": str(row.id), "at": timestamp(row.at), **told}
