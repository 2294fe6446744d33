"""The frames of deals: what a trigger opens, and which role stands in which grammatical relation to it.

FrameNet's Commerce_buy, Commerce_sell and their neighbours, with the numbered arguments of PropBank's buy.01, sell.01
and merge.01 as relations: subject, object, agent ("by"), source ("from"), goal ("to"), with, place ("in"), purpose
("for"). The words that open a frame are in the language files (`[frames]`), the prepositions of a relation too
(`[deals]`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

OWNED = frozenset({"acquisition", "stake_purchase", "divestiture", "investment"})
"""Types in which something changes hands: the only ones with a stake."""

PAIRS = frozenset({"party", "partner"})
"""Roles of deals whose sides are alike."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What one kind of trigger opens: `roles` by relation; `needs` is the kind of item its clause must have, if any."""

    name: str
    type: str
    roles: Mapping[str, str]
    needs: str = ""
    receiver: str = ""
    """The role of a subject that receives it: a company that rejects an offer is its target."""


def _frame(name: str, type_: str, roles: str, needs: str = "", receiver: str = "") -> Frame:
    told = dict(pair.split(":") for pair in roles.split())
    return Frame(name, type_, told, needs, receiver)


_BUY = "subject:acquirer object:target agent:acquirer source:seller goal:seller party:seller"
_BID = "subject:acquirer object:target of:acquirer purpose:target place:target agent:acquirer source:acquirer"
_HOLD = "subject:acquirer object:target place:target source:seller"
_INVEST = "subject:investor object:investee place:investee purpose:investee agent:investor source:investor"
_ROUND = "subject:investee object:investee place:investee agent:investor source:investor party:investor"
_SUPPLY = "subject:supplier object:customer goal:customer party:customer agent:supplier source:supplier"

FRAMES: Mapping[str, Frame] = {
    frame.name: frame
    for frame in (
        _frame("buy", "acquisition", _BUY),
        _frame("sell", "acquisition", "subject:seller object:target agent:seller goal:acquirer party:acquirer"),
        _frame("bid", "acquisition", _BID, receiver="target"),
        _frame("pay", "acquisition", "subject:acquirer object:seller purpose:target", needs="money"),
        _frame("enter", "stake_purchase", _HOLD),
        _frame("take", "stake_purchase", _HOLD, needs="share"),
        _frame("lift", "stake_purchase", _HOLD, needs="share"),
        _frame("cut", "stake_purchase", "subject:seller object:target place:target goal:acquirer", needs="share"),
        _frame("merge", "merger", "subject:party object:party party:party"),
        _frame("absorb", "acquisition", "subject:target object:target of:target place:acquirer"),
        _frame("pass", "acquisition", "subject:target object:acquirer goal:acquirer place:acquirer source:seller"),
        _frame("seller", "acquisition", "subject:seller"),
        _frame("buyer", "acquisition", "subject:acquirer"),
        _frame("invest", "investment", _INVEST),
        _frame("raise", "investment", "subject:investee agent:investor source:investor party:investor", needs="money"),
        _frame("round", "investment", _ROUND),
        _frame("lead", "investment", "subject:investor agent:investor party:investor source:investor"),
        _frame("float", "ipo", "subject:party object:party"),
        _frame("venture", "joint_venture", "subject:partner object:partner party:partner"),
        _frame("ally", "partnership", "subject:partner object:partner party:partner"),
        _frame("supply", "supply_contract", _SUPPLY),
        _frame(
            "order", "supply_contract", "subject:customer goal:supplier source:supplier party:supplier agent:customer"
        ),
        _frame("win", "supply_contract", "subject:supplier source:customer party:customer goal:customer"),
        _frame(
            "award", "supply_contract", "subject:customer object:supplier goal:supplier agent:customer", needs="order"
        ),
        _frame("license", "licensing", "subject:licensor object:licensee goal:licensee party:licensee agent:licensor"),
        _frame("license_in", "licensing", "subject:licensee source:licensor party:licensor"),
        _frame("accord", "other", "subject:party object:party agent:party party:party"),
        _frame("advise", "other", "subject:adviser agent:adviser object:client party:adviser"),
    )
}
