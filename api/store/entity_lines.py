"""What is told of an entity in a line, kept with it: its usual name, articles, first and last seen, evidence.

Made anew from its members, or brought forward by one that comes, so that an entity of many articles costs no more.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import Connection, func, select, text, update

from api.store import tables
from api.store.entities import Member
from api.store.folding import fold_all

MOST_EVIDENCE = 200
"""So much evidence is kept of an entity: more than enough to find some in common."""

MOST_NAMES = 500
"""So many spellings of its names an entity is found by in lists."""

MANY = 200
"""So many articles from which on an entity's line is brought forward by what comes, not made anew each time."""

_entities = tables.entities
_members = tables.entity_members


def add_up(conn: Connection, entity_ids: Iterable[UUID]) -> None:
    """Make anew what is told of entities in a line: their usual name, evidence, articles, first and last seen."""
    for entity_id in set(entity_ids):
        conn.execute(text(_ADD_UP), {"id": entity_id, "most": MOST_EVIDENCE})
        each = select(func.unnest(_members.c.names)).where(_members.c.entity_id == entity_id).distinct()
        names = conn.execute(each.limit(MOST_NAMES)).scalars().all()
        conn.execute(update(_entities).where(_entities.c.id == entity_id).values(names=fold_all(names)))


def count_in(conn: Connection, entity_id: UUID, member: Member) -> None:
    """Tell of a new member in its entity's line: of one with many members without looking at all of them."""
    row = conn.execute(select(_entities).where(_entities.c.id == entity_id)).one()
    if row.articles < MANY:
        add_up(conn, [entity_id])
        return
    c = _members.c
    of_article = select(c.fact_id).where(c.article_id == member.article_id, c.entity_id == entity_id, c.gone.is_(False))
    known = row.names.split("\n")
    names = [*known, *(each for each in fold_all(member.names).split("\n") if each not in known)]
    evidence = [*row.evidence, *(each for each in member.evidence if each not in row.evidence)]
    conn.execute(
        update(_entities)
        .where(_entities.c.id == entity_id)
        .values(
            articles=row.articles + (len(conn.execute(of_article).all()) == 1),
            first_seen=min(row.first_seen, member.seen),
            last_seen=max(row.last_seen, member.seen),
            names="\n".join(names[:MOST_NAMES]),
            evidence=evidence[:MOST_EVIDENCE],
        )
    )


# The usual name is the one most articles have; of equals the longest.
_ADD_UP = """
UPDATE entities SET
    articles = known.articles, first_seen = known.first_seen, last_seen = known.last_seen,
    name = coalesce(usual.name, entities.name), evidence = coalesce(shared.evidence, '{}')
FROM (
    SELECT count(DISTINCT article_id) AS articles, min(seen) AS first_seen, max(seen) AS last_seen
    FROM entity_members WHERE entity_id = :id AND NOT gone
) AS known
LEFT JOIN LATERAL (
    SELECT names[1] AS name FROM entity_members WHERE entity_id = :id AND NOT gone
    GROUP BY 1 ORDER BY count(*) DESC, length(names[1]) DESC, 1 LIMIT 1
) AS usual ON true
LEFT JOIN LATERAL (
    SELECT array_agg(DISTINCT one) AS evidence FROM (
        SELECT one FROM entity_members, unnest(evidence) AS one WHERE entity_id = :id AND NOT gone LIMIT :most
    ) AS few
) AS shared ON true
WHERE entities.id = :id
"""
