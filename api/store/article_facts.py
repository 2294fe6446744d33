"""Articles with their text and the facts of their newest extraction, many at once: what exports are made of.

Facts that a person rejected are left out. Nothing is changed, dropped or reordered beyond that.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, func, select

from api.store import filters as known
from api.store import identifiers, searching, tables
from api.store.articles import as_document

Document = dict[str, Any]

_a = tables.articles.c


@dataclass(frozen=True, slots=True)
class ArticleFacts:
    """An article in its public shape with its text, and facts of it in theirs, `review` with each.

    `entities` are all companies and people of the article by their id, also where `facts` holds only some: what other
    facts refer to.
    """

    article: Document
    extraction_id: str | None
    facts: Mapping[str, list[Document]]
    entities: Mapping[str, tuple[str, Document]] = field(default_factory=dict)
    """For each id the kind (`companies` or `people`) and the fact."""
    whole: bool = True
    """Whether these are all facts of the article, not some that were asked for."""

    @property
    def count(self) -> int:
        """How many facts there are."""
        return sum(len(facts) for facts in self.facts.values())


def of(
    conn: Connection, article_ids: Sequence[UUID], chosen: Mapping[str, Collection[str]] | None = None
) -> list[ArticleFacts]:
    """The articles with these ids, in their order, as far as they are there.

    `chosen` names for each kind the ids of the facts to give; without it all are given.
    """
    columns = (_a.id, _a.text, _a.sha256, _a.title, _a.language, _a.url, _a.publisher, _a.published_at, _a.created_at)
    statement = select(*columns, _a.current_extraction_id).where(_a.id.in_(article_ids))
    rows = {row.id: row for row in conn.execute(statement)}
    extractions = [row.current_extraction_id for row in rows.values() if row.current_extraction_id is not None]
    found = {kind: _facts(conn, kind, extractions) for kind in tables.FACTS}
    made = []
    for id_ in article_ids:
        if (row := rows.get(id_)) is None:
            continue  # deleted a moment ago
        all_facts = {kind: found[kind].get(row.current_extraction_id, []) for kind in tables.FACTS}
        entities = {one["id"]: (kind, one) for kind in ("companies", "people") for one in all_facts[kind]}
        given = all_facts if chosen is None else {
            kind: [fact for fact in facts if fact["id"] in chosen.get(kind, ())] for kind, facts in all_facts.items()
        }  # fmt: skip
        extraction = None if row.current_extraction_id is None else str(row.current_extraction_id)
        made.append(ArticleFacts(as_document(row), extraction, given, entities, chosen is None))
    return made


def count(conn: Connection, filters: Mapping[str, Any]) -> int:
    """How many articles a list with these filters has in all."""
    if not filters:
        return conn.execute(select(func.count()).select_from(tables.articles)).scalar_one()
    known.check("articles", filters)
    few = searching.few_articles(conn, filters)
    statement = searching.article_statements(filters, None, 1_000_000_000, few=few)[-1]
    return conn.execute(select(func.count()).select_from(statement.subquery())).scalar_one()


def _facts(conn: Connection, kind: str, extractions: Sequence[UUID]) -> dict[UUID, list[Document]]:
    c = tables.FACTS[kind].c
    statement = (
        select(c.extraction_id, c.document, c.review)
        .where(c.extraction_id.in_(extractions), c.review != "rejected")
        .order_by(c.extraction_id, c.position)
    )
    found: dict[UUID, list[Document]] = {}
    for row in conn.execute(statement):
        found.setdefault(row.extraction_id, []).append({**row.document, "review": row.review})
    return found


def parse(article_id: str) -> list[UUID]:
    """The id as the store knows it, in a list of one; an empty list when nothing can be stored under it."""
    id_ = identifiers.parse(article_id)
    return [] if id_ is None else [id_]
