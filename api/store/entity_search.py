"""Entities as others look for them: by keys or part of a name, by what they are called elsewhere, by id.

Those that no article tells of any more, and those that are part of another, are never found.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Text, cast, func, select
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from api.store import entities, identifiers, tables
from api.store.entities import Entity
from api.store.filters import part_of

_entities = tables.entities
_names = tables.entity_names


@dataclass(frozen=True, slots=True)
class Found:
    """An entity with every name it is found by, and the evidence that tells namesakes apart."""

    entity: Entity
    names: tuple[str, ...]
    evidence: frozenset[str]


def by_ids(conn: Connection, ids: Iterable[str]) -> dict[str, Found]:
    """For each id the entity with it, or the one that it is part of by now."""
    standing: dict[str, str] = {}
    for id_ in ids:
        if (one := entities.get(conn, id_)) is not None and one.articles:
            standing[id_] = one.id
    found = {one.entity.id: one for one in _found(conn, [UUID(id_) for id_ in set(standing.values())])}
    return {id_: found[mine] for id_, mine in standing.items() if mine in found}


def by_keys(conn: Connection, keys: Collection[str], limit: int) -> list[Found]:
    """At most so many entities that share one of these keys of `naming`, those of the most articles first."""
    if not keys:
        return []
    shared = _names.c.found_by.overlap(cast(sorted(keys), ARRAY(Text)))
    return _first(conn, _entities.c.id.in_(select(_names.c.entity_id).where(shared)), limit=limit)


def by_part(conn: Connection, words: str, kind: str | None, limit: int) -> list[Found]:
    """At most so many entities with these words within one of their names, those of the most articles first."""
    where = part_of(_entities.c.names, words, whole=True)
    if kind is not None:
        where.append(_entities.c.kind == kind)
    return _first(conn, *where, limit=limit)


def by_external_id(conn: Connection, scheme: str, value: str, limit: int) -> list[Found]:
    """The entities that somebody noted to be called so elsewhere; `scheme` is wikidata, lei or permid."""
    called = cast(_entities.c.external_ids, JSONB).contains({scheme: value})
    return _first(conn, called, limit=limit)


def _first(conn: Connection, *where: ColumnElement[bool], limit: int) -> list[Found]:
    told = [*where, _entities.c.merged_into.is_(None), _entities.c.articles > 0]
    most = _entities.c.articles.desc(), _entities.c.id
    return _found(conn, conn.execute(select(_entities.c.id).where(*told).order_by(*most).limit(limit)).scalars().all())


def _found(conn: Connection, ids: Collection[UUID]) -> list[Found]:
    """The entities with these ids, in their order."""
    if not ids:
        return []
    each_name = select(func.array_agg(_names.c.name)).where(_names.c.entity_id == _entities.c.id).scalar_subquery()
    statement = select(_entities, each_name.label("written")).where(_entities.c.id.in_(ids))
    rows = {row.id: row for row in conn.execute(statement)}
    return [
        Found(entities.entity(row), tuple(row.written or (row.name,)), frozenset(row.evidence))
        for row in (rows[id_] for id_ in ids if id_ in rows)
    ]


def is_id(words: str) -> bool:
    """Whether these words may be an entity's id."""
    return identifiers.parse(words) is not None
