"""Roles given to arguments: by preposition, by who owns what, by what a description means.

The part of a reading that verbs and nouns share; `readings` decides what is subject and object.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from api.engine.deals.around import Around
from api.engine.deals.clauses import Argument, Parsed
from api.engine.deals.focus import Focus
from api.engine.deals.frames import FRAMES, PAIRS
from api.engine.deals.vocabulary import Vocabulary
from api.engine.document.span import Span

_OF_THINGS = frozenset({"target", "investee", "seller"})
"""Roles that something which is no company can fill."""
_REACH = 9
"""Items after a trigger in which words say that all of the shares are meant."""


@dataclass(frozen=True, slots=True)
class Filler:
    """Who fills a role: an entity where it is known, and the words that tell it."""

    role: str
    entity: str
    span: Span
    named: bool

    @property
    def key(self) -> str:
        """What tells it from others."""
        return self.entity or f"{self.span.start}"


class Filling:
    """The slots of one trigger's frame while they are filled."""

    def __init__(self, parsed: Parsed, at: int, focus: Focus, words: Vocabulary) -> None:
        self._parsed, self._at, self._focus, self._words = parsed, at, focus, words
        self._items = parsed.items
        self._item = parsed.items[at]
        self._frame = FRAMES[self._item.key]
        self._clause = parsed.clause_of[at]
        self._around = Around(parsed, at, words)
        self._fillers: list[Filler] = []

    def is_absorbed(self, right: Sequence[Argument]) -> bool:
        """Whether one merges into the other, so that who remains is told."""
        into = (self._items[argument.first - 1].words for argument in right if "place" in argument.relations)
        return self._frame.name == "merge" and any(self._words.has(word, "into") for word in into)

    def _is_of_shares(self, argument: Argument) -> bool:
        """Whether the preposition of the argument belongs to a share before it: "5 pct of the stock of Crumb"."""
        shares = [i for i in range(self._at, argument.first) if self._items[i].kind == "share"]
        if not shares:
            return False
        between = self._items[shares[-1] + 1 : argument.first - 1]
        return not any(item.kind in ("preposition", "trigger", "report") for item in between)

    def _fill_placed(self, placed: Sequence[Argument], *, passive: bool, has_object: bool) -> None:
        """Give arguments under prepositions the role that the frame has for them."""
        order = ("agent", "source", "goal", "party", "place", "purpose") if passive or self._item.noun else (
            "source", "goal", "party", "place", "purpose", "agent" if self._frame.name in ("raise", "round") else "",
        )  # fmt: skip
        for argument in placed:
            if argument.modifier or not argument.relations:
                continue
            both = {"purpose", "agent"} <= argument.relations and "purpose" in self._frame.roles
            if self._is_held(argument) and not any(f.role == "target" for f in self._fillers):
                self._fill("target", [argument])
                continue
            for relation in ("purpose", *order) if both else self._order(order):
                role = self._role(relation, argument)
                if not role or not self._may_fill(role, relation, argument, has_object=has_object):
                    continue
                self._fill(role, [argument])
                break

    def _is_held(self, argument: Argument) -> bool:
        """Whether what is sold is a share in it: "sells its stake in Crumb", "trennt sich von der Beteiligung an"."""
        at, told = argument.first - 2, argument.relations
        if self._frame.name != "sell" or at <= self._at or "place" not in told or {"source", "agent"} & told:
            return False
        share = self._items[at].kind == "share" or self._items[at].key == "enter"
        own = any(item.kind == "possessive" for item in self._items[self._at : at])
        return share and (own or "goal" not in argument.relations)

    def _order(self, order: Sequence[str]) -> Sequence[str]:
        """Relations in the order in which they are tried: whose share it is goes before from whom."""
        if self._frame.roles.get("place") == "target" and not any(f.role == "target" for f in self._fillers):
            return ("place", "object", *order)
        return order

    def _role(self, relation: str, argument: Argument) -> str:
        """The role of an argument under a preposition that can tell this relation; "" for none."""
        return self._frame.roles.get(relation, "") if relation in argument.relations else ""

    def _may_fill(self, role: str, relation: str, argument: Argument, *, has_object: bool) -> bool:
        if relation == "agent" and not self._around.next_to(argument):
            return False
        if relation == "goal" and self._frame.name == "buy" and not has_object:
            return False
        if relation == "party" and self._frame.name in ("buy", "sell") and argument.at > self._at:
            return False  # "bought it with its managers"; but "an agreement with Pell to buy"
        return role in PAIRS or role == "investor" or not any(filler.role == role for filler in self._fillers)

    def _fill_owner(self, argument: Argument) -> None:
        """Who has what is bought is who sells it: "the paper business of Harlow", "Harlow's bakery chain Crumb"."""
        if (
            self._frame.name != "buy"
            or self._around.share_before(argument)
            or any(f.role == "seller" for f in self._fillers)
        ):
            return
        owner = argument.owner
        first = self._items[argument.first]
        if first.kind == "genitive" and argument.first and self._items[argument.first - 1].kind == "name":
            owner = self._items[argument.first - 1].key
        if owner:
            span = next(item.span for item in reversed(self._items[: argument.at]) if item.key == owner)
            self._add("seller", owner, span, named=True)
            return
        if argument.kind == "thing":
            after = next((a for a in self._parsed.arguments if a.at > argument.at), None)
            if (
                after is not None
                and "object" in after.relations
                and after.kind == "name"
                and after.first - argument.at < 3
            ):
                self._fill("seller", [after])

    def _type(self) -> str:
        if (
            self._frame.name in ("buy", "sell", "enter")
            and any(
                item.kind == "share" and self._parsed.clause_of[index] == self._clause
                for index, item in enumerate(self._items)
            )
            and not self._is_whole()
        ):
            return "stake_purchase"
        return self._frame.type

    def _is_whole(self) -> bool:
        """Whether it is all of the shares that are spoken of ("all the outstanding stock")."""
        return any(
            self._words.has(item.words, "whole")
            and self._parsed.clause_of[index] == self._clause
            and 0 < index - self._at < _REACH
            for index, item in enumerate(self._items)
        )

    def _fill_goods(self) -> None:
        """What changes hands between a buyer and a seller that are both told, whatever it is: "sold its pubs to Pell".

        The words after the trigger, or after the preposition of its object, up to what ends a noun phrase.
        """
        if not {"acquirer", "seller"} <= (filled := {f.role for f in self._fillers}) or "target" in filled:
            return
        at = self._at + 1
        if self._item.noun:
            if at >= len(self._items) or "object" not in self._items[at].relations:
                return
            at += 1
        end = at
        while end < len(self._items) and self._items[end].kind in (
            "determiner",
            "possessive",
            "number",
            "word",
            "mark",
        ):
            end += 1
        while at < end and (
            self._items[at].kind == "determiner"
            and not self._words.language.has(self._items[at].words, "function.indefinite")
        ):
            at += 1
        nouns = [item for item in self._items[at:end] if item.kind == "word"]
        closed = end == len(self._items) or self._items[end].kind in ("preposition", "comma", "stop", "mark")
        if nouns and closed and end - at < 8 and (self._item.noun or end - at > 1):
            self._add("target", "", Span(self._items[at].span.start, self._items[end - 1].span.end), named=False)

    def _fill_own_shares(self) -> None:
        """What it sells of itself: "the sale of a controlling interest in its stock" is of the company's own shares."""
        role = self._frame.roles.get("object")
        if role != "target" or any(filler.role == role for filler in self._fillers):
            return
        for index, item in enumerate(self._items[self._at :], self._at):
            if item.kind == "possessive" and self._parsed.clause_of[index] == self._clause:
                rest = self._items[index + 1 : index + 5]
                before = self._items[self._at + 1 : index]
                if any(i.kind == "share" for i in rest) and any(i.kind in ("share", "number") for i in before):
                    self._fillers = [f for f in self._fillers if f.role != "seller"]
                    self._fill(role, [Argument(index, "pronoun", item.span, "", self._clause, frozenset())])
                return

    def _fill(self, role: str | None, arguments: Sequence[Argument], without: Sequence[str] = ()) -> None:
        for argument in arguments:
            if not role:
                return
            if argument.kind in ("thing", "group"):
                if argument.kind == "thing" and (role not in _OF_THINGS or self._is_part(role, argument)):
                    self._fill_described(role, argument)
                    continue
                members = self._members(argument) if argument.kind == "group" else []
                if members:
                    self._fill(role, members)
                    continue
                if role in PAIRS:
                    continue  # shareholders approve a merger, they are not in it
                self._add(role, "", argument.span, named=False)
            elif argument.kind == "name":
                self._add(role, argument.entity, argument.span, named=True)
            else:
                known = [*without, *(filler.entity for filler in self._fillers if filler.entity)]
                for meant in self._focus.of(self._parsed, argument.at, known):
                    self._add(role, meant.entity, argument.span if meant.entity else meant.span, named=False)

    def _members(self, group: Argument) -> list[Argument]:
        """The two or more names that a group is made of: "a consortium of Harlow, Crumb and Canada's Pell"."""
        after = [a for a in self._parsed.arguments if a.at > group.at and a.kind == "name" and not a.modifier]
        if not after or after[0].first - group.at > 2 or not {"object", "between"} & after[0].relations:
            return []
        joined = self._around.joined(after[0], after[1:])
        return [after[0], *joined] if joined else []

    def _is_part(self, role: str, argument: Argument) -> bool:
        """Whether a part of a company sells: the company does ("from the Canadian unit of Pell")."""
        after = next((a for a in self._parsed.arguments if a.at > argument.at), None)
        near = after is not None and after.kind == "name" and after.first - argument.at < 3
        return role == "seller" and after is not None and near and "object" in after.relations

    def _fill_described(self, role: str, argument: Argument) -> None:
        """Who acts where a thing does: the owner of "its unit", or the one company that "the foundry" can mean."""
        after = next((a for a in self._parsed.arguments if a.at > argument.at), None)
        if after is not None and after.kind == "name" and "object" in after.relations and after.first - argument.at < 3:
            self._add(role, after.entity, after.span, named=True)  # "a unit of Pell"
            return
        if argument.owner:
            self._add(role, argument.owner, argument.span, named=False)
            return
        if argument.owner_at >= 0:
            for meant in self._focus.of(self._parsed, argument.owner_at):
                self._add(role, meant.entity, argument.span if meant.entity else meant.span, named=False)
            return
        taken = {filler.entity for filler in self._fillers}
        named = {
            a.entity
            for a in self._parsed.arguments
            if a.kind == "name" and a.at < argument.at and a.entity.startswith("c") and a.entity not in taken
        }
        subject = {a.entity for a in self._around.subject(self._around.left())}
        others = named - subject
        definite = self._items[argument.first].kind == "determiner"
        if (
            definite
            and len(others) == 1
            and not self._words.language.has(self._items[argument.first].words, "function.indefinite")
        ):
            self._add(role, others.pop(), argument.span, named=False)

    def _add(self, role: str, entity: str, span: Span, *, named: bool) -> None:
        if entity and any(filler.entity == entity for filler in self._fillers):
            return
        self._fillers.append(Filler(role, entity, span, named))
