"""Judgements on whether two companies or people of articles are one: recorded, never changed; undone ones stay.

An edge stands between the ids of two facts, so that it outlives every reading of their articles. Every function works
in the caller's transaction.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import Connection, Row, Text, and_, cast, func, insert, or_, select, update
from sqlalchemy.dialects.postgresql import ARRAY

from api.store import identifiers, tables
from api.store.articles import timestamp

_table = tables.judgements

Made = Literal["rule", "person"]


@dataclass(frozen=True, slots=True)
class Judgement:
    """One judgement. `made` tells whether a rule or a person made it, `by` the name of the person's key."""

    id: str
    one: str
    other: str
    judgement: str
    made: str
    by: str | None
    why: str | None
    created_at: datetime
    undone_at: datetime | None
    undone_by: str | None

    def as_json(self) -> dict[str, Any]:
        """The judgement in its public shape."""
        return {
            "id": self.id,
            "judgement": self.judgement,
            "facts": [self.one, self.other],
            "made": self.made,
            "by": self.by,
            "why": self.why,
            "created_at": timestamp(self.created_at),
            "undone_at": timestamp(self.undone_at),
            "undone_by": self.undone_by,
        }


def record(
    conn: Connection, one: str, other: str, judgement: str, *, made: Made, by: str | None = None, why: str | None = None
) -> str:
    """Write a judgement down; its id."""
    id_ = identifiers.fresh()[0]
    row = {"id": id_, "one": one, "other": other, "judgement": judgement, "made": made, "by": by, "why": why}
    conn.execute(insert(_table).values(row))
    return str(id_)


def get(conn: Connection, judgement_id: str) -> Judgement | None:
    """The judgement with this id."""
    row = conn.execute(select(_table).where(_table.c.id == identifiers.parse(judgement_id))).one_or_none()
    return None if row is None else _judgement(row)


def undo(conn: Connection, judgement_id: str, by: str | None) -> None:
    """Mark a judgement as undone, once."""
    holding = and_(_table.c.id == identifiers.parse(judgement_id), _table.c.undone_at.is_(None))
    conn.execute(update(_table).where(holding).values(undone_at=func.clock_timestamp(), undone_by=by))


def about(conn: Connection, fact_ids: Collection[str], *, undone: bool = False) -> list[Judgement]:
    """The judgements on any of these facts, the first one first; undone ones only if asked for."""
    ids = cast(sorted(fact_ids), ARRAY(Text))
    where = [or_(_table.c.one == func.any(ids), _table.c.other == func.any(ids))]
    if not undone:
        where.append(_table.c.undone_at.is_(None))
    return [_judgement(row) for row in conn.execute(select(_table).where(*where).order_by(_table.c.id))]


def between(conn: Connection, ones: Collection[str], others: Collection[str]) -> list[Judgement]:
    """The judgements that hold between facts of the one and facts of the other, the first one first."""
    a, b = set(ones), set(others)
    fewer = a if len(a) <= len(b) else b
    return [
        each
        for each in about(conn, fewer)
        if (each.one in a and each.other in b) or (each.one in b and each.other in a)
    ]


def open_questions(conn: Connection, after: UUID | None, limit: int) -> list[Judgement]:
    """Judgements `unsure` that hold, the newest first, about facts whose entities are two and not judged since."""
    one, other = tables.entity_members.alias(), tables.entity_members.alias()
    c = _table.c
    statement = (
        select(_table)
        .join(one, one.c.fact_id == c.one)
        .join(other, other.c.fact_id == c.other)
        .where(c.judgement == "unsure", c.undone_at.is_(None))
        .where(one.c.entity_id != other.c.entity_id, one.c.gone.is_(False), other.c.gone.is_(False))
    )
    if after is not None:
        statement = statement.where(c.id < after)
    return [_judgement(row) for row in conn.execute(statement.order_by(c.id.desc()).limit(limit))]


def _judgement(row: Row[Any]) -> Judgement:
    return Judgement(**{**row._mapping, "id": str(row.id)})
