"""What a draft lets somebody say, set beside what the record has them say.

Words in quotation marks have to be the record's own; of what is told in the reporter's words only the numbers, whether
it is affirmed or denied, and who says it can differ. Words of another language are passed over: a translation is
neither the same nor altered.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

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
    Run,
    newest_first,
    place,
)
from api.record.checking.speakers import OTHER
from api.record.checking.wording import ALTERED, SAME

LIKE_ENOUGH = 0.6
"""The share of telling words from which on a statement in a reporter's words is about the same as another."""

AS_GOOD_AS = 0.8
"""The share from which on it says the same, where nothing contradicts it."""

TELLING_ENOUGH = 3
"""Telling words that a quotation needs before it is held to be another speaker's: two people may say "no comment"."""


@dataclass(frozen=True, slots=True)
class _Beside:
    """A claim of the record as it stands to one of the draft. The less the `rank`, the better it fits.

    `near` says that not the claim has the words but the article's text about it.
    """

    rank: float
    verdict: str
    claim: Document
    differs_in: tuple[str, ...] = ()
    runs: tuple[Run, ...] = ()
    near: bool = False


def compare(claims: list[Document], language: str, record: Record) -> Iterator[Finding]:
    """A finding for each claim of a draft in this language."""
    theirs = [claim for claim in newest_first(record.claims) if claim["article"].get("language") == language]
    for claim in claims:
        stands = [each for each in (_beside(claim, one, language, record) for one in theirs) if each is not None]
        yield _finding(claim, sorted(_without_neighbours(stands), key=lambda each: each.rank))


def _without_neighbours(stands: list[_Beside]) -> list[_Beside]:
    """Without claims that only stand near the words where another claim of the same article has these very words."""
    own = {each.claim["article"]["id"] for each in stands if not each.near and not each.runs}
    return [each for each in stands if not each.near or each.claim["article"]["id"] not in own]


def _finding(claim: Document, beside: list[_Beside]) -> Finding:
    span = claim["content"][0]
    found = Finding(
        kind="statement" if claim["directness"] == "indirect" else "quote",
        verdict=NOT_ON_RECORD,
        fact_id=claim["id"],
        said=said(claim),
        of=speakers.name(claim["source"]),
        start=span["start"],
        end=claim["content"][-1]["end"],
        why="The record has nothing like it.",
    )
    if not beside:
        return found
    best = beside[0]
    places = tuple(_place(each.claim) for each in beside if (each.rank, each.verdict) == (best.rank, best.verdict))
    why = "The record has it." if best.verdict == ON_RECORD else _why(best)
    return replace(
        found,
        verdict=best.verdict,
        why=why,
        differs_in=best.differs_in,
        places=places[:MOST_PLACES],
        words=best.runs,
    )


def _why(best: _Beside) -> str:
    reasons = {
        "words": "The record has other words.",
        "numbers": "The record has other numbers.",
        "polarity": "The record has the contrary.",
        "speaker": f"On record it is {speakers.name(best.claim['source'])} who says it.",
    }
    return " ".join(reasons[each] for each in best.differs_in)


def _beside(draft: Document, claim: Document, language: str, record: Record) -> _Beside | None:
    who = speakers.compare(draft["source"], claim["source"], record)
    if draft["directness"] != "indirect" and claim["directness"] != "indirect":
        return _quotation(draft, claim, language, who, record)
    return _statement(draft, claim, language, who, record)


def _quotation(draft: Document, claim: Document, language: str, who: str, record: Record) -> _Beside | None:
    words = said(draft)
    compared = wording.compare(words, said(claim), language)
    near = False
    if compared.kind != SAME and record.around.get(claim["id"]):
        about = wording.compare(words, record.around[claim["id"]], language)
        near = about.kind == SAME or (compared.kind != ALTERED and about.kind == ALTERED)
        compared = about if near else compared
    telling = sum(word.telling for word in wording.words(words, language))
    differs_in = ("words",) if compared.kind == ALTERED else ()
    if who == OTHER:
        if compared.kind == SAME and telling < TELLING_ENOUGH:
            return None
        if compared.kind == ALTERED and compared.share < AS_GOOD_AS:
            return None
        differs_in = (*differs_in, "speaker")
    if compared.kind == SAME:
        return _Beside(len(differs_in), DIFFERS if differs_in else ON_RECORD, claim, differs_in, near=near)
    if compared.kind == ALTERED:
        rank = len(differs_in) + 2 - compared.share
        return _Beside(rank, DIFFERS, claim, differs_in, compared.runs, near)
    return None


def _statement(draft: Document, claim: Document, language: str, who: str, record: Record) -> _Beside | None:
    mine, theirs = said(draft), said(claim)
    compared = wording.compare(mine, theirs, language)
    if compared.kind == SAME and draft["polarity"] == claim["polarity"] and who != OTHER:
        return _Beside(0, ON_RECORD, claim)
    if compared.share < LIKE_ENOUGH:
        return None
    differs_in = []
    numbers, others = wording.figures(mine, language), wording.figures(theirs, language)
    if numbers - others and others - numbers:
        differs_in.append("numbers")
    denied = wording.negations(mine, language) % 2 != wording.negations(theirs, language) % 2
    if denied != (draft["polarity"] != claim["polarity"]) or wording.opposed(mine, theirs, language):
        differs_in.append("polarity")
    if who == OTHER:
        if compared.share < AS_GOOD_AS or len(wording.words(mine, language)) < 2 * TELLING_ENOUGH:
            return None
        differs_in.append("speaker")
    if differs_in:
        return _Beside(len(differs_in) + 1 - compared.share, DIFFERS, claim, tuple(differs_in), compared.runs)
    return _Beside(1 - compared.share, ON_RECORD, claim) if compared.share >= AS_GOOD_AS else None


def said(claim: Document) -> str:
    """The words of a claim, its parts joined."""
    return " ".join(span["quote"] for span in claim["content"])


def _place(claim: Document) -> Place:
    first, last = claim["content"][0], claim["content"][-1]
    whole = {"start": first["start"], "end": last["end"]}
    return place(claim, said(claim), speakers.name(claim["source"]), whole)
