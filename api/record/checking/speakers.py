"""Whether two facts mean the same company or person, as far as ids and names tell.

"Unknown" is an answer of its own: "a spokesperson" contradicts nobody.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from api.record.checking.findings import Document, Record
from api.store.folding import fold

SAME, OTHER, UNKNOWN = "same", "other", "unknown"

Who = Mapping[str, frozenset[str]]


def keys(who: Who, ids: Iterable[str | None]) -> frozenset[str]:
    """The keys by which these companies and people go; an id that is unknown is a key of its own."""
    return frozenset(key for id_ in ids if id_ for key in who.get(id_, (id_,)))


def compare(draft: Document, record: Document, given: Record) -> str:
    """Whether two sources of claims are the same, not the same, or unknown.

    People are compared with people. An organization and a person are the same when the person speaks for it.
    """
    mine, theirs = _means(draft), _means(record)
    if mine and theirs and mine[0] == theirs[0]:
        if keys(given.who, [mine]) & keys(given.who, [theirs]) or alike_names(name(draft), name(record)):
            return SAME
        return OTHER
    if keys(given.who, [mine, _speaks_for(draft)]) & keys(given.who, [theirs, _speaks_for(record)]):
        return SAME
    return UNKNOWN


def same_one(one: Document, other: Document, record: Record) -> bool:
    """Whether two references mean the same company or person: by ids where both have one, else by their names."""
    if one["id"] and other["id"]:
        return bool(keys(record.who, [one["id"]]) & keys(record.who, [other["id"]]))
    return alike_names(one["name"], other["name"])


def name(source: Document) -> str:
    """The source by its name, where the article tells whom its words mean."""
    resolved = source.get("resolved")
    return str(resolved["name"] if resolved else source["name"])


def _means(source: Document) -> str:
    """The id of whom the source is; empty when that is unclear. It begins with the letter of its kind."""
    resolved = source.get("resolved") or {}
    return source.get("id") or resolved.get("id") or ""


def _speaks_for(source: Document) -> str | None:
    return (source.get("speaks_for") or {}).get("id")


def alike_names(one: str, other: str) -> bool:
    """Whether one name is the other, or the other without some of its words: a surname alone."""
    mine, theirs = set(fold(one).split()), set(fold(other).split())
    return bool(mine and theirs) and (mine <= theirs or theirs <= mine)
