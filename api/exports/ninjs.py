"""Articles and whom they name as IPTC ninjs 3.2: one news object, or a composite one with an association each.

ninjs has members for people, organisations and events, which deals are; it has none for claims, which are descriptions
in the role `claim`. What `POST /v1/extractions` takes as ninjs is the same article again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from api.exports import fact_parts, json_writing
from api.exports.fact_parts import Addresses, Document
from api.store.article_facts import ArticleFacts

MEDIA_TYPE = "application/vnd.iptc.ninjs+json"

_STANDARD = {"name": "ninjs", "version": "3.2", "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_3.2.json"}


def write_one(articles: Iterable[ArticleFacts], at: Addresses, about: str) -> Iterator[bytes]:
    """The one article as a news object."""
    return json_writing.lines({"standard": _STANDARD, **of_article(article, at)} for article in articles)


def write(articles: Iterable[ArticleFacts], at: Addresses, about: str) -> Iterator[bytes]:
    """A composite news object with each article as an association."""
    head = {"standard": _STANDARD, "uri": about, "type": "composite"}
    found = ({"name": fact_parts.headline(one.article), **of_article(one, at)} for one in articles)
    return json_writing.around(f'{json_writing.dumps(head)[:-1]},"associations":[', found, "]}")


def of_article(article: ArticleFacts, at: Addresses) -> dict[str, Any]:
    """The article as a news object."""
    known = article.article
    cast = list(fact_parts.involved(article))
    publisher, url = known["publisher"], known["url"]
    told = {
        "uri": at.article(known),
        "type": "text",
        "representationType": "full",
        "firstCreated": known["created_at"],
        "contentCreated": known["published_at"],
        "language": known["language"] if known["language"] != "und" else None,
        "headlines": [{"contentType": "text/plain", "value": fact_parts.headline(known)}],
        "bodies": [{"contentType": "text/plain", "charCount": known["characters"], "value": known["text"]}],
        "people": [_named(entity, at) for kind, entity in cast if kind == "people"],
        "organisations": [_named(entity, at) for kind, entity in cast if kind == "companies"],
        "events": [
            {"name": fact_parts.in_words("deals", deal), "rel": deal["type"], "uri": at.fact(deal["id"])}
            for deal in article.facts["deals"]
        ],
        "descriptions": [
            {"role": "claim", "contentType": "text/plain", "value": fact_parts.in_words("claims", claim)}
            for claim in article.facts["claims"]
        ],
        "infoSources": [{"name": publisher, "role": "publisher"}] if publisher else [],
        "renditions": [{"name": "web", "href": url, "contentType": "text/html"}] if url else [],
    }
    return {name: value for name, value in told.items() if value is not None and value != []}


def _named(entity: Document, at: Addresses) -> dict[str, str]:
    return {"name": entity["name"], "rel": "mentioned", "uri": at.fact(entity["id"])}
