"""Articles with their text and their facts in our own shape, a line each: `whole_article.json`, facts version 2."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from api.exports import json_writing
from api.exports.fact_parts import Addresses
from api.store.article_facts import ArticleFacts

VERSION = "2"
"""Of the shape of facts."""


def write(articles: Iterable[ArticleFacts], at: Addresses, about: str) -> Iterator[bytes]:
    """A line for each article."""
    return json_writing.lines(document(one) for one in articles)


def document(article: ArticleFacts) -> dict[str, Any]:
    """The article with its facts."""
    known = article.article
    return {
        "version": VERSION,
        "article": {"id": known["id"], "href": f"/v1/articles/{known['id']}", **known},
        "extraction_id": article.extraction_id,
        "facts": {kind: [_linked(fact) for fact in facts] for kind, facts in article.facts.items()},
    }


def _linked(fact: dict[str, Any]) -> dict[str, Any]:
    return {"id": fact["id"], "href": f"/v1/facts/{fact['id']}", **fact}
