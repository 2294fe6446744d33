"""What every format is made from: the parts of a fact, each with its places in the article, and their addresses.

A part is a stretch of the article that says one thing about the fact (who says it, the verb that tells of a deal, a
sum). Promises that `text[start:end] == quote` for each place, in code points, as the fact itself does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from api.store.article_facts import ArticleFacts

Document = Mapping[str, Any]

KINDS: Mapping[str, str] = {"companies": "company", "people": "person", "deals": "deal", "claims": "claim"}
"""What one fact of each kind is called."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a fact. `name` is unique within the fact; `entity` the id of the company or person it tells of."""

    name: str
    words: str
    spans: tuple[Document, ...]
    entity: str | None = None


@dataclass(frozen=True, slots=True)
class Addresses:
    """Absolute addresses of things in the service that is found at `base`, which ends without a slash."""

    base: str

    def article(self, article: Document) -> str:
        """Where the article is kept."""
        return f"{self.base}/v1/articles/{article['id']}"

    def text(self, article: Document) -> str:
        """Where its canonical text is served alone: what all offsets point into."""
        return f"{self.article(article)}.txt"

    def fact(self, fact_id: str) -> str:
        """Where a fact is kept."""
        return f"{self.base}/v1/facts/{fact_id}"

    def page(self, article: Document, fact_id: str) -> str:
        """Where a person sees the fact beside the words that prove it."""
        return f"{self.base}/articles/{article['id']}#f-{fact_id}"

    def passage(self, article: Document, span: Document) -> str | None:
        """Where the words stand on the publisher's page, as a text fragment (WICG), if that page is known."""
        if not article["url"]:
            return None
        words = " ".join(span["quote"].split())
        return f"{article['url'].partition('#')[0]}#:~:text={quote(words, safe='').replace('-', '%2D')}"


def selectors(span: Document) -> list[dict[str, Any]]:
    """A place in the text by position and by words (W3C Web Annotation Data Model, sections 4.2.4 and 4.2.5)."""
    return [
        {"type": "TextPositionSelector", "start": span["start"], "end": span["end"]},
        {
            "type": "TextQuoteSelector",
            "exact": span["quote"],
            "prefix": span["prefix"],
            "suffix": span["suffix"],
        },
    ]


def parts(kind: str, fact: Document) -> Iterator[Part]:
    """The parts of a fact of this kind, the one that it is known by first."""
    yield from _PARTS[kind](fact)


def proof(kind: str, fact: Document) -> Document:
    """The first place that proves the fact."""
    return next(parts(kind, fact)).spans[0]


def involved(article: ArticleFacts) -> Iterator[tuple[str, Document]]:
    """The companies and people that the facts are or refer to, employers too, each once, with its kind."""
    ids = {one for kind, facts in article.facts.items() for fact in facts for one in _ids(kind, fact)}
    known = article.entities
    for id_ in [id_ for id_ in ids if id_ in known]:
        ids.update(_ids(*known[id_]))
    for id_, (kind, entity) in known.items():
        if id_ in ids:
            yield kind, entity


def _ids(kind: str, fact: Document) -> Iterator[str]:
    """Whom a fact names, itself among them."""
    yield fact["id"]
    yield from fact.get("about", ())
    yield from (part.entity for part in parts(kind, fact) if part.entity is not None)


def headline(article: Document) -> str:
    """The article's title, or its first line."""
    return str(article["title"] or article["text"].partition("\n")[0][:200])


def in_words(kind: str, fact: Document) -> str:
    """The fact in one line, made of words of the article."""
    if kind == "claims":
        source = fact["source"]
        return f"{(source['resolved'] or source)['name']}: {fact['text']}"
    if kind == "deals":
        sides = ", ".join(f"{party['name']} ({party['role']})" for party in fact["parties"])
        return f"{fact['type'].replace('_', ' ')}, {fact['status'].replace('_', ' ')}: {sides}".rstrip(": ")
    if kind == "people":
        titles = "; ".join(title(role) for role in fact["roles"])
        return f"{fact['name']}, {titles}" if titles else str(fact["name"])
    return f"{fact['name']} ({fact['kind'].replace('_', ' ')})"


def title(role: Document) -> str:
    """A person's title with the organisation it is held at."""
    organization = role["organization"]
    return str(role["title"]) if organization is None else f"{role['title']}, {organization['name']}"


def _entity(fact: Document) -> Iterator[Part]:
    yield Part("mention", fact["name"], tuple(fact["mentions"]), fact["id"])


def _person(fact: Document) -> Iterator[Part]:
    yield from _entity(fact)
    for number, role in enumerate(fact["roles"], 1):
        yield Part(f"title-{number}", title(role), tuple(role["evidence"]), fact["id"])
        yield from _reference(f"employer-{number}", role["organization"])


def _deal(fact: Document) -> Iterator[Part]:
    yield Part("evidence", fact["type"].replace("_", " "), tuple(fact["evidence"]))
    yield from _span("trigger", fact["trigger"])
    yield from _span("status", fact["status_evidence"], fact["status"])
    for number, party in enumerate(fact["parties"], 1):
        yield Part(f"party-{number}", f"{party['name']} ({party['role']})", (party["span"],), party["id"])
    for number, amount in enumerate(fact["amounts"], 1):
        yield Part(f"amount-{number}", f"{amount['text']} ({amount['kind']})", (amount["span"],))
    if fact["stake"] is not None:
        yield Part("stake", fact["stake"]["text"], (fact["stake"]["span"],))
    for number, date in enumerate(fact["dates"], 1):
        yield Part(f"date-{number}", f"{date['event']} {date['value'] or date['text']}", (date["span"],))


def _claim(fact: Document) -> Iterator[Part]:
    source = fact["source"]
    yield Part("content", fact["text"], tuple(fact["content"]))
    if fact["cue"] is not None:
        yield Part("cue", fact["cue"]["text"], (fact["cue"]["span"],))
    yield Part("source", source["name"], (source["span"],), source["id"])
    for name in ("resolved", "speaks_for", "via"):
        yield from _reference(name, source[name])
    yield from _span("channel", source["channel_evidence"], source["channel"])
    yield from _reference("said-by", fact["said_by"])


def _reference(name: str, reference: Document | None) -> Iterator[Part]:
    if reference is not None:
        yield Part(name, reference["name"], (reference["span"],), reference["id"])


def _span(name: str, span: Document | None, words: str | None = None) -> Iterator[Part]:
    if span is not None:
        yield Part(name, (words or span["quote"]).replace("_", " "), (span,))


_PARTS: Mapping[str, Callable[[Document], Iterator[Part]]] = {
    "companies": _entity,
    "people": _person,
    "deals": _deal,
    "claims": _claim,
}
