"""A mention: a stretch of the article and whom it means. Made once, then carried through from stage to stage."""

from __future__ import annotations

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
