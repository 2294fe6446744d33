"""Entities over all articles: looked up, and judged by people. It knows no HTTP.

What somebody judges holds whatever is read later, and can be undone. A merge that somebody has ruled out is refused
until that judgement is undone.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Connection
from sqlalchemy import Engine as Database

from api.problems import Conflict, Fault, InvalidDocument, NotFound
from api.record.gathering import catch_up, forms
from api.store import changes, dossiers, entities, entity_lines, identifiers, judgements
from api.store.articles import timestamp
from api.store.entities import Entity

Document = dict[str, Any]

MOST_ARTICLES = 100
"""So many articles an entity is described by, the newest."""

MOST_JUDGEMENTS = 200

_BATCHES = 2  # followed before an answer: what has just come, without waiting for all that was stored long ago

_THROUGH = "both were the same as a fact that was judged to be another"

_NAMES = {"companies": "company", "people": "person"}
KINDS = {name: kind for kind, name in _NAMES.items()}


class Page(NamedTuple):
    """Some items, and the cursor of the next page; None on the last."""

    items: list[Document]
    next: str | None


class Entities:
    """Reads entities and judges them. One instance serves all threads of a process."""

    def __init__(self, database: Database) -> None:
        """Keep the database and ask it nothing yet."""
        self._database = database

    def page(self, kind: str | None, name: str | None, after: str | None, limit: int) -> Page:
        """Entities, the newest first. `kind` is company or person, `name` part of a name."""
        catch_up(self._database, _BATCHES)
        with self._database.connect() as conn:
            table = None if kind is None else KINDS[kind]
            found = entities.page(conn, table, name, identifiers.parse(after or ""), limit + 1)
        return _page([summary(one) for one in found], limit)

    def suggestions(self, after: str | None, limit: int) -> Page:
        """Judgements that are left to a person, the newest first, each with the two entities it is about."""
        catch_up(self._database, _BATCHES)
        with self._database.connect() as conn:
            asked = judgements.open_questions(conn, identifiers.parse(after or ""), limit + 1)
            known = entities.of_facts(conn, {id_ for one in asked for id_ in (one.one, one.other)})
        items = [one.as_json() | {"entities": [summary(known[one.one]), summary(known[one.other])]} for one in asked]
        return _page(items, limit)

    def get(self, entity_id: str) -> Document:
        """An entity with its names, titles, deals, claims, articles and judgements. Raises NotFound."""
        catch_up(self._database, _BATCHES)
        with self._database.connect() as conn:
            return document(conn, _found(conn, entity_id))

    def judge(
        self, entity_id: str, judgement: str, *, other: str | None = None, fact: str | None = None,
        by: str | None = None, note: str | None = None,
    ) -> Document:  # fmt: skip
        """Judge whether an entity is another one, or whether a fact is of it; the entity as it stands then.

        A `fact` can only be judged not to be of it. Raises NotFound, InvalidDocument, and Conflict where a judgement
        that holds is against it.
        """
        catch_up(self._database, _BATCHES)
        with self._database.begin() as conn:
            entities.alone(conn)
            mine = _found(conn, entity_id)
            if fact is not None:
                self._part(conn, mine, fact, judgement, by, note)
            else:
                self._join(conn, mine, _found(conn, other or ""), judgement, by, note)
            return document(conn, _found(conn, entity_id))

    def undo(self, entity_id: str, judgement_id: str, *, by: str | None = None) -> None:
        """Undo a judgement; what it merged stands apart again. Raises NotFound, and Conflict when it is undone."""
        with self._database.begin() as conn:
            entities.alone(conn)
            mine = _found(conn, entity_id)
            one = judgements.get(conn, judgement_id)
            ids = entities.fact_ids(conn, UUID(mine.id))
            if one is None or not {one.one, one.other} & {*ids}:
                raise NotFound(f"There is no judgement {judgement_id[:80]!r} about this entity.")
            if one.undone_at is not None:
                raise Conflict("It is undone already.")
            judgements.undo(conn, one.id, by)
            if one.judgement == "same":
                _part_again(conn, mine)

    def call(self, entity_id: str, external_ids: Mapping[str, str]) -> Document:
        """Note what an entity is called elsewhere; the entity as it stands then. Raises NotFound."""
        with self._database.begin() as conn:
            mine = _found(conn, entity_id)
            entities.set_external_ids(conn, mine.id, external_ids)
            return document(conn, _found(conn, entity_id))

    def _join(
        self, conn: Connection, mine: Entity, other: Entity, judgement: str, by: str | None, note: str | None
    ) -> None:
        if mine.id == other.id:
            raise Conflict("They are one entity already; a fact can be judged not to be of it.")
        if mine.kind != other.kind:
            raise InvalidDocument("A person is no company.", errors=[Fault("Is of another kind.", "/other")])
        ids = entities.fact_ids(conn, UUID(mine.id)), entities.fact_ids(conn, UUID(other.id))
        holding = judgements.between(conn, *ids)
        against = next((one for one in holding if one.judgement == "not_same"), None)
        if judgement == "same" and against is not None:
            raise Conflict("They were judged not to be the same; undo that first.", judgement_id=against.id)
        for one in holding:
            if one.judgement == "unsure":
                judgements.undo(conn, one.id, by)
        judgements.record(conn, mine.anchor, other.anchor, judgement, made="person", by=by, why=note)
        if judgement == "same":
            _merge(conn, mine, other)

    def _part(
        self, conn: Connection, mine: Entity, fact: str, judgement: str, by: str | None, note: str | None
    ) -> None:
        if judgement != "not_same":
            detail = "A fact can only be judged not to be of an entity."
            raise InvalidDocument(detail, errors=[Fault(detail, "/judgement")])
        ids = entities.fact_ids(conn, UUID(mine.id))
        if fact not in ids:
            raise NotFound(f"The entity has no fact {fact[:80]!r}.")
        if len(ids) == 1:
            raise Conflict("It is the only fact of this entity.")
        rest = next(id_ for id_ in (mine.anchor, *ids) if id_ != fact)
        _hold_together(conn, [id_ for id_ in ids if id_ != fact], fact, by)
        judgements.record(conn, fact, rest, "not_same", made="person", by=by, why=note)
        if fact == mine.anchor:
            entities.begin_at(conn, UUID(mine.id), rest)
        _part_again(conn, _found(conn, mine.id))


def summary(one: Entity) -> Document:
    """An entity in a line."""
    return {
        "id": one.id,
        "kind": _NAMES[one.kind],
        "name": one.name,
        "articles": one.articles,
        "first_seen": timestamp(one.first_seen),
        "last_seen": timestamp(one.last_seen),
        "external_ids": dict(one.external_ids),
    }


def _merge(conn: Connection, one: Entity, other: Entity) -> None:
    """Make two entities one, under the id of the older."""
    kept, gone = sorted((one, other), key=lambda each: UUID(each.id))
    entities.move_all(conn, UUID(gone.id), UUID(kept.id))
    _name_anew(conn, {UUID(kept.id), UUID(gone.id)}, kept.kind)
    changes.record(conn, [(changes.MERGED, "entities", gone.id), (changes.MERGED, "entities", kept.id)], None)


def _hold_together(conn: Connection, rest: Collection[str], fact: str, by: str | None) -> None:
    """Undo what joins a fact to the rest of its entity, and keep together those that it alone had joined."""
    joining = [one for one in judgements.between(conn, [fact], rest) if one.judgement == "same"]
    for one in joining:
        judgements.undo(conn, one.id, by)
    joined = [one.other if one.one == fact else one.one for one in joining]
    for id_ in joined[1:]:
        judgements.record(conn, joined[0], id_, "same", made="rule", why=_THROUGH)


def _part_again(conn: Connection, mine: Entity) -> None:
    """Give each part of an entity that no judgement joins to the rest one of its own, or its old one back."""
    parts = _parts(conn, entities.fact_ids(conn, UUID(mine.id)))
    kept = next((part for part in parts if mine.anchor in part), parts[0])
    touched = {UUID(mine.id)}
    for part in parts:
        if part is kept:
            continue
        id_ = entities.merged_with_anchor(conn, part)
        if id_ is not None:
            entities.revive(conn, id_)
        else:
            first = part[0]
            id_ = entities.create(conn, mine.kind, mine.name, first)
        entities.move(conn, part, id_)
        touched.add(id_)
    _name_anew(conn, touched, mine.kind)
    if len(touched) > 1:
        changes.record(conn, [(changes.SPLIT, "entities", str(id_)) for id_ in sorted(touched)], None)


def _parts(conn: Connection, ids: list[str]) -> list[list[str]]:
    """The facts in parts, each held together by judgements `same`; within a part in the order given."""
    part_of = {id_: id_ for id_ in ids}

    def root(id_: str) -> str:
        while part_of[id_] != id_:
            id_ = part_of[id_]
        return id_

    for one in judgements.about(conn, ids):
        if one.judgement == "same" and one.one in part_of and one.other in part_of:
            part_of[root(one.one)] = root(one.other)
    parts: dict[str, list[str]] = {}
    for id_ in ids:
        parts.setdefault(root(id_), []).append(id_)
    return list(parts.values())


def _name_anew(conn: Connection, entity_ids: Collection[UUID], kind: str) -> None:
    """Make the names of entities, and what is told of them in a line, anew from their members."""
    for id_ in entity_ids:
        entities.forget_names(conn, id_)
        for names, evidence in entities.member_names(conn, id_):
            entities.add_names(conn, id_, forms(kind, names, evidence))
    entity_lines.add_up(conn, entity_ids)


def _found(conn: Connection, entity_id: str) -> Entity:
    found = entities.get(conn, entity_id)
    if found is None:
        raise NotFound(f"There is no entity {entity_id[:80]!r}.")
    return found


def document(conn: Connection, one: Entity) -> Document:
    """An entity with its names, titles, deals, claims, articles and judgements, of its newest articles."""
    ids = entities.newest_members(conn, one.id, MOST_ARTICLES)
    found = dossiers.of_facts(conn, one.kind, ids)
    made = judgements.about(conn, ids, undone=True)[-MOST_JUDGEMENTS:]
    return summary(one) | {
        "names": [{"name": name, "articles": times} for name, times in entities.names(conn, one.id)],
        "titles": [
            {**role, "fact_id": item["id"], "article": item["article"]}
            for item in found.entities
            for role in item.get("roles", ())
        ],
        "mentioned": [{"fact_id": item["id"], "article": item["article"]} for item in found.entities],
        "deals": found.deals,
        "claims": found.claims,
        "about": found.about,
        "people": found.people,
        "judgements": [each.as_json() for each in reversed(made)],
    }


def _page(items: list[Document], limit: int) -> Page:
    return Page(items[:limit], items[limit - 1]["id"] if len(items) > limit else None)
