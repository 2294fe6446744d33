"""Whether a regular expression can match one text in more ways than anybody counts, by its structure alone.

A repeat is exponentially ambiguous when the same letters lead from one of its places back to it on two ways (EDA, Weber
and Seidl 1991): Python's matcher then tries two to the power of the repeats before it gives up. The repeat becomes a
position automaton (Glushkov 1961), and pairs of walks through it are followed. What is atomic or possessive is taken as one
letter of its own, and looked into by itself. Lookarounds are looked into and otherwise not heeded, so that a repeat may be
called ambiguous that one of them keeps from it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise, product
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

OFTEN = 8
"""A repeat of up to so many times or more counts as one without an end: two to the eighth is not yet trouble."""

_CATEGORIES: dict[Any, Callable[[str], bool]] = {
    sre.CATEGORY_DIGIT: str.isdecimal,
    sre.CATEGORY_NOT_DIGIT: lambda char: not char.isdecimal(),
    sre.CATEGORY_SPACE: str.isspace,
    sre.CATEGORY_NOT_SPACE: lambda char: not char.isspace(),
    sre.CATEGORY_WORD: lambda char: char.isalnum() or char == "_",
    sre.CATEGORY_NOT_WORD: lambda char: not (char.isalnum() or char == "_"),
}
_SOME = " \n\taZ0_-.,'\"–»é一א가"

Letters = Callable[[str], bool]


@dataclass
class _Automaton:
    """Places of letters in a pattern: what each takes, and which may follow which."""

    takes: list[tuple[Any, Letters]] = field(default_factory=list)
    follows: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    doubled: set[tuple[int, int]] = field(default_factory=set)
    """Pairs of places of which one follows the other for two reasons, as in "(a+)+"."""
    parts: list[Any] = field(default_factory=list)
    """What is atomic, to be looked into by itself."""

    def link(self, ends: Iterable[int], begins: Iterable[int]) -> None:
        """Let what begins follow what ends."""
        for one, other in product(ends, begins):
            if other in self.follows[one]:
                self.doubled.add((one, other))
            self.follows[one].add(other)


@dataclass(frozen=True)
class _Piece:
    """A part of a pattern: whether it may be empty, where it begins and ends."""

    empty: bool
    first: frozenset[int]
    last: frozenset[int]


_NOTHING = _Piece(True, frozenset(), frozenset())


def is_exponential(pattern: str, flags: int = 0) -> bool:
    """Whether some text takes the pattern a number of steps that grows with two to the power of its length."""
    todo = [parser.parse(pattern, flags)]
    while todo:
        for operation, argument in todo.pop():
            if operation not in (sre.MAX_REPEAT, sre.MIN_REPEAT) or not _is_often(argument[1]):
                todo += _inner(operation, argument)
                continue
            automaton = _Automaton()
            _repeated(automaton, *argument)
            todo += automaton.parts
            if any(_is_ambiguous(automaton, loop) for loop in _loops(automaton.follows)):
                return True
    return False


def _is_often(most: Any) -> bool:
    return most is sre.MAXREPEAT or most >= OFTEN


def _inner(operation: Any, argument: Any) -> list[Any]:
    """The parts of a part."""
    if operation in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
        return [argument[2]]
    if operation is sre.ATOMIC_GROUP:
        return [argument]
    if operation is sre.BRANCH:
        return list(argument[1])
    if operation in (sre.SUBPATTERN, sre.ASSERT, sre.ASSERT_NOT):
        return [argument[-1]]
    if operation is sre.GROUPREF_EXISTS:
        return [argument[1], argument[2] or []]
    return []


def _sequence(automaton: _Automaton, parsed: Iterable[Any]) -> _Piece:
    whole = _NOTHING
    for operation, argument in parsed:
        whole = _joined(automaton, whole, _piece(automaton, operation, argument))
    return whole


def _piece(automaton: _Automaton, operation: Any, argument: Any) -> _Piece:
    if operation in (sre.MAX_REPEAT, sre.MIN_REPEAT):
        return _repeated(automaton, *argument)
    if operation in (sre.ATOMIC_GROUP, sre.POSSESSIVE_REPEAT):
        automaton.parts.append(argument if operation is sre.ATOMIC_GROUP else argument[2])
        least = argument[0] if operation is sre.POSSESSIVE_REPEAT else 1
        own = _letter(automaton, (operation, len(automaton.parts)), lambda char: False)
        return _Piece(least == 0, own.first, own.last)
    if operation is sre.SUBPATTERN:
        return _sequence(automaton, argument[-1])
    if operation is sre.BRANCH:
        return _either([_sequence(automaton, branch) for branch in argument[1]])
    if operation is sre.GROUPREF_EXISTS:
        yes, no = argument[1], argument[2] or []
        return _either([_sequence(automaton, yes), _sequence(automaton, no)])
    if operation in (sre.ASSERT, sre.ASSERT_NOT):
        automaton.parts.append(argument[-1])
        return _NOTHING
    if operation in (sre.AT, sre.FAILURE, sre.SUCCESS):
        return _NOTHING
    if operation is sre.GROUPREF:
        return _letter(automaton, (operation, argument), lambda char: True)
    return _letter(automaton, (operation, argument), _taken(operation, argument))


def _letter(automaton: _Automaton, what: Any, takes: Letters) -> _Piece:
    automaton.takes.append((what, takes))
    own = frozenset({len(automaton.takes) - 1})
    return _Piece(False, own, own)


def _joined(automaton: _Automaton, one: _Piece, other: _Piece) -> _Piece:
    automaton.link(one.last, other.first)
    return _Piece(
        one.empty and other.empty,
        one.first | other.first if one.empty else one.first,
        one.last | other.last if other.empty else other.last,
    )


def _either(pieces: list[_Piece]) -> _Piece:
    return _Piece(
        any(piece.empty for piece in pieces),
        frozenset().union(*(piece.first for piece in pieces)),
        frozenset().union(*(piece.last for piece in pieces)),
    )


def _repeated(automaton: _Automaton, least: int, most: Any, body: Any) -> _Piece:
    if not _is_often(most):
        rounds = [_sequence(automaton, body) for _ in range(most)]
        for one, other in pairwise(rounds):
            automaton.link(one.last, other.first)
        enough = rounds[max(least - 1, 0) :]
        empty = least == 0 or any(one.empty for one in rounds)
        return _Piece(empty, rounds[0].first if rounds else frozenset(), frozenset().union(*(o.last for o in enough)))
    one = _sequence(automaton, body)
    automaton.link(one.last, one.first)
    if one.empty and most is not sre.MAXREPEAT:
        automaton.link(one.last, one.first)  # which of the rounds is the empty one?
    return _Piece(one.empty or least == 0, one.first, one.last)


def _taken(operation: Any, argument: Any) -> Letters:
    if operation is sre.ANY:
        return lambda char: char != "\n"
    if operation is sre.LITERAL:
        return lambda char: ord(char) == argument
    if operation is sre.NOT_LITERAL:
        return lambda char: ord(char) != argument
    if operation is sre.CATEGORY:
        return _CATEGORIES[argument]
    if operation is sre.RANGE:
        return lambda char: argument[0] <= ord(char) <= argument[1]
    assert operation is sre.IN, operation
    parts = [_taken(*item) for item in argument if item[0] is not sre.NEGATE]
    negated = argument[0][0] is sre.NEGATE
    return lambda char: any(part(char) for part in parts) is not negated


def _edges(what: Any) -> Iterator[str]:
    """The letters at which what is taken changes."""
    operation, argument = what
    if operation in (sre.LITERAL, sre.NOT_LITERAL):
        argument = [(sre.LITERAL, argument)]
    if operation in (sre.IN, sre.LITERAL, sre.NOT_LITERAL):
        for kind, value in argument:
            ends = value if kind is sre.RANGE else (value, value) if kind is sre.LITERAL else ()
            yield from (chr(end + by) for end in ends for by in (-1, 0, 1) if 0 <= end + by < 0x110000)


def _loops(follows: dict[int, set[int]]) -> list[set[int]]:
    """Places from which one can come back to them, those of one loop together (Tarjan 1972)."""
    index: dict[int, int] = {}
    low: dict[int, int] = {}
    stack: dict[int, None] = {}
    found: list[set[int]] = []
    for root in list(follows):
        work = [(root, iter(sorted(follows.get(root, ()))))] if root not in index else []
        if work:
            index[root] = low[root] = len(index)
            stack[root] = None
        while work:
            place, others = work[-1]
            for other in others:
                if other not in index:
                    index[other] = low[other] = len(index)
                    stack[other] = None
                    work.append((other, iter(sorted(follows.get(other, ())))))
                    break
                if other in stack:
                    low[place] = min(low[place], index[other])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[place])
                if low[place] == index[place]:
                    loop: set[int] = set()
                    while place not in loop:
                        loop.add(stack.popitem()[0])
                    found.append(loop)
    return [loop for loop in found if len(loop) > 1 or any(place in follows[place] for place in loop)]


def _is_ambiguous(automaton: _Automaton, loop: set[int]) -> bool:
    """Whether the same letters lead from a place of the loop back to it on two ways."""
    if any(one in loop and other in loop for one, other in automaton.doubled):
        return True
    places = sorted(loop)
    alphabet = {*_SOME, *(char for place in places for char in _edges(automaton.takes[place][0]))}
    taken = {place: frozenset(filter(automaton.takes[place][1], alphabet)) for place in places}
    same = {
        (one, other)
        for one, other in product(places, places)
        if taken[one] & taken[other] or automaton.takes[one][0] == automaton.takes[other][0]
    }
    ahead = {
        (one, other): {
            pair for pair in product(automaton.follows[one] & loop, automaton.follows[other] & loop) if pair in same
        }
        for one, other in same
    }
    parted = {pair for pair in same if pair[0] != pair[1]}
    return any(_leads(ahead, (place, place), parted, (place, place)) for place in places)


def _leads(
    ahead: dict[tuple[int, int], set[tuple[int, int]]],
    start: tuple[int, int],
    through: set[tuple[int, int]],
    end: tuple[int, int],
) -> bool:
    """Whether a way leads from `start` through one of `through` to `end`."""
    seen: set[tuple[tuple[int, int], bool]] = set()
    todo = [(start, False)]
    while todo:
        pair, apart = todo.pop()
        for following in ahead[pair]:
            state = following, apart or following in through
            if state == (end, True):
                return True
            if state not in seen:
                seen.add(state)
                todo.append(state)
    return False
