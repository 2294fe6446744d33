"""A noun's reading: "the sale of …", "Harlow's offer", "completed the purchase": what it is of, and whose it is.

Grammar alone decides; `readings` puts it together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from api.engine.deals.clauses import Argument
from api.engine.deals.filling import Filling
from api.engine.deals.frames import FRAMES, PAIRS
from api.engine.deals.vocabulary import lemma


class NounReading(Filling):
    """The slots of a noun's frame while they are filled."""

    def read_noun(self) -> None:
        right = self._around.right()
        if self.is_absorbed(right):
            self._frame = FRAMES["absorb"]
        if self._frame.name == "order" and self._is_received():
            self._frame = FRAMES["win"]
        if self._frame.name == "enter" and right and right[0].entity.startswith("p"):
            return  # "the entry of its chief executive": somebody joins, nothing is bought
        roles = self._frame.roles
        objects, compound = self._noun_objects(right)
        if self._frame.name == "win":
            objects = []  # "een order van Pell": from whom it comes
        if not objects and roles.get("object") in PAIRS:
            objects = [a for a in self._parsed.arguments if a.clause == self._clause and "between" in a.relations]
        shared = bool(objects) and self._is_of_shares(objects[0])
        role = roles.get("object") if shared else roles.get("of") or roles.get("object")
        self._fill(role, objects, without=self._doers() if role == "target" else ())
        before = [
            a
            for a in self._parsed.arguments
            if a.clause == self._clause
            and a.at < self._at
            and (
                ("party" in a.relations and self._frame.name in ("buy", "sell", "merge"))
                or ("source" in a.relations and self._frame.name == "win" and self._around.verb_final())
            )
        ]
        if before and not objects and self._frame.name == "buy":
            self._fill("target", before[:1])  # "agreed with Crumb on a takeover"
        rest = [*(argument for argument in right if argument not in objects), *before]
        if self._frame.name == "accord":
            self._read_accord(objects, rest)
            return
        self._fill_placed(rest, passive=True, has_object=bool(objects))
        if objects and objects[0].kind == "thing":
            self._fill_owner(objects[0])
        subject_role = roles.get("subject", "")
        filled = {filler.role for filler in self._fillers}
        possessor = self._possessor()
        if possessor is not None:
            open_object = not objects and roles.get("object") not in filled
            agent = roles.get("agent") in filled and roles.get("agent") == subject_role
            agent = agent or (self._frame.name == "sell" and "acquirer" in filled)  # "its sale to Pell"
            role = roles.get("object", subject_role) if open_object and agent else subject_role
            if role and (role not in filled or role in PAIRS):
                self._fill(role, [possessor])
        elif compound is not None and not objects:
            self._fill(roles.get("object"), [compound])
        filled = {filler.role for filler in self._fillers}
        if possessor is None and (subject_role not in filled or subject_role in PAIRS):
            self._fill_support(subject_role)
        elif self._frame.name == "buy" and "target" not in filled and subject_role in filled and possessor is None:
            self._fill_support("target", unless_named=True)  # "Harlow faces a takeover by Pell"
        elif self._frame.receiver and self._frame.receiver not in filled:
            self._fill_support("", received=True)

    def _doers(self) -> list[str]:
        """Who completes, plans or denies it: whoever does so is not "the company" that is bought."""
        if self._frame.roles.get("subject") != "acquirer":
            return []
        return [one.entity for one in self._around.subject(self._around.left()) if one.kind == "name"]

    def _read_accord(self, objects: Sequence[Argument], rest: Sequence[Argument]) -> None:
        """Who has an agreement with whom, named ones alone: what "the startup" means here is for surer frames."""
        possessor = self._possessor()
        subjects = [possessor] if possessor is not None else []
        if not subjects and not self._is_placed():
            subjects = self._around.subject(self._around.left())
        partners = [a for a in rest if "party" in a.relations and self._around.next_to(a)]
        self._fill("party", [a for a in (*objects, *subjects, *partners) if a.kind == "name"])

    def _noun_objects(self, right: Sequence[Argument]) -> tuple[list[Argument], Argument | None]:
        compound = next(
            (
                a
                for a in self._parsed.arguments
                if a.at == self._at - 1 and a.kind == "name" and self._words.flag("noun_modifiers")
            ),
            None,
        )
        for index, argument in enumerate(right):
            between = self._items[self._at + 1 : argument.first]
            plain = all(
                item.kind in ("word", "share", "number", "determiner", "preposition", "possessive", "mark", "date")
                for item in between
            )
            held = {"object", "place"} if self._is_of_shares(argument) else {"object"}
            both = argument.kind == "pronoun" and self._words.has(self._items[argument.at].words, "plurals")
            if held & argument.relations and (argument.kind != "pronoun" or both):
                return [argument, *self._around.joined(argument, right[index + 1 :])], compound
            genitive = self._words.flag("genitive_nouns") and not argument.relations and plain and not between
            if genitive:
                return [argument, *self._around.joined(argument, right[index + 1 :])], compound
            if argument.relations:
                break
        return [], compound

    def _is_placed(self) -> bool:
        """Whether the noun stands under a preposition ("part of its holding in the float")."""
        first = self._at
        while first and self._items[first - 1].kind in ("word", "determiner", "possessive", "number"):
            first -= 1
        before = self._items[first - 1] if first else None
        return before is not None and before.kind == "preposition" and not self._words.has(before.words, "infinitive")

    def _possessor(self) -> Argument | None:
        """Who has the noun: "Harlow's offer", "its offer"."""
        for index in range(self._at - 1, max(self._at - 6, -1), -1):
            kind = self._items[index].kind
            if kind == "genitive" and index:
                return next((a for a in self._parsed.arguments if a.at == index - 1), None)
            if kind == "possessive":
                meant = self._focus.of(self._parsed, index)
                span = self._items[index].span
                return Argument(index, "pronoun", span, "", self._clause, frozenset()) if meant else None
            if kind not in ("word", "number", "date", "support", "money", "share", "trigger"):
                return None
        return None

    def _spoken_for(self, body: Argument) -> list[Argument]:
        """Those whose board or shareholders speak: "the boards of Pell and Crumb", else who is spoken of."""
        after = [a for a in self._parsed.arguments if body.at < a.at < self._at and a.kind == "name"]
        between = self._items[body.at + 1 : after[0].first] if after else ()
        if after and any(item.kind == "and" for item in between) and len(between) < 5:
            return [replace(body, kind="pronoun"), after[0]]  # "its shareholders and those of Crumb"
        if after and "object" in after[0].relations and after[0].first - body.at < 4:
            return [after[0], *self._around.joined(after[0], after[1:])]
        return [replace(body, kind="pronoun")]

    def _fill_support(self, role: str, *, unless_named: bool = False, received: bool = False) -> None:
        """The subject of the verb that the noun belongs to: "Harlow completed the purchase of …"."""
        if (not role and not received) or (self._frame.name == "float" and self._is_placed()):
            return
        subjects = self._around.subject(self._around.left())
        if subjects and subjects[0].kind == "group" and self._words.has(self._items[subjects[0].at].words, "bodies"):
            # "its shareholders approved the merger": they speak for the company, and sell nothing themselves
            spoken_for = role in PAIRS or role == "target" or self._frame.name == "absorb"
            subjects = self._spoken_for(subjects[0]) if spoken_for else []
        if unless_named and not any(a.kind in ("name", "pronoun") for a in subjects):
            return
        if subjects and self._is_received(subjects[0].at):
            role = self._frame.receiver or role
        self._fill(role, subjects)

    def _is_received(self, since: int | None = None) -> bool:
        """Whether a verb before the noun says that somebody gets it: "received an order", "hat den Auftrag erhalten".

        `since` is the index of its subject; without it the words right before are looked at, and where verbs come
        last those after it too.
        """
        start = self._at - 6 if since is None else since
        end = self._at
        if since is None and self._around.verb_final():
            ends = (i for i in range(self._at, len(self._items)) if self._items[i].kind in ("comma", "stop"))
            end = next(ends, len(self._items))
        return any(
            self._words.has(item.words, "receives")
            or self._words.has(lemma(item.words, self._words.language), "receives")
            for item in self._items[max(start, 0) : end]
        )
