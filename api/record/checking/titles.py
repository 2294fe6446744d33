"""The titles that a draft gives people, set beside those that the record gives them.

A title is the same in other grammatical forms ("director", "directora"), in letters ("CEO") and with or without words
that narrow nothing ("chief executive officer"); "deputy" and its like make another one of it. Only titles of one
language are compared, and only of one organization: somebody may hold several elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from api.engine.languages import lexicon
from api.record.checking import speakers, wording
from api.record.checking.findings import (
    DIFFERS,
    MOST_PLACES,
    NOT_ON_RECORD,
    ON_RECORD,
    Document,
    Finding,
    Place,
    Record,
    newest_first,
    place,
)
from api.store.folding import fold

COMMON = 5
"""So many first letters make two words one in other forms: "spokeswoman", "spokesperson"."""


def compare(people: list[Document], language: str, record: Record) -> Iterator[Finding]:
    """A finding for each title of a draft in this language."""
    newest = [each for each in newest_first(record.people) if each["article"].get("language") == language]
    for person in people:
        mine = speakers.keys(record.who, [person["id"]])
        same = [each for each in newest if mine & speakers.keys(record.who, [each["id"]])]
        for role in person["roles"]:
            yield _finding(person, role, same, language, record)


def _finding(person: Document, role: Document, same: list[Document], language: str, record: Record) -> Finding:
    organization = role["organization"]
    span = role["evidence"][0]
    found = Finding(
        kind="title",
        verdict=NOT_ON_RECORD,
        fact_id=person["id"],
        said=_told(role),
        of=person["name"],
        start=span["start"],
        end=span["end"],
        why="The record has no title of theirs there." if same else "The record does not know them.",
    )
    known = [(each, other) for each in same for other in each["roles"]]
    alike = [pair for pair in known if alike_titles(role["title"], pair[1]["title"], language)]
    elsewhere = [pair for pair in alike if _elsewhere(organization, pair[1]["organization"], record)]
    here = [pair for pair in known if not _elsewhere(organization, pair[1]["organization"], record)]
    if held := [pair for pair in alike if pair not in elsewhere]:
        return replace(found, verdict=ON_RECORD, why="The record has it.", places=_places(held))
    if elsewhere and not _known_at(organization, known, record):
        other = elsewhere[0][1]["organization"]["name"]
        why = f"On record it is a title at {other}."
        return replace(found, verdict=DIFFERS, differs_in=("organization",), why=why, places=_places(elsewhere))
    if here:
        why = f"The record has “{here[0][1]['title']}”."
        return replace(found, verdict=DIFFERS, differs_in=("title",), why=why, places=_places(here))
    return found


def alike_titles(one: str, other: str, language: str) -> bool:
    """Whether two titles are the same one, differently put."""
    mine, theirs = _words(one, language), _words(other, language)
    if _abbreviates(mine, theirs) or _abbreviates(theirs, mine):
        return True
    fewer, more = sorted((mine, theirs), key=len)
    if not fewer:
        return not more
    rest = list(more)
    for word in fewer:
        met = next((each for each in rest if _same_word(word, each)), None)
        if met is None:
            return False
        rest.remove(met)
    return not {fold(word) for word in lexicon.phrases("people.deputies", language)} & set(rest)


def _abbreviates(short: list[str], long: list[str]) -> bool:
    """Whether one is the first letters of the other: "PDG", "CFO", also where "officer" goes without saying."""
    letters = "".join(word[0] for word in long)
    return len(short) == 1 and len(long) > 1 and short[0] in (letters, f"{letters}o")


def _same_word(one: str, other: str) -> bool:
    if one == other:
        return True
    common = next((at for at, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), None)
    shared = min(len(one), len(other)) if common is None else common
    return shared >= COMMON and shared * 2 >= max(len(one), len(other))


def _words(title: str, language: str) -> list[str]:
    timely = ("people.former", "people.interim", "people.incoming")
    return [
        word.key
        for word in wording.words(title.replace("-", " "), language)
        if word.telling and not any(lexicon.is_in(word.key, table, language) for table in timely)
    ]


def _elsewhere(one: Document | None, other: Document | None, record: Record) -> bool:
    """Whether both are named and are not the same organization."""
    return one is not None and other is not None and not speakers.same_one(one, other, record)


def _known_at(organization: Document | None, known: list[tuple[Document, Document]], record: Record) -> bool:
    """Whether the record has another title of theirs at this organization."""
    return any(
        role["organization"] is not None and not _elsewhere(organization, role["organization"], record)
        for _, role in known
    )


def _told(role: Document) -> str:
    return f"{role['title']}, {role['organization']['name']}" if role["organization"] else str(role["title"])


def _places(pairs: list[tuple[Document, Document]]) -> tuple[Place, ...]:
    return tuple(place(each, _told(role), each["name"], role["evidence"][0]) for each, role in pairs[:MOST_PLACES])
