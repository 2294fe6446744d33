"""Stored articles: the canonical text that all offsets point into, and what is known about it.

The same text with the same title, address, publisher, language and date is one article; a change in any of them makes
another. The text is searchable in its own language, where PostgreSQL knows that language, else word for word.
"""

from __future__ import annotations

import dataclasses
import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Row, func, literal, select
from sqlalchemy import delete as delete_from
from sqlalchemy.dialects.postgresql import REGCONFIG, insert

from api.engine.document import text
from api.engine.identity import Published, fingerprint
from api.store import changes, identifiers, tables
from api.store.folding import fold

if TYPE_CHECKING:
    from collections.abc import Mapping

# ISO 639-1 -> the stemmer that every PostgreSQL since 14 brings along.
SEARCH_CONFIGS: Mapping[str, str] = {
    "ar": "arabic", "ca": "catalan", "da": "danish", "de": "german", "el": "greek", "en": "english", "es": "spanish",
    "eu": "basque", "fi": "finnish", "fr": "french", "ga": "irish", "hi": "hindi", "hu": "hungarian", "hy": "armenian",
    "id": "indonesian", "it": "italian", "lt": "lithuanian", "nb": "norwegian", "ne": "nepali", "nl": "dutch",
    "nn": "norwegian", "no": "norwegian", "pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian",
    "sv": "swedish", "ta": "tamil", "tr": "turkish", "yi": "yiddish",
}  # fmt: skip
_SEARCHED = 200_000  # code points; PostgreSQL's search vector ends at one megabyte


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """An article as stored. `sha256` is that of the text in UTF-8."""

    id: str
    sha256: str
    text: str
    title: str | None
    language: str
    url: str | None
    publisher: str | None
    published_at: datetime | None
    created_at: datetime

    def summary(self) -> dict[str, Any]:
        """Which article it is, without its text."""
        return summary(self)

    def as_json(self) -> dict[str, Any]:
        """The article in its public shape, with its text."""
        return as_document(self)


def as_document(row: Any) -> dict[str, Any]:
    """An article in the public shape, with its text."""
    return {
        **summary(row),
        "text": row.text,
        "characters": len(row.text),
        "sha256": row.sha256,
        "created_at": timestamp(row.created_at),
    }


def summary(row: Any, id_name: str = "id") -> dict[str, Any]:
    """Which article a row is of, in the public shape."""
    return {
        "id": str(getattr(row, id_name)),
        "title": row.title,
        "url": row.url,
        "publisher": row.publisher,
        "language": row.language,
        "published_at": timestamp(row.published_at),
    }


def timestamp(moment: datetime | None) -> str | None:
    """Write a moment as RFC 3339 in UTC, with as many decimals as it needs."""
    return None if moment is None else _utc(moment).isoformat().replace("+00:00", "Z")


def save(conn: Connection, article: Published, identity: str | None = None) -> ArticleRow:
    """Store an article, or find the stored one with the same identity (default: its `fingerprint`)."""
    table = tables.articles
    identity = identity or fingerprint(article)
    config = SEARCH_CONFIGS.get(article.language[:2], "simple")
    new: dict[str, Any] = {
        "id": identifiers.fresh()[0],
        "fingerprint": identity,
        "sha256": hashlib.sha256(article.text.encode()).hexdigest(),
        "text": article.text,
        "title": article.title,
        "language": article.language,
        "url": article.url,
        "publisher": article.publisher,
        "publisher_folded": fold(article.publisher) if article.publisher else None,
        "published_at": _utc(article.published_at) if article.published_at else None,
        "search_config": config,
        "search": func.to_tsvector(literal(config, REGCONFIG), article.text[:_SEARCHED]),
    }
    made = insert(table).values(new).on_conflict_do_nothing(index_elements=[table.c.fingerprint])
    while True:
        stored = conn.execute(made.returning(table.c.published_at, table.c.created_at)).one_or_none()
        if stored is not None:
            known = {name: new[name] for name in ("sha256", "text", "title", "language", "url", "publisher")}
            return ArticleRow(id=str(new["id"]), **known, **stored._mapping)
        row = conn.execute(_select().where(table.c.fingerprint == identity)).one_or_none()
        if row is not None:  # None only when it was deleted between the two statements
            return _row(row)


def get(conn: Connection, article_id: str) -> ArticleRow | None:
    """Get an article; None when there is none with this id."""
    row = conn.execute(_select().where(tables.articles.c.id == identifiers.parse(article_id))).one_or_none()
    return None if row is None else _row(row)


def as_read(row: ArticleRow) -> text.Article:
    """A stored article as it was when it was first read, its title and language to the letter: ids hang on them."""
    article = text.read(
        row.text,
        title=row.title,
        language=row.language,
        published_at=row.published_at,
        url=row.url,
        publisher=row.publisher,
    )
    return dataclasses.replace(article, title=row.title, language=row.language)


def delete(conn: Connection, article_id: str) -> bool:
    """Delete an article with its extractions and facts; False when there is none with this id."""
    mine = tables.articles.c.id == identifiers.parse(article_id)
    conn.execute(select(tables.articles.c.id).where(mine).with_for_update())  # as `changes.of_article` wants it
    with changes.of_article(conn, article_id):
        return conn.execute(delete_from(tables.articles).where(mine)).rowcount > 0


def _select() -> Any:
    c = tables.articles.c
    return select(c.id, c.sha256, c.text, c.title, c.language, c.url, c.publisher, c.published_at, c.created_at)


def _row(row: Row[Any]) -> ArticleRow:
    return ArticleRow(**{**row._mapping, "id": str(row.id)})


def _utc(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
