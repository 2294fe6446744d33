"""Whether two names are of one person, and by what keys to find those that may be."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from api.record import romanising
from api.record.name_words import GENERATIONS, HONORIFICS, NICKNAMES, PARTICLES
from api.record.verdicts import DIFFERENT, Verdict

_SURNAME = (False, "a surname alone")


class Person(NamedTuple):
    words: tuple[str, ...]
    written: tuple[frozenset[str], ...]
    generation: tuple[str, ...]
    latin: bool
    compound: bool  # the first name is two, joined


@lru_cache(maxsize=8192)
def read(name: str) -> Person:
    raw = list(romanising.raw_words(name))
    if len(raw) == 1 and not romanising.is_latin(name) and "぀" <= raw[0][0] <= "鿿":
        raw = [raw[0][:1], raw[0][1:]] if len(raw[0]) > 1 else raw  # the family's name is the first character
    pairs = [(word, romanising.words(word)[0]) for word in raw if romanising.words(word)]
    while len(pairs) > 1 and pairs[0][1] in HONORIFICS:
        pairs.pop(0)
    generation = []
    while len(pairs) > 1 and pairs[-1][1] in GENERATIONS:
        generation.append(GENERATIONS[pairs.pop()[1]])
    kept = [pair for pair in pairs if pair[1] not in PARTICLES] or pairs
    written = tuple(romanising.spellings(word) for word, _ in kept)
    compound = len(kept) > 2 and re.search(rf"{re.escape(kept[0][0])}[-‐‑]{re.escape(kept[1][0])}", name) is not None
    return Person(tuple(word for _, word in kept), written, tuple(generation), romanising.is_latin(name), compound)


def compare(name: str, other: str, *, shared: bool, conflict: bool) -> Verdict:
    one, two = read(name), read(other)
    if not one.words or not two.words:
        return DIFFERENT
    relation = _relation(one, two)
    if relation is None:
        return DIFFERENT
    if one.generation != two.generation:
        if one.generation and two.generation:
            return Verdict("not_same", "of two generations")
        return Verdict("unsure", "one name tells of a generation, the other does not")
    strong, words = relation
    if relation == _SURNAME and not shared:
        return DIFFERENT  # whom it means only its article can tell
    if conflict:
        return Verdict("unsure" if strong else "not_same", f"{words}, but nothing shared")
    if strong or shared:
        return Verdict("same", words + (", and employers or colleagues shared" if shared else ""))
    return Verdict("unsure", words)


def _relation(one: Person, two: Person) -> tuple[bool, str] | None:
    """How two names agree, and whether that is enough where nothing tells against it."""
    whole = len(one.words) > 1 and len(two.words) > 1
    if _all_meet(one, two):
        in_order = all(a & b for a, b in zip(one.written, two.written, strict=True))
        return whole, "the same name" if in_order else "the same name in another order"
    if one.latin != two.latin and whole and romanising.sound_alike(one.words, two.words):
        return True, "the same name in another script"
    short, long = sorted((one, two), key=lambda each: len(each.words))
    if len(short.words) == 1:
        alone = short.written[0]
        return _SURNAME if alone & long.written[-1] and len(long.words) > 1 else None
    return _partly(short, long)


def _partly(short: Person, long: Person) -> tuple[bool, str] | None:
    first, last = short.written[0] & long.written[0], short.written[-1] & long.written[-1]
    middle = _in_order(short, long)
    if first and last and middle == "all" and long.compound and not short.compound:
        return False, "the same surname, and one half of a compound first name"
    if first and last and middle == "all":
        return True, "the same first and last name, one with more between"
    if first and last and middle == "initials":
        return True, "the same first and last name, and initials that fit"
    if last and middle == "initials":
        return False, "the same surname, and initials that fit"
    if (
        first
        and len(long.words) > len(short.words)
        and all(a & b for a, b in zip(short.written, long.written, strict=False))
    ):
        return False, "one name goes on after the other"
    if last and _nick(short.words[0]) & _nick(long.words[0]) and len(short.words) == len(long.words):
        return False, "the same surname and a short form of the first name"
    if len(short.words) == len(long.words) and all(
        romanising.sounds(a) == romanising.sounds(b) for a, b in zip(short.words, long.words, strict=True)
    ):
        return False, "names that sound the same"
    return None


def _in_order(short: Person, long: Person) -> str | None:
    """Whether the words of the shorter name stand in the longer in order: `all`, as `initials` some of them, or not."""
    at, initials = 0, False
    for spellings in short.written:
        while at < len(long.written):
            there = long.written[at]
            at += 1
            if spellings & there:
                break
            if any(
                (len(a) == 1 and b.startswith(a)) or (len(b) == 1 and a.startswith(b)) for a in spellings for b in there
            ):
                initials = True
                break
        else:
            return None
    return "initials" if initials else "all"


def _all_meet(one: Person, two: Person) -> bool:
    if len(one.written) != len(two.written):
        return False
    left = list(two.written)
    for spellings in one.written:
        found = next((there for there in left if spellings & there), None)
        if found is None:
            return False
        left.remove(found)
    return True


def _nick(first: str) -> frozenset[str]:
    return NICKNAMES.get(first, frozenset()) | {first}


def keys(name: str, evidence: Iterable[str] = ()) -> Iterable[str]:
    """By what to find those that may be of this name; a surname alone is found with something shared only."""
    person = read(name)
    if not person.words:
        return
    bones = [romanising.bones(word) for word in person.words]
    yield "p:" + " ".join(sorted(bones))
    family = [(each, person.words[0]) for each in bones[1:]] + [(bones[0], person.words[-1])]
    for each, given in family:
        for initial in {romanising.bones(name)[:1] for name in _nick(given)}:
            yield f"p:{each}|{initial}"
    for each in evidence:
        yield f"p:{bones[-1]}@{each}"
