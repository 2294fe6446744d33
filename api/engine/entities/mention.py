"""A mention: a stretch of the article and whom it means. Made once, then carried through from stage to stage."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from api.engine.document.span import Span


@dataclass(frozen=True, slots=True)
class Entity:
    """One company or person of the article. `name` is the fullest form; `aliases` are the others that occur."""

    id: str
    kind: str
    name: str
    aliases: tuple[str, ...]
    mentions: tuple[Span, ...]

    @property
    def is_person(self) -> bool:
        """Whether it is a person rather than an organisation of any kind."""
        return self.kind == "person"


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of the article and the company or person that it means."""

    span: Span
    entity: Entity


_INITIALS = re.compile(r"(?:[^\W\d_a-z]\.?[ \u00a0]?){2,4}")


def by_initials(words: str, people: Iterable[Entity]) -> Entity | None:
    """The only person whose initials the words are ("IV", "A. T."), as interviews shorten who speaks; else None."""
    if _INITIALS.fullmatch(words.strip()) is None:
        return None
    letters = [letter for letter in words if letter.isalpha()]
    called = [one for one in people if [part[0] for part in one.name.split() if part[0].isupper()] == letters]
    return called[0] if len(called) == 1 else None
