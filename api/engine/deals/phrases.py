"""Noun phrases around their head: where one begins, which preposition governs it, and what it is called.

No parser: an item or two to either side tell a description before a name from a thing of its own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from api.engine.deals.items import Item
from api.engine.deals.vocabulary import Vocabulary
from api.engine.document.span import Span
from api.engine.languages import lexicon

_WITHIN = frozenset(
    {"word", "number", "determiner", "possessive", "quote", "genitive", "thing", "company", "share", "date", "mark"}
)
"""What may stand between a preposition and the name it governs."""
_REACH = 9
_YEAR = re.compile(r"(?:19|20)\d{2}")


def describes(items: Sequence[Item], at: int, words: Vocabulary) -> bool:
    """Whether a noun only describes the name that follows: "the bakery chain Orsk", "su filial peruana Miralba"."""
    after = items[at + 1].kind if at + 1 < len(items) else ""
    if words.has(items[at].words, "families") and after not in ("company", "thing"):
        return False
    for index, item in enumerate(items[at + 1 : at + 6], at + 1):
        if item.kind == "name":
            return True
        if _complements(items, index, words):
            continue  # "la compagnie de croisières Mistral", "la société de capital-risque Mistral"
        if item.kind == "share" and not item.key and _complements(items, index - 1, words):
            continue
        if item.kind not in ("thing", "company", "group", "quote") and not (
            item.kind == "word" and item.words.islower()
        ):
            break
    return False


def _complements(items: Sequence[Item], at: int, words: Vocabulary) -> bool:
    """Whether a preposition only joins a common noun to the noun before it, in languages that do so."""
    if items[at].kind != "preposition" or "object" not in items[at].relations or words.flag("head_last"):
        return False
    following = items[at + 1] if at + 1 < len(items) else None
    known = following is not None and following.kind in ("word", "thing", "share", "company", "group")
    return known and following is not None and not following.key and following.words.islower()


def renamed(items: Sequence[Item], at: int) -> int:
    """The index of the name that says what a thing is called: "its paper unit, Ostrow Paper, to …"; 0 for none."""
    if items[at].kind not in ("thing", "company") or at + 2 >= len(items):
        return 0
    comma, name, after = items[at + 1], items[at + 2], items[at + 3] if at + 3 < len(items) else None
    closed = after is None or after.kind in ("comma", "stop", "mark")
    return at + 2 if comma.kind == "comma" and name.kind == "name" and closed else 0


def modifies(items: Sequence[Item], at: int, words: Vocabulary) -> bool:
    """Whether a name only tells more of the noun after it: "Harlow chief executive Ana Rao", "the Harlow board"."""
    if at + 1 >= len(items) or not words.flag("noun_modifiers"):
        return False
    after = items[at + 1]
    if after.kind != "word" or not after.words[0].islower():
        return False
    return words.language.has(after.words, "people.titles") or words.has(after.words, "belongings")


def first_of(items: Sequence[Item], at: int) -> int:
    """The index of the first item of the noun phrase that ends with the head at `at`."""
    first = at
    while first > 0 and at - first < _REACH and (items[first - 1].kind in _WITHIN or _compounded(items, first - 1)):
        if items[first - 1].kind == "date" or _YEAR.fullmatch(items[first - 1].words):
            break
        first -= 1
        if items[first].kind in ("determiner", "possessive"):
            break
    return first


def _compounded(items: Sequence[Item], at: int) -> bool:
    """Whether a noun that opens frames only belongs to the noun after it ("investment activities")."""
    return items[at].is_trigger and items[at].noun and items[at + 1].kind in ("word", "thing", "company", "group")


def by_case(items: Sequence[Item], first: int, at: int, words: Vocabulary) -> frozenset[str]:
    """What a case tells where a language has one: a noun in the dative before the name, or a suffix after it."""
    if any(words.has(item.words, "dative") for item in items[first:at]):
        return frozenset(("goal", "case"))
    after = items[at + 1] if at + 1 < len(items) else None
    if after is not None and after.kind == "preposition" and words.flag("agent_after"):
        return after.relations
    suffix = "".join(item.words for item in items[at + 1 : at + 3]).lstrip("'’-:")
    joined = (
        len(items) > at + 1 and items[at + 1].span.start == items[at].span.end and items[at + 1].words[:1] in "'’-:"
    )
    if not joined or not suffix:
        return frozenset()
    told = [relation for relation in ("goal", "source", "party", "place") if words.has(suffix, f"suffix_{relation}")]
    if words.has(suffix, "suffix_of"):
        told.append("object")
    return frozenset(told)


def apposed_to(items: Sequence[Item], first: int, at: int) -> int:
    """Where the phrase begins with the noun that a name stands beside: "la startup de logística Norvia"."""
    start = first
    while items[at].kind == "name" and 1 < start < at:
        before = items[start - 1]
        complement = before.kind == "preposition" and "object" in before.relations
        if not complement or not all(_is_common(item) for item in items[start:at] if item is not before):
            break
        if items[start - 2].kind in ("company", "thing", "group"):
            return first_of(items, start - 2)
        if not _is_common(items[start - 2]):
            break
        start -= 2  # "la sociedad de capital riesgo Norvia"
    return first


def before_body(items: Sequence[Item], first: int, words: Vocabulary) -> int:
    """Where the phrase begins with the body that speaks for a company: "le conseil d'administration de Norvia"."""
    while first > 1 and "object" in items[first - 1].relations and items[first - 2].kind == "word":
        if not words.has(items[first - 2].words, "bodies"):
            break
        first = first_of(items, first - 2)
    return first


def _is_common(item: Item) -> bool:
    """Whether it is a common noun or a word that tells more of one, or the preposition that joins two."""
    return item.kind in ("word", "thing", "company", "share", "preposition") and item.words.islower() and not item.key


def governor(items: Sequence[Item], first: int, at: int) -> tuple[frozenset[str], int]:
    """The relations of the preposition before the phrase (or at its start), and the index of a possessive in it."""
    possessive = next((i for i in range(first, at) if items[i].kind == "possessive"), -1)
    before = items[first - 1] if first else None
    if before is not None and before.kind == "preposition":
        return before.relations | frozenset(("preposition",)), possessive
    return frozenset(), possessive


def phrase(items: Sequence[Item], first: int, at: int, words: Vocabulary) -> Span:
    """The words of a thing or group, "of …" included; an article at the front left off."""
    start = first
    if at and items[at - 1].kind == "name" and words.has(items[at].words, "families"):
        return Span(items[at - 1].span.start, items[at].span.end)  # "the Tolmann family"
    while start < at and (
        items[start].kind in ("quote", "genitive", "date")
        or (items[start].kind == "determiner" and not words.language.has(items[start].words, "function.indefinite"))
    ):
        start += 1
    last = at
    if at + 2 < len(items) and items[at + 1].kind == "preposition" and "object" in items[at + 1].relations:
        end = at + 2
        while (
            end < len(items)
            and items[end].kind in ("word", "determiner", "number", "group", "thing", "and")
            and end < at + 8
        ):
            end += 1
        if end > at + 2 and (end == len(items) or items[end].kind not in ("name", "possessive", "company", "pronoun")):
            last = end - 1
    if not words.flag("head_last") and last == at and at + 1 < len(items):
        after = items[at + 1]
        if after.kind == "word" and after.words.islower() and not words.has(after.words, "times"):
            last = at + 1  # "su filial peruana"
    if words.has(items[at].words, "families"):
        following = items[at + 1] if at + 1 < len(items) else None
        if following is not None and (following.kind == "name" or following.words.istitle()):
            last = at + 1
    elif words.has(items[at].words, "groups"):
        last = max(last, _led_by(items, last, words))
    while last > at and items[last].kind in ("and", "determiner", "number"):
        last -= 1
    return Span(items[start].span.start, items[last].span.end)


def _led_by(items: Sequence[Item], last: int, words: Vocabulary) -> int:
    """The index of the name that tells which group it is: "a group controlled by investor Ana Rao"."""
    rest = items[last + 1 : last + 8]
    if rest and rest[0].kind == "preposition" and "object" in rest[0].relations:
        names = [i for i, item in enumerate(rest, last + 1) if item.kind == "name"]
        joints = all(
            item.kind in ("name", "preposition", "and", "comma", "determiner") for item in rest[: len(names) + 2]
        )
        return names[-1] if names and joints and names[0] == last + 2 else last
    if len(rest) < 2 or not (
        words.pattern("participles").fullmatch(lexicon.fold(rest[0].words)) or words.has(rest[0].words, "including")
    ):
        return last
    for offset, item in enumerate(rest[1:], last + 2):
        if item.kind == "name":
            return offset
        if item.kind not in ("word", "preposition", "determiner", "company", "group"):
            break
    return last


def definite(items: Sequence[Item], first: int, at: int, words: Vocabulary) -> bool:
    """Whether a description is a definite one ("the company", "l'entreprise"), which means one that is known."""
    if words.flag("no_articles"):
        return True
    if items[first].kind == "possessive" or any(words.has(item.words, "new") for item in items[first : at + 2]):
        return False  # "the new company" is the one that two found
    if first < at - 1 and (words.has(items[at].words, "things") or words.has(items[at].words, "groups")):
        return False  # "the plastics business" is a part of one, "the business" the one that is known
    return any(
        items[i].kind == "determiner" and not words.language.has(items[i].words, "function.indefinite")
        for i in range(first, at)
    ) or (first > 0 and words.has(items[first - 1].words, "contracted"))


def is_apposed(items: Sequence[Item], first: int, at: int) -> bool:
    """Whether it stands between commas after another name ("Harlow, the baker, …")."""
    if first < 2 or items[first - 1].kind != "comma" or items[first - 2].kind not in ("name", "genitive"):
        return False
    end = at + 1
    within = ("word", "preposition", "determiner", "name", "number", "date", "thing", "company", "group")
    while end < len(items) and items[end].kind in within:
        end += 1
    return end < len(items) and items[end].kind == "comma"
