"""Keys as rows: by digest, since nobody can read a key back, and never deleted, since reviews tell who made them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, func, insert, or_, select, update

from api.store import identifiers, tables

USED_WITHIN = timedelta(minutes=1)
"""How exactly it is noted when a key was last used: not a write for each request."""

_keys = tables.access_keys


def create(
    conn: Connection, name: str, digest: str, scopes: Sequence[str], expires_at: datetime | None, by: str | None
) -> Any:
    """Keep a key; its row."""
    row = {"id": identifiers.fresh()[0], "name": name, "digest": digest, "scopes": list(scopes)}
    statement = insert(_keys).values({**row, "expires_at": expires_at, "created_by": by})
    return conn.execute(statement.returning(*_keys.c)).one()


def every(conn: Connection) -> list[Any]:
    """Every key, the newest first, those that are revoked or have expired too."""
    return list(conn.execute(select(_keys).order_by(_keys.c.id.desc())))


def valid(conn: Connection, *, digest: str | None = None, key_id: str | None = None) -> Any:
    """The row of a key that holds now, by its digest or its id; None when there is none."""
    c = _keys.c
    wanted = c.digest == digest if digest is not None else c.id == identifiers.parse(key_id or "")
    holds = (wanted, c.revoked_at.is_(None), or_(c.expires_at.is_(None), c.expires_at > func.now()))
    row = conn.execute(select(_keys).where(*holds)).one_or_none()
    if row is not None:
        late = or_(c.last_used_at.is_(None), c.last_used_at < func.now() - USED_WITHIN)
        conn.execute(update(_keys).where(c.id == row.id, late).values(last_used_at=func.now()))
    return row


def revoke(conn: Connection, key_id: str, by: str | None) -> bool:
    """End a key now; whether there is one with this id. One that has ended stays as it is."""
    c = _keys.c
    id_ = identifiers.parse(key_id)
    conn.execute(update(_keys).where(c.id == id_, c.revoked_at.is_(None)).values(revoked_at=func.now(), revoked_by=by))
    return conn.execute(select(c.id).where(c.id == id_)).scalar() is not None
