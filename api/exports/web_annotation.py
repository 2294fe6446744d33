"""Facts as W3C Web Annotations (Recommendation of 23 February 2017), for annotation tools: a collection in JSON-LD.

Each part of a fact is an annotation of its own, on the canonical text that `{article}.txt` serves. Positions are code
points, as section 4.2.5 has them. The annotations of one fact share the beginning of their ids: the fact's address.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from api.exports import fact_parts, json_writing
from api.exports.fact_parts import Addresses, Document, Part
from api.store.article_facts import ArticleFacts

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
MEDIA_TYPE = f'application/ld+json; profile="{CONTEXT}"'

_MOTIVATIONS = {"companies": "identifying", "people": "identifying", "deals": "describing", "claims": "describing"}


def write(articles: Iterable[ArticleFacts], at: Addresses, about: str) -> Iterator[bytes]:
    """An AnnotationCollection with one page that holds every annotation; `about` is the collection's own address."""
    head = {"@context": CONTEXT, "id": about, "type": "AnnotationCollection", "label": "Facts of Onrecord"}
    page = {"id": f"{about}#page", "type": "AnnotationPage", "partOf": about, "startIndex": 0}
    before = f'{json_writing.dumps(head)[:-1]},"first":{json_writing.dumps(page)[:-1]},"items":['
    return json_writing.around(before, (one for article in articles for one in of_article(article, at)), "]}}")


def of_article(article: ArticleFacts, at: Addresses) -> Iterator[dict[str, Any]]:
    """The annotations of every part of every fact; alone, each needs the context beside it."""
    for kind, facts in article.facts.items():
        for fact in facts:
            for part in fact_parts.parts(kind, fact):
                yield _annotation(article.article, kind, fact, part, at)


def _annotation(article: Document, kind: str, fact: Document, part: Part, at: Addresses) -> dict[str, Any]:
    where = at.fact(fact["id"])
    words = f"{fact_parts.KINDS[kind]} {part.name.partition('-')[0]}: {part.words}"
    bodies: list[dict[str, Any]] = [
        {"type": "TextualBody", "value": words, "format": "text/plain", "purpose": "describing"}
    ]
    if article["language"] != "und":
        bodies[0]["language"] = article["language"]
    if part.entity is not None:
        bodies.append({"type": "SpecificResource", "source": at.fact(part.entity), "purpose": "identifying"})
    if part.entity != fact["id"]:
        bodies.append({"type": "SpecificResource", "source": where, "purpose": "linking"})
    targets = [
        {"type": "SpecificResource", "source": at.text(article), "selector": fact_parts.selectors(span)}
        for span in part.spans
    ]
    return {
        "id": f"{where}#{part.name}",
        "type": "Annotation",
        "motivation": _MOTIVATIONS[kind],
        "generator": {"id": f"{at.base}/", "type": "Software", "name": "Onrecord"},
        "body": bodies if len(bodies) > 1 else bodies[0],
        "target": targets if len(targets) > 1 else targets[0],
    }
