"""Which rows a page of a list has, found without reading a large table whole.

First the newest rows under the cursor are looked through: whatever is common fills the page from there. Only what is
rarer is searched for in the whole table, by the filter that leaves the fewest rows and has an index. Both find the same
rows in the same order; ids of facts sort by their extraction, so that articles can be walked through in that order.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import CTE, ColumnElement, Connection, Select, Table, func, or_, select, true, union_all

from api.store import filters as known
from api.store import identifiers, tables

WINDOW = 2_000
"""So many of the newest rows are looked through first, in some ten milliseconds; one match in forty fills a page."""

FEW = 1_000
"""So many articles are looked into one by one rather than finding all facts of a name."""

_a = tables.articles.c
_ONE = frozenset({"article", "extraction", "entity"})
"""Filters of one thing: an index finds its few rows at once."""

_WIDE = frozenset({"document", "found"})

Filters = Mapping[str, Any]
Ids = Select[Any]


def facts(conn: Connection, kind: str, filters: Filters, before: UUID | None, most: int) -> list[UUID]:
    """The ids of the facts of a page, the newest first: at most so many, and only such as are less than `before`."""
    return _first_full(conn, fact_statements(kind, filters, before, most, few=few_articles(conn, filters)), most)


def articles(
    conn: Connection, filters: Filters, before: UUID | None, most: int, further: Sequence[ColumnElement[bool]] = ()
) -> list[UUID]:
    """The ids of the articles of a page; `further` conditions hold for them too."""
    few = few_articles(conn, filters)
    return _first_full(conn, article_statements(filters, before, most, further, few=few), most)


def few_articles(conn: Connection, filters: Filters) -> bool:
    """Whether the filters of articles leave so few that looking into each is less work than finding a common name."""
    about = known.of_articles(filters, whole=True)
    if not about or not filters.keys() & (known.NARROW | {"review"}):
        return False
    some = select(_a.id).where(*about).limit(FEW + 1).subquery()
    return conn.execute(select(func.count()).select_from(some)).scalar_one() <= FEW


def _first_full(conn: Connection, statements: Sequence[Ids], most: int) -> list[UUID]:
    found: list[UUID] = []
    for statement in statements:
        found = list(conn.execute(statement).scalars())
        if len(found) >= most:
            break
    return found


def fact_statements(kind: str, filters: Filters, before: UUID | None, most: int, *, few: bool = False) -> list[Ids]:
    """The statements that `facts` tries in turn."""
    if filters.keys() & _ONE:
        return [_all_facts(kind, filters, before, most, few)]
    return [_newest_facts(kind, filters, before, most), _all_facts(kind, filters, before, most, few)]


def article_statements(
    filters: Filters,
    before: UUID | None,
    most: int,
    further: Sequence[ColumnElement[bool]] = (),
    *,
    few: bool = False,
) -> list[Ids]:
    """The statements that `articles` tries in turn."""
    whole = _all_articles(filters, before, most, further, few)
    return [whole] if further or few else [_newest_articles(filters, before, most), whole]


def _newest_facts(kind: str, filters: Filters, before: UUID | None, most: int) -> Ids:
    table = tables.FACTS[kind]
    columns = [column for column in table.c if column.name not in _WIDE]
    newest = select(*columns).where(*_under(table.c.id, before)).order_by(table.c.id.desc()).limit(WINDOW)
    window = _once(newest, "newest")
    told = _once(
        select(_a.current_extraction_id)
        .where(_a.current_extraction_id.in_(select(window.c.extraction_id)))
        .where(*known.of_articles(filters, whole=False)),
        "told",
    )
    matches = known.of_facts(kind, window.c, filters, whole=False)
    found = select(window.c.id).join(told, window.c.extraction_id == told.c.current_extraction_id)
    return found.where(*matches).order_by(window.c.id.desc()).limit(most)


def _all_facts(kind: str, filters: Filters, before: UUID | None, most: int, few: bool) -> Ids:
    """By the filter that leaves the fewest rows: a name or an id, else a column of its own, else the articles."""
    table = tables.FACTS[kind]
    matches = [*known.of_facts(kind, table.c, filters, whole=True), *_under(table.c.id, before)]
    at_hand = known.of_articles(filters, whole=False)
    if few:
        of_each = [*known.of_facts(kind, table.c, filters, whole=False), *_under(table.c.id, before)]
        return _walked(table, of_each, filters, before, most)
    if filters.keys() & known.NARROW:
        hits = _once(select(table.c.id, table.c.extraction_id).where(*matches), "hits")
        found = select(hits.c.id).join(tables.articles, _a.current_extraction_id == hits.c.extraction_id)
        return found.where(*at_hand).order_by(hits.c.id.desc()).limit(most)
    own = any(one.column is not None and name in filters for name, one in known.FILTERS[kind].items())
    if not at_hand or (own and filters.keys() & known.OF_ARTICLES.keys() == {"language"}):
        found = select(table.c.id).join(tables.articles, _a.current_extraction_id == table.c.extraction_id)
        return found.where(*matches, *at_hand).order_by(table.c.id.desc()).limit(most)
    return _walked(table, matches, filters, before, most)


def _walked(
    table: Table, matches: Sequence[ColumnElement[bool]], filters: Filters, before: UUID | None, most: int
) -> Ids:
    """The facts of the articles that the filters find, article by article, the newest first, until there are enough."""
    told = select(_a.current_extraction_id.label("extraction")).where(*known.of_articles(filters, whole=True))
    told = told.where(_a.current_extraction_id.is_not(None))
    if before is not None:
        told = told.where(_a.current_extraction_id <= UUID(int=before.int | (1 << 48) - 1))
    found = _once(told, "told")
    walked = select(found.c.extraction).order_by(found.c.extraction.desc()).subquery("walked")
    each = select(table.c.id).where(table.c.extraction_id == walked.c.extraction, *matches)
    facts = each.order_by(table.c.id.desc()).limit(most).lateral("facts")
    ids = select(facts.c.id).select_from(walked.join(facts, true()))
    return ids.order_by(walked.c.extraction.desc(), facts.c.id.desc()).limit(most)


def _newest_articles(filters: Filters, before: UUID | None, most: int) -> Ids:
    light = select(_a.id, _a.current_extraction_id).where(*_under(_a.id, before), *_one_article(filters))
    window = _once(light.order_by(_a.id.desc()).limit(WINDOW // 4), "newest")
    found = select(window.c.id).where(*_holding(window.c.current_extraction_id, filters))
    if about := known.of_articles(filters, whole=False):
        found = found.join(tables.articles, _a.id == window.c.id).where(*about)
    return found.order_by(window.c.id.desc()).limit(most)


def _all_articles(
    filters: Filters, before: UUID | None, most: int, further: Sequence[ColumnElement[bool]], few: bool
) -> Ids:
    where = [*_under(_a.id, before), *_one_article(filters), *further]
    at_hand = known.of_articles(filters, whole=False)
    if few:
        light = select(_a.id, _a.current_extraction_id).where(*where, *known.of_articles(filters, whole=True))
        told = _once(light, "told")
        found = select(told.c.id).where(*_holding(told.c.current_extraction_id, filters))
        return found.order_by(told.c.id.desc()).limit(most)
    if held := _held(filters):
        where += [_a.current_extraction_id.in_(select(each.c.extraction_id)) for each in held]
        hits = _once(select(_a.id).where(*where, *at_hand), "hits")
    elif not further and filters.keys() & known.OF_ARTICLES.keys() <= {"language"}:
        return select(_a.id).where(*where, *at_hand).order_by(_a.id.desc()).limit(most)
    else:
        hits = _once(select(_a.id).where(*where, *known.of_articles(filters, whole=True)), "hits")
    return select(hits.c.id).order_by(hits.c.id.desc()).limit(most)


def _once(statement: Select[Any], name: str) -> CTE:
    """The rows of a statement, found before anything else: the planner would mix it up with the order of the page."""
    return statement.cte(name).prefix_with("MATERIALIZED")


def _one_article(filters: Filters) -> list[ColumnElement[bool]]:
    where: list[ColumnElement[bool]] = []
    if (article := filters.get("article")) is not None:
        where.append(_a.id == identifiers.parse(article))
    if (extraction := filters.get("extraction")) is not None:
        where.append(_a.current_extraction_id == identifiers.parse(extraction))
    return where


def _of_held(filters: Filters) -> list[tuple[tuple[str, ...], dict[str, Any]]]:
    """The filters of articles that are about a fact in them: the tables to look in, and what for."""
    of_names = {name: filters[name] for name in ("name", "entity") if filters.get(name) is not None}
    wanted: list[tuple[tuple[str, ...], dict[str, Any]]] = [(("companies", "people"), of_names)] if of_names else []
    if (review := filters.get("review")) is not None:
        wanted.append((tuple(tables.FACTS), {"review": review}))
    return wanted


def _holding(extraction: ColumnElement[UUID], filters: Filters) -> list[ColumnElement[bool]]:
    """Match articles at hand by facts of their newest extraction."""
    where: list[ColumnElement[bool]] = []
    for kinds, wanted in _of_held(filters):
        # A lookup for each article at hand: of EXISTS the planner would make a join with the whole table.
        one_of = [
            select(tables.FACTS[kind].c.id)
            .where(
                tables.FACTS[kind].c.extraction_id == extraction,
                *known.of_facts(kind, tables.FACTS[kind].c, wanted, whole=False),
            )
            .limit(1)
            .scalar_subquery()
            .is_not(None)
            for kind in kinds
        ]
        where.append(or_(*one_of))
    return where


def _held(filters: Filters) -> list[Any]:
    """The extractions in which such facts are, over whole tables."""
    return [
        union_all(
            *(
                select(tables.FACTS[kind].c.extraction_id).where(
                    *known.of_facts(kind, tables.FACTS[kind].c, wanted, whole=True)
                )
                for kind in kinds
            )
        ).cte(f"held_{number}")
        for number, (kinds, wanted) in enumerate(_of_held(filters))
    ]


def _under(column: ColumnElement[UUID], before: UUID | None) -> list[ColumnElement[bool]]:
    return [] if before is None else [column < before]
