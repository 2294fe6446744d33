"""Which entity a name of somebody's table means: candidates with scores and reasons, and what is known of them.

It knows no HTTP. Names are compared as `gathering` compares them, so that a table is matched by the rules by which
entities are made, and says `match` only where these would join the two and nobody else answers to the name as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Connection
from sqlalchemy import Engine as Database

from api.record import entity_properties, likeness, naming
from api.record.entities import KINDS, document, summary
from api.record.entity_properties import BY_ID, ELSEWHERE, TELLING
from api.record.gathering import catch_up
from api.record.likeness import Feature, Likeness
from api.store import entity_search
from api.store.entity_search import Found
from api.store.folding import fold

Document = dict[str, Any]

USUAL, MOST = 10, 100
"""How many candidates a query gets unless it says otherwise, and how many at most."""

LEAST = 25
"""The least score that is told: below it names have in common little more than a letter or two."""

_LOOKED_AT = 200  # entities with a name like it, those of the most articles
_COMPARED = 30  # of these so many are asked for their properties
_BATCHES = 2

_EVIDENCE = {"employer": ("people", "companies"), "people": ("companies", "people")}
"""Properties that are evidence of who somebody is: of which entities, and what their values are."""


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for: a name, of which kinds (any when empty), with which values of properties."""

    words: str | None = None
    kinds: tuple[str, ...] = ()
    limit: int = USUAL
    properties: Mapping[str, Sequence[Any]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entity that may be meant. `match`: whether it is certainly."""

    entity: Document
    names: tuple[str, ...]
    likeness: Likeness
    match: bool = False


class Reconciling:
    """Finds entities for tables. One instance serves all threads of a process."""

    def __init__(self, database: Database) -> None:
        """Keep the database and ask it nothing yet."""
        self._database = database

    def candidates(self, queries: Iterable[Query]) -> list[list[Candidate]]:
        """For each query the entities that may be meant, the likeliest first."""
        catch_up(self._database, _BATCHES)
        with self._database.connect() as conn:
            return [_answer(conn, query) for query in queries]

    def suggestions(self, prefix: str, skip: int, limit: int) -> list[Candidate]:
        """Entities whose names hold these words, those that begin with them first."""
        catch_up(self._database, _BATCHES)
        with self._database.connect() as conn:
            found = entity_search.by_ids(conn, [prefix]) if entity_search.is_id(prefix) else {}
            held = [*found.values(), *entity_search.by_part(conn, prefix, None, _LOOKED_AT)] if prefix else []
        words = fold(prefix)
        held.sort(key=lambda one: not any(fold(name).startswith(words) for name in one.names))
        return [Candidate(summary(one.entity), one.names, Likeness(0, False, {})) for one in held[skip : skip + limit]]

    def values(
        self, ids: Iterable[str], properties: Iterable[str], limits: Mapping[str, int]
    ) -> dict[str, dict[str, list[Document]]]:
        """For each id and each property its values, at most so many as `limits` has for it; none where nothing is."""
        catch_up(self._database, _BATCHES)
        wanted, asked = list(properties), list(dict.fromkeys(ids))
        with self._database.connect() as conn:
            known = entity_search.by_ids(conn, asked)
            told = {id_: _values(conn, one, wanted) for id_, one in known.items()}
        return {id_: {each: told.get(id_, {}).get(each, [])[: limits.get(each)] for each in wanted} for id_ in asked}


def _answer(conn: Connection, query: Query) -> list[Candidate]:
    evidence = _evidence(query)
    tables = [table for kind, table in KINDS.items() if not query.kinds or kind in query.kinds]
    found = {one.entity.id: one for one in _found(conn, query, tables, evidence) if one.entity.kind in tables}
    told = [(one, _by_name(one, query, evidence)) for one in found.values()]
    told.sort(key=lambda pair: (-pair[1].score, -pair[0].entity.articles, pair[0].entity.id))
    told = [(one, _by_properties(conn, one, its, query)) for one, its in told[:_COMPARED]]
    told = sorted((pair for pair in told if pair[1].score >= LEAST), key=lambda pair: -pair[1].score)
    sure = [one for one, its in told if its.sure]
    return [Candidate(summary(one.entity), one.names, its, match=sure == [one]) for one, its in told[: query.limit]]


def _found(conn: Connection, query: Query, tables: Sequence[str], evidence: Mapping[str, list[str]]) -> Iterator[Found]:
    """The entities that may be meant: by what they are called elsewhere, by id, by keys of the name, by part of it."""
    for scheme in ELSEWHERE:
        for value in query.properties.get(scheme, ()):
            yield from entity_search.by_external_id(conn, scheme, str(value), _LOOKED_AT)
    if query.words is None:
        return
    if entity_search.is_id(query.words):
        yield from entity_search.by_ids(conn, [query.words]).values()
    for table in tables:
        yield from entity_search.by_keys(conn, naming.keys(table, [query.words], evidence.get(table, ())), _LOOKED_AT)
        yield from entity_search.by_part(conn, query.words, table, _LOOKED_AT)


def _by_name(one: Found, query: Query, evidence: Mapping[str, list[str]]) -> Likeness:
    """How well an entity answers by its id, its names and what it is called elsewhere."""
    features: dict[str, Feature] = {"articles": one.entity.articles}
    if query.words == one.entity.id or _is_called(one, query):
        return Likeness(100, True, {"id": True} | features)
    if query.words is None:
        return Likeness(0, False, features)
    kind = one.entity.kind
    its = likeness.of(query.words, kind, one.names, evidence.get(kind, ()), one.evidence)
    return replace(its, features=its.features | features)


def _is_called(one: Found, query: Query) -> bool:
    ids = one.entity.external_ids
    return any(str(value) == ids[scheme] for scheme in ids for value in query.properties.get(scheme, ()))


def _by_properties(conn: Connection, one: Found, its: Likeness, query: Query) -> Likeness:
    """The likeness once the properties of the query are compared with what is known of the entity."""
    asked = [id_ for id_ in query.properties if id_ in BY_ID]
    if not asked or "id" in its.features:
        return its
    values = _values(conn, one, asked)
    agreed = {
        id_: entity_properties.agrees(BY_ID[id_], query.properties[id_], told) for id_, told in values.items() if told
    }
    return likeness.agreeing(its, agreed, TELLING)


def _values(conn: Connection, one: Found, asked: Iterable[str]) -> dict[str, list[Document]]:
    """The values of these properties that an entity of its kind has."""
    known = document(conn, one.entity)
    has = [BY_ID[id_] for id_ in asked if id_ in BY_ID and known["kind"] in BY_ID[id_].kinds]
    return {each.id: list(each.read(conn, known)) for each in has}


def _evidence(query: Query) -> dict[str, list[str]]:
    """What a query knows that tells namesakes apart: of people their employers, of organisations who works there."""
    told: dict[str, list[str]] = {}
    for id_, (of, are) in _EVIDENCE.items():
        values = query.properties.get(id_, ())
        names = [str(each.get("name", "")) if isinstance(each, dict) else str(each) for each in values]
        told[of] = [core for core in (naming.core(are, name) for name in names) if core]
    return told
