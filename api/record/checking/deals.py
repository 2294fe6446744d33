"""What a draft says of deals, set beside what the record says of them: who does what, at what stage, for how much.

A deal of the record is the draft's when two of its sides are in both, or one, in the same part in a deal of the same
type, where either names no other. Later articles may tell a later stage; what any of them tells is on record, unless
the newest says that the deal is off.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from api.record.checking import speakers
from api.record.checking.findings import (
    DIFFERS,
    MOST_PLACES,
    NOT_ON_RECORD,
    ON_RECORD,
    Document,
    Finding,
    Place,
    Record,
    newest_first,
    place,
)

STAGES = {
    "rumoured": "talk",
    "proposed": "talk",
    "announced": "agreed",
    "agreed": "agreed",
    "pending_approval": "agreed",
    "completed": "completed",
    "postponed": "postponed",
    "cancelled": "off",
    "terminated": "off",
}
"""Stages that articles take for one another: an agreed deal is announced too. `unknown` is no stage."""

SIDES = {
    "acquirer": "buys", "investor": "buys", "customer": "buys", "licensee": "buys",
    "target": "bought", "investee": "bought", "seller": "sells", "supplier": "sells", "licensor": "sells",
}  # fmt: skip
"""Parts in a deal that cannot be mixed up without telling another story; a partner or an adviser has none."""

_Sums = Sequence[tuple[Document, Document]]

EXACT, ROUGH = 0.005, 0.05
"""By how much of themselves two sums may differ: rounded (€1.37 billion for 1,369 million), or where one is “about”."""


def compare(deals: list[Document], record: Record) -> Iterator[Finding]:
    """A finding for each side, stage, sum and share of each deal of a draft."""
    for deal in deals:
        told = [other for other in newest_first(record.deals) if same_deal(deal, other, record)]
        yield from _roles(deal, told, record)
        yield from _stage(deal, told)
        yield from _sums(deal, told)
        yield from _stake(deal, told)


def same_deal(one: Document, other: Document, record: Record) -> bool:
    """Whether two articles tell of one deal."""
    mine, theirs = _sides(one), _sides(other)
    common = [(a, b) for a in mine for b in theirs if speakers.same_one(a, b, record)]
    if len({a["name"] for a, _ in common}) >= 2:
        return True
    alone = len(mine) == 1 or len(theirs) == 1
    return alone and one["type"] == other["type"] and any(a["role"] == b["role"] for a, b in common)


def _sides(deal: Document) -> list[Document]:
    return [party for party in deal["parties"] if party["role"] != "adviser"]


def _roles(deal: Document, told: Sequence[Document], record: Record) -> Iterator[Finding]:
    for party in _sides(deal):
        found = _finding("role", deal, party["role"], party["name"], party["span"], told)
        theirs = [(other, each) for other in told for each in _sides(other) if speakers.same_one(party, each, record)]
        alike = [pair for pair in theirs if _alike_roles(party["role"], pair[1]["role"])]
        if alike:
            yield replace(found, verdict=ON_RECORD, why="The record has it.", places=_parties(alike))
        elif theirs:
            why = f"On record they are the {theirs[0][1]['role']}."
            yield replace(found, verdict=DIFFERS, differs_in=("role",), why=why, places=_parties(theirs))
        else:
            yield found


def _alike_roles(one: str, other: str) -> bool:
    sides = SIDES.get(one), SIDES.get(other)
    return one == other or None in sides or sides[0] == sides[1]


def _parties(pairs: Sequence[tuple[Document, Document]]) -> tuple[Place, ...]:
    return tuple(place(deal, each["role"], each["name"], each["span"]) for deal, each in pairs[:MOST_PLACES])


def _stage(deal: Document, told: Sequence[Document]) -> Iterator[Finding]:
    stage = STAGES.get(deal["status"])
    if stage is None:
        return
    span = deal["status_evidence"] or deal["evidence"][0]
    found = _finding("stage", deal, deal["status"], title(deal), span, told)
    staged = [other for other in told if other["status"] in STAGES]
    alike = [other for other in staged if STAGES[other["status"]] == stage]
    newest = staged[0] if staged else None
    over = newest is not None and stage != "off" and STAGES[newest["status"]] == "off"
    if alike and not over:
        yield replace(found, verdict=ON_RECORD, why="The record has it.", places=_stages(alike))
    elif newest is not None:
        why = f"The newest word on record is that it is {_plain(newest['status'])}."
        yield replace(found, verdict=DIFFERS, differs_in=("stage",), why=why, places=_stages(staged))
    else:
        yield found


def _stages(told: Sequence[Document]) -> tuple[Place, ...]:
    return tuple(
        place(deal, deal["status"], title(deal), deal["status_evidence"] or deal["evidence"][0])
        for deal in told[:MOST_PLACES]
    )


def _sums(deal: Document, told: Sequence[Document]) -> Iterator[Finding]:
    known = [(other, amount) for other in told for amount in other["amounts"] if amount["value"] is not None]
    for amount in deal["amounts"]:
        if amount["value"] is None:
            continue
        found = _finding("amount", deal, amount["text"], title(deal), amount["span"], told)
        same_kind = [pair for pair in known if pair[1]["kind"] == amount["kind"]]
        alike = [pair for pair in same_kind if _alike_sums(amount, pair[1]) and _alike_currencies(amount, pair[1])]
        other_sum = [pair for pair in same_kind if _alike_currencies(amount, pair[1])]
        other_money = [pair for pair in same_kind if _alike_sums(amount, pair[1])]
        yield _judged(found, alike, other_sum, other_money)


def _judged(found: Finding, alike: _Sums, other_sum: _Sums, other_money: _Sums) -> Finding:
    """A sum in another currency may be the same money: only one that is equal in figures differs."""
    if alike:
        return replace(found, verdict=ON_RECORD, why="The record has it.", places=_amounts(alike))
    if other_money or other_sum:
        pairs, what = (other_money, "currency") if other_money else (other_sum, "sum")
        why = f"The record has “{pairs[0][1]['text']}”."
        return replace(found, verdict=DIFFERS, differs_in=(what,), why=why, places=_amounts(pairs))
    return found


def _amounts(pairs: _Sums) -> tuple[Place, ...]:
    return tuple(place(deal, each["text"], title(deal), each["span"]) for deal, each in pairs[:MOST_PLACES])


def _alike_sums(one: Document, other: Document) -> bool:
    return _near(one["value"], other["value"], ROUGH if one["approximate"] or other["approximate"] else EXACT)


def _alike_currencies(one: Document, other: Document) -> bool:
    return one["currency"] is None or other["currency"] is None or one["currency"] == other["currency"]


def _near(one: float, other: float, by: float) -> bool:
    return abs(one - other) <= by * max(abs(one), abs(other))


def _stake(deal: Document, told: Sequence[Document]) -> Iterator[Finding]:
    stake = deal["stake"]
    if stake is None or stake["percent"] is None:
        return
    found = _finding("amount", deal, stake["text"], title(deal), stake["span"], told)
    known = [(other, other["stake"]) for other in told if (other["stake"] or {}).get("percent") is not None]
    alike = [pair for pair in known if _near(stake["percent"], pair[1]["percent"], EXACT)]
    yield _judged(found, alike, known, [])


def _finding(kind: str, deal: Document, said: str, of: str, span: Document, told: Sequence[Document]) -> Finding:
    why = "The record does not tell it of this deal." if told else "The record has no such deal."
    return Finding(kind, NOT_ON_RECORD, deal["id"], said, of, span["start"], span["end"], why)


def title(deal: Document) -> str:
    """A deal in a few words: its type and its sides."""
    return f"{_plain(deal['type'])}: {', '.join(dict.fromkeys(party['name'] for party in _sides(deal)))}"


def _plain(value: str) -> str:
    return value.replace("_", " ")
