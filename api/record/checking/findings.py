"""What is found where a draft is set beside the record, and the facts that it is found from.

Facts are documents in their public shape (`schemas/`); those of the record have their `article` beside them. Offsets
are code points, in the draft's text for a finding and in the text of the record's article for a place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Document = Mapping[str, Any]

ON_RECORD, DIFFERS, NOT_ON_RECORD = "on_record", "differs", "not_on_record"

MOST_PLACES = 3
"""So many places of the record are told with a finding, the newest first."""


@dataclass(frozen=True, slots=True)
class Run:
    """Some words of the draft beside those of the record; equal words where `same`, either side may be empty."""

    same: bool
    draft: str
    record: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where the record says it: a fact of an article, what it says there and who or what it says that of."""

    article: Document
    fact_id: str
    said: str
    of: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a draft says, and whether the record has it.

    `kind` is quote, statement, title, amount, stage or role; `differs_in` says what differs (words, numbers, polarity,
    speaker, title, organization, sum, currency, stage, role); `words` sets the words side by side where they do.
    """

    kind: str
    verdict: str
    fact_id: str
    said: str
    of: str
    start: int
    end: int
    why: str
    differs_in: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()
    words: tuple[Run, ...] = ()


@dataclass(frozen=True, slots=True)
class Record:
    """What of the record may bear on a draft: facts of it, each with `article`.

    `who` tells by which keys each company and person goes, the draft's own too: two that share a key may be the same.
    `around` has, by the id of a claim, the article's text about it.
    """

    claims: Sequence[Document] = ()
    deals: Sequence[Document] = ()
    people: Sequence[Document] = ()
    who: Mapping[str, frozenset[str]] = field(default_factory=dict)
    around: Mapping[str, str] = field(default_factory=dict)


def newest_first(facts: Sequence[Document]) -> list[Document]:
    """The facts by when their articles were published; those of which nobody knows come last."""
    return sorted(facts, key=lambda fact: str(fact["article"].get("published_at") or ""), reverse=True)


def place(fact: Document, said: str, of: str, span: Document) -> Place:
    """The place of a fact of the record that these words stand for."""
    return Place(fact["article"], fact["id"], said, of, span["start"], span["end"])
