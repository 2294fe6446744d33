"""What can be asked of an entity by name: its names, titles, employers, claims and so on, as values for a table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from api.record import naming
from api.record.entities import KINDS as TABLES
from api.record.entities import Document
from api.record.naming import Named
from api.store import entities
from api.store.folding import fold

KINDS = {"company": "Company or other organisation", "person": "Person"}
"""The types of entities, by their ids."""


@dataclass(frozen=True, slots=True)
class Property:
    """Something to ask of an entity. `kinds`: which have it; `leads_to`: the kind of entity that its values are."""

    id: str
    name: str
    description: str
    kinds: tuple[str, ...]
    read: Callable[[Connection, Document], Iterable[Document]]
    leads_to: str | None = None


def of_kind(kind: str | None) -> list[Property]:
    """The properties that entities of a kind have; all of them when it is None or no kind at all."""
    return [one for one in PROPERTIES if kind not in KINDS or kind in one.kinds]


def agrees(one: Property, wanted: Iterable[Any], values: Iterable[Document]) -> bool:
    """Whether a value of a query is one of an entity's: by id or name where it is an entity, else by its words."""
    told = [str(part) for value in values for part in value.values()]
    given = [str(part) for each in wanted for part in (each.values() if isinstance(each, dict) else [each])]
    if {fold(part) for part in told} & {fold(part) for part in given}:
        return True
    if one.leads_to is None:
        return False
    kind = TABLES[one.leads_to]
    pairs = [(Named(kind, (name,)), Named(kind, (other,))) for name in given for other in told]
    return any(naming.compare(*pair).judgement == "same" for pair in pairs)


def _strings(words: Iterable[str | None]) -> list[Document]:
    return [{"str": each} for each in dict.fromkeys(words) if each]


def _names(_: Connection, entity: Document) -> list[Document]:
    return _strings(each["name"] for each in entity["names"])


def _titles(_: Connection, entity: Document) -> list[Document]:
    return _strings(each["title"] for each in entity["titles"])


def _employers(conn: Connection, entity: Document) -> Iterator[Document]:
    """The organisations that articles give a person a title at, as entities where it is known which they are."""
    at = [each["organization"] for each in entity["titles"] if each["organization"]]
    known = entities.of_facts(conn, {each["id"] for each in at if each["id"]})
    told: dict[str, Document] = {}
    for each in at:
        one = known.get(each["id"] or "")
        value = {"id": one.id, "name": one.name} if one else {"str": each["name"]}
        told.setdefault(one.id if one else each["name"], value)
    yield from told.values()


def _people(conn: Connection, entity: Document) -> Iterator[Document]:
    known = entities.of_facts(conn, {each["id"] for each in entity["people"]})
    for one in {each.id: each for each in known.values()}.values():
        yield {"id": one.id, "name": one.name}


def _claims(member: str) -> Callable[[Connection, Document], Iterable[Document]]:
    return lambda _, entity: _strings(each["text"] for each in entity[member])


def _deals(_: Connection, entity: Document) -> list[Document]:
    def told(deal: Document) -> str:
        sides = ", ".join(f"{each['name']} ({each['role']})" for each in deal["parties"])
        return f"{deal['type']}, {deal['status']}: {sides}"

    return _strings(told(each) for each in entity["deals"])


def _articles(_: Connection, entity: Document) -> list[Document]:
    return _strings(each["article"]["url"] or each["article"]["title"] for each in entity["mentioned"])


def _member(name: str, member: str) -> Callable[[Connection, Document], Iterable[Document]]:
    return lambda _, entity: [{name: entity[member]}] if entity[member] is not None else []


def _elsewhere(scheme: str) -> Callable[[Connection, Document], Iterable[Document]]:
    return lambda _, entity: _strings([entity["external_ids"].get(scheme)])


_BOTH = ("company", "person")

PROPERTIES = (
    Property("names", "Names", "Every name that articles use.", _BOTH, _names),
    Property("title", "Titles", "What articles call a person, the newest first.", ("person",), _titles),
    Property("employer", "Employers", "Where a person holds a title.", ("person",), _employers, "company"),
    Property("people", "People", "Who holds a title there.", ("company",), _people, "person"),
    Property("claims", "Claims", "What is said in their name, in the words of the article.", _BOTH, _claims("claims")),
    Property("about", "Claims of others", "What others say about them.", _BOTH, _claims("about")),
    Property("deals", "Deals", "Deals in which they take part: type, stage, sides.", _BOTH, _deals),
    Property("articles", "Articles", "How many articles name them.", _BOTH, _member("int", "articles")),
    Property("sources", "Addresses", "Addresses or titles of the articles that name them.", _BOTH, _articles),
    Property("first_seen", "First seen", "When the first of them was published.", _BOTH, _member("date", "first_seen")),
    Property("last_seen", "Last seen", "When the last of them was published.", _BOTH, _member("date", "last_seen")),
    Property("wikidata", "Wikidata", "The item of Wikidata that somebody noted.", _BOTH, _elsewhere("wikidata")),
    Property("lei", "LEI", "The Legal Entity Identifier (ISO 17442).", ("company",), _elsewhere("lei")),
    Property("permid", "PermID", "The permanent identifier of LSEG.", _BOTH, _elsewhere("permid")),
)

BY_ID = {one.id: one for one in PROPERTIES}

ELSEWHERE = ("wikidata", "lei", "permid")
"""The properties that say what an entity is called elsewhere."""

TELLING = frozenset({*ELSEWHERE, "employer", "people"})
"""The properties that tell two entities apart where they differ."""
