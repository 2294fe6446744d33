"""What is known over all articles: the lists, and the articles themselves. It knows no HTTP."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Connection
from sqlalchemy import Engine as Database

from api.problems import NotFound
from api.store import articles, facts
from api.store.articles import ArticleRow
from api.store.facts import Page

_LISTS: Mapping[str, Callable[[Connection, Mapping[str, Any], str | None, int], Page]] = {
    "articles": facts.list_articles,
    "companies": facts.list_companies,
    "people": facts.list_people,
    "deals": facts.list_deals,
    "claims": facts.list_claims,
}


class Library:
    """Reads lists and articles, and deletes articles. One instance serves all threads of a process."""

    def __init__(self, database: Database) -> None:
        """Keep the database and ask it nothing yet."""
        self._database = database

    def page(self, kind: str, filters: Mapping[str, Any], after: str | None, limit: int) -> Page:
        """One page of a list, newest first. `after` is the cursor of the page before it. Raises InvalidParameter."""
        with self._database.connect() as conn:
            return _LISTS[kind](conn, filters, after, limit)

    def article(self, article_id: str) -> ArticleRow:
        """An article with its text. Raises NotFound."""
        with self._database.connect() as conn:
            found = articles.get(conn, article_id)
        if found is None:
            raise _missing(article_id)
        return found

    def delete_article(self, article_id: str) -> None:
        """Delete an article with all its extractions, facts and decisions. Raises NotFound."""
        with self._database.begin() as conn:
            if not articles.delete(conn, article_id):
                raise _missing(article_id)


def _missing(article_id: str) -> NotFound:
    return NotFound(f"There is no article {article_id[:80]!r}.")
