"""What a person fills in about a fact, as the review service takes it: places found in the text, changes as a patch.

A form names words, and where they stood when they were picked (`content.0`, `content.0.start`, `content.0.end`). Words
that were typed are looked for nearest to where the fact has them already. Words that stand nowhere are refused here in
the reader's terms; the review service holds every place against the article once more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from api.problems import Fault, WordsNotThere

Form = Mapping[str, str]
Document = dict[str, Any]

MOST = 12
"""So many parts of a claim, parties, sums or titles a form may have."""


class Answers:
    """A filled-in form over the text of an article."""

    def __init__(self, text: str, given: Form) -> None:
        self._text = text
        self._given = given
        self.faults: list[Fault] = []

    def said(self, name: str) -> str | None:
        """The value of a field; None where it is empty or absent."""
        return self._given.get(name, "").strip() or None

    def has(self, name: str) -> bool:
        """Whether the form has this field at all."""
        return name in self._given

    def span(self, name: str) -> Document | None:
        """The place of the words in this field; None for an empty one. A fault where they stand nowhere."""
        words = self.said(name)
        if words is None:
            return None
        place = self._picked(name, words) or nearest(self._text, words, self._number(f"{name}.start"))
        if place is None:
            self.faults.append(Fault(f"The article nowhere reads “{words[:80]}”.", parameter=name))
            return None
        start, end = place
        return {"start": start, "end": end, "quote": self._text[start:end]}

    def rows(self, name: str) -> Iterator[str]:
        """The names of the fields of a list, `parties.0`, `parties.1`, as far as the form has them."""
        for number in range(MOST):
            if any(field == f"{name}.{number}" or field.startswith(f"{name}.{number}.") for field in self._given):
                yield f"{name}.{number}"

    def _picked(self, name: str, words: str) -> tuple[int, int] | None:
        """Where the words were picked, if the text still reads so there, white space aside."""
        start, end = self._number(f"{name}.start"), self._number(f"{name}.end")
        if start is None or end is None or not 0 <= start < end <= len(self._text):
            return None
        while start < end and self._text[start].isspace():
            start += 1
        while start < end and self._text[end - 1].isspace():
            end -= 1
        return (start, end) if self._text[start:end].split() == words.split() else None

    def _number(self, name: str) -> int | None:
        value = self._given.get(name, "")
        return int(value) if re.fullmatch(r"[0-9]{1,9}", value) else None


def nearest(text: str, words: str, start: int | None) -> tuple[int, int] | None:
    """Where the words stand, white space aside: the place nearest to `start`, or the first; None if nowhere."""
    pattern = re.compile(r"\s+".join(map(re.escape, words.split())))
    places = [found.span() for found in pattern.finditer(text)]
    if not places:
        return None
    return places[0] if start is None else min(places, key=lambda place: abs(place[0] - start))


def patch(kind: str, fact: Mapping[str, Any], form: Answers) -> Document:
    """What the form changes of the fact: a merge patch for the review service. Raises WordsNotThere."""
    wanted = whole(kind, form)
    wanted.pop("mentions", None)
    if kind == "claim" and (source := wanted.get("source")):
        wanted["source"] = _changed(source, fact["source"])
    return {name: part for name, part in wanted.items() if not _same(part, fact.get(name))}


def whole(kind: str, form: Answers) -> Document:
    """The fact that the form describes, as the review service takes a new one. Raises WordsNotThere."""
    made = {"claim": _claim, "deal": _deal, "person": _person, "company": _company}[kind](form)
    if form.faults:
        raise WordsNotThere(form.faults[0].detail, errors=form.faults)
    return made


def _claim(form: Answers) -> Document:
    content = [span for row in form.rows("content") if (span := form.span(row))]
    source: Document = {}
    if span := form.span("source"):
        source["span"] = span
    if form.has("source.id"):
        source["id"] = form.said("source.id")
    if channel := form.said("source.channel"):
        source["channel"] = channel
    cue = form.span("cue")
    claim: Document = {"content": content, "source": source, "cue": {"span": cue} if cue else None}
    for name in ("directness", "certainty", "polarity"):
        if value := form.said(name):
            claim[name] = value
    return claim


def _deal(form: Answers) -> Document:
    parties = []
    for row in form.rows("parties"):
        if span := form.span(row):
            parties.append({"span": span, "role": form.said(f"{row}.role") or "party"})
    amounts = []
    for row in form.rows("amounts"):
        if span := form.span(row):
            amounts.append({"span": span, **({"kind": kind} if (kind := form.said(f"{row}.kind")) else {})})
    deal: Document = {"parties": parties, "amounts": amounts}
    for name in ("type", "status"):
        if value := form.said(name):
            deal[name] = value
    for name in ("trigger", "status_evidence"):
        if form.has(name):
            deal[name] = form.span(name)
    if form.has("stake"):
        stake = form.span("stake")
        deal["stake"] = {"span": stake} if stake else None
    return deal


def _person(form: Answers) -> Document:
    person = _named(form)
    roles = []
    for row in form.rows("roles"):
        if span := form.span(row):
            organization = form.said(f"{row}.organization")
            held = {"id": organization} if organization else None
            roles.append({"evidence": [span], "organization": held, "status": form.said(f"{row}.status") or "current"})
    return {**person, "roles": roles}


def _company(form: Answers) -> Document:
    company = _named(form)
    if kind := form.said("kind_of"):
        company["kind"] = kind
    return company


def _named(form: Answers) -> Document:
    """The name: words of the article for somebody new, one of the names known for somebody who is there."""
    if called := form.said("called"):
        return {"name": called}
    span = form.span("name")
    return {"mentions": [span]} if span else {}


def _changed(new: Document, old: Mapping[str, Any]) -> Document:
    """The members of a source that differ; without new words or another id nothing that follows from them changes."""
    return {name: part for name, part in new.items() if not _same(part, old.get(name))}


def _same(new: Any, old: Any) -> bool:
    """Whether what a form says is what the fact has: places by their offsets, objects by the members that are said."""
    if isinstance(new, Mapping) and isinstance(old, Mapping):
        names = ("start", "end") if "quote" in new else tuple(new)
        return all(_same(new.get(name), old.get(name)) for name in names)
    if isinstance(new, list) and isinstance(old, list):
        return len(new) == len(old) and all(_same(one, other) for one, other in zip(new, old, strict=True))
    return bool(new == old)
