"""Facts on their way out: a query's articles and facts, page by page, however many there are. It knows no HTTP.

Each page is read in a moment of its own, so that a slow client holds no transaction open; what is added or deleted
meanwhile neither repeats nor hides anything else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import Engine as Database

from api.problems import NotFound
from api.record.library import Library
from api.store import article_facts, reviewed
from api.store.article_facts import ArticleFacts

PAGE = 500
"""So many items of a list are asked for at once."""

BATCH = 50
"""So many articles are held at once, with their texts and facts."""


class Exports:
    """Gives what exports are made of. One instance serves all threads of a process."""

    def __init__(self, database: Database, library: Library) -> None:
        """Keep the database and ask it nothing yet."""
        self._database = database
        self._library = library

    def article(self, article_id: str) -> ArticleFacts:
        """An article with all its facts. Raises NotFound."""
        with self._database.connect() as conn:
            found = article_facts.of(conn, article_facts.parse(article_id))
        if not found:
            raise NotFound(f"There is no article {article_id[:80]!r}.")
        return found[0]

    def fact(self, fact_id: str) -> ArticleFacts:
        """One fact with its article. Raises NotFound, for a fact too that somebody rejected."""
        with self._database.connect() as conn:
            row = reviewed.find(conn, fact_id)
            chosen = {row.kind: {fact_id}} if row is not None else {}
            found = article_facts.of(conn, article_facts.parse(row.article["id"]), chosen) if row is not None else []
        if not found or not found[0].count:
            raise NotFound(f"There is no fact {fact_id[:80]!r}.")
        return found[0]

    def items(self, kind: str, filters: Mapping[str, Any], most: int | None = None) -> Iterator[dict[str, Any]]:
        """The items of a list as its pages give them, at most so many."""
        after: str | None = None
        while most is None or most > 0:
            page = self._library.page(kind, filters, after, PAGE if most is None else min(PAGE, most))
            yield from page.items
            after = page.next
            if after is None:
                return
            if most is not None:
                most -= len(page.items)

    def query(self, kind: str, filters: Mapping[str, Any], most: int | None = None) -> Iterator[ArticleFacts]:
        """The articles of a list with all their facts; of a list of facts, each article with those of them found."""
        batch: list[tuple[UUID, set[str]]] = []
        items = self.items(kind, filters, most)
        for article_id, found in groupby(items, key=lambda item: UUID(item["article"]["id"])):
            batch.append((article_id, {item["id"] for item in found if "id" in item}))
            if len(batch) >= BATCH:
                yield from self._whole(kind, batch)
                batch = []
        yield from self._whole(kind, batch)

    def count(self, filters: Mapping[str, Any]) -> int:
        """How many articles a list of articles with these filters has."""
        with self._database.connect() as conn:
            return article_facts.count(conn, filters)

    def _whole(self, kind: str, batch: Sequence[tuple[UUID, set[str]]]) -> list[ArticleFacts]:
        chosen = None if kind == "articles" else {kind: set().union(*(ids for _, ids in batch))}
        with self._database.connect() as conn:
            return article_facts.of(conn, [article_id for article_id, _ in batch], chosen)
