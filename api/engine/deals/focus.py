"""Who "it", "its" and "the company" are: the company that the sentence, or the one before, is about.

Centering in its simplest form (Grosz, Joshi & Weinstein 1995): the subject of the sentence so far, else the centre of
the sentence before. "They" may be the two of a joint subject, "he" and "she" are people; nobody is meant where none
fits.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from api.engine.deals.clauses import Parsed
from api.engine.deals.vocabulary import Vocabulary
from api.engine.document.span import Span


@dataclass(frozen=True, slots=True)
class Referent:
    """Who is meant: an entity, or only a phrase ("a group of investors") where `entity` is empty."""

    entity: str
    span: Span


@dataclass(slots=True)
class Focus:
    """The centre of attention while an article is gone through, sentence by sentence."""

    words: Vocabulary
    centre: tuple[Referent, ...] = ()
    person: tuple[Referent, ...] = field(default=())

    def of(self, parsed: Parsed, at: int, without: Collection[str] = ()) -> tuple[Referent, ...]:
        """Whom the pronoun, possessive or description at item `at` means; two for a plural after a joint subject.

        `without` are entities that it cannot mean: who buys a company is not "the company".
        """
        word = parsed.items[at].words
        if self.words.has(word, "persons"):
            earlier = [a for a in parsed.arguments if a.at < at and a.kind == "name" and a.entity.startswith("p")]
            return (Referent(earlier[-1].entity, earlier[-1].span),) if earlier else self.person
        subjects = tuple(one for one in _subjects(parsed, at, self.words) if one.entity not in without) or tuple(
            one for one in self.centre if one.entity not in without
        )
        if self.words.has(word, "plurals") and len(subjects) < 2:
            subjects = _two_firms(parsed, at) or subjects
        if parsed.items[at].kind == "company":
            subjects = tuple(one for one in subjects if one.entity)  # "the family sold its share of the business"
        if self.words.has(word, "plurals") or (len(subjects) > 1 and self.words.has(word, "plural_too")):
            return subjects
        firms = tuple(one for one in subjects if not one.entity.startswith("p"))
        before = (one for one in self.centre if not one.entity.startswith("p") and one.entity not in without)
        found = firms or tuple(before)
        return found[:1] or _only_firm(parsed, at, without)

    def follow(self, parsed: Parsed) -> None:
        """Take what this sentence is about as the centre for the next one."""
        subjects = _subjects(parsed, len(parsed.items), self.words)
        self.centre = subjects or self.centre
        people = [a for a in parsed.arguments if a.kind == "name" and a.entity.startswith("p")]
        if people:
            self.person = (Referent(people[0].entity, people[0].span),)


def _only_firm(parsed: Parsed, at: int, without: Collection[str]) -> tuple[Referent, ...]:
    """The one company that the sentence has named so far, whatever it is in it."""
    named = [a for a in parsed.arguments if a.at < at and a.kind == "name" and a.entity.startswith("c")]
    others = {a.entity: Referent(a.entity, a.span) for a in named if a.entity not in without}
    return tuple(others.values()) if len(others) == 1 else ()


def _two_firms(parsed: Parsed, at: int) -> tuple[Referent, ...]:
    """The two companies that the sentence has named so far: "Crumb's holders approved the merger of the two"."""
    firms: dict[str, Referent] = {}
    for a in parsed.arguments:
        if a.at < at and a.kind == "name" and a.entity.startswith("c"):
            firms.setdefault(a.entity, Referent(a.entity, a.span))
    return tuple(firms.values()) if len(firms) == 2 else ()


def _subjects(parsed: Parsed, before: int, words: Vocabulary) -> tuple[Referent, ...]:
    """The first bare argument of the sentence and what "and" joins to it."""
    bare = [
        a
        for a in parsed.arguments
        if a.at < before and a.kind in ("name", "group") and not (a.relations or a.modifier or a.apposed)
        if a.kind == "name" or not words.has(parsed.items[a.at].words, "bodies")
    ]
    if not bare:
        return ()
    first = bare[0]
    found = [Referent(first.entity, first.span)]
    for other in bare[1:]:
        between = {item.kind for item in parsed.items[first.at + 1 : other.first]}
        if not between or not between <= {"comma", "and", "genitive"}:
            break
        found.append(Referent(other.entity, other.span))
        first = other
    return tuple(found)
