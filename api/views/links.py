"""The addresses of things, put beside their ids."""

from __future__ import annotations

from typing import Any

Document = dict[str, Any]


def extraction_href(extraction_id: str) -> str:
    """Where an extraction is found."""
    return f"/v1/extractions/{extraction_id}"


def article_href(article_id: str) -> str:
    """Where an article is found, with its canonical text."""
    return f"/v1/articles/{article_id}"


def extraction(document: Document) -> Document:
    """An extraction with its own address and its article's."""
    linked = {"id": document["id"], "href": extraction_href(document["id"]), **document}
    return linked | {"article": article(document["article"])}


def article(document: Document) -> Document:
    """An article, whole or summed up, with its address."""
    return {"id": document["id"], "href": article_href(document["id"]), **document}


def item(document: Document) -> Document:
    """An item of a list with its article's address."""
    return document | {"article": article(document["article"])}
