"""Answers to requests that carry an Idempotency-Key, kept for a day, so that one sent again is not done again.

A row stands from the moment a request is begun. What was begun long ago and never ended belonged to a process that
died: whoever comes next takes it over.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, and_, delete, func, or_, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert

from api.store import tables

KEPT = timedelta(hours=24)
ABANDONED = timedelta(minutes=30)
"""Longer than any request is worked on."""

_PURGED = 100  # old answers dropped with each new request: more than come anew

_repeats = tables.repeats


@dataclass(frozen=True, slots=True)
class Kept:
    """What is known of a request under its key. `status` is None while somebody works on it."""

    fingerprint: str
    status: int | None
    headers: Mapping[str, str]
    body: str


def begin(conn: Connection, asker: str, key: str, fingerprint: str) -> Kept | None:
    """Note that a request is worked on from now on: None; or what is known of the one that came before it."""
    c = _repeats.c
    now = func.now()
    over = or_(c.begun_at < now - KEPT, and_(c.status.is_(None), c.begun_at < now - ABANDONED))
    old = select(c.asker, c.key).where(c.begun_at < now - KEPT).limit(_PURGED).with_for_update(skip_locked=True)
    conn.execute(delete(_repeats).where(tuple_(c.asker, c.key).in_(old)))
    begun: dict[str, Any] = {"fingerprint": fingerprint, "status": None, "headers": {}, "body": "", "begun_at": now}
    statement = insert(_repeats).values(asker=asker, key=key, **begun)
    taken = conn.execute(
        statement.on_conflict_do_update(index_elements=[c.asker, c.key], set_=begun, where=over).returning(c.key)
    ).scalar()
    if taken is not None:
        return None
    row = conn.execute(select(_repeats).where(c.asker == asker, c.key == key)).one_or_none()
    return None if row is None else Kept(row.fingerprint, row.status, row.headers, row.body)


def finish(conn: Connection, asker: str, key: str, status: int, headers: Mapping[str, str], body: str) -> None:
    """Keep the answer."""
    c = _repeats.c
    answer = {"status": status, "headers": dict(headers), "body": body}
    conn.execute(update(_repeats).where(c.asker == asker, c.key == key).values(answer))


def release(conn: Connection, asker: str, key: str) -> None:
    """Forget a request that changed nothing: sent again, it is done anew."""
    c = _repeats.c
    conn.execute(delete(_repeats).where(c.asker == asker, c.key == key, c.status.is_(None)))


def forget(conn: Connection, id_: str) -> None:
    """Drop every answer that tells of what has this id: it is deleted."""
    conn.execute(delete(_repeats).where(_repeats.c.body.contains(id_, autoescape=True)))
