"""The facts of one article, as the engine hands them on and as `schemas/` describe them to the world.

Every offset counts Unicode code points into the article's canonical text, end exclusive. `as_json` turns any of these
into the plain dictionaries and lists that the schemas validate; nothing here knows how a fact was found.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the article: W3C TextPositionSelector and TextQuoteSelector in one."""

    start: int
    end: int
    quote: str
    prefix: str
    suffix: str
    sentence: int
    match: str = "exact"


@dataclass(frozen=True, slots=True)
class Reference:
    """A company or person as worded at some place, with its id where the article's roster knows it."""

    id: str | None
    name: str
    span: Span


@dataclass(frozen=True, slots=True)
class Company:
    id: str
    name: str
    kind: str
    aliases: tuple[str, ...]
    mentions: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Role:
    title: str
    organization: Reference | None
    status: str
    evidence: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Person:
    id: str
    name: str
    aliases: tuple[str, ...]
    mentions: tuple[Span, ...]
    roles: tuple[Role, ...] = ()


@dataclass(frozen=True, slots=True)
class Party:
    id: str | None
    name: str
    role: str
    span: Span


@dataclass(frozen=True, slots=True)
class Amount:
    """Money as written, beside its value in whole currency units where it could be read."""

    text: str
    value: float | None
    currency: str | None
    kind: str
    approximate: bool
    disclosed: bool
    span: Span


@dataclass(frozen=True, slots=True)
class Stake:
    """A share of a company as written ("12.1 pct"), beside the percentage it states."""

    text: str
    percent: float | None
    span: Span


@dataclass(frozen=True, slots=True)
class DealDate:
    event: str
    text: str
    value: str | None
    precision: str | None
    span: Span


@dataclass(frozen=True, slots=True)
class Deal:
    """A deal; `trigger` is the verb or noun that tells of it, `status_evidence` the words that tell its stage."""

    id: str
    type: str
    status: str
    status_evidence: Span | None
    trigger: Span | None
    parties: tuple[Party, ...]
    amounts: tuple[Amount, ...]
    stake: Stake | None
    dates: tuple[DealDate, ...]
    evidence: tuple[Span, ...]
    claim_id: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """Who says it. `grade` is published as `class` (official, unofficial, partially_anonymous, anonymous).

    `resolved` is whom words like "she" or "the company" mean, at the name nearest before; `via` the outlet between.
    """

    id: str | None
    kind: str
    name: str
    grade: str = field(metadata={"json": "class"})
    role: str | None
    speaks_for: Reference | None
    channel: str
    via: Reference | None
    span: Span
    resolved: Reference | None = None
    channel_evidence: Span | None = None


@dataclass(frozen=True, slots=True)
class Cue:
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Claim:
    id: str
    text: str
    content: tuple[Span, ...]
    directness: str
    cue: Cue | None
    source: Source
    certainty: str
    polarity: str
    about: tuple[str, ...]
    evidence: tuple[Span, ...]
    said_by: Reference | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    companies: tuple[Company, ...] = ()
    people: tuple[Person, ...] = ()
    deals: tuple[Deal, ...] = ()
    claims: tuple[Claim, ...] = ()


@dataclass(frozen=True, slots=True)
class Rejection:
    """Something the model said that is not delivered, and why, in words a person understands."""

    kind: str
    value: str
    reason: str
    detail: str
    passage: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Usage:
    """What the model was asked and what it cost; every attempt counts. `cost` needs a price table in the settings."""

    calls: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    cached_tokens: int = 0
    seconds: float = 0.0
    cost: float | None = None

    def __add__(self, other: Usage) -> Usage:
        cost = None if self.cost is None and other.cost is None else (self.cost or 0.0) + (other.cost or 0.0)
        return Usage(
            self.calls + other.calls,
            self.input_tokens + other.input_tokens,
            self.output_tokens + other.output_tokens,
            self.cached_tokens + other.cached_tokens,
            self.seconds + other.seconds,
            cost,
        )


@dataclass(frozen=True, slots=True)
class Provenance:
    """What made an extraction. Two extractions with equal provenance of one article are the same extraction.

    `rules_sha256` covers what else decides an answer (`engine.rules`); None of one that is older than this digest.
    """

    engine: str
    model: str
    prompt: str
    prompt_sha256: str
    rules_sha256: str | None
    schema_version: str


@dataclass(frozen=True, slots=True)
class RawReply:
    """One model reply as it came, kept so that a fact can be traced, a prompt judged, and nothing asked twice.

    `question` is the SHA-256 of all that the model was sent, itself included.
    """

    step: str
    start: int
    end: int
    content: str
    finish_reason: str
    input_tokens: int
    output_tokens: int
    seconds: float
    question: str | None = None


@dataclass(frozen=True, slots=True)
class Extraction:
    """What the engine makes of one article. `status` is succeeded, partial (something was lost) or failed."""

    status: str
    facts: Facts
    rejected: tuple[Rejection, ...]
    warnings: tuple[str, ...]
    usage: Usage
    provenance: Provenance
    replies: tuple[RawReply, ...]


_members: dict[type, tuple[tuple[str, str], ...]] = {}


def members(kind: type) -> tuple[tuple[str, str], ...]:
    """The fields of a dataclass in order, each with its name in JSON; none for any other type."""
    known = _members.get(kind)
    if known is None:
        listed = fields(kind) if is_dataclass(kind) else ()
        known = _members[kind] = tuple((one.name, one.metadata.get("json", one.name)) for one in listed)
    return known


_PLAIN = frozenset((str, int, float, bool, type(None)))


def as_json(value: Any) -> Any:
    """The value as JSON types: dataclasses become objects, tuples become arrays; field order is kept."""
    kind = type(value)
    if kind in _PLAIN:
        return value
    if named := members(kind):
        return {in_json: as_json(getattr(value, name)) for name, in_json in named}
    if isinstance(value, list | tuple):
        return [as_json(item) for item in value]
    if isinstance(value, Mapping):
        return {key: as_json(item) for key, item in value.items()}
    return value
