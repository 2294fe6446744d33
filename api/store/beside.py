"""What of the record may bear on a draft: facts about the same companies and people, and articles with the same words.

Every statement is answered by an index and bounded; only facts of an article's newest extraction are given, and none
that a person rejected. Nothing is written.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Select,
    Text,
    Uuid,
    cast,
    func,
    literal,
    or_,
    select,
    text,
    true,
)
from sqlalchemy.dialects.postgresql import ARRAY, REGCONFIG, TSQUERY, array

from api.store import tables
from api.store.articles import SEARCH_CONFIGS, summary

MOST_FACTS = 400
"""So many facts of a kind are looked at, the newest."""

MOST_MEMBERS = 40
"""So many articles of a company or person are looked into, the newest."""

MOST_OF_ONE = 50
"""So many claims or deals of one company or person in one article."""

MOST_ARTICLES = 10
"""So many articles are taken that have some words of one quotation."""

AROUND = 300
"""Code points of the article on either side of a claim that are given with it, as far as its paragraph goes."""

_a = tables.articles.c
_m = tables.entity_members.c

Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Itself:
    """By what a draft is known again if the record has it already: it proves nothing of itself."""

    sha256: str
    url: str | None = None
    article_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Members:
    """Companies and people of articles: the id of each, and the article at the same place in the other list."""

    fact_ids: Sequence[str]
    article_ids: Sequence[UUID]


def members(conn: Connection, entity_ids: Sequence[UUID]) -> Members:
    """The companies and people of articles that these entities are, the newest of each."""
    each = select(func.unnest(cast(list(entity_ids), ARRAY(Uuid))).label("id")).subquery("each")
    newest = select(_m.fact_id, _m.article_id).where(_m.entity_id == each.c.id, _m.gone.is_(False))
    of_each = newest.order_by(_m.seen.desc()).limit(MOST_MEMBERS).lateral("of_each")
    rows = conn.execute(select(of_each).select_from(each.join(of_each, true()))).all()
    return Members([row.fact_id for row in rows], [row.article_id for row in rows])


def entities_of(conn: Connection, fact_ids: Collection[str]) -> dict[str, str]:
    """For each of these companies and people of articles the id of the entity that it is."""
    rows = conn.execute(select(_m.fact_id, _m.entity_id).where(_m.fact_id.in_(fact_ids)))
    return {row.fact_id: str(row.entity_id) for row in rows}


def involving(conn: Connection, kind: str, some: Members, itself: Itself) -> list[Document]:
    """The claims or deals in which one of these companies and people takes part, each with its `article`."""
    c = tables.FACTS[kind].c
    one = func.unnest(cast(list(some.fact_ids), ARRAY(Text)), cast(list(some.article_ids), ARRAY(Uuid)))
    each = one.table_valued(Column("fact_id", Text), Column("article_id", Uuid)).render_derived("each")
    told = select(c.id, c.extraction_id).where(c.article_id == each.c.article_id, c.review != "rejected")
    # Each in its own article, up to a limit: of all at once the planner would make a scan of the whole table.
    of_each = told.where(c.entities.contains(array([each.c.fact_id]))).limit(MOST_OF_ONE).lateral("of_each")
    return _facts(conn, kind, select(of_each).select_from(each.join(of_each, true())), itself)


def people(conn: Connection, fact_ids: Sequence[str], itself: Itself) -> list[Document]:
    """These people as their articles have them, each with its `article`."""
    return _facts(conn, "people", _some("people", tables.people.c.fact_id.in_(fact_ids)), itself)


def claims_of(conn: Connection, extraction_ids: Collection[UUID], itself: Itself) -> list[Document]:
    """The claims of these extractions, each with its `article`."""
    return _facts(conn, "claims", _some("claims", tables.claims.c.extraction_id.in_(extraction_ids)), itself)


def with_words(conn: Connection, pieces: Sequence[str], language: str, itself: Itself) -> list[UUID]:
    """The extractions of articles that have one of these pieces of a sentence, its words in their order."""
    config = SEARCH_CONFIGS.get(language, "simple")
    queries = [func.phraseto_tsquery(literal(config, REGCONFIG), piece, type_=TSQUERY) for piece in pieces]
    if not queries:
        return []
    having = or_(*(_a.search.op("@@")(query) for query in queries))
    hits = select(_a.current_extraction_id.label("id")).where(_a.search_config == config, having, *_others(itself))
    found = hits.where(_a.current_extraction_id.is_not(None)).cte("found").prefix_with("MATERIALIZED")
    # Found before they are limited: for some few of many the planner would look through the whole table.
    newest = select(found.c.id).order_by(found.c.id.desc()).limit(MOST_ARTICLES)
    return list(conn.execute(newest).scalars())


def passages(conn: Connection, places: Iterable[tuple[str, int, int]]) -> dict[tuple[str, int, int], str]:
    """For each (article, start, end) the text from start to end, code points, as far as the article has it."""
    wanted = list(dict.fromkeys(places))
    ids, starts, ends = ([place[part] for place in wanted] for part in range(3))
    rows = conn.execute(text(_PASSAGES), {"ids": ids, "starts": starts, "ends": ends})
    return {wanted[row.number - 1]: row.passage for row in rows}


_PASSAGES = """
SELECT number, substr(articles.text, "start" + 1, "end" - "start") AS passage
FROM unnest(CAST(:ids AS uuid[]), CAST(:starts AS int[]), CAST(:ends AS int[]))
    WITH ORDINALITY AS wanted(id, "start", "end", number)
JOIN articles ON articles.id = wanted.id
"""


def _some(kind: str, where: ColumnElement[bool]) -> Select[Any]:
    c = tables.FACTS[kind].c
    return select(c.id, c.extraction_id).where(where, c.review != "rejected")


def _facts(conn: Connection, kind: str, hits: Select[Any], itself: Itself) -> list[Document]:
    """The newest of these facts, which are given by `id` and `extraction_id`."""
    c = tables.FACTS[kind].c
    found = hits.cte("hits").prefix_with("MATERIALIZED")  # the planner would walk along the order of the page instead
    held = select(found.c.id).join(tables.articles, _a.current_extraction_id == found.c.extraction_id)
    held = held.where(*_others(itself)).order_by(found.c.id.desc()).limit(MOST_FACTS)
    described = (_a.title, _a.url, _a.publisher, _a.language, _a.published_at)
    rows = conn.execute(
        select(c.document, c.review, c.article_id, *described, *_around(kind))
        .join(tables.articles, _a.id == c.article_id)
        .where(c.id.in_(held))
        .order_by(c.id.desc())
    )
    return [_document(row, kind) for row in rows]


def _around(kind: str) -> tuple[ColumnElement[str], ...]:
    if kind != "claims":
        return ()
    start = tables.claims.c.document["content"][0]["start"].as_integer()
    begin = func.greatest(start - AROUND, 0)
    return (func.substr(_a.text, begin + 1, start - begin + 3 * AROUND).label("around"),)


def _document(row: Any, kind: str) -> Document:
    about: Mapping[str, Any] = {"around": _paragraph(row)} if kind == "claims" else {}
    return {**row.document, "review": row.review, "article": summary(row, "article_id"), **about}


def _paragraph(row: Any) -> str:
    """The text around a claim without other paragraphs: what stands there may be somebody else's words."""
    first, last = row.document["content"][0], row.document["content"][-1]
    begins = min(first["start"], AROUND)
    before, after = row.around[:begins], row.around[begins + last["end"] - first["start"] :]
    words = row.around[begins : begins + last["end"] - first["start"]]
    return str(before.rpartition("\n")[2] + words + after.partition("\n")[0])


def _others(itself: Itself) -> list[ColumnElement[bool]]:
    """Articles that are not the draft itself, nor another version of it."""
    where: list[ColumnElement[bool]] = [_a.sha256 != itself.sha256]
    if itself.url is not None:
        where.append(or_(_a.url.is_(None), _a.url != itself.url))
    if itself.article_id is not None:
        where.append(_a.id != itself.article_id)
    return where
