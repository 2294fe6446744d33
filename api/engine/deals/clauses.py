"""The clauses of a sentence and the arguments in them: who and what stands where, under which preposition.

A clause runs from a border (a reporting verb, a conjunction, a relative pronoun, a colon) and is taken up again after
the comma or bracket that closes an insertion. An argument is a name, a pronoun, a description ("the company") or a
phrase for something that can be bought or that buys ("its paper unit", "a group of investors").
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from api.engine.deals import phrases
from api.engine.deals.items import Item
from api.engine.deals.vocabulary import Vocabulary
from api.engine.document.span import Span

_HEADS = frozenset({"name", "pronoun", "company", "thing", "group"})


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause by its number: how it opened, and the clause around it (-1: none)."""

    kind: str
    around: int
    opened_at: int


@dataclass(frozen=True, slots=True)
class Argument:
    """Something that may fill a role. `at` is the index of its head among the items.

    `relations` are those its preposition may tell, empty where it stands bare. `owner` is the entity that has it ("its
    unit": the possessive's item index in `owner_at`). A `modifier` only tells more of another noun.
    """

    at: int
    kind: str
    span: Span
    entity: str
    clause: int
    relations: frozenset[str]
    owner: str = ""
    owner_at: int = -1
    modifier: bool = False
    apposed: bool = False
    first: int = 0
    """The index of the first item of its phrase."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """A sentence taken apart."""

    sentence: int
    span: Span
    items: tuple[Item, ...]
    clause_of: tuple[int, ...]
    clauses: tuple[Clause, ...]
    arguments: tuple[Argument, ...]


def parsed(number: int, span: Span, items: tuple[Item, ...], words: Vocabulary) -> Parsed:
    """The clauses and arguments of a sentence."""
    clause_of, clauses = _clauses(items, words)
    arguments = tuple(
        argument
        for index, item in enumerate(items)
        if item.kind in _HEADS and (argument := _argument(items, index, clause_of[index], words)) is not None
    )
    return Parsed(number, span, items, clause_of, clauses, _coordinated(items, arguments))


def _clauses(items: Sequence[Item], words: Vocabulary) -> tuple[tuple[int, ...], tuple[Clause, ...]]:
    clauses = [Clause("main", -1, 0)]
    by_comma: dict[int, bool] = {}
    stack = [0]
    told: list[int] = []
    for index, item in enumerate(items):
        before = items[index - 1].kind if index else "stop"
        if item.kind == "comma" and by_comma.get(stack[-1]) and clauses[stack[-1]].opened_at < index - 1:
            while len(stack) > 1 and by_comma.get(stack[-1]):
                stack.pop()
        elif item.kind == "relative" and _tells_who_holds(items, index, words):
            pass  # "the shares that it held in Crumb"
        elif item.kind in ("relative", "sub") or _is_fronted(items, index) or _opens_phrase(items, index, words):
            complement = item.kind == "relative" and before == "report"
            clauses.append(Clause("said" if complement else item.kind, stack[-1], index))
            stack.append(len(clauses) - 1)
            by_comma[stack[-1]] = before in ("comma", "stop", "quote") and not complement
        elif item.kind == "stop":
            if item.words in ")]" and len(stack) > 1:
                while len(stack) > 1 and clauses[stack.pop()].kind != "bracket":
                    pass
            else:
                kind = "bracket" if item.words in "([" else "stop"
                clauses.append(Clause(kind, stack[-1], index))
                stack = [*stack, len(clauses) - 1] if kind == "bracket" else [len(clauses) - 1]
        told.append(stack[-1])
        if item.kind == "report":
            attribution = _attribution(items, index, told)
            if attribution is not None:
                clauses.append(Clause("attribution", told[attribution], attribution))
                told[attribution:] = [len(clauses) - 1] * (index + 1 - attribution)
            clauses.append(Clause("said", told[-1], index))
            stack.append(len(clauses) - 1)
    return tuple(told), tuple(clauses)


def _is_fronted(items: Sequence[Item], at: int) -> bool:
    """Whether a phrase with a verb of its own stands before the sentence's subject: "Après avoir racheté Crumb, …"."""
    before = items[at - 1].kind if at else "stop"
    if items[at].kind != "preposition" or "other" not in items[at].relations or before not in ("stop", "report"):
        return False
    comma = next((i for i, item in enumerate(items[at:], at) if item.kind in ("comma", "stop")), len(items))
    verbs = [item for item in items[at + 1 : min(at + 5, comma)] if item.is_trigger and not item.noun]
    return bool(verbs) and comma < len(items)


def _attribution(items: Sequence[Item], at: int, told: Sequence[int]) -> int | None:
    """Where an attribution at the end begins ("…, the carmaker said"), which takes no part in what is said."""
    comma = next((i for i in range(at - 1, max(at - 9, -1), -1) if items[i].kind == "comma"), None)
    if comma is None or any(items[i].kind in ("trigger", "be") for i in range(comma, at)):
        return None
    return comma if any(item.is_trigger for item, clause in zip(items[:comma], told, strict=False)) else None


def _argument(items: Sequence[Item], at: int, clause: int, words: Vocabulary) -> Argument | None:
    item = items[at]
    after = items[at + 1] if at + 1 < len(items) else None
    follower = items[at + 2] if at + 2 < len(items) else None
    if item.kind in ("thing", "company", "group") and phrases.describes(items, at, words):
        return None  # a description before the name: "the carmaker Brevanti"
    if item.kind == "name" and at and words.has(items[at - 1].words, "families"):
        return None  # "la famille Tolmann"
    if item.kind == "name" and after is not None and words.has(after.words, "families"):
        if follower is None or follower.kind not in ("company", "thing"):
            return None  # "the Tolmann family"
    elif (
        item.kind in ("thing", "company", "group")
        and at
        and items[at - 1].kind == "name"
        and not words.has(item.words, "families")
    ):
        return None  # "its Brightway unit": the name stands for it
    if item.kind == "thing" and after is not None and after.kind == "thing" and words.flag("head_last"):
        return None  # "its headquarters building"
    named = phrases.renamed(items, at)
    if named:
        name = items[named]
        first = phrases.first_of(items, at)
        relations, possessive = phrases.governor(items, first, at)
        return Argument(named, "name", name.span, name.key, clause, relations, "", possessive, first=first)
    if item.kind == "name" and at > 1 and phrases.renamed(items, at - 2) == at:
        return None
    modifier = item.kind == "name" and phrases.modifies(items, at, words)
    first = phrases.first_of(
        items, at - 1 if words.has(item.words, "families") and items[at - 1].kind == "name" else at
    )
    first = phrases.apposed_to(items, first, at)
    relations, possessive = phrases.governor(items, phrases.before_body(items, first, words), at)
    relations = relations or phrases.by_case(items, first, at, words)
    if _is_personal(items, at, words) and "other" in relations:
        relations = frozenset()
    span = Span(items[first].span.start if item.kind in ("thing", "group") else item.span.start, item.span.end)
    owner, owner_at = "", -1
    if item.kind in ("thing", "group"):
        span = phrases.phrase(items, first, at, words)
        for index in range(at - 1, max(first - 3, -1), -1):
            if items[index].kind == "name" and index + 1 < len(items) and items[index + 1].kind == "genitive":
                owner = items[index].key
                break
    if possessive >= 0:
        owner_at = possessive
    kind = item.kind
    if kind == "company" and not phrases.definite(items, first, at, words):
        kind = "group" if words.has(item.words, "groups") else "thing" if words.has(item.words, "things") else ""
        if not kind:
            return None
        span = phrases.phrase(items, first, at, words)
    if item.kind == "name" and after is not None and after.kind == "genitive" and follower is not None:
        modifier = not words.has(follower.words, "bodies")  # "Harlow's board" speaks for Harlow
    return Argument(
        at,
        kind,
        span,
        item.key,
        clause,
        relations,
        owner,
        owner_at,
        modifier,
        phrases.is_apposed(items, first, at),
        first,
    )


def _tells_who_holds(items: Sequence[Item], at: int, words: Vocabulary) -> bool:
    """Whether a relative clause only says whose the shares before it are: their company and their buyer follow."""
    after = [item for item in items[at + 1 : at + 3] if item.kind != "pronoun"]
    return at > 0 and items[at - 1].kind == "share" and bool(after) and words.has(after[0].words, "holds")


def _opens_phrase(items: Sequence[Item], at: int, words: Vocabulary) -> bool:
    """Whether a verb without subject or a preposition before an infinitive opens a clause here."""
    after_comma = at > 0 and items[at - 1].kind == "comma" and items[at].kind in ("word", "support", "trigger")
    if after_comma and not items[at].noun and words.pattern("participial").fullmatch(items[at].words):
        return not words.has(items[at].words, "including")  # "won a contract, beating Pell"
    return _governs_infinitive(items, at, words)


def _governs_infinitive(items: Sequence[Item], at: int, words: Vocabulary) -> bool:
    """Whether a preposition opens a clause of its own: "após a Pellan vender a Orsk"."""
    if items[at].kind != "preposition" or "other" not in items[at].relations:
        return False
    return any(_is_personal(items, index, words) for index in range(at + 1, min(at + 4, len(items))))


def _is_personal(items: Sequence[Item], at: int, words: Vocabulary) -> bool:
    """Whether an infinitive has this name as its subject, as in Portuguese and Galician: "após a Pellan comprar"."""
    after = items[at + 1] if at + 1 < len(items) else None
    return (
        words.flag("personal_infinitive")
        and items[at].kind == "name"
        and after is not None
        and after.kind in ("support", "trigger")
        and not after.noun
        and after.words.endswith(("r", "rem"))
    )


def _coordinated(items: Sequence[Item], arguments: Sequence[Argument]) -> tuple[Argument, ...]:
    """Arguments joined to one before by "and" or a comma stand in its relation: "to Harlow and Crumb"."""
    done: list[Argument] = []
    for argument in arguments:
        joint = argument.first - 1
        if joint > 0 and items[joint].kind == "preposition" and items[joint - 1].kind == "and":
            joint -= 1  # "auprès de Pell et de Crumb"
        if done and joint > 0 and items[joint].kind == "and" and (not argument.relations or joint < argument.first - 1):
            last = done[-1]
            near = all(i.kind in ("comma", "quote") for i in items[last.at + 1 : joint])
            if near and last.clause == argument.clause:
                argument = replace(argument, relations=argument.relations | last.relations)
        done.append(argument)
    return tuple(done)
