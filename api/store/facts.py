"""Lists of facts across articles: filtered, newest first, in keyset pages.

Only the facts of an article's newest extraction are listed. A page's cursor is the id of its last item, and ids sort by
the time at which their article was sent, so that what is added meanwhile neither repeats nor hides an item on the pages
that follow.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, exists, select

from api import problems
from api.store import filters as known
from api.store import identifiers, searching, tables
from api.store.articles import summary

_a = tables.articles.c
_DESCRIBED = (_a.title, _a.url, _a.publisher, _a.language, _a.published_at)


@dataclass(frozen=True, slots=True)
class Page:
    """Some items, and the cursor of the next page; None on the last."""

    items: list[dict[str, Any]]
    next: str | None


def list_companies(conn: Connection, filters: Mapping[str, Any], after: str | None, limit: int) -> Page:
    """List companies: the fact, with `review`, `article` and `extraction_id` beside it; see `filters.FILTERS`."""
    return _list_facts(conn, "companies", filters, after, limit)


def list_people(conn: Connection, filters: Mapping[str, Any], after: str | None, limit: int) -> Page:
    """List people; `status` is that of any of a person's roles, `entity` also an employer."""
    return _list_facts(conn, "people", filters, after, limit)


def list_deals(conn: Connection, filters: Mapping[str, Any], after: str | None, limit: int) -> Page:
    """List deals; `name` and `entity` are those of a party."""
    return _list_facts(conn, "deals", filters, after, limit)


def list_claims(conn: Connection, filters: Mapping[str, Any], after: str | None, limit: int) -> Page:
    """List claims; `source` is part of a name of who says it, `name` also of who it is about."""
    return _list_facts(conn, "claims", filters, after, limit)


def list_articles(conn: Connection, filters: Mapping[str, Any], after: str | None, limit: int) -> Page:
    """List articles as {extraction_id, article}, without facts too; `name`, `entity`: a company or person in it."""
    return _list_articles(conn, filters, after, limit)


def list_decided_articles(conn: Connection, filters: Mapping[str, Any], after: str | None, limit: int) -> Page:
    """List the articles about whose facts somebody has decided; as `list_articles` does."""
    decided = tables.decisions.c
    holds = exists().where(decided.article_id == _a.id, decided.undone_at.is_(None))
    return _list_articles(conn, filters, after, limit, [holds, _a.current_extraction_id.is_not(None)])


def _list_articles(
    conn: Connection,
    filters: Mapping[str, Any],
    after: str | None,
    limit: int,
    further: Sequence[ColumnElement[bool]] = (),
) -> Page:
    known.check("articles", filters)
    ids = searching.articles(conn, _given(filters), _cursor(after), limit + 1, further)
    rows = conn.execute(select(_a.id, _a.current_extraction_id, *_DESCRIBED).where(_a.id.in_(ids[:limit])))

    def item(row: Any) -> dict[str, Any]:
        extraction = row.current_extraction_id
        return {"article": summary(row), "extraction_id": None if extraction is None else str(extraction)}

    return _page(ids, {row.id: item(row) for row in rows}, limit)


def _list_facts(conn: Connection, kind: str, filters: Mapping[str, Any], after: str | None, limit: int) -> Page:
    known.check(kind, filters)
    ids = searching.facts(conn, kind, _given(filters), _cursor(after), limit + 1)
    c = tables.FACTS[kind].c
    rows = conn.execute(
        select(c.id, c.extraction_id, c.article_id, c.document, c.review, *_DESCRIBED)
        .join(tables.articles, _a.id == c.article_id)
        .where(c.id.in_(ids[:limit]))
    )

    def item(row: Any) -> dict[str, Any]:
        of = {"article": summary(row, "article_id"), "extraction_id": str(row.extraction_id)}
        return {**row.document, "review": row.review, **of}

    return _page(ids, {row.id: item(row) for row in rows}, limit)


def _page(ids: Sequence[UUID], items: Mapping[UUID, dict[str, Any]], limit: int) -> Page:
    """The items in the order of their ids; one id more than asked for tells that there is another page."""
    shown = [items[id_] for id_ in ids[:limit] if id_ in items]  # one may have been deleted a moment ago
    return Page(shown, str(ids[limit - 1]) if len(ids) > limit else None)


def _given(filters: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in filters.items() if value is not None}


def _cursor(after: str | None) -> UUID | None:
    if after is None:
        return None
    cursor = identifiers.parse(after)
    if cursor is None:
        raise problems.InvalidParameter(
            "The cursor is not one that a page of this list gave.",
            errors=[problems.Fault("not a cursor of this list", parameter="cursor")],
        )
    return cursor
