"""The last look before facts are delivered: every span must hold the words it quotes.

The facts are made of places in the article, so nothing should ever fail here. What does is dropped with its reason
rather than delivered, and no other fact keeps pointing at it. Knows the shape of facts only by their dataclasses.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any

from api.engine.document.text import Article
from api.engine.facts import Facts, Rejection, Span, members

_WORDS = ("name", "text")
"""Fields that hold the words of the span beside them."""

_KINDS = {"companies": "company", "people": "person", "deals": "deal", "claims": "claim"}


def proven(article: Article, facts: Facts) -> tuple[Facts, tuple[Rejection, ...]]:
    """The facts of which every span is proven, and a rejection for each other one."""
    kept: dict[str, tuple[Any, ...]] = {}
    rejected: list[Rejection] = []
    lost: set[str] = set()
    for kind in fields(facts):
        sound = []
        for fact in getattr(facts, kind.name):
            fault = next(faults(article, fact), None)
            if fault is None:
                sound.append(fact)
            else:
                lost.add(fact.id)
                value = str(getattr(fact, "name", None) or getattr(fact, "text", None) or fact.id)
                rejected.append(Rejection(_KINDS.get(kind.name, kind.name), value, "not_proven", fault))
        kept[kind.name] = tuple(sound)
    if not rejected:
        return facts, ()
    left = {name: tuple(_without(fact, lost) for fact in sound) for name, sound in kept.items()}
    return Facts(**left), tuple(rejected)


def faults(article: Article, value: object) -> Iterator[str]:
    """What is wrong with the spans anywhere within `value`, in words a person understands."""
    if isinstance(value, Span):
        fault = _fault(article, value)
        if fault:
            yield fault
    elif isinstance(value, tuple | list):
        for item in value:
            yield from faults(article, item)
    else:
        beside = getattr(value, "span", None)
        for name, _ in members(type(value)):
            part = getattr(value, name)
            if name in _WORDS and isinstance(beside, Span) and part != " ".join(beside.quote.split()):
                yield f"“{part}” is not what its span quotes: “{beside.quote}”."
            if part is not None and not isinstance(part, str):
                yield from faults(article, part)


def _fault(article: Article, span: Span) -> str | None:
    text = article.text
    if not 0 <= span.start < span.end <= len(text):
        return f"The offsets {span.start}–{span.end} are not in the article."
    if text[span.start : span.end] != span.quote:
        return f"The article does not read “{span.quote}” at {span.start}–{span.end}."
    before, after = text[: span.start], text[span.end : span.end + len(span.suffix)]
    if not before.endswith(span.prefix) or after != span.suffix:
        return f"The words around “{span.quote}” are others."
    if span.sentence != article.sentence_at(span.start):
        return f"“{span.quote}” does not stand in sentence {span.sentence}."
    return None


def _without(value: Any, lost: set[str]) -> Any:
    """`value` with no reference to the facts of these ids."""
    if isinstance(value, tuple):
        return tuple(_without(item, lost) for item in value if not (isinstance(item, str) and item in lost))
    if not is_dataclass(value) or isinstance(value, type | Span):
        return value
    changed: dict[str, Any] = {}
    for field in fields(value):
        part = getattr(value, field.name)
        if field.name in ("id", "claim_id") and part in lost:
            changed[field.name] = None
        elif isinstance(part, tuple) or is_dataclass(part):
            changed[field.name] = _without(part, lost)
    return replace(value, **changed) if changed else value
