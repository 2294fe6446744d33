"""Entities as rows: whom the facts of all articles mean, by what names, and the judgements that hold them together.

A member is a company or person as one article has it. Members of one entity are joined by judgements `same` between two
of them; an entity keeps its id as long as its first member, and gets it back when a merge is undone. Nothing here
decides; every function works in the caller's transaction, which holds `alone`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Text, and_, cast, delete, func, insert, select, text, update
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.dialects.postgresql import insert as upsert

from api.store import identifiers, tables
from api.store.filters import part_of

KINDS = ("companies", "people")

NEWEST = 1000
"""So many of its newest members tell what an entity is called."""

MOST_CANDIDATES = 2000
"""So many names are looked at for one article."""

_LOCK = 0x6F6E7265_656E7469  # any number of our own

_entities = tables.entities
_members = tables.entity_members
_names = tables.entity_names


@dataclass(frozen=True, slots=True)
class Member:
    """A company or person of one article, by its names as written. `seen`: when the article was published, or came."""

    fact_id: str
    kind: str
    article_id: UUID
    names: tuple[str, ...]
    evidence: tuple[str, ...]
    seen: datetime


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entity that shares a key with what is looked for, with those of its names that do."""

    id: UUID
    kind: str
    anchor: str
    names: tuple[str, ...]
    evidence: frozenset[str]
    keys: frozenset[str]


@dataclass(frozen=True, slots=True)
class Entity:
    """An entity in a line. `anchor` is the id of its first member."""

    id: str
    kind: str
    name: str
    anchor: str
    articles: int
    first_seen: datetime | None
    last_seen: datetime | None
    external_ids: Mapping[str, str]


def alone(conn: Connection) -> None:
    """Let nobody else change entities until the transaction ends."""
    conn.execute(select(func.pg_advisory_xact_lock(_LOCK)))


def cursor(conn: Connection) -> int:
    """The number of the last change that entities know of."""
    number: int = conn.execute(select(tables.entity_cursor.c.number)).scalar_one()
    return number


def advance(conn: Connection, number: int) -> None:
    """Note that entities know of all changes up to this number."""
    conn.execute(update(tables.entity_cursor).values(number=number))


def facts_of(conn: Connection, article_id: UUID) -> dict[str, list[dict[str, Any]]]:
    """The companies and people that hold of an article; those that a person rejected are left out."""
    a = tables.articles.c
    found: dict[str, list[dict[str, Any]]] = {}
    for kind in KINDS:
        c = tables.FACTS[kind].c
        held = and_(a.id == c.article_id, a.current_extraction_id == c.extraction_id)
        documents = select(c.document).join(tables.articles, held)
        documents = documents.where(c.article_id == article_id, c.review != "rejected").order_by(c.position)
        found[kind] = list(conn.execute(documents).scalars())
    return found


def article(conn: Connection, article_id: UUID) -> tuple[datetime, str | None] | None:
    """When an article was published, or came, and who published it; None when it is not there."""
    a = tables.articles.c
    columns = (func.coalesce(a.published_at, a.created_at).label("seen"), a.publisher_folded)
    row = conn.execute(select(*columns).where(a.id == article_id)).one_or_none()
    return None if row is None else (row.seen, row.publisher_folded)


def members_of(conn: Connection, article_id: UUID) -> dict[str, Any]:
    """The members of an article by the ids of their facts, those that are gone too."""
    rows = conn.execute(select(_members).where(_members.c.article_id == article_id))
    return {row.fact_id: row for row in rows}


def candidates(conn: Connection, keys: Collection[str]) -> list[Candidate]:
    """The entities that share one of these keys."""
    if not keys:
        return []
    shared = _names.c.found_by.overlap(cast(sorted(keys), ARRAY(Text)))
    columns = (
        _entities.c.id,
        _entities.c.kind,
        _entities.c.anchor,
        _entities.c.evidence,
        _names.c.name,
        _names.c.found_by,
    )
    rows = conn.execute(
        select(*columns).join(_entities, _entities.c.id == _names.c.entity_id).where(shared).limit(MOST_CANDIDATES)
    )
    found: dict[UUID, list[Any]] = {}
    for row in rows:
        found.setdefault(row.id, []).append(row)
    return [
        Candidate(
            id_,
            rows_[0].kind,
            rows_[0].anchor,
            tuple(row.name for row in rows_),
            frozenset(rows_[0].evidence),
            frozenset(key for row in rows_ for key in row.found_by),
        )
        for id_, rows_ in found.items()
    ]


def create(conn: Connection, kind: str, name: str, anchor: str, id_: UUID | None = None) -> UUID:
    """Make an entity that has no members yet."""
    made = id_ or identifiers.fresh()[0]
    conn.execute(insert(_entities).values(id=made, kind=kind, name=name, anchor=anchor, names="", evidence=[]))
    return made


def put_member(conn: Connection, member: Member, entity_id: UUID) -> None:
    """Write a member, in place of what was known of it."""
    row = {
        "fact_id": member.fact_id,
        "kind": member.kind,
        "entity_id": entity_id,
        "article_id": member.article_id,
        "names": list(member.names),
        "evidence": list(member.evidence),
        "seen": member.seen,
        "gone": False,
    }
    statement = upsert(_members).values(row)
    conn.execute(statement.on_conflict_do_update(index_elements=[_members.c.fact_id], set_=row))


def lose(conn: Connection, fact_ids: Collection[str]) -> None:
    """Note that facts are no longer told; judgements about them stay."""
    conn.execute(update(_members).where(_members.c.fact_id.in_(fact_ids)).values(gone=True))


def move(conn: Connection, fact_ids: Collection[str], entity_id: UUID) -> None:
    """Give members to another entity."""
    conn.execute(update(_members).where(_members.c.fact_id.in_(fact_ids)).values(entity_id=entity_id))


def move_all(conn: Connection, one: UUID, other: UUID) -> None:
    """Give all members of an entity to another, which answers for both from now on."""
    conn.execute(update(_members).where(_members.c.entity_id == one).values(entity_id=other))
    conn.execute(update(_entities).where(_entities.c.merged_into == one).values(merged_into=other))
    conn.execute(update(_entities).where(_entities.c.id == one).values(merged_into=other))


def begin_at(conn: Connection, entity_id: UUID, anchor: str) -> None:
    """Let an entity begin with another member."""
    conn.execute(update(_entities).where(_entities.c.id == entity_id).values(anchor=anchor))


def revive(conn: Connection, entity_id: UUID) -> None:
    """Let an entity that was merged stand for itself again."""
    conn.execute(update(_entities).where(_entities.c.id == entity_id).values(merged_into=None))


def merged_with_anchor(conn: Connection, fact_ids: Collection[str]) -> UUID | None:
    """The oldest entity among these that are merged into another whose first member is one of these facts."""
    merged = select(_entities.c.id).where(_entities.c.anchor.in_(fact_ids), _entities.c.merged_into.is_not(None))
    found: UUID | None = conn.execute(merged.order_by(_entities.c.id).limit(1)).scalar()
    return found


def fact_ids(conn: Connection, entity_id: UUID) -> list[str]:
    """The ids of all members, the oldest first, those that are gone too."""
    mine = select(_members.c.fact_id).where(_members.c.entity_id == entity_id)
    return list(conn.execute(mine.order_by(_members.c.seen, _members.c.fact_id)).scalars())


def add_names(conn: Connection, entity_id: UUID, forms: Mapping[str, tuple[str, Sequence[str]]]) -> None:
    """Let an entity be found by more names: for each form a name as written, and its keys."""
    for form, (name, keys) in sorted(forms.items()):
        row = {"entity_id": entity_id, "form": form, "name": name, "found_by": list(keys)}
        statement = upsert(_names).values(row)
        both = func.array_cat(_names.c.found_by, statement.excluded["found_by"])
        conn.execute(
            statement.on_conflict_do_update(
                index_elements=[_names.c.entity_id, _names.c.form],
                set_={"found_by": func.onrecord_distinct(both)},
                where=~_names.c.found_by.contains(statement.excluded["found_by"]),
            )
        )


def forget_names(conn: Connection, entity_id: UUID) -> None:
    """Drop all names of an entity, before they are made anew from its members."""
    conn.execute(delete(_names).where(_names.c.entity_id == entity_id))


def member_names(conn: Connection, entity_id: UUID) -> list[tuple[Sequence[str], Sequence[str]]]:
    """The names and the evidence of each member that is told, the oldest first."""
    c = _members.c
    mine = select(c.names, c.evidence).where(c.entity_id == entity_id, c.gone.is_(False))
    return [(row.names, row.evidence) for row in conn.execute(mine.order_by(c.seen, c.fact_id))]


def get(conn: Connection, entity_id: str) -> Entity | None:
    """The entity with this id, or the one that it is part of by now; None when there never was one."""
    id_ = identifiers.parse(entity_id)
    row = conn.execute(select(_entities).where(_entities.c.id == id_)).one_or_none()
    if row is not None and row.merged_into is not None:
        row = conn.execute(select(_entities).where(_entities.c.id == row.merged_into)).one_or_none()
    return None if row is None else entity(row)


def of_fact(conn: Connection, fact_id: str) -> UUID | None:
    """The entity that a fact is a member of."""
    found: UUID | None = conn.execute(select(_members.c.entity_id).where(_members.c.fact_id == fact_id)).scalar()
    return found


def of_facts(conn: Connection, fact_ids: Collection[str]) -> dict[str, Entity]:
    """For each of these facts the entity that it is a member of."""
    rows = conn.execute(
        select(_members.c.fact_id, _entities)
        .join(_entities, _entities.c.id == _members.c.entity_id)
        .where(_members.c.fact_id.in_(fact_ids))
    )
    return {row.fact_id: entity(row) for row in rows}


def page(conn: Connection, kind: str | None, name: str | None, after: UUID | None, limit: int) -> list[Entity]:
    """Entities that an article tells of, the newest first; `name` is part of one of their names."""
    where = [_entities.c.merged_into.is_(None), _entities.c.articles > 0]
    if kind is not None:
        where.append(_entities.c.kind == kind)
    if name is not None:
        where += part_of(_entities.c.names, name, whole=True)
    if after is not None:
        where.append(_entities.c.id < after)
    rows = conn.execute(select(_entities).where(*where).order_by(_entities.c.id.desc()).limit(limit))
    return [entity(row) for row in rows]


def newest_members(conn: Connection, entity_id: str, limit: int) -> list[str]:
    """The ids of the facts that tell of an entity, the newest articles first."""
    c = _members.c
    mine = select(c.fact_id).where(c.entity_id == identifiers.parse(entity_id), c.gone.is_(False))
    return list(conn.execute(mine.order_by(c.seen.desc(), c.fact_id).limit(limit)).scalars())


def names(conn: Connection, entity_id: str) -> list[tuple[str, int]]:
    """The names that the newest articles give an entity, with how many give it first; the usual one first."""
    rows = conn.execute(text(_NAMES), {"id": identifiers.parse(entity_id), "newest": NEWEST})
    return [(row.name, row.times) for row in rows]


_NAMES = """
SELECT name, count(*) FILTER (WHERE place = 1) AS times
FROM (
    SELECT names FROM entity_members WHERE entity_id = :id AND NOT gone ORDER BY seen DESC LIMIT :newest
) AS newest, unnest(names) WITH ORDINALITY AS each(name, place)
GROUP BY name ORDER BY times DESC, name
"""


def set_external_ids(conn: Connection, entity_id: str, ids: Mapping[str, str]) -> None:
    """Note what an entity is called elsewhere, in place of what was noted before."""
    one = _entities.c.id == identifiers.parse(entity_id)
    conn.execute(update(_entities).where(one).values(external_ids=dict(ids)))


def entity(row: Any) -> Entity:
    """The entity of a row of the table."""
    return Entity(
        str(row.id), row.kind, row.name, row.anchor, row.articles, row.first_seen, row.last_seen, row.external_ids
    )
