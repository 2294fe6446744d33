"""What people decided about the facts of an article, laid upon what a run found there. Knows no database.

A decision holds for the fact of its id. Where a run finds the fact in slightly other words, and so under another id,
the decision follows it: the fact keeps the id it was decided under. What was accepted, corrected or added stands as
the person left it, found or not; what was rejected stays rejected, unless the run now tells another relation (the same
words from another source, other sides of a deal), which nobody has judged.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from api.engine.identity import LETTERS, Place, name_place, place, renamed

Document = dict[str, Any]

ALIKE = 0.5
"""How much of two facts' places must be common, of what either covers, for them to be one. Below a half the words
differ by more than where they begin and end."""

KEPT = frozenset({"accepted", "corrected", "added"})
"""Reviews by which a fact stands as a person left it."""


@dataclass(frozen=True, slots=True)
class Standing:
    """The last decision about a fact. `fact` is as the person left it, `found` as it was first found (None: added)."""

    fact_id: str
    kind: str
    review: str
    fact: Document
    found: Document | None


@dataclass(frozen=True, slots=True)
class Laid:
    """A fact to deliver, how it stands, and as the run found it where that differs; `by_hand`: it did not find it."""

    fact: Document
    review: str = "unreviewed"
    found: Document | None = None
    by_hand: bool = False


def lay(facts: Mapping[str, Sequence[Document]], decided: Sequence[Standing]) -> dict[str, list[Laid]]:
    """The facts of a run with what was decided about them."""
    ids = dict(_followed(facts, decided))
    mine = {one.fact_id: one for one in decided}
    found = {kind: [renamed(fact, ids) for fact in facts[kind]] for kind in LETTERS}
    there = {fact["id"] for kind in LETTERS for fact in found[kind]}
    absent = [one for one in decided if one.review in KEPT and one.fact_id not in there]
    present = there | {one.fact_id for one in absent}
    entities = [*found["companies"], *found["people"], *(one.fact for one in absent if "mentions" in one.fact)]

    def kept(one: Standing) -> Document:
        tied: Document = _tied(one.fact, present, entities)
        return tied

    laid: dict[str, list[Laid]] = {}
    for kind in LETTERS:
        laid[kind] = []
        for fact in found[kind]:
            one = mine.get(fact["id"])
            if one is None:
                laid[kind].append(Laid(fact))
            elif one.review in KEPT and (stands := kept(one)) != fact:
                laid[kind].append(Laid(stands, one.review, fact))
            else:
                laid[kind].append(Laid(fact, one.review))
        laid[kind] += [Laid(kept(one), one.review, by_hand=True) for one in absent if one.kind == kind]
    return laid


def _followed(facts: Mapping[str, Sequence[Document]], decided: Sequence[Standing]) -> Iterator[tuple[str, str]]:
    """The id of each fact that a decision follows to, with the id it was decided under."""
    there = {fact["id"] for kind in LETTERS for fact in facts[kind]}
    free = there - {one.fact_id for one in decided}
    for one in decided:
        if one.fact_id in there:
            continue
        near = [(_same(one, fact), fact["id"]) for fact in facts[one.kind] if fact["id"] in free]
        likeness, id_ = max(near, default=(0.0, ""))
        if likeness >= ALIKE:
            free.discard(id_)
            yield id_, one.fact_id


def _same(one: Standing, fact: Document) -> float:
    """How far a fact is the one that was decided about, as it was found or as it was left: 0 to 1."""
    known = [one.fact] if one.found is None else [one.fact, one.found]
    if one.review not in KEPT:
        known = [each for each in known if _same_relation(one.kind, each, fact)]
    return max((_likeness(one.kind, each, fact) for each in known), default=0.0)


def _same_relation(kind: str, one: Document, other: Document) -> bool:
    if kind != "claims":
        return True  # the likeness of deals compares who stands where, and a name is no relation
    source, another = one["source"], other["source"]
    return _overlap(source["span"], another["span"]) or (source["id"] is not None and source["id"] == another["id"])


def _likeness(kind: str, one: Document, other: Document) -> float:
    if kind == "deals":
        return _matched(one["parties"], other["parties"])
    if kind == "claims":
        return _common([place(span) for span in one["content"]], [place(span) for span in other["content"]])
    return _common([name_place(one)], [name_place(other)])


def _matched(one: Sequence[Document], other: Sequence[Document]) -> float:
    """The part of two deals' parties that stand in both in the same role."""
    left = list(other)
    for party in one:
        for another in left:
            same = party["id"] is not None and party["id"] == another["id"]
            if party["role"] == another["role"] and (same or _overlap(party["span"], another["span"])):
                left.remove(another)
                break
    both = len(other) - len(left)
    return both / max(len(one) + len(other) - both, 1)


def _common(one: Iterable[Place], other: Iterable[Place]) -> float:
    """The part of the code points in either that is in both (the Jaccard index)."""
    covered, also = ({at for start, end in spans for at in range(start, end)} for spans in (one, other))
    return len(covered & also) / max(len(covered | also), 1)


def _overlap(one: Document, other: Document) -> bool:
    return bool(one["start"] < other["end"] and other["start"] < one["end"])


def _tied(value: Any, present: set[str], entities: Sequence[Document]) -> Any:
    """A document whose references lead to facts that are there: to the one named at that place now, or nowhere."""
    if isinstance(value, list):
        return [_tied(part, present, entities) for part in value]
    if not isinstance(value, Mapping):
        return value
    tied = {member: _tied(part, present, entities) for member, part in value.items()}
    if "span" in tied and tied.get("id") is not None and tied["id"] not in present:
        tied["id"] = next((one["id"] for one in entities if _names(one, tied["span"])), None)
    if "about" in tied:
        tied["about"] = [id_ for id_ in tied["about"] if id_ in present]
    if "related" in tied:
        tied["related"] = [deal for deal in tied["related"] if deal["deal_id"] in present]
    if tied.get("claim_id") is not None and tied["claim_id"] not in present:
        tied["claim_id"] = None
    return tied


def _names(entity: Document, span: Document) -> bool:
    return any(_overlap(mention, span) for mention in entity["mentions"])
