"""Gold articles: what a careful reader finds in a text, against which an extraction is scored.

What gold leaves out is None here and is not scored; an empty tuple says that there is nothing to find. Whether a gold
string stands in its text is told by `strays`, not enforced. `gold_files` reads them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

OUTSIDE = frozenset({"public_body", "ngo"})
"""Kinds of organisation that are not wanted among the companies."""


@dataclass(frozen=True, slots=True)
class Name:
    """A company or person; any of `wordings` names it."""

    wordings: tuple[str, ...]
    kind: str = "company"
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Role:
    person: Name
    title: str
    organization: Name | None
    optional: bool


@dataclass(frozen=True, slots=True)
class Party:
    name: Name
    roles: frozenset[str]
    """Every role that is right; empty: the role was not annotated."""


@dataclass(frozen=True, slots=True)
class Amount:
    text: str
    value: float | None
    currency: str | None
    disclosed: bool
    optional: bool


@dataclass(frozen=True, slots=True)
class Deal:
    types: frozenset[str]
    statuses: frozenset[str]
    parties: tuple[Party, ...]
    amounts: tuple[Amount, ...]
    optional: bool


@dataclass(frozen=True, slots=True)
class Claim:
    content: tuple[str, ...]
    sources: tuple[str, ...]
    directness: str | None
    channels: frozenset[str]
    polarity: str | None
    optional: bool

    @property
    def text(self) -> str:
        return " … ".join(self.content)


@dataclass(frozen=True, slots=True)
class Slot:
    """One name or sum that takes part in some deal, as any of its wordings."""

    wordings: tuple[str, ...]
    optional: bool = False


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """An article with its gold; None for what was not annotated."""

    id: str
    language: str
    text: str
    published_at: datetime | None
    companies: tuple[Name, ...] | None
    organizations: tuple[Name, ...] | None
    people: tuple[Name, ...] | None
    roles: tuple[Role, ...] | None
    deals: tuple[Deal, ...] | None
    deal_slots: tuple[Slot, ...] | None
    claims: tuple[Claim, ...] | None


def strays(article: GoldArticle) -> tuple[str, ...]:
    """The gold names, sources and claims that do not stand in the article's text, white space aside."""
    text = " ".join(article.text.split())
    worded = [name for names in (article.companies, article.people) for each in names or () for name in each.wordings]
    worded += [part for claim in article.claims or () for part in (*claim.content, *claim.sources)]
    worded += [role.title for role in article.roles or ()]
    return tuple(words for words in worded if " ".join(words.split()) not in text)
