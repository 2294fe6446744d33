"""What a service delivered for one article, taken from its public shape and ready to be compared with gold.

`of_extraction` reads an extraction as `schemas/extraction.json` describes it. A tool of another make is measured by
building a `Delivered` from what it says.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from api.evaluation.gold import OUTSIDE


@dataclass(frozen=True, slots=True)
class Organization:
    name: str
    kind: str = "company"


@dataclass(frozen=True, slots=True)
class Role:
    person: str
    title: str
    organization: str | None


@dataclass(frozen=True, slots=True)
class Party:
    """`known` is the name of the company or person it stands for, where it has an id."""

    name: str
    role: str | None
    known: str | None = None

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name, self.known) if self.known else (self.name,)


@dataclass(frozen=True, slots=True)
class Amount:
    text: str
    value: float | None = None
    currency: str | None = None
    disclosed: bool = True


@dataclass(frozen=True, slots=True)
class Deal:
    type: str | None
    status: str | None
    parties: tuple[Party, ...]
    amounts: tuple[Amount, ...]


@dataclass(frozen=True, slots=True)
class Claim:
    """`parts`: its stretches of the article; `sources`: the source's words and, where it has an id, whom they name."""

    text: str
    parts: tuple[str, ...]
    sources: tuple[str, ...]
    directness: str | None = None
    channel: str | None = None
    polarity: str | None = None
    starts: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Delivered:
    organizations: tuple[Organization, ...] = ()
    people: tuple[str, ...] = ()
    roles: tuple[Role, ...] = ()
    deals: tuple[Deal, ...] = ()
    claims: tuple[Claim, ...] = ()

    @property
    def companies(self) -> tuple[str, ...]:
        """The names of those organisations that are no public bodies and no NGOs."""
        return tuple(each.name for each in self.organizations if each.kind not in OUTSIDE)

    def strings(self) -> Iterator[str]:
        """Every name, title, amount, source and claim delivered."""
        yield from (each.name for each in self.organizations)
        yield from self.people
        for role in self.roles:
            yield from (role.title, role.organization or "")
        for deal in self.deals:
            yield from (party.name for party in deal.parties)
            yield from (amount.text for amount in deal.amounts)
        for claim in self.claims:
            yield from claim.parts
            yield from claim.sources[:1]


def of_extraction(extraction: Mapping[str, Any], *, by_id: bool = True) -> Delivered:
    """The facts of an extraction in the public shape; without `by_id` a pronoun is not known by whom it stands for.

    Raises KeyError when it is not of that shape.
    """
    facts = extraction["facts"]
    names = {each["id"]: each["name"] for kind in ("companies", "people") for each in facts[kind]} if by_id else {}
    return Delivered(
        organizations=tuple(Organization(each["name"], each.get("kind", "company")) for each in facts["companies"]),
        people=tuple(each["name"] for each in facts["people"]),
        roles=tuple(
            Role(each["name"], role["title"], (role.get("organization") or {}).get("name"))
            for each in facts["people"]
            for role in each.get("roles", ())
        ),
        deals=tuple(_deal(deal, names) for deal in facts["deals"]),
        claims=tuple(_claim(claim, names) for claim in facts["claims"]),
    )


def _deal(deal: Mapping[str, Any], names: Mapping[str, str]) -> Deal:
    return Deal(
        type=deal.get("type"),
        status=deal.get("status"),
        parties=tuple(
            Party(party["name"], party.get("role"), names.get(party.get("id") or "")) for party in deal["parties"]
        ),
        amounts=tuple(
            Amount(amount["text"], amount.get("value"), amount.get("currency"), amount.get("disclosed", True))
            for amount in deal.get("amounts", ())
        ),
    )


def _claim(claim: Mapping[str, Any], names: Mapping[str, str]) -> Claim:
    source = claim.get("source") or {}
    wordings = [source.get("name"), names.get(source.get("id") or "")]
    spans = claim.get("content") or ()
    parts = tuple(span["quote"] for span in spans) or (claim["text"],)
    return Claim(
        text=claim["text"] if len(parts) == 1 else " … ".join(parts),
        parts=parts,
        sources=tuple(dict.fromkeys(words for words in wordings if words)),
        directness=claim.get("directness"),
        channel=source.get("channel"),
        polarity=claim.get("polarity"),
        starts=tuple(span["start"] for span in spans),
    )
