"""Decisions of people about facts: recorded, never changed; an undone one stays and says when and by whom.

A decision belongs to an article and to the id of a fact, not to an extraction. Every function works in the caller's
transaction; whoever decides holds the article (`hold`), so that no two decisions and no run's end cross each other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, func, insert, select, update

from api.store import identifiers, tables
from api.store.articles import timestamp
from api.store.standing import Standing

_table = tables.decisions

REVIEWS: Mapping[str, str] = {"accept": "accepted", "reject": "rejected", "correct": "corrected", "add": "added"}
"""How a fact stands after each action."""


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision. `before` and `after` are {review, fact}; `fact` is null before it was added."""

    id: str
    article_id: str
    fact_id: str
    kind: str
    action: str
    before: dict[str, Any]
    after: dict[str, Any]
    by: str | None
    note: str | None
    created_at: datetime
    undone_at: datetime | None
    undone_by: str | None

    def as_json(self) -> dict[str, Any]:
        """The decision in its public shape."""
        return {
            "id": self.id,
            "fact_id": self.fact_id,
            "action": self.action,
            "by": self.by,
            "note": self.note,
            "created_at": timestamp(self.created_at),
            "before": self.before,
            "after": self.after,
            "undone_at": timestamp(self.undone_at),
            "undone_by": self.undone_by,
        }


def hold(conn: Connection, article_id: str) -> bool:
    """Lock the article for the rest of the transaction; False when there is none with this id."""
    article = tables.articles.c.id
    held = select(article).where(article == identifiers.parse(article_id)).with_for_update(key_share=True)
    return conn.execute(held).first() is not None


def record(
    conn: Connection,
    article_id: str,
    kind: str,
    action: str,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    *,
    by: str | None,
    note: str | None,
) -> None:
    """Write a decision down. `after` has the fact and with it the id of the fact."""
    conn.execute(
        insert(_table).values(
            id=identifiers.fresh()[0],
            article_id=identifiers.parse(article_id),
            fact_id=after["fact"]["id"],
            kind=kind,
            action=action,
            before=before,
            after=after,
            by=by,
            note=note,
        )
    )


def undo(conn: Connection, decision_id: str, by: str | None) -> None:
    """Mark a decision as undone, once."""
    undone = update(_table).where(_table.c.id == identifiers.parse(decision_id), _table.c.undone_at.is_(None))
    conn.execute(undone.values(undone_at=func.clock_timestamp(), undone_by=by))


def of_fact(conn: Connection, fact_id: str) -> list[Decision]:
    """Every decision about a fact, undone ones too, the first one first."""
    rows = conn.execute(select(_table).where(_table.c.fact_id == fact_id).order_by(_table.c.id))
    return [_decision(row) for row in rows]


def standing(conn: Connection, article_id: str | UUID) -> list[Standing]:
    """What holds about each fact of an article that somebody has decided about."""
    of_article = _table.c.article_id == identifiers.parse(article_id)
    rows = conn.execute(select(_table).where(of_article, _table.c.undone_at.is_(None)).order_by(_table.c.id))
    decided: dict[str, list[Decision]] = {}
    for row in rows:
        decided.setdefault(row.fact_id, []).append(_decision(row))
    return [_standing(decisions) for decisions in decided.values()]


def _standing(decisions: Sequence[Decision]) -> Standing:
    first, last = decisions[0], decisions[-1]
    return Standing(last.fact_id, last.kind, REVIEWS[last.action], last.after["fact"], first.before["fact"])


def _decision(row: Row[Any]) -> Decision:
    return Decision(**{**row._mapping, "id": str(row.id), "article_id": str(row.article_id)})
