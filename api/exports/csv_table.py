"""Lists of facts as CSV (RFC 4180) for a spreadsheet: one row a fact, the columns a reader would look for first.

Many values of one cell are parted by "; ". Words come from articles, so a cell that a spreadsheet would run as a
formula is disarmed with an apostrophe (CWE-1236). What is nested deeper than a cell can hold is in the JSON alone.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

Item = Mapping[str, Any]
Column = tuple[str, Callable[[Item], Any]]

_RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def table(kind: str, items: Iterable[Item]) -> str:
    """The items of a list (companies, people, deals, claims, articles) as CSV with a header row."""
    return "".join(rows(kind, items))


def rows(kind: str, items: Iterable[Item]) -> Iterator[str]:
    """The same a row at a time, the header row first."""
    columns = COLUMNS[kind]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")

    def written(cells: list[str]) -> str:
        out.seek(0)
        out.truncate()
        writer.writerow(cells)
        return out.getvalue()

    yield written([name for name, _ in columns])
    for item in items:
        yield written([cell(value(item)) for _, value in columns])


def cell(value: Any) -> str:
    """The value as the words of one cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return f"{value:.15g}" if isinstance(value, float) else str(value)
    if isinstance(value, list | tuple):
        return cell("; ".join(cell(each) for each in value if each is not None))
    words = str(value)
    return f"'{words}" if words.startswith(_RUNS) else words


def _of(*path: str) -> Callable[[Item], Any]:
    """The value at a path of member names; None once one of them is null."""

    def value(item: Item) -> Any:
        found: Any = item
        for step in path:
            found = None if found is None else found[step]
        return found

    return value


def _each(path: Sequence[str], value: Callable[[Item], Any]) -> Callable[[Item], Any]:
    """A value of every member of the array at a path."""
    return lambda item: [value(member) for member in _of(*path)(item)]


def _named_role(member: Item) -> str:
    return f"{member['name']} ({member['role']})"


def _title(role: Item) -> str:
    organization = role["organization"]
    return role["title"] if organization is None else f"{role['title']}, {organization['name']}"


def _first(path: Sequence[str], *member: str) -> Callable[[Item], Any]:
    """A value of the first member of the array at a path; None when it is empty."""

    def value(item: Item) -> Any:
        members = _of(*path)(item)
        return _of(*member)(members[0]) if members else None

    return value


_ARTICLE: list[Column] = [
    ("article_id", _of("article", "id")),
    ("article_title", _of("article", "title")),
    ("article_url", _of("article", "url")),
    ("publisher", _of("article", "publisher")),
    ("published_at", _of("article", "published_at")),
    ("language", _of("article", "language")),
    ("extraction_id", _of("extraction_id")),
]


def _where(*path: str) -> list[Column]:
    """The words that prove the fact and their offsets: the first span of the array at a path."""
    return [
        ("quote", _first(path, "quote")),
        ("start", _first(path, "start")),
        ("end", _first(path, "end")),
    ]


COLUMNS: dict[str, list[Column]] = {
    "companies": [
        ("id", _of("id")),
        ("review", _of("review")),
        ("name", _of("name")),
        ("kind", _of("kind")),
        ("aliases", _of("aliases")),
        ("mentions", lambda item: len(item["mentions"])),
        *_where("mentions"),
        *_ARTICLE,
    ],
    "people": [
        ("id", _of("id")),
        ("review", _of("review")),
        ("name", _of("name")),
        ("roles", _each(("roles",), _title)),
        ("aliases", _of("aliases")),
        ("mentions", lambda item: len(item["mentions"])),
        *_where("mentions"),
        *_ARTICLE,
    ],
    "deals": [
        ("id", _of("id")),
        ("review", _of("review")),
        ("type", _of("type")),
        ("status", _of("status")),
        ("parties", _each(("parties",), _named_role)),
        ("amounts", _each(("amounts",), _of("text"))),
        ("value", _first(("amounts",), "value")),
        ("currency", _first(("amounts",), "currency")),
        ("stake_percent", _of("stake", "percent")),
        ("dates", _each(("dates",), lambda date: f"{date['event']} {date['value'] or date['text']}")),
        *_where("evidence"),
        *_ARTICLE,
    ],
    "claims": [
        ("id", _of("id")),
        ("review", _of("review")),
        ("source", _of("source", "name")),
        ("source_kind", _of("source", "kind")),
        ("source_class", _of("source", "class")),
        ("speaks_for", _of("source", "speaks_for", "name")),
        ("channel", _of("source", "channel")),
        ("cue", _of("cue", "text")),
        ("claim", _of("text")),
        ("directness", _of("directness")),
        ("certainty", _of("certainty")),
        ("polarity", _of("polarity")),
        *_where("content"),
        *_ARTICLE,
    ],
    "articles": _ARTICLE,
}
