"""Parties told by what they are in the deal: "The seller is Pell", "Käufer ist die Crumb AG", "Pell is the buyer".

A copula or a dash joins the noun to one who stands bare. Such a reading tells no deal by itself: it fills a slot of
the deal told just before.
"""

from __future__ import annotations

from collections.abc import Iterator

from api.engine.deals.clauses import Argument, Parsed
from api.engine.deals.filling import Filler
from api.engine.deals.frames import FRAMES
from api.engine.deals.readings import Reading
from api.engine.deals.vocabulary import Vocabulary
from api.engine.document.span import Span

NAMED = ("seller", "buyer")
"""The frames of these readings, and the tables of `[deals]` with their nouns."""

_REACH = 7
_BETWEEN = frozenset(
    {"be", "determiner", "word", "company", "group", "thing", "stop", "quote", "support", "mark", "finite"}
)
_JOINTS = frozenset({"be", "stop"})


def named(parsed: Parsed, words: Vocabulary) -> Iterator[Reading]:
    """The readings of a sentence in which a noun says what somebody is in the deal."""
    for at, item in enumerate(parsed.items):
        frame = next((name for name in NAMED if words.has(item.words, f"{name}s")), None)
        if frame is None or item.kind == "name" or _is_governed(parsed, at):
            continue
        who = _who(parsed, at)
        if who is not None:
            role = FRAMES[frame].roles["subject"]
            filler = Filler(role, who.entity, who.span, named=who.kind == "name")
            type_ = FRAMES[frame].type
            span = Span(item.span.start, item.span.end)
            yield Reading(FRAMES[frame], type_, parsed.sentence, span, parsed.span, (filler,), None, True, False)


def _is_governed(parsed: Parsed, at: int) -> bool:
    """Whether a preposition governs the noun ("talks with the buyer")."""
    before = [item.kind for item in parsed.items[max(at - 2, 0) : at]]
    return "preposition" in before


def _who(parsed: Parsed, at: int) -> Argument | None:
    """The name or group that a copula joins to the noun, the one after it first."""
    able = [a for a in parsed.arguments if a.kind in ("name", "group") and not a.relations and not a.modifier]
    for argument in able:
        first, last = sorted((at, argument.at))
        between = parsed.items[first + 1 : last]
        kinds = {item.kind for item in between}
        joined = bool(kinds & _JOINTS) or (argument.at == at + 1)
        if len(between) < _REACH and joined and kinds <= _BETWEEN:
            return argument
    return None
