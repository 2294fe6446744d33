"""Lists of facts across articles: filtered, newest first, in keyset pages.

Only the facts of an article's newest extraction are listed. A page's cursor is the id of its last item, and ids sort by
the time they were written, so that what is added meanwhile neither repeats nor hides an item on the pages that follow.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, and_, exists, func, literal, or_, select
from sqlalchemy.dialects.postgresql import ARRAY, REGCONFIG, TSQUERY

from api import problems
from api.store import identifiers, tables
from api.store.articles import SEARCH_CONFIGS, summary
from api.store.folding import fold
from api.store.standing import KEPT

_a = tables.articles.c
_OF_ARTICLES = frozenset({"language", "publisher", "published_from", "published_to", "q"})
_OF_FACTS = _OF_ARTICLES | {"article", "extraction", "entity", "name", "review"}

# A list's own filters: parameter -> column. An array column matches when it holds the value.
_OWN: Mapping[str, Mapping[str, str]] = {
    "companies": {"kind": "kind"},
    "people": {"status": "role_statuses"},
    "deals": {"type": "type", "status": "status", "role": "party_roles"},
    "claims": {
        "kind": "source_kind",
        "class": "source_class",
        "channel": "channel",
        "directness": "directness",
        "certainty": "certainty",
        "polarity": "polarity",
    },
}
FILTERS: Mapping[str, frozenset[str]] = {
    **{kind: _OF_FACTS | frozenset(own) for kind, own in _OWN.items()},
    "claims": _OF_FACTS | frozenset(_OWN["claims"]) | {"source"},
    "articles": _OF_FACTS,
}


@dataclass(frozen=True, slots=True)
class Page:
    """Some items, and the cursor of the next page; None on the last."""

    items: list[dict[str, Any]]
    next: str | None


def list_companies(conn: Connection, filters: Mapping[str, Any], after: str | None, limit: int) -> Page:
    """List companies: the fact, with `article` and `extraction_id` beside it. Filters: see `FILTERS`."""
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
    return _list_articles(conn, filters, after, limit, [])


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
    further: Sequence[ColumnElement[bool]],
) -> Page:
    _only_known("articles", filters)
    columns = [_a.id, _a.title, _a.url, _a.publisher, _a.language, _a.published_at, _a.current_extraction_id]
    where = [*further, *_article_filters(filters)]
    if (article := filters.get("article")) is not None:
        where.append(_a.id == identifiers.parse(article))
    if (extraction := filters.get("extraction")) is not None:
        where.append(_a.current_extraction_id == identifiers.parse(extraction))
    of_names = {name: filters[name] for name in ("name", "entity") if filters.get(name) is not None}
    if of_names:
        where.append(_holds_one(("companies", "people"), of_names))
    if (review := filters.get("review")) is not None:
        where.append(_holds_one(tuple(tables.FACTS), {"review": review}))

    def item(row: Any) -> dict[str, Any]:
        extraction = row.current_extraction_id
        return {"article": summary(row), "extraction_id": None if extraction is None else str(extraction)}

    return _page(conn, select(*columns).where(*where), _a.id, item, after, limit)


def _list_facts(conn: Connection, kind: str, filters: Mapping[str, Any], after: str | None, limit: int) -> Page:
    _only_known(kind, filters)
    table = tables.FACTS[kind]
    columns = [table.c.id, table.c.extraction_id, table.c.article_id, table.c.document, table.c.review]
    described = [_a.title, _a.url, _a.publisher, _a.language, _a.published_at]
    statement = (
        select(*columns, *described)
        .join(tables.articles, _a.current_extraction_id == table.c.extraction_id)
        .where(*_article_filters(filters), *_fact_filters(kind, filters))
    )

    def item(row: Any) -> dict[str, Any]:
        of = {"article": summary(row, "article_id"), "extraction_id": str(row.extraction_id)}
        return {**row.document, "review": row.review, **of}

    return _page(conn, statement, table.c.id, item, after, limit)


def _page(
    conn: Connection,
    statement: Any,
    key: ColumnElement[UUID],
    item: Callable[[Any], dict[str, Any]],
    after: str | None,
    limit: int,
) -> Page:
    """Run the statement for one page; one row more than asked for tells whether there is another."""
    if after is not None:
        cursor = identifiers.parse(after)
        if cursor is None:
            raise problems.InvalidParameter(
                "The cursor is not one that a page of this list gave.",
                errors=[problems.Fault("not a cursor of this list", parameter="cursor")],
            )
        statement = statement.where(key < cursor)
    rows = conn.execute(statement.order_by(key.desc()).limit(limit + 1)).all()
    items = [item(row) for row in rows[:limit]]
    return Page(items, str(rows[limit - 1].id) if len(rows) > limit else None)


def _only_known(kind: str, filters: Mapping[str, Any]) -> None:
    if unknown := filters.keys() - FILTERS[kind]:
        raise ValueError(f"{kind} have no filter {', '.join(sorted(unknown))}")


def _holds_one(kinds: Sequence[str], filters: Mapping[str, Any]) -> ColumnElement[bool]:
    """Match articles whose newest extraction has a fact of one of these kinds that the filters find."""
    return or_(
        *(
            exists().where(
                tables.FACTS[kind].c.extraction_id == _a.current_extraction_id, *_fact_filters(kind, filters)
            )
            for kind in kinds
        )
    )


def _fact_filters(kind: str, filters: Mapping[str, Any]) -> list[ColumnElement[bool]]:
    c = tables.FACTS[kind].c
    where = _review_filter(c.review, filters.get("review"))
    if (article := filters.get("article")) is not None:
        where.append(c.article_id == identifiers.parse(article))
    if (extraction := filters.get("extraction")) is not None:
        where.append(c.extraction_id == identifiers.parse(extraction))
    if (entity := filters.get("entity")) is not None:
        where.append(c.entities.contains([entity]))
    if (name := filters.get("name")) is not None:
        where.append(_contains(c.names, name))
    if (source := filters.get("source")) is not None:
        where.append(_contains(c.source_names, source))
    for parameter, column in _OWN[kind].items():
        if (value := filters.get(parameter)) is not None:
            where.append(c[column].contains([value]) if isinstance(c[column].type, ARRAY) else c[column] == value)
    return where


def _review_filter(column: ColumnElement[str], review: str | None) -> list[ColumnElement[bool]]:
    """What is rejected is left out unless asked for, by name or as `any`; `reviewed` is all that a person stands by."""
    if review == "any":
        return []
    if review == "reviewed":
        return [column.in_(sorted(KEPT))]
    return [column != "rejected" if review is None else column == review]


def _article_filters(filters: Mapping[str, Any]) -> list[ColumnElement[bool]]:
    where: list[ColumnElement[bool]] = []
    if (language := filters.get("language")) is not None:
        where.append(_a.language == language.lower())
    if (publisher := filters.get("publisher")) is not None:
        where.append(_contains(_a.publisher_folded, publisher))
    if (start := filters.get("published_from")) is not None:
        where.append(_a.published_at >= _moment(start))
    if (end := filters.get("published_to")) is not None:
        where.append(_a.published_at < _moment(end, whole_day=True))
    if (words := filters.get("q")) is not None:
        where.append(_has_words(words, filters.get("language")))
    return where


def _has_words(words: str, language: str | None) -> ColumnElement[bool]:
    """Match articles by words, each article in its own language's stemming; quotes, OR and - work as on the web."""
    # One search a language, as constants: the index cannot be used with a configuration that differs from row to row.
    configs = sorted({*SEARCH_CONFIGS.values(), "simple"})
    if language is not None:
        configs = [SEARCH_CONFIGS.get(language.lower()[:2], "simple")]
    return or_(
        *(
            and_(
                _a.search_config == config,
                _a.search.op("@@")(func.websearch_to_tsquery(literal(config, REGCONFIG), words, type_=TSQUERY)),
            )
            for config in configs
        )
    )


def _contains(column: ColumnElement[str | None], words: str) -> ColumnElement[bool]:
    return column.contains(fold(words), autoescape=True)


def _moment(given: date, *, whole_day: bool = False) -> datetime:
    """Take a moment as it is (UTC if it does not say); of a mere date its beginning, or its end."""
    if isinstance(given, datetime):
        return given if given.tzinfo else given.replace(tzinfo=UTC)
    return datetime.combine(given + timedelta(days=1 if whole_day else 0), time.min, UTC)
