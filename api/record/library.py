"""What is known over all articles: the lists, and the articles themselves. It knows no HTTP."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection
from sqlalchemy import Engine as Database

from api.problems import NotFound
from api.store import articles, dossiers, extractions, facts, readings, repeats
from api.store.articles import ArticleRow
from api.store.dossiers import Dossier
from api.store.facts import Page
from api.store.readings import Reading

_LISTS: Mapping[str, Callable[[Connection, Mapping[str, Any], str | None, int], Page]] = {
    "articles": facts.list_articles,
    "companies": facts.list_companies,
    "people": facts.list_people,
    "deals": facts.list_deals,
    "claims": facts.list_claims,
}


class Shown(NamedTuple):
    """An article and the extraction that a reader is shown of it, as a document; None where there is none yet."""

    article: ArticleRow
    extraction: dict[str, Any] | None


class Arrivals(NamedTuple):
    """The newest articles, and how many have come since a moment."""

    newest: list[Reading]
    since: int


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

    def shown(self, article_id: str, extraction_id: str | None = None) -> Shown:
        """An article and the extraction that a reader should see: the one asked for, else the one that is being made,
        else the newest that ended well. Raises NotFound.
        """
        with self._database.connect() as conn:
            found = articles.get(conn, article_id)
            if found is None:
                raise NotFound("There is no such article. It may have been deleted.")
            wanted = (
                extraction_id
                or readings.unfinished_extraction(conn, article_id)
                or readings.shown_extraction(conn, article_id)
            )
            extraction = extractions.get(conn, wanted, rejected=True) if wanted else None
        if extraction is not None and extraction["article"]["id"] != found.id:
            raise NotFound("This extraction is of another article.")
        return Shown(found, extraction)

    def arrivals(self, limit: int, *, since: datetime | None = None) -> Arrivals:
        """The newest articles, at most `limit`, and how many came after `since`: 0 without it."""
        with self._database.connect() as conn:
            return Arrivals(readings.newest(conn, limit), readings.came_after(conn, since) if since else 0)

    def dossier(self, kind: str, name: str) -> Dossier:
        """What all articles say of everybody (`people`) or every organisation (`companies`) of a name.

        Raises NotFound where no article names it.
        """
        with self._database.connect() as conn:
            found = dossiers.of_name(conn, kind, name)
        if not found.entities:
            raise NotFound(f"No article names {name[:80]!r} so.")
        return found

    def newest_facts(
        self, kinds: Iterable[str], filters: Mapping[str, Any], limit: int
    ) -> tuple[dict[str, list[dict[str, Any]]], dict[str, tuple[str, str]]]:
        """The newest facts of each kind, at most `limit` of one, and whom their extractions name.

        The names give for an id the kind of fact (`companies` or `people`) and the name.
        """
        with self._database.connect() as conn:
            found = {kind: _LISTS[kind](conn, filters, None, limit).items for kind in kinds}
            made = sorted({one["extraction_id"] for each in found.values() for one in each})
            return found, dossiers.names(conn, made)

    def delete_article(self, article_id: str) -> None:
        """Delete an article with all its extractions, facts and decisions. Raises NotFound."""
        with self._database.begin() as conn:
            if not articles.delete(conn, article_id):
                raise _missing(article_id)
            repeats.forget(conn, article_id)


def _missing(article_id: str) -> NotFound:
    return NotFound(f"There is no article {article_id[:80]!r}.")
