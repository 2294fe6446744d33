"""A fact as a person gives it, filled up to the public shape: words, contexts, and what goes without saying.

A person names places, `{"start", "end", "quote"}`; the words of a name or a sum, the context of each span and members
that are not given follow from them and from the schema of the fact. The quote has to be what the article has there, in
code points, or all of it is refused: an editor that counts in UTF-16 would else mark the wrong words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from api import contracts
from api.engine.document.quotations import quotations
from api.engine.document.text import Article
from api.engine.facts import as_json
from api.engine.grounding import align
from api.engine.values import money, normalise
from api.problems import Fault, InvalidDocument, WordsNotThere

Document = dict[str, Any]

UNSAID: Mapping[tuple[str, str], Any] = {
    ("amount", "kind"): "total",
    ("claim", "certainty"): "certain",
    ("claim", "polarity"): "affirmed",
    ("company", "kind"): "company",
    ("deal", "status"): "unknown",
    ("deal", "type"): "other",
    ("deal_date", "event"): "other",
    ("party", "role"): "party",
    ("role", "status"): "current",
    ("source", "channel"): "unknown",
}
"""What a member is that nobody gave, where the schema allows neither null nor an empty list."""

_NEAR = 400  # code points between two places that are still proven by one stretch of the article


@dataclass(slots=True)
class Filling:
    """Fills one fact. `facts` are those of the article, to which references may lead."""

    article: Article
    facts: Mapping[str, Sequence[Document]]
    faults: list[Fault] = field(default_factory=list)
    misshapen: list[Fault] = field(default_factory=list)

    def fill(self, kind: str, given: Mapping[str, Any]) -> Document:
        """The whole fact, without its id; `kind` is the name of its schema.

        Raises WordsNotThere for quotes that do not stand where they are said to, InvalidDocument for all else.
        """
        fact: Document = self._filled(contracts.schema(kind), kind, dict(given), "")
        if self.misshapen:
            raise InvalidDocument("The fact does not have the right shape.", errors=self.misshapen)
        if self.faults:
            raise WordsNotThere(errors=self.faults)
        self._complete(kind, fact)
        self._check(kind, fact)
        return {name: fact[name] for name in contracts.schema(kind)["required"] if name in fact}

    def _filled(self, schema: Mapping[str, Any], name: str, value: Any, at: str) -> Any:
        schema, name = _resolved(schema, name)
        if name == "span" and isinstance(value, Mapping):
            return self._span(value, at)
        if isinstance(value, list):
            items = schema.get("items", {})
            return [self._filled(items, name, item, f"{at}/{index}") for index, item in enumerate(value)]
        if not isinstance(value, Mapping) or "properties" not in schema:
            return value
        members = schema["properties"]
        filled = {
            member: self._filled(members.get(member, {}), "", part, f"{at}{contracts.pointer([member])}")
            for member, part in value.items()
        }
        for member in schema["required"]:
            if member not in filled and (unsaid := _unsaid(name, member, members[member])) is not ...:
                filled[member] = unsaid
        if "span" in members:
            self._word(name, members, filled, at)
        return filled

    def _span(self, value: Mapping[str, Any], at: str) -> Any:
        """The span with its context; a fault when that is not what the article reads there."""
        start, end, quote = (value.get(name) for name in ("start", "end", "quote"))
        if not (type(start) is int and type(end) is int and isinstance(quote, str)):
            self.misshapen.append(Fault("Give `start` and `end` as whole numbers and the words as `quote`.", at))
            return dict(value)
        if not 0 <= start < end <= len(self.article.text) or self.article.quote(start, end) != quote:
            self.faults.append(Fault(f"The article does not read “{quote[:80]}” at {start}–{end}, in code points.", at))
            return dict(value)
        return as_json(align.span(self.article, start, end))

    def _word(self, name: str, members: Mapping[str, Any], filled: Document, at: str) -> None:
        """What a span beside it says: the words, whom they name, what the sum or the share is."""
        if filled.get("span") is None and isinstance(filled.get("id"), str):
            filled["span"] = self._mention(filled["id"])
        span = filled.get("span")
        if not isinstance(span, Mapping) or "quote" not in span:
            return
        words = " ".join(span["quote"].split())
        for member in ("name", "text"):
            if member in members and filled.setdefault(member, words) != words:
                self.faults.append(Fault(f"Is not what its span quotes: “{words[:80]}”.", f"{at}/{member}"))
        if "id" in members and "id" not in filled:
            filled["id"] = self._named_at(span)
        if name == "amount":
            read = money.money(words, self.article.language)
            for member in ("value", "currency", "approximate", "disclosed"):
                filled.setdefault(member, getattr(read, member))
        elif name == "stake":
            filled.setdefault("percent", normalise.percent(words))

    def _complete(self, kind: str, fact: Document) -> None:
        """The members that follow from others of the same fact."""
        if kind in ("company", "person"):
            self._complete_name(fact)
        elif kind == "claim":
            self._complete_claim(fact)
        if kind in ("claim", "deal") and not fact.get("evidence"):
            fact["evidence"] = self._evidence(kind, fact)
        for role in fact.get("roles", ()) if kind == "person" else ():
            if role.get("evidence") and "title" not in role:
                role["title"] = " ".join(role["evidence"][0]["quote"].split())

    def _complete_name(self, fact: Document) -> None:
        mentions = [one for one in fact.get("mentions") or () if isinstance(one, Mapping) and "quote" in one]
        if mentions:
            words = dict.fromkeys(" ".join(one["quote"].split()) for one in mentions)
            fact.setdefault("name", next(iter(words)))
            fact["aliases"] = fact.get("aliases") or [each for each in words if each != fact["name"]]
            fact["mentions"] = sorted(mentions, key=lambda one: (one["start"], one["end"]))

    def _complete_claim(self, claim: Document) -> None:
        content = [one for one in claim.get("content") or () if isinstance(one, Mapping) and "quote" in one]
        if content:
            longest = max(content, key=lambda one: one["end"] - one["start"])
            claim["text"] = " ".join(longest["quote"].split())
            claim.setdefault("directness", "direct" if all(map(self._is_quoted, content)) else "indirect")
        source = claim.get("source")
        if isinstance(source, dict):
            self._resolve(source)
            letter = (source.get("id") or "")[:1]
            kind, grade = {"p": ("person", "official"), "c": ("organization", "official")}.get(
                letter, ("unnamed", "anonymous")
            )
            source.setdefault("kind", kind)
            source.setdefault("class", grade)

    def _resolve(self, source: Document) -> None:
        """Whom the words of the source mean, at the name before them, unless they are that name or it was said."""
        entity = self._entity(source.get("id"))
        span = source.get("span")
        if source.get("resolved") or entity is None or not isinstance(span, Mapping) or "start" not in span:
            return
        if any(one["start"] < span["end"] and span["start"] < one["end"] for one in entity["mentions"]):
            return
        before = [one for one in entity["mentions"] if one["end"] <= span["start"]] or entity["mentions"][:1]
        name = " ".join(before[-1]["quote"].split())
        source["resolved"] = {"id": entity["id"], "name": name, "span": before[-1]}

    def _is_quoted(self, span: Mapping[str, Any]) -> bool:
        """Whether the words stand in quotation marks within their paragraph."""
        start, end = span["start"], span["end"]
        around = next((one for one in self.article.paragraphs if one.start <= start < one.end), None)
        if around is None:
            return False
        marked = quotations(self.article.quote(around.start, max(around.end, end)))
        return any(around.start + first <= start and end <= around.start + last for first, last in marked)

    def _evidence(self, kind: str, fact: Document) -> list[Document]:
        """The sentences that hold the places of the fact; those near each other as one stretch."""
        members = ("content", "cue", "source") if kind == "claim" else ("parties", "trigger", "amounts")
        spans = sorted((one["start"], one["end"]) for member in members for one in spans_in(fact.get(member), deep=2))
        stretches: list[tuple[int, int]] = []
        for start, end in spans:
            first = self.article.sentences[self.article.sentence_at(start)].start
            last = max(self.article.sentences[self.article.sentence_at(end - 1)].end, end)
            if stretches and first <= stretches[-1][1] + (_NEAR if kind == "claim" else 0):
                stretches[-1] = (stretches[-1][0], max(stretches[-1][1], last))
            else:
                stretches.append((first, last))
        return [as_json(align.span(self.article, start, end)) for start, end in stretches]

    def _check(self, kind: str, fact: Document) -> None:
        """Hold the fact against its schema and its references against the facts of the article."""
        if self.faults:
            raise WordsNotThere(errors=self.faults)
        identified = {"id": "c" + "0" * 16, **fact}
        contracts.parse(kind, {name: part for name, part in identified.items() if name not in ("href", "review")})
        known = {one["id"] for ones in self.facts.values() for one in ones}
        faults = [Fault("No fact of this article has this id.", at) for at, id_ in _pointers(fact) if id_ not in known]
        if kind in ("company", "person"):
            words = {" ".join(one["quote"].split()) for one in fact["mentions"]}
            faults += [] if fact["name"] in words else [Fault("Is not in the words of any of its mentions.", "/name")]
        if kind == "deal" and not fact["parties"]:
            faults.append(Fault("A deal has parties.", "/parties"))
        if faults:
            raise InvalidDocument("The fact does not hold together.", errors=faults)

    def _entity(self, fact_id: Any) -> Document | None:
        """The company or person with this id."""
        return next((one for one in (*self.facts["companies"], *self.facts["people"]) if one["id"] == fact_id), None)

    def _mention(self, fact_id: str) -> Document | None:
        """The first mention of a company or person."""
        entity = self._entity(fact_id)
        return None if entity is None else entity["mentions"][0]

    def _named_at(self, span: Mapping[str, Any]) -> str | None:
        """The company or person that is named there."""
        for one in (*self.facts["companies"], *self.facts["people"]):
            if any(at["start"] < span["end"] and span["start"] < at["end"] for at in one["mentions"]):
                return str(one["id"])
        return None


def spans_in(value: Any, deep: int = 9) -> Iterator[Document]:
    """Every span within a part of a fact, at most so many levels below it."""
    if isinstance(value, Mapping):
        if "quote" in value:
            yield dict(value)
        elif deep:
            for member, part in value.items():
                if deep > 1 or member == "span":
                    yield from spans_in(part, deep - 1)
    elif isinstance(value, list):
        for part in value:
            yield from spans_in(part, deep)


def _resolved(schema: Mapping[str, Any], name: str) -> tuple[Mapping[str, Any], str]:
    """The schema that a reference by file name leads to, and its name; of a choice the branch that is not null."""
    for branch in schema.get("anyOf", ()):
        if branch.get("type") != "null":
            return _resolved(branch, name)
    if (reference := schema.get("$ref", "")).endswith(".json"):
        found = reference.removesuffix(".json")
        return contracts.schema(found), found
    return schema, name


def _unsaid(name: str, member: str, schema: Mapping[str, Any]) -> Any:
    """What the member of this schema is when nobody gave it; `...` when it has to be given or follows from others."""
    if (name, member) in UNSAID:
        return UNSAID[name, member]
    types = schema.get("type", ())
    nullable = "null" in types or any(branch.get("type") == "null" for branch in schema.get("anyOf", ()))
    follows = member in ("id", "value", "currency", "percent")
    if nullable and not follows:
        return None
    return [] if types == "array" and "minItems" not in schema else ...


def _pointers(value: Any, at: str = "") -> Iterator[tuple[str, str]]:
    """Every reference within a fact, with its JSON Pointer; the fact's own id is none."""
    if isinstance(value, Mapping):
        for member, part in value.items():
            here = f"{at}{contracts.pointer([member])}"
            refers = (member == "id" and at) or member.endswith("_id")
            if isinstance(part, str) and refers:
                yield here, part
            elif member == "about":
                yield from ((f"{here}/{index}", id_) for index, id_ in enumerate(part))
            else:
                yield from _pointers(part, here)
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield from _pointers(part, f"{at}/{index}")
