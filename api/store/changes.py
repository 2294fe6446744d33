"""What happened to the facts of the record, in one sequence for those who keep a copy of it.

A change is written in the transaction that makes it, without a number. Numbers are given afterwards, under a lock, to
what is committed by then: whoever has read up to a number has read all that will ever stand before it, in whatever
order transactions end. A number, once given, stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Connection, and_, func, insert, literal_column, select, text

from api.engine.identity import LETTERS
from api.store import events, identifiers, tables

NEW, CHANGED, REVIEWED, GONE = "new", "changed", "reviewed", "gone"
MERGED, SPLIT = "merged", "split"

WAITED_FOR = "changes"
"""What those who wait for changes are woken by, in place of an extraction's id."""

_LOCK = 0x6F6E7265_63686E67  # any number of our own: whoever gives numbers holds it
_AT_ONCE = 5000  # so many are numbered in one statement

_table = tables.changes
_a = tables.articles.c


@dataclass(frozen=True, slots=True)
class Change:
    """One change. `subject` is the id of a fact or an entity; `kind` is its table."""

    number: int
    change: str
    kind: str
    subject: str
    article_id: str | None
    at: datetime


class Known(NamedTuple):
    """A fact as it stands: where it was found, how it stands with people, and the fact."""

    extraction_id: str
    review: str
    fact: dict[str, Any]


class _State(NamedTuple):
    kind: str
    review: str
    digest: str


@contextmanager
def of_article(conn: Connection, article_id: str | UUID | None) -> Iterator[None]:
    """Write down what the block changes in the facts that hold of an article: those of its newest extraction.

    The caller holds the article, so that no other transaction changes them meanwhile.
    """
    id_ = None if article_id is None else identifiers.parse(article_id)
    if id_ is None:
        yield
        return
    before = _standing(conn, id_)
    yield
    record(conn, _differences(before, _standing(conn, id_)), id_)


def record(conn: Connection, changes: Iterable[tuple[str, str, str]], article_id: UUID | None) -> None:
    """Write changes down, each as what happened, the kind and the id, and wake those who wait for them."""
    rows = [
        {"change": change, "kind": kind, "subject": subject, "article_id": article_id}
        for change, kind, subject in changes
    ]
    if rows:
        conn.execute(insert(_table), rows)
        events.announce(conn, WAITED_FOR)


def after(conn: Connection, number: int, limit: int) -> list[Change]:
    """The changes that follow the one of that number, in order; what is committed and has no number gets one first."""
    _give_numbers(conn)
    following = select(_table).where(_table.c.number > number).order_by(_table.c.number).limit(limit)
    return [
        Change(row.number, row.change, row.kind, row.subject, _words(row.article_id), row.at)
        for row in conn.execute(following)
    ]


def last(conn: Connection) -> int:
    """The number of the newest change that is committed; 0 before the first."""
    while _give_numbers(conn) == _AT_ONCE:
        pass
    return _last(conn)


def known(conn: Connection, changes: Iterable[Change]) -> Mapping[str, Known]:
    """The facts that changes are about as they stand now, by their ids; what is gone is not among them."""
    wanted: dict[str, set[str]] = {}
    for one in changes:
        wanted.setdefault(one.kind, set()).add(one.subject)
    found: dict[str, Known] = {}
    for kind, ids in wanted.items():
        if kind not in tables.FACTS:
            continue
        c = tables.FACTS[kind].c
        held = and_(_a.id == c.article_id, _a.current_extraction_id == c.extraction_id)
        facts = select(c.fact_id, c.extraction_id, c.review, c.document).join(tables.articles, held)
        for row in conn.execute(facts.where(c.fact_id.in_(ids))):
            found[row.fact_id] = Known(str(row.extraction_id), row.review, row.document)
    return found


def _give_numbers(conn: Connection) -> int:
    """Number what is committed and has no number yet; how many they were, at most _AT_ONCE."""
    waiting = select(_table.c.id).where(_table.c.number.is_(None)).limit(1)
    if conn.execute(waiting).first() is None:
        return 0
    conn.execute(select(func.pg_advisory_xact_lock(_LOCK)))
    return conn.execute(text(_NUMBER), {"last": _last(conn), "most": _AT_ONCE}).rowcount


# A fact's changes are written one after the other, each after the one before is committed: by id they are in order.
_NUMBER = """
UPDATE changes SET number = CAST(:last AS bigint) + waiting.place
FROM (
    SELECT id, row_number() OVER (ORDER BY id) AS place
    FROM (SELECT id FROM changes WHERE number IS NULL ORDER BY id LIMIT :most) AS oldest
) AS waiting
WHERE changes.id = waiting.id
"""


def _last(conn: Connection) -> int:
    return conn.execute(select(func.max(_table.c.number))).scalar() or 0


def _standing(conn: Connection, article_id: UUID) -> dict[str, _State]:
    """How each fact of an article stands, rejected ones too."""
    found: dict[str, _State] = {}
    for kind in LETTERS:
        c = tables.FACTS[kind].c
        held = and_(_a.id == c.article_id, _a.current_extraction_id == c.extraction_id)
        digest = func.md5(literal_column(f"{kind}.document::text")).label("digest")
        rows = select(c.fact_id, c.review, digest).join(tables.articles, held).where(_a.id == article_id)
        for row in conn.execute(rows.order_by(c.position)):
            found[row.fact_id] = _State(kind, row.review, row.digest)
    return found


def _differences(before: Mapping[str, _State], now: Mapping[str, _State]) -> Iterator[tuple[str, str, str]]:
    for id_, state in before.items():
        if id_ not in now:
            yield GONE, state.kind, id_
    for id_, state in now.items():
        if id_ not in before:
            yield NEW, state.kind, id_
        elif state.review != before[id_].review:
            yield REVIEWED, state.kind, id_
        elif state.digest != before[id_].digest:
            yield CHANGED, state.kind, id_


def _words(id_: UUID | None) -> str | None:
    return None if id_ is None else str(id_)
