"""One trigger in its sentence becomes a reading: which role each argument has, by voice, order and preposition.

Grammar alone decides. An argument whose relation the frame does not know is left out; a slot nobody fills stays open.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from api.engine.deals.clauses import Argument, Parsed
from api.engine.deals.filling import Filler, Filling
from api.engine.deals.focus import Focus
from api.engine.deals.frames import FRAMES, PAIRS, Frame
from api.engine.deals.vocabulary import Vocabulary, lemma
from api.engine.document.span import Span
from api.engine.languages import lexicon


@dataclass(frozen=True, slots=True)
class Reading:
    """A frame with its fillers, as one trigger tells it."""

    frame: Frame
    type: str
    sentence: int
    trigger: Span
    clause: Span
    fillers: tuple[Filler, ...]
    stake: Span | None
    noun: bool
    negated: bool

    def with_role(self, *roles: str) -> tuple[Filler, ...]:
        """The fillers of these roles."""
        return tuple(filler for filler in self.fillers if filler.role in roles)


def readings(parsed: Parsed, focus: Focus, words: Vocabulary) -> Iterator[Reading]:
    """What the triggers of a sentence tell, in order; those that no argument joins tell nothing."""
    for at, item in enumerate(parsed.items):
        if item.is_trigger:
            told = _Trigger(parsed, at, focus, words).reading()
            if told is not None:
                yield told


class _Trigger(Filling):
    """One trigger while its arguments are looked for."""

    def reading(self) -> Reading | None:
        """The reading, None where the frame's own conditions do not hold."""
        if not self._holds() and not self._opens_another():
            return None
        if self._item.noun:
            self._read_noun()
        else:
            self._read_verb()
        if not self._fillers:
            return None
        self._fill_own_shares()
        self._license_rights()
        stake = self._around.stake()
        return Reading(
            self._frame,
            self._type(),
            self._parsed.sentence,
            self._item.span,
            self._around.reach(),
            tuple(self._fillers),
            stake,
            self._item.noun,
            self._around.negated(),
        )

    def _license_rights(self) -> None:
        """Who pays for rights takes a licence: "will pay Crumb $85m for exclusive rights to its pill"."""
        if self._frame.name not in ("buy", "pay", "sell"):
            return
        bought = [filler.span for filler in self._fillers if filler.role == "target" and not filler.entity]
        heads = [item.words for item in self._items for span in bought if item.span.within(span)]
        if not any(self._words.has(word, "rights") for word in heads):
            return
        roles = {"acquirer": "licensee", "seller": "licensor"}
        self._frame = FRAMES["license"]
        self._fillers = [replace(f, role=roles[f.role]) for f in self._fillers if f.role in roles]

    def _holds(self) -> bool:
        needs = self._frame.needs
        if not needs:
            return True
        within = [
            i for i, item in enumerate(self._items) if item.kind == needs and self._parsed.clause_of[i] == self._clause
        ]
        if needs == "share":
            return any(abs(i - self._at) < 7 for i in within)
        if self._frame.name == "raise" and self._words.pattern("debt").search(self._sentence_words()):
            return False
        return any(i - self._at < 12 for i in within)

    def _opens_another(self) -> bool:
        """Whether the word opens another frame whose condition holds: shares are raised, and money is."""
        for name in self._words.frames(self._item.words, noun=self._item.noun):
            self._frame = FRAMES[name]
            following = self._items[self._at + 1 : self._at + 3]
            if self._frame.needs and self._holds() and any(item.kind == self._frame.needs for item in following):
                return True
        return False

    def _sentence_words(self) -> str:
        return " ".join(item.words for item in self._items)

    def _is_absorbed(self, right: Sequence[Argument]) -> bool:
        """Whether one merges into the other, so that who remains is told."""
        into = (self._items[argument.first - 1].words for argument in right if "place" in argument.relations)
        return self._frame.name == "merge" and any(self._words.has(word, "into") for word in into)

    def _read_verb(self) -> None:
        if self._is_absorbed(self._around.right()):
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
        if passive:
            objects = self._around.subject(left)
            subjects: list[Argument] = []
        else:
            subjects = self._around.subject(left)
        if self._frame.name == "sell" and subjects and not passive and not objects and self._is_headline(right):
            objects, subjects = subjects, []  # "Crumb sold to Pell for £4m"
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

    def _is_headline(self, right: Sequence[Argument]) -> bool:
        """Whether a participle stands for a passive: a name before it, a buyer and nothing else after it."""
        participle = self._words.pattern("participles").fullmatch(lexicon.fold(self._item.words)) is not None
        beside = self._at > 0 and self._items[self._at - 1].kind == "name"
        return participle and beside and any("goal" in argument.relations for argument in right[:1])

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
            held = shared and {"object", "place"} & argument.relations and "agent" not in argument.relations
            if (not argument.relations and not argument.modifier) or held:
                if argument.kind == "pronoun" and not held and argument.at != self._at + 1:
                    continue  # "the interest it does not own", but "agreed to buy it"
                return [argument, *self._around.joined(argument, right[index + 1 :])]
        if self._words.flag("personal_object") and "target" in self._frame.roles.values():
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

    def _read_noun(self) -> None:
        right = self._around.right()
        if self._is_absorbed(right):
            self._frame = FRAMES["absorb"]
        if self._frame.name == "enter" and right and right[0].entity.startswith("p"):
            return  # "the entry of its chief executive": somebody joins, nothing is bought
        roles = self._frame.roles
        objects, compound = self._noun_objects(right)
        if not objects and roles.get("object") in PAIRS:
            objects = [a for a in self._parsed.arguments if a.clause == self._clause and "between" in a.relations]
        shared = bool(objects) and self._is_of_shares(objects[0])
        self._fill(roles.get("object") if shared else roles.get("of") or roles.get("object"), objects)
        before = [
            a
            for a in self._parsed.arguments
            if a.clause == self._clause
            and a.at < self._at
            and "party" in a.relations
            and self._frame.name in ("buy", "sell", "merge")
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
            if held & argument.relations and argument.kind != "pronoun":
                return [argument, *self._around.joined(argument, right[index + 1 :])], compound
            genitive = self._words.flag("genitive_nouns") and not argument.relations and plain and not between
            if genitive:
                return [argument], compound
            if argument.relations:
                break
        return [], compound

    def _is_placed(self) -> bool:
        """Whether the noun stands under a preposition ("part of its holding in the float")."""
        first = self._at
        while first and self._items[first - 1].kind in ("word", "determiner", "possessive", "number"):
            first -= 1
        return first > 0 and self._items[first - 1].kind == "preposition"

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
        between = self._items[subjects[0].at : self._at] if subjects else ()
        if any(
            self._words.has(item.words, "receives")
            or self._words.has(lemma(item.words, self._words.language), "receives")
            for item in between
        ):
            role = self._frame.receiver or role
        self._fill(role, subjects)
