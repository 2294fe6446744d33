"""Who has to do with whom: the people and organisations of some facts, and what joins each two of them.

Joined are the sides of a deal, a person and where they hold a title, a source and whom it speaks about. Across articles
two of one kind are the same if their names are, case and accents aside.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from api.desk.words import label
from api.store.folding import fold

Fact = Mapping[str, Any]
Names = Mapping[str, tuple[str, str]]

_LEADS = ("acquirer", "investor", "supplier", "licensor", "partner", "party")
"""Whose side of a deal a line begins at: the first of these that the deal has."""


@dataclass(frozen=True, slots=True)
class Node:
    """A person or an organisation."""

    id: str
    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class Tie:
    """What joins two of them, in words, and the fact and article that prove it."""

    source: str
    target: str
    kind: str
    words: str
    fact: str
    article: str


@dataclass(slots=True)
class Relations:
    """A graph: nodes by id, and ties. `names` tells for the id of a fact its kind and its name."""

    names: Names
    nodes: dict[str, Node] = field(default_factory=dict)
    ties: list[Tie] = field(default_factory=list)

    def add(self, layer: str, facts: Iterable[Fact], article: str | None = None) -> None:
        """Take in facts of one kind; each tells its `article` unless one is given for all."""
        for fact in facts:
            of = article or fact["article"]["id"]
            if layer == "deals":
                self._deal(fact, of)
            elif layer == "people":
                self._roles(fact, of)
            elif layer == "claims":
                self._claim(fact, of)

    def as_json(self) -> dict[str, Any]:
        """Nodes and ties as plain values."""
        nodes = [{"id": node.id, "kind": node.kind, "name": node.name} for node in self.nodes.values()]
        ties = [{name: getattr(tie, name) for name in Tie.__slots__} for tie in self.ties]
        return {"nodes": nodes, "ties": ties}

    def _deal(self, deal: Fact, article: str) -> None:
        sides = [(party["role"], self._node(party.get("id"), party["name"])) for party in deal["parties"]]
        lead = next((n for role in _LEADS for n, side in enumerate(sides) if side[0] == role), 0)
        for number, (role, node) in enumerate(sides):
            if number != lead:
                first_role, first = sides[lead]
                sorts = f"{label(deal['type'])}, {label(deal['status']).lower()}"
                self._tie(first, node, "deal", f"{sorts}: {first_role} and {role}".replace("_", " "), deal, article)

    def _roles(self, person: Fact, article: str) -> None:
        for role in person.get("roles") or ():
            if organization := role.get("organization"):
                held = role["title"] if role["status"] == "current" else f"{role['title']} ({role['status']})"
                ends = self._node(person["id"], person["name"]), self._node(organization["id"], organization["name"])
                self._tie(*ends, "role", held, person, article)

    def _claim(self, claim: Fact, article: str) -> None:
        source = claim["source"]
        if not source.get("id"):
            return
        for about in claim["about"]:
            if about in self.names and about != source["id"]:
                name = (source.get("resolved") or source)["name"]
                self._tie(self._node(source["id"], name), self._node(about, ""), "claim", claim["text"], claim, article)

    def _node(self, fact_id: str | None, name: str) -> str:
        """The node of a fact; of one that the article does not list, by its name alone."""
        kind, name = self.names.get(fact_id or "", ("people" if (fact_id or "")[:1] == "p" else "companies", name))
        key = f"{kind}:{fold(name)}"
        self.nodes.setdefault(key, Node(key, kind, name))
        return key

    def _tie(self, one: str, other: str, kind: str, words: str, fact: Fact, article: str) -> None:
        if one != other:
            self.ties.append(Tie(one, other, kind, words, fact["id"], article))
