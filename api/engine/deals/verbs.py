"""A verb's reading: active, passive, participle; what stands before and after it, and in what order.

Grammar alone decides; `readings` puts it together.
"""

from __future__ import annotations

from collections.abc import Sequence

from api.engine.deals.clauses import Argument
from api.engine.deals.filling import Filling
from api.engine.deals.frames import FRAMES
from api.engine.languages import lexicon


class VerbReading(Filling):
    """The slots of a verb's frame while they are filled."""

    def read_verb(self) -> None:
        if self.is_absorbed(self._around.right()):
            self._frame = FRAMES["absorb"]
        roles = self._frame.roles
        right, left = self._around.right(), self._around.left()
        passive = self._around.is_passive(right)
        objects = [] if passive else self._objects(right)
        if self._frame.name == "license" and not passive and self._is_taken(right):
            self._frame, roles = FRAMES["license_in"], FRAMES["license_in"].roles
        if self._frame.name == "lead" and not passive and not any(a.clause == self._clause for a in left):
            left = objects  # "in which Harlow and Crumb took part", the verb before those who do
        if self._around.verb_final() and not passive and not objects:
            left, objects = self._around.parted(left)
            objects = objects or self._around.held()
        if passive:
            objects = self._around.subject(left)
            subjects: list[Argument] = []
        else:
            subjects = self._around.subject(left)
        if self._frame.name == "sell" and subjects and not passive and not objects:
            if self._is_headline(right):
                objects, subjects = subjects, []  # "Crumb sold to Pell for £4m"
            else:
                objects = self._parted_from(right)
        if self._frame.name == "pass" and objects and not subjects and any("goal" in a.relations for a in right):
            subjects, objects = objects, []  # "Für 2 Mio Euro geht Crumb an Pell"
        if self._frame.name == "buy" and subjects and not passive and self._received(subjects[0]):
            self._fill("seller", subjects if objects and objects[0].kind == "thing" else [])
            subjects = []
        doer = [entity for argument in subjects if argument.kind == "name" for entity in [argument.entity]]
        self._fill(roles.get("object"), objects, without=doer)
        self._fill(roles.get("subject"), subjects)
        taken = {argument.at for argument in (*objects, *subjects)}
        around = [a for a in self._parsed.arguments if a.clause == self._clause and a.at < self._at and a.relations]
        placed = [*(around if self._around.verb_final() or self._around.after_infinitive() else []), *right]
        self._fill_placed([a for a in placed if a.at not in taken], passive=passive, has_object=bool(objects))
        if objects and "object" in roles and not passive:
            self._fill_owner(objects[0])

    def _parted_from(self, right: Sequence[Argument]) -> list[Argument]:
        """What somebody parts from, where the verb says so with a preposition: "hat sich von Crumb getrennt"."""
        within = [a for a in self._parsed.arguments if a.clause == self._clause and a.at < self._at]
        around = [*(within if self._around.verb_final() else ()), *right]
        return [a for a in around if "source" in a.relations and "goal" not in a.relations and not a.modifier][:1]

    def _is_headline(self, right: Sequence[Argument]) -> bool:
        """Whether a participle stands for a passive: a name before it and a buyer, but no verb."""
        if self._words.pattern("participles").fullmatch(lexicon.fold(self._item.words)) is None:
            return False
        if self._around.verb_final():
            return self._around.closes() and any(
                "goal" in a.relations for a in self._parsed.arguments if a.clause == self._clause and a.at < self._at
            )  # "Crumb an Pell verkauft"
        beside = self._at > 0 and self._items[self._at - 1].kind == "name"
        return beside and any("goal" in argument.relations for argument in right[:1])

    def _received(self, subject: Argument) -> bool:
        """Whether the subject gets an offer to buy rather than makes one."""
        between = self._items[subject.at : self._at]
        offered = any(item.is_trigger and item.noun and item.key == "bid" for item in between)
        return offered and any(self._words.has(item.words, "receives") for item in between)

    def _is_taken(self, right: Sequence[Argument]) -> bool:
        """Whether a licence comes "from" somebody rather than going "to" one."""
        told = [argument.relations for argument in right]
        return any("source" in each and "object" not in each for each in told) and not any(
            "goal" in each for each in told
        )

    def _objects(self, right: Sequence[Argument]) -> list[Argument]:
        """What stands bare after the verb, or "of" it after a share ("bought 5 pct of Crumb")."""
        for index, argument in enumerate(right):
            shared = self._is_of_shares(argument)
            beside = argument.first > 1 and self._items[argument.first - 2].kind == "share"  # "60 procent af Crumb"
            by = "agent" in argument.relations and not beside
            held = shared and {"object", "place"} & argument.relations and not by
            if (not argument.relations and not argument.modifier) or held:
                if argument.kind == "pronoun" and not held and argument.at != self._at + 1:
                    continue  # "the interest it does not own", but "agreed to buy it"
                return [argument, *self._around.joined(argument, right[index + 1 :])]
        personal = self._words.flag("personal_object") and self._frame.roles.get("goal") != "acquirer"
        if personal and "target" in self._frame.roles.values():  # "cede a Pell": to whom, not what
            return [argument for argument in right if "goal" in argument.relations][:1]
        return self._antecedent()

    def _antecedent(self) -> list[Argument]:
        """What a relative clause with a subject of its own is about: "Crumb, which Harlow bought in 2019"."""
        opened = self._parsed.clauses[self._clause]
        pronoun = self._items[opened.opened_at].words
        if opened.kind != "relative" or self._item.noun:
            return []
        own = [a for a in self._parsed.arguments if a.clause == self._clause and a.at < self._at and not a.relations]
        if not own or (self._around.verb_final() and not self._words.has(pronoun, "accusative")):
            return []
        return [a for a in self._parsed.arguments if a.at < opened.opened_at and a.kind != "pronoun"][-1:]
