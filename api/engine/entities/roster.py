"""Who an article names: its companies and people, each once, and every place where one of them is named.

A `Mention` is made once, when names are gathered, and carried through: who stands at a place is asked of the roster by
that place (`at`, `within`). Words are looked up (`resolve`) only where a model words a name itself.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from api.engine.document.span import Span
from api.engine.entities import company_groups, person_groups
from api.engine.entities.company_names import company_key, organization_span
from api.engine.entities.genitives import may_have_genitive
from api.engine.entities.mention import Entity, Mention
from api.engine.entities.person_names import person_span
from api.engine.languages.language import Language, language

_ANY = language("und")


@dataclass(frozen=True, slots=True)
class Refused:
    """A listed name that is none of these, and why ("pronoun", "place", "job title", "not in the article", ...)."""

    name: str
    start: int
    end: int
    kind: str
    reason: str


@dataclass(frozen=True)
class Roster:
    """The companies and people of one article."""

    companies: tuple[Entity, ...] = ()
    people: tuple[Entity, ...] = ()
    refused: tuple[Refused, ...] = ()
    language: Language = _ANY
    _keys: Mapping[str, str | None] = field(default_factory=dict, repr=False)

    @cached_property
    def mentions(self) -> tuple[Mention, ...]:
        """Every mention of everybody, in the order of the article. No two overlap."""
        every = (Mention(Span(*place), one) for one in (*self.companies, *self.people) for place in one.mentions)
        return tuple(sorted(every, key=lambda mention: mention.span))

    def within(self, place: tuple[int, int]) -> tuple[Mention, ...]:
        """The mentions that lie in the place, in their order."""
        first = bisect_left(self.mentions, place[0], key=lambda mention: mention.span.start)
        last = bisect_right(self.mentions, place[1], key=lambda mention: mention.span.end)
        return self.mentions[first:last]

    def touching(self, place: tuple[int, int]) -> tuple[Mention, ...]:
        """The mentions that share a code point with the place, in their order."""
        first = bisect_right(self.mentions, place[0], key=lambda mention: mention.span.end)
        last = bisect_left(self.mentions, place[1], key=lambda mention: mention.span.start)
        return self.mentions[first:last]

    def at(self, place: tuple[int, int]) -> Entity | None:
        """Whom the place names: the one of the longest mention it shares letters with."""
        shared = self.touching(place)
        return max(shared, key=lambda mention: len(mention.span)).entity if shared else None

    def entity(self, id_: str | None) -> Entity | None:
        """The company or person of this id."""
        return self._by_id.get(id_) if id_ is not None else None

    @cached_property
    def _by_id(self) -> Mapping[str, Entity]:
        return {one.id: one for one in (*self.companies, *self.people)}

    def resolve(self, name: str) -> str | None:
        """The id of the company or person that these words name, None when unknown or when two fit."""
        start, end = person_span(name, self.language)
        person = self._known(person_groups.key_text(name[start:end])) if end > start else None
        if person is not None:
            return person
        start, end = organization_span(name, self.language)
        if end == start:
            return None
        words = name[start:end]
        return (
            self._known(company_groups.exact_key(words))
            or self._known("org " + company_key(words))
            or self._known("org " + company_key(name))
            or self._fitting.find(words)
        )

    @cached_property
    def _fitting(self) -> company_groups.Fitting:
        return company_groups.Fitting(self.companies)

    def _known(self, key: str) -> str | None:
        found = self._keys.get(key)
        if found is None and may_have_genitive(self.language) and key.endswith("s"):
            return self._keys.get(key[:-1])
        return found
