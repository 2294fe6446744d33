"""The made-up article of `stored` as exports are given it, and facts that exercise what few articles have."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from api.engine.facts import as_json
from api.store.article_facts import ArticleFacts
from tests.stored import VINHO, extraction

ARTICLE_ID = "01890000-0000-7000-8000-000000000001"
EXTRACTION_ID = "01890000-0000-7000-8000-000000000002"


def exported(**changes: Any) -> ArticleFacts:
    """VINHO with all its facts; `changes` are those of the article."""
    article = replace(VINHO, **changes)
    facts = {
        kind: [{**fact, "review": "unreviewed"} for fact in found]
        for kind, found in as_json(extraction(VINHO).facts).items()
    }
    document = {
        "id": ARTICLE_ID,
        "title": article.title,
        "url": article.url,
        "publisher": article.publisher,
        "language": article.language,
        "published_at": article.published_at and article.published_at.isoformat().replace("+00:00", "Z"),
        "text": article.text,
        "characters": len(article.text),
        "sha256": "0" * 64,
        "created_at": "2025-03-05T00:00:00Z",
    }
    entities = {one["id"]: (kind, one) for kind in ("companies", "people") for one in facts[kind]}
    return ArticleFacts(document, EXTRACTION_ID, facts, entities)
