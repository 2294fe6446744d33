"""Ids of facts: the same whenever the same fact is found in the same article, and no other fact's anywhere.

An id is the letter of the kind (c company, p person, d deal, q claim) and 80 bits of a SHA-256 over the article's
fingerprint and the places that make the fact what it is: a name; the words said and who says them; the parties of a
deal with their roles. What is told about it (a status, a sum, a channel) may change and leaves the id alone.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Protocol

from api.engine.facts import Company, Facts, Person, Span, as_json, members

LETTERS: Mapping[str, str] = {"companies": "c", "people": "p", "deals": "d", "claims": "q"}

_BYTES = 10  # 16 characters; two of ten million facts share one with a chance of four in a hundred billion

Place = tuple[int, int]
Document = Mapping[str, Any]


class Published(Protocol):
    """What tells one article from another; `document.text.Article` is one."""

    @property
    def text(self) -> str: ...
    @property
    def title(self) -> str | None: ...
    @property
    def language(self) -> str: ...
    @property
    def published_at(self) -> datetime | None: ...
    @property
    def url(self) -> str | None: ...
    @property
    def publisher(self) -> str | None: ...


def fingerprint(article: Published) -> str:
    """Give the article's identity: a SHA-256 over its text and all that is known about it."""
    moment = article.published_at
    if moment is not None:
        moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    published = moment.isoformat() if moment else None
    parts = [article.text, article.title, article.language, article.url, article.publisher, published]
    return hashlib.sha256(json.dumps(parts, ensure_ascii=True).encode()).hexdigest()


def fact_id(whose: str, kind: str, places: object) -> str:
    """The id of a fact of the article with this fingerprint. `kind` is a key of LETTERS, `places` any JSON value."""
    words = json.dumps([whose, kind, places], ensure_ascii=True, separators=(",", ":"))
    digest = hashlib.sha256(words.encode()).digest()[:_BYTES]
    return LETTERS[kind] + base64.b32hexencode(digest).decode().lower()


def identified(whose: str, facts: Facts) -> Facts:
    """The facts of the article with this fingerprint under their lasting ids, and so all that refers to them.

    Two facts that the same places would make are told apart by their order in the article.
    """
    entities: tuple[Company | Person, ...] = (*facts.companies, *facts.people)
    named = {one.id: name_place(as_json(one)) for one in entities}
    ids: dict[str, str] = {}
    taken: set[str] = set()
    for kind in LETTERS:
        for fact in getattr(facts, kind):
            id_ = ids[fact.id] = next(
                each for each in candidates(whose, kind, places(kind, as_json(fact), named)) if each not in taken
            )
            taken.add(id_)
    again: Facts = _renamed(facts, ids)
    return again


def candidates(whose: str, kind: str, made_of: object) -> Iterator[str]:
    """The ids that a fact made of these places may have, in the order in which they are given away."""
    yield fact_id(whose, kind, made_of)
    number = 2
    while True:
        yield fact_id(whose, kind, [made_of, number])
        number += 1


def places(kind: str, fact: Document, named: Mapping[str, Place]) -> object:
    """The places that make a fact (in its public shape) what it is. `named` has those of companies and people."""
    if kind in ("companies", "people"):
        return name_place(fact)
    if kind == "claims":
        return [[place(span) for span in fact["content"]], place(fact["source"]["span"])]
    parties = [(party["role"], named.get(party["id"] or "") or place(party["span"])) for party in fact["parties"]]
    return sorted(parties) if parties else [place(span) for span in fact["evidence"]]


def name_place(entity: Document) -> Place:
    """Where a company or person is first called by the name that it goes by."""
    mentions = entity["mentions"]
    by_name = (span for span in mentions if " ".join(span["quote"].split()) == entity["name"])
    return place(next(by_name, mentions[0]))


def place(span: Document) -> Place:
    """The offsets of a span in its public shape."""
    return span["start"], span["end"]


def is_reference(name: str) -> bool:
    """Whether the member of this name holds the id of a fact, or a list of them."""
    return name in ("id", "about") or name.endswith("_id")


def references(value: Any, name: str = "") -> Iterator[str]:
    """Every id in a document, its own and those it refers to, in order and as often as they stand there."""
    if isinstance(value, Mapping):
        for member, part in value.items():
            yield from references(part, member)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from references(part, name)
    elif isinstance(value, str) and is_reference(name):
        yield value


def renamed(value: Any, ids: Mapping[str, str], name: str = "") -> Any:
    """A document with every id in it, its own and those it refers to, put in its new words."""
    if isinstance(value, Mapping):
        return {member: renamed(part, ids, member) for member, part in value.items()}
    if isinstance(value, list):
        return [renamed(part, ids, name) for part in value]
    return ids.get(value, value) if isinstance(value, str) and is_reference(name) else value


def _renamed(value: Any, ids: Mapping[str, str]) -> Any:
    """The value with every id in it, and every reference to one, put in its new words."""
    if isinstance(value, tuple):
        return tuple(_renamed(item, ids) for item in value)
    if isinstance(value, Span):
        return value  # most of what facts are made of, and it refers to nothing
    changed: dict[str, Any] = {}
    for name, _ in members(type(value)):
        part = getattr(value, name)
        if isinstance(part, str):
            if is_reference(name):
                changed[name] = ids.get(part, part)
        elif isinstance(part, tuple) and is_reference(name):
            changed[name] = tuple(ids.get(each, each) for each in part)
        elif part is not None and (again := _renamed(part, ids)) is not part:
            changed[name] = again
    return replace(value, **changed) if changed else value
