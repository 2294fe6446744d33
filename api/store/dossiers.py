"""What all articles say of one person or organisation: their titles, claims, deals, and where they are named.

Who is meant is told by name: everybody of whom an article uses exactly this name, case and accents aside. Two people of
one name share a dossier; each fact leads to its article, where one sees who it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Cast, Connection, Text, cast, func, select
from sqlalchemy.dialects.postgresql import ARRAY

from api.store import tables
from api.store.articles import summary
from api.store.folding import fold

MOST = 300
"""So many of a kind are looked at, the newest first."""

_a = tables.articles.c


@dataclass(frozen=True, slots=True)
class Dossier:
    """Facts as lists give them, each with its `article`, in order of time, the newest first."""

    entities: list[dict[str, Any]]
    claims: list[dict[str, Any]]
    about: list[dict[str, Any]]
    deals: list[dict[str, Any]]
    people: list[dict[str, Any]]


def of_name(conn: Connection, kind: str, name: str) -> Dossier:
    """The dossier of a name; `kind` is people or companies. `about` are claims of others, `people` who works there."""
    table = tables.FACTS[kind]
    named = func.string_to_array(table.c.names, "\n", type_=ARRAY(Text)).contains(_texts([fold(name)]))
    return _of(conn, kind, _items(conn, table, named))


def of_facts(conn: Connection, kind: str, fact_ids: Sequence[str]) -> Dossier:
    """The dossier of whom these companies or people of articles are; as they hold now, in each article's newest."""
    table = tables.FACTS[kind]
    return _of(conn, kind, _items(conn, table, table.c.fact_id.in_(fact_ids)))


def _of(conn: Connection, kind: str, entities: list[dict[str, Any]]) -> Dossier:
    for entity in entities:
        entity.pop("involved")
    ids = _ids(entities)
    if not ids:
        return Dossier([], [], [], [], [])
    claims = _involving(conn, "claims", ids)
    own = [claim for claim in claims if (claim["source"].get("id")) in ids[claim["extraction_id"]]]
    others = [claim for claim in claims if claim not in own and ids[claim["extraction_id"]] & set(claim["about"])]
    people = _involving(conn, "people", ids) if kind == "companies" else []
    return Dossier(entities, own, others, _involving(conn, "deals", ids), people)


def _ids(entities: list[dict[str, Any]]) -> dict[str, set[str]]:
    """The ids that the name goes by, for each extraction."""
    ids: dict[str, set[str]] = {}
    for entity in entities:
        ids.setdefault(entity["extraction_id"], set()).add(entity["id"])
    return ids


def _involving(conn: Connection, kind: str, ids: Mapping[str, set[str]]) -> list[dict[str, Any]]:
    """The facts of a kind in which one of these takes part."""
    table = tables.FACTS[kind]
    everyone = _texts(sorted(set().union(*ids.values())))
    found = _items(conn, table, table.c.extraction_id.in_(list(ids)) & table.c.entities.overlap(everyone))
    return [item for item in found if ids[item["extraction_id"]] & set(item.pop("involved"))]


def _texts(words: list[str]) -> Cast[Any]:
    return cast(words, ARRAY(Text))


def _items(conn: Connection, table: Any, where: Any) -> list[dict[str, Any]]:
    c = table.c
    described = [_a.title, _a.url, _a.publisher, _a.language, _a.published_at]
    statement = (
        select(c.article_id, c.extraction_id, c.document, c.entities, c.review, *described)
        .join(tables.articles, _a.current_extraction_id == table.c.extraction_id)
        .where(where, table.c.review != "rejected")
        .order_by(func.coalesce(_a.published_at, _a.created_at).desc(), table.c.id.desc())
        .limit(MOST)
    )
    return [
        {
            **row.document,
            "review": row.review,
            "article": summary(row, "article_id"),
            "extraction_id": str(row.extraction_id),
            "involved": row.entities,
        }
        for row in conn.execute(statement)
    ]


def names(conn: Connection, extraction_ids: list[str]) -> dict[str, tuple[str, str]]:
    """The organisations and people of these extractions: for the id of each its kind of fact and its name."""
    known: dict[str, tuple[str, str]] = {}
    for kind in ("companies", "people"):
        table = tables.FACTS[kind]
        statement = select(table.c.document).where(
            table.c.extraction_id.in_(extraction_ids), table.c.review != "rejected"
        )
        known |= {document["id"]: (kind, document["name"]) for document in conn.execute(statement).scalars()}
    return known
