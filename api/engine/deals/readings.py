"""One trigger in its sentence becomes a reading: which role each argument has, by voice, order and preposition.

Grammar alone decides. An argument whose relation the frame does not know is left out; a slot nobody fills stays open.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from api.engine.deals.clauses import Parsed
from api.engine.deals.filling import Filler
from api.engine.deals.focus import Focus
from api.engine.deals.frames import FRAMES, Frame
from api.engine.deals.nouns import NounReading
from api.engine.deals.verbs import VerbReading
from api.engine.deals.vocabulary import Vocabulary
from api.engine.document.span import Span


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


class _Trigger(VerbReading, NounReading):
    """One trigger while its arguments are looked for."""

    def reading(self) -> Reading | None:
        """The reading, None where the frame's own conditions do not hold."""
        if not self._holds() and not self._opens_another():
            return None
        if self._item.noun:
            self.read_noun()
        else:
            self.read_verb()
        if not self._fillers:
            return None
        self._fill_own_shares()
        self._sell_itself()
        self._license_rights()
        self._fill_goods()
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

    def _sell_itself(self) -> None:
        """Who sells a share of which nothing more is said sells it in itself: "Harlow to sell a minority stake"."""
        sold = next((f for f in self._fillers if f.role == "seller" and f.named), None)
        if self._frame.name != "sell" or self._item.noun or sold is None:
            return
        following = self._items[self._at + 1 : self._at + 5]
        share = next((i for i, item in enumerate(following) if item.kind == "share"), None)
        if share is None or any(f.role == "target" for f in self._fillers):
            return
        known = ("possessive", "determiner")
        if any(
            item.kind in known and not self._words.language.has(item.words, "function.indefinite")
            for item in following[:share]
        ):
            return  # "its stake", "the stake": one that was spoken of
        self._fillers = [replace(f, role="target") if f == sold else f for f in self._fillers]

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
        if needs == "order":
            return self._words.pattern("deal_words").search(self._sentence_words()) is not None
        if needs == "share":
            return any(abs(i - self._at) < 7 for i in within)
        told = self._sentence_words() if self._frame.name == "raise" else ""
        if any(self._words.pattern(table).search(told) for table in ("debt", "per_share")):
            return False  # what a loan brings, and what shareholders get for each share
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
