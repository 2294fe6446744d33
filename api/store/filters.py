"""What every list can be filtered by: declared here once, read by the views, turned into SQL for `store.searching`.

A condition comes in two forms: over rows that are at hand already, and over a whole table, where it has to be one that
an index answers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, cast, func, literal, or_
from sqlalchemy.dialects.postgresql import ARRAY, REGCONFIG, TSQUERY

from api.store import identifiers, tables
from api.store.articles import SEARCH_CONFIGS
from api.store.folding import fold
from api.store.standing import KEPT

REVIEWS = ("unreviewed", "accepted", "corrected", "added", "rejected", "reviewed", "any")
"""How a fact may stand with people; what is rejected is listed only when asked for, as `rejected` or `any`."""

LONGEST_ENDING = 24
"""Code points of a word's ending that the index keeps; the rest of a longer one is compared in the row."""


@dataclass(frozen=True, slots=True)
class Filter:
    """One filter. `takes`: words, language, from, to, review, or the schema and member whose values it takes.

    `column` is compared with the value; an array matches when it holds it.
    """

    takes: str | tuple[str, str]
    column: str | None = None


OF_ARTICLES: Mapping[str, Filter] = {
    "q": Filter("words"),
    "language": Filter("language"),
    "publisher": Filter("words"),
    "published_from": Filter("from"),
    "published_to": Filter("to"),
}

COMMON: Mapping[str, Filter] = {
    **OF_ARTICLES,
    "name": Filter("words"),
    "entity": Filter("words"),
    "article": Filter("words"),
    "extraction": Filter("words"),
    "review": Filter("review"),
}

FILTERS: Mapping[str, Mapping[str, Filter]] = {
    "articles": COMMON,
    "companies": {**COMMON, "kind": Filter(("company", "kind"), "kind")},
    "people": {**COMMON, "status": Filter(("role", "status"), "role_statuses")},
    "deals": {
        **COMMON,
        "type": Filter(("deal", "type"), "type"),
        "status": Filter(("deal", "status"), "status"),
        "role": Filter(("party", "role"), "party_roles"),
    },
    "claims": {
        **COMMON,
        "source": Filter("words"),
        "kind": Filter(("source", "kind"), "source_kind"),
        "class": Filter(("source", "class"), "source_class"),
        "channel": Filter(("source", "channel"), "channel"),
        "directness": Filter(("claim", "directness"), "directness"),
        "certainty": Filter(("claim", "certainty"), "certainty"),
        "polarity": Filter(("claim", "polarity"), "polarity"),
    },
}

NARROW = frozenset({"article", "extraction", "entity", "name", "source"})
"""Filters of facts that usually leave few rows of a whole table."""


def check(kind: str, filters: Mapping[str, Any]) -> None:
    """Return if the list knows these filters. Raises ValueError: a program that asks for others is wrong."""
    if unknown := filters.keys() - FILTERS[kind].keys():
        raise ValueError(f"{kind} have no filter {', '.join(sorted(unknown))}")


def of_facts(kind: str, c: Any, filters: Mapping[str, Any], *, whole: bool) -> list[ColumnElement[bool]]:
    """The conditions over the columns `c` of a table of facts; `whole`: an index has to answer them."""
    where = _review(c.review, filters.get("review"))
    if (article := filters.get("article")) is not None:
        where.append(c.article_id == identifiers.parse(article))
    if (extraction := filters.get("extraction")) is not None:
        where.append(c.extraction_id == identifiers.parse(extraction))
    if (entity := filters.get("entity")) is not None:
        where.append(c.entities.contains([entity]))
    if (name := filters.get("name")) is not None:
        where += part_of(c.names, name, whole=whole)
    if (source := filters.get("source")) is not None:
        where += part_of(c.source_names, source, whole=whole)
    for name, one in FILTERS[kind].items():
        if one.column is not None and (value := filters.get(name)) is not None:
            column = c[one.column]
            where.append(column.contains([value]) if isinstance(column.type, ARRAY) else column == value)
    return where


def of_articles(filters: Mapping[str, Any], *, whole: bool) -> list[ColumnElement[bool]]:
    """The conditions over articles; `whole`: an index has to answer them."""
    c = tables.articles.c
    where: list[ColumnElement[bool]] = []
    if (language := filters.get("language")) is not None:
        where.append(c.language == language.lower())
    if (publisher := filters.get("publisher")) is not None:
        where += part_of(c.publisher_folded, publisher, whole=whole)
    if (start := filters.get("published_from")) is not None:
        where.append(c.published_at >= _moment(start))
    if (end := filters.get("published_to")) is not None:
        where.append(c.published_at < _moment(end, whole_day=True))
    if (words := filters.get("q")) is not None:
        where.append(_has_words(words, filters.get("language")))
    return where


def _review(column: ColumnElement[str], review: str | None) -> list[ColumnElement[bool]]:
    if review == "any":
        return []
    if review == "reviewed":
        return [column.in_(sorted(KEPT))]
    return [column != "rejected" if review is None else column == review]


def part_of(column: ColumnElement[Any], words: str, *, whole: bool) -> list[ColumnElement[bool]]:
    """Match names that hold the words. An index finds those in which every word begins the ending of a word."""
    needle = fold(words)
    found: ColumnElement[bool] = column.contains(needle, autoescape=True)
    if not whole or not needle:
        return [found]
    quoted = (word[:LONGEST_ENDING].replace("\\", "\\\\").replace("'", "''") for word in needle.split())
    query = cast(literal(" & ".join(f"'{word}':*" for word in quoted)), TSQUERY)
    return [func.onrecord_endings(column).op("@@")(query), found]


def _has_words(words: str, language: str | None) -> ColumnElement[bool]:
    """Match articles by words, each article in its own language's stemming; quotes, OR and - work as on the web."""
    # One search a language, as constants: the index cannot be used with a configuration that differs from row to row.
    c = tables.articles.c
    configs = sorted({*SEARCH_CONFIGS.values(), "simple"})
    if language is not None:
        configs = [SEARCH_CONFIGS.get(language.lower()[:2], "simple")]
    return or_(
        *(
            and_(
                c.search_config == config,
                c.search.op("@@")(func.websearch_to_tsquery(literal(config, REGCONFIG), words, type_=TSQUERY)),
            )
            for config in configs
        )
    )


def _moment(given: date, *, whole_day: bool = False) -> datetime:
    """Take a moment as it is (UTC if it does not say); of a mere date its beginning, or its end."""
    if isinstance(given, datetime):
        return given if given.tzinfo else given.replace(tzinfo=UTC)
    return datetime.combine(given + timedelta(days=1 if whole_day else 0), time.min, UTC)
