"""Articles and where their reading stands, as a person looks over them: newest first, with how much was found.

What lists of the interface tell an item at a time is told here an article at a time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import add
from typing import Any

from sqlalchemy import Connection, func, select

from api.store import identifiers, tables

_a = tables.articles.c
_e = tables.extractions.c


@dataclass(frozen=True, slots=True)
class Reading:
    """An article with the extraction that a reader should see: the current one, else the newest."""

    article_id: str
    title: str
    publisher: str | None
    language: str
    published_at: datetime | None
    created_at: datetime
    extraction_id: str | None
    status: str | None
    counts: Mapping[str, int]
    unreviewed: int
    """Facts that nobody has decided about."""

    @property
    def total(self) -> int:
        """How many facts were found in it."""
        return sum(self.counts.values())


def newest(conn: Connection, limit: int, *, after: datetime | None = None) -> list[Reading]:
    """The newest articles, newest first; `after` leaves out those that had come by then."""
    shown = func.coalesce(_a.current_extraction_id, _newest_extraction(_a.id))
    first_line = func.split_part(func.left(_a.text, 300), "\n", 1)
    counts = [
        select(func.count())
        .where(table.c.extraction_id == _a.current_extraction_id, table.c.review != "rejected")
        .scalar_subquery()
        .label(kind)
        for kind, table in tables.FACTS.items()
    ]
    waiting = [
        select(func.count())
        .where(table.c.extraction_id == _a.current_extraction_id, table.c.review == "unreviewed")
        .scalar_subquery()
        for table in tables.FACTS.values()
    ]
    unreviewed = reduce(add, waiting).label("unreviewed")
    columns = [_a.id, func.coalesce(_a.title, first_line).label("headline"), _a.publisher, _a.language]
    statement = (
        select(*columns, _a.published_at, _a.created_at, _e.id.label("extraction_id"), _e.status, unreviewed, *counts)
        .select_from(tables.articles)
        .outerjoin(tables.extractions, _e.id == shown)
        .order_by(_a.id.desc())
        .limit(limit)
    )
    if after is not None:
        statement = statement.where(_a.created_at > after)
    return [_reading(row) for row in conn.execute(statement)]


def came_after(conn: Connection, moment: datetime) -> int:
    """How many articles have come since that moment."""
    return conn.execute(select(func.count()).select_from(tables.articles).where(_a.created_at > moment)).scalar() or 0


def shown_extraction(conn: Connection, article_id: str) -> str | None:
    """The extraction of an article that a reader should see; None when it was never read or does not exist."""
    statement = select(func.coalesce(_a.current_extraction_id, _newest_extraction(_a.id)))
    found = conn.execute(statement.where(_a.id == identifiers.parse(article_id))).scalar()
    return None if found is None else str(found)


def unfinished_extraction(conn: Connection, article_id: str) -> str | None:
    """The newest extraction of an article that is queued or running."""
    statement = select(_e.id).where(
        _e.article_id == identifiers.parse(article_id), _e.status.in_(("queued", "running"))
    )
    found = conn.execute(statement.order_by(_e.id.desc()).limit(1)).scalar()
    return None if found is None else str(found)


def _newest_extraction(article_id: Any) -> Any:
    mine = tables.extractions.alias().c
    return select(mine.id).where(mine.article_id == article_id).order_by(mine.id.desc()).limit(1).scalar_subquery()


def _reading(row: Any) -> Reading:
    return Reading(
        article_id=str(row.id),
        title=row.headline,
        publisher=row.publisher,
        language=row.language,
        published_at=row.published_at,
        created_at=row.created_at,
        extraction_id=None if row.extraction_id is None else str(row.extraction_id),
        status=row.status,
        counts={kind: getattr(row, kind) for kind in tables.FACTS},
        unreviewed=row.unreviewed,
    )


def last_decision(conn: Connection, article_id: str, by: str | None) -> tuple[str, str] | None:
    """The latest decision of this reviewer about the article that still holds: its id and the fact's."""
    c = tables.decisions.c
    mine = c.by.is_(None) if by is None else c.by == by
    holding = (c.article_id == identifiers.parse(article_id), c.undone_at.is_(None), mine)
    row = conn.execute(select(c.id, c.fact_id).where(*holding).order_by(c.id.desc()).limit(1)).one_or_none()
    return None if row is None else (str(row.id), row.fact_id)
