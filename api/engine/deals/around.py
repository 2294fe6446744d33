"""What stands around a trigger: the arguments to its left and right, its voice, the stretch it governs.

No role is given here. The clause that a trigger is in decides what it can take, the one around it lends a subject.
"""

from __future__ import annotations

from collections.abc import Sequence

from api.engine.deals.clauses import Argument, Parsed
from api.engine.deals.items import Item
from api.engine.deals.vocabulary import Vocabulary
from api.engine.document.span import Span
from api.engine.languages import lexicon

_FAR_FROM_SHARE = 7
"""Items between a share and whose it is, at most: "einen Anteil von rund 40 Prozent an"."""


class Around:
    """The surroundings of one trigger, item `at` of a sentence."""

    def __init__(self, parsed: Parsed, at: int, words: Vocabulary) -> None:
        """Look at nothing yet."""
        self._parsed, self._at, self._words = parsed, at, words
        self._items = parsed.items
        self._item = parsed.items[at]
        self._clause = parsed.clause_of[at]

    def right(self) -> list[Argument]:
        """The arguments after the trigger in its clause, up to the next verb that opens a frame."""
        end = len(self._items)
        for index in range(self._at + 1, len(self._items)):
            item = self._items[index]
            if (
                item.is_trigger
                and not item.noun
                and self._parsed.clause_of[index] == self._clause
                and not self.verb_final()
            ):
                end = index
                break
        return [a for a in self._parsed.arguments if self._at < a.at < end and a.clause == self._clause]

    def left(self) -> list[Argument]:
        """The bare arguments before the trigger, of its clause or, where that has none, of the one around it."""
        given = self.given()
        if given is not None:
            return [given]
        clause = self._clause
        before = self._at
        while clause >= 0:
            opened = self._parsed.clauses[clause]
            bare = [
                a
                for a in self._parsed.arguments
                if a.clause == clause and a.at < before and not a.relations and not a.modifier and not a.apposed
            ]
            bare = self.without_addressee(bare, clause)
            if bare:
                return bare
            if opened.kind == "relative":
                antecedent = [a for a in self._parsed.arguments if a.at < opened.opened_at and a.kind != "pronoun"]
                return antecedent[-1:]
            before = opened.opened_at if clause == self._clause else before
            clause = opened.around
        return self.following()

    def following(self) -> list[Argument]:
        """Whose act a phrase in front is, the name after its comma: "After buying Crumb, Pell …", "Tras comprar …"."""
        lead = [item.kind for item in self._items[max(self._at - 3, 0) : self._at]]
        if self._item.noun or not {"preposition", "sub", "infinitive"} & set(lead) or self.verb_final():
            return []
        for argument in self._parsed.arguments:
            before = self._items[argument.first - 1].kind if argument.first else ""
            if argument.at > self._at and before == "comma" and argument.kind == "name" and not argument.relations:
                after = self._items[argument.at + 1].kind if argument.at + 1 < len(self._items) else ""
                return [] if argument.modifier or after == "comma" else [argument]
        return []

    def given(self) -> Argument | None:
        """Who is said right before an infinitive to do it: "an agreement by Pell to sell", "a deal for Pell to buy"."""
        if not self.after_infinitive() or self.verb_final():
            return None
        return next(
            (a for a in self._parsed.arguments if a.at == self._at - 2 and {"agent", "purpose"} & a.relations), None
        )

    def without_addressee(self, bare: list[Argument], clause: int) -> list[Argument]:
        """Without who is told ("told the commission it bought …")."""
        opened = self._parsed.clauses[clause]
        if opened.kind == "said" and len(bare) > 1 and bare[0].first <= opened.opened_at + 2:
            between = self._items[bare[0].at + 1 : bare[1].first]
            if not any(item.kind in ("comma", "and", "finite", "be", "trigger") for item in between):
                return bare[1:]
        return bare

    def subject(self, left: Sequence[Argument]) -> list[Argument]:
        """The first bare argument of the clause, and what is joined to it; before a reduced participle the nearest."""
        if not left:
            return []
        if self._item.noun or not self.is_reduced():
            first = self._controlled(left)
            return [left[first], *self.joined(left[first], left[first + 1 :])]
        return [left[-1]]

    def _controlled(self, left: Sequence[Argument]) -> int:
        """Which argument is the subject: the first, unless somebody makes another do it ("asked Crumb to sell")."""
        for index, argument in enumerate(left[1:], 1):
            before = self._items[argument.first - 1]
            if self._words.has(before.words, "controls"):
                return index
        return 0

    def _without_seat(self, between: Sequence[Item]) -> Sequence[Item]:
        """Without "of New York" after a name."""
        if between and between[0].kind == "preposition" and "object" in between[0].relations:
            end = 1
            while end < len(between) and between[end].kind == "word" and between[end].words[0].isupper():
                end += 1
            return between[end:] if end > 1 else between
        return between

    def joined(self, first: Argument, others: Sequence[Argument]) -> list[Argument]:
        joined = []
        last = first
        for other in others:
            between = self._items[last.at + 1 : other.first]
            marks = {item.kind for item in self._without_seat(between)}
            if other.clause == first.clause and between and marks and marks <= {"comma", "and", "genitive", "quote"}:
                joined.append(other)
                last = other
            else:
                break
        return joined if joined and any(i.kind == "and" for i in self._items[first.at : last.at]) else []

    def verb_final(self) -> bool:
        return self._words.flag("verb_final")

    def after_infinitive(self) -> bool:
        return any(self._words.has(item.words, "infinitive") for item in self._items[max(self._at - 2, 0) : self._at])

    def is_passive(self, right: Sequence[Argument]) -> bool:
        word = lexicon.fold(self._item.words)
        if self._words.pattern("passives").fullmatch(word):
            return True
        participle = self._words.pattern("participles").fullmatch(word) is not None
        if not participle:
            return False
        clause = [i for i, c in enumerate(self._parsed.clause_of) if c == self._clause]
        if self.verb_final():
            return any(self._items[i].kind == "be" for i in clause)
        for index in range(self._at - 1, max(self._at - 6, -1), -1):
            kind = self._items[index].kind
            if kind == "be":
                return True
            if kind not in ("word", "date", "support", "mark", "preposition", "number", "determiner", "and", "trigger"):
                break
        return self.is_reduced()

    def is_reduced(self) -> bool:
        """Whether a participle without auxiliary has its agent: "Crumb, bought by Harlow"."""
        word = lexicon.fold(self._item.words)
        if self._item.noun or not self._words.pattern("participles").fullmatch(word):
            return False
        for argument in self._parsed.arguments:
            if argument.at > self._at and argument.clause == self._clause:
                return "agent" in argument.relations and self.next_to(argument)
        return False

    def next_to(self, argument: Argument) -> bool:
        """Whether "by …" belongs to this trigger: no other participle or verb stands between."""
        before = argument.at < self._at
        maker = self._items[argument.first - 2] if not before and argument.first > 1 else None
        if self._item.noun and maker is not None and maker.kind == "support":
            return True  # "l'offre …, jugée trop basse, déposée par Norvia"
        between = self._items[argument.at + 1 : self._at] if before else self._items[self._at + 1 : argument.first]
        pattern = self._words.pattern("participles")
        return not any(
            (item.kind == "word" and pattern.fullmatch(lexicon.fold(item.words)) is not None)
            or (item.is_trigger and not item.noun)
            or item.kind in ("report", "relative")
            for item in between
        )

    def share_before(self, argument: Argument) -> bool:
        return any(item.kind == "share" for item in self._items[min(self._at, argument.first) : argument.at])

    def negated(self) -> bool:
        pattern = self._words.language.pattern("signs.negation")
        return any(
            pattern.fullmatch(item.words) is not None
            for i, item in enumerate(self._items[max(self._at - 4, 0) : self._at], max(self._at - 4, 0))
            if self._parsed.clause_of[i] == self._clause
        )

    def reach(self) -> Span:
        """The stretch of the clause."""
        held = [
            item.span
            for item, clause in zip(self._items, self._parsed.clause_of, strict=True)
            if clause == self._clause
        ]
        return Span(held[0].start, held[-1].end)

    def stake(self) -> Span | None:
        shares = [
            item.span
            for index, item in enumerate(self._items)
            if item.kind == "share" and item.key and self._parsed.clause_of[index] == self._clause
        ]
        after = [span for span in shares if span.start >= self._item.span.start]
        return next(iter(after or shares), None)

    def accusative(self, argument: Argument) -> bool:
        return any(self._words.has(item.words, "accusative") for item in self._items[argument.first : argument.at])

    def parted(self, left: Sequence[Argument]) -> tuple[list[Argument], list[Argument]]:
        """Subject and object where both stand before the verb: by the case of an article, else in this order."""
        bare = [a for a in left if a.clause == self._clause and not a.relations and not a.modifier and not a.apposed]
        opened = self._parsed.clauses[self._clause]
        alone = opened.kind == "relative" or self.after_infinitive()
        if len(bare) < 2:
            return ([], bare) if bare and alone else (list(left), [])
        if self.accusative(bare[0]) and not self.accusative(bare[-1]):
            return [bare[-1]], [bare[0]]
        first = [bare[0], *self.joined(bare[0], bare[1:])]
        objects = [a for a in bare if a not in first][-1:]
        return first, objects

    def held(self) -> list[Argument]:
        """Whose shares they are that stand before a verb at the end: "hat die Mehrheit an Crumb übernommen"."""
        between = ("number", "word", "preposition")
        for argument in self._parsed.arguments:
            before = argument.clause == self._clause and argument.at < self._at
            if not before or not {"object", "place"} & argument.relations:
                continue
            nearest = max(argument.first - _FAR_FROM_SHARE, 0)
            run = [item.kind for item in self._items[nearest : argument.first - 1]]
            while run and run[-1] in between:
                run.pop()
            if run[-1:] == ["share"]:
                return [argument]
        return []

    def closes(self) -> bool:
        """Whether the trigger ends a clause that has no verb of its own beside it."""
        clause = [i for i, c in enumerate(self._parsed.clause_of) if c == self._clause]
        within = [self._items[i] for i in clause if self._items[i].kind not in ("mark", "quote", "stop")]
        verbs = ("be", "support", "finite", "report", "infinitive")
        return within[-1] == self._item and not any(item.kind in verbs for item in within)
