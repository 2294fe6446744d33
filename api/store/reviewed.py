"""Facts under review: one fact as it stands, and the rows of an extraction brought to what people decided.

A fact is looked for in its article's newest extraction, then in older ones. `settle` may be called as often as one
likes: it changes the rows that differ from what is decided and no others, so that lists keep their order.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, Table, delete, func, insert, select, update

from api.engine.identity import LETTERS
from api.store import decisions, fact_columns, identifiers, results, tables
from api.store.articles import summary
from api.store.standing import Laid, lay

_KINDS: Mapping[str, str] = {letter: kind for kind, letter in LETTERS.items()}


@dataclass(frozen=True, slots=True)
class FactRow:
    """A fact as it stands. `found` is as the run found it where that differs, None where it did not find it."""

    kind: str
    extraction_id: str
    fact: dict[str, Any]
    review: str
    found: dict[str, Any] | None
    article: dict[str, Any]


def kind_of(fact_id: str) -> str | None:
    """The table of the fact with this id, which its first letter tells."""
    return _KINDS.get(fact_id[:1])


def find(conn: Connection, fact_id: str) -> FactRow | None:
    """Find a fact, in its article's newest extraction if it is there; None when no extraction has it."""
    kind = kind_of(fact_id)
    if kind is None:
        return None
    table, article = tables.FACTS[kind], tables.articles.c
    described = [article.title, article.url, article.publisher, article.language, article.published_at]
    row = conn.execute(
        select(table, *described)
        .join(tables.articles, article.id == table.c.article_id)
        .where(table.c.fact_id == fact_id)
        .order_by((table.c.extraction_id == article.current_extraction_id).desc(), table.c.extraction_id.desc())
        .limit(1)
    ).one_or_none()
    if row is None:
        return None
    found = None if row.by_hand else row.found or row.document
    return FactRow(kind, str(row.extraction_id), row.document, row.review, found, summary(row, "article_id"))


def facts(conn: Connection, extraction_id: str | UUID) -> dict[str, list[dict[str, Any]]]:
    """All facts of an extraction as they stand, rejected ones too, in the order of the engine."""
    return {kind: [row.document for row in _rows(conn, table, extraction_id)] for kind, table in tables.FACTS.items()}


def standing_facts(conn: Connection, extraction_id: str | UUID) -> dict[str, list[tuple[str, dict[str, Any]]]]:
    """All facts of an extraction, each with how it stands."""
    return {
        kind: [(row.review, row.document) for row in _rows(conn, table, extraction_id)]
        for kind, table in tables.FACTS.items()
    }


def current(conn: Connection, article_id: str) -> str | None:
    """The id of the article's newest extraction with facts."""
    article = tables.articles.c
    newest = select(article.current_extraction_id).where(article.id == identifiers.parse(article_id))
    found: UUID | None = conn.execute(newest).scalar()
    return None if found is None else str(found)


def settle(conn: Connection, article_id: str | UUID, extraction_id: str | UUID) -> None:
    """Bring the facts of an extraction to what holds about them now."""
    rows = {kind: _rows(conn, table, extraction_id) for kind, table in tables.FACTS.items()}
    found = {kind: [row.found or row.document for row in kept if not row.by_hand] for kind, kept in rows.items()}
    laid = lay(found, decisions.standing(conn, article_id))
    known = fact_columns.roster({kind: [one.fact for one in ones] for kind, ones in laid.items()})
    as_stored = {kind: [row.document for row in kept] for kind, kept in rows.items()}
    renamed = known != fact_columns.roster(as_stored)  # then names stand otherwise in the columns of other facts, too
    for kind, table in tables.FACTS.items():
        of_run = iter([row for row in rows[kind] if not row.by_hand])
        by_hand = {row.fact_id: row for row in rows[kind] if row.by_hand}
        for one in laid[kind]:
            there = by_hand.pop(one.fact["id"], None) if one.by_hand else next(of_run)
            if there is None:
                _add(conn, table, article_id, extraction_id, results.columns(kind, one, known))
            elif renamed or not _stands(there, one):
                wanted = results.columns(kind, one, known)
                if any(there._mapping[name] != value for name, value in wanted.items()):
                    conn.execute(update(table).where(table.c.id == there.id).values(wanted))
        for row in by_hand.values():
            conn.execute(delete(table).where(table.c.id == row.id))


def _stands(row: Row[Any], one: Laid) -> bool:
    return bool(row.review == one.review and row.document == one.fact and row.found == one.found)


def _rows(conn: Connection, table: Table, extraction_id: str | UUID) -> list[Row[Any]]:
    of_extraction = table.c.extraction_id == identifiers.parse(extraction_id)
    return list(conn.execute(select(table).where(of_extraction).order_by(table.c.position)))


def _add(
    conn: Connection, table: Table, article_id: str | UUID, extraction_id: str | UUID, columns: Mapping[str, Any]
) -> None:
    of = identifiers.parse(extraction_id)
    assert of is not None, "it is the id of a stored extraction"
    last = select(func.coalesce(func.max(table.c.position), -1)).where(table.c.extraction_id == of)
    whose = {"extraction_id": of, "article_id": identifiers.parse(article_id)}
    position = conn.execute(last).scalar_one() + 1
    conn.execute(insert(table).values(id=identifiers.within(of, position), position=position, **whose, **columns))
