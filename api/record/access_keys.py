"""Keys that people make for people and programs: with a name, what they may do, and how long. It knows no HTTP.

A key's words are shown when it is made and never again: what is kept is their SHA-256, which is enough for words that
were drawn at random from 2^256.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Engine as Database

from api.problems import Fault, InvalidDocument, NotFound
from api.store import access_keys
from api.store.articles import timestamp

Document = dict[str, Any]

SCOPES = ("read", "write", "review", "admin")
"""What a key may do: read what is known; have articles read and deleted; decide about facts and entities; all of that,
keys and the audit log. Each of the others may read.
"""

_PREFIX = "onr_"
"""So that who finds one in a log or a repository knows what it is."""


@dataclass(frozen=True, slots=True)
class Held:
    """A key that holds now."""

    id: str
    name: str
    digest: bytes
    scopes: frozenset[str]


class AccessKeys:
    """Makes keys, knows them again and ends them. One instance serves all threads of a process."""

    def __init__(self, database: Database) -> None:
        """Keep the database and ask it nothing yet."""
        self._database = database

    def make(
        self, name: str, scopes: Collection[str], expires_at: datetime | None = None, *, by: str | None = None
    ) -> tuple[Document, str]:
        """A new key as it is listed, and its words. Raises InvalidDocument when it would have expired already."""
        if expires_at is not None and expires_at <= datetime.now(UTC):
            raise InvalidDocument("The key would have expired.", errors=[Fault("Is in the past.", "/expires_at")])
        words = _PREFIX + secrets.token_urlsafe(32)
        ordered = [scope for scope in SCOPES if scope in scopes]
        with self._database.begin() as conn:
            row = access_keys.create(conn, name, digest_of(words).hex(), ordered, expires_at, by)
        return _document(row), words

    def all(self) -> list[Document]:
        """Every key, the newest first; its words nobody knows."""
        with self._database.connect() as conn:
            return [_document(row) for row in access_keys.every(conn)]

    def revoke(self, key_id: str, *, by: str | None = None) -> None:
        """End a key from now on. Raises NotFound."""
        with self._database.begin() as conn:
            if not access_keys.revoke(conn, key_id, by):
                raise NotFound(f"There is no key {key_id[:80]!r}.")

    def matching(self, words: str) -> Held | None:
        """The key with these words, if it holds."""
        if not words.startswith(_PREFIX):
            return None
        with self._database.begin() as conn:
            return _held(access_keys.valid(conn, digest=digest_of(words).hex()))

    def holding(self, key_id: str) -> Held | None:
        """The key with this id, if it holds."""
        with self._database.begin() as conn:
            return _held(access_keys.valid(conn, key_id=key_id))


def digest_of(words: str) -> bytes:
    """What a key is known by."""
    return sha256(words.encode()).digest()


def _held(row: Any) -> Held | None:
    return None if row is None else Held(str(row.id), row.name, bytes.fromhex(row.digest), frozenset(row.scopes))


def _document(row: Any) -> Document:
    moments = ("created_at", "expires_at", "last_used_at", "revoked_at")
    told = {name: None if getattr(row, name) is None else timestamp(getattr(row, name)) for name in moments}
    names = {"created_by": row.created_by, "revoked_by": row.revoked_by}
    return {"id": str(row.id), "name": row.name, "scopes": list(row.scopes), **told, **names}
