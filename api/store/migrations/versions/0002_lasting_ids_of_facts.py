"""Facts get ids that last and are unique across articles, in place of c1, q1, which began anew in every extraction.

The ids are those that `api.engine.identity` gave when this was written; the code is repeated here because a migration
must not change when that does.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator
from typing import Any

from alembic import op
from sqlalchemy import Connection, text

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

LETTERS = {"companies": "c", "people": "p", "deals": "d", "claims": "q"}

RENAME = "ALTER TABLE {table} RENAME COLUMN {old} TO {new}"
INDEX = "CREATE INDEX {table}_fact_id_idx ON {table} (fact_id)"


def upgrade() -> None:
    for table in (*LETTERS, "mentions"):
        op.execute(RENAME.format(table=table, old="local_id", new="fact_id"))
    conn = op.get_bind()
    known = "SELECT e.id, a.fingerprint FROM extractions e JOIN articles a ON a.id = e.article_id"
    for extraction_id, fingerprint in conn.execute(text(known)).all():
        _rename_in(conn, extraction_id, fingerprint)
    for table in LETTERS:
        op.execute(INDEX.format(table=table))


def downgrade() -> None:
    """The names of the columns go back; the ids stay, for nothing tells any more what they were."""
    for table in (*LETTERS, "mentions"):
        op.execute(f"DROP INDEX IF EXISTS {table}_fact_id_idx")
        op.execute(RENAME.format(table=table, old="fact_id", new="local_id"))


def _rename_in(conn: Connection, extraction_id: Any, fingerprint: str) -> None:
    rows: dict[str, list[Any]] = {}
    for table in LETTERS:
        found = f"SELECT id, fact_id, entities, document FROM {table} WHERE extraction_id = :e ORDER BY position"  # noqa: S608
        rows[table] = list(conn.execute(text(found), {"e": extraction_id}))
    named = {row.fact_id: _name_place(row.document) for table in ("companies", "people") for row in rows[table]}
    ids: dict[str, str] = {}
    for table, facts in rows.items():
        for row in facts:
            wanted = _candidates(fingerprint, table, _places(table, row.document, named))
            ids[row.fact_id] = next(each for each in wanted if each not in ids.values())
    for table, facts in rows.items():
        for row in facts:
            conn.execute(
                text(f"UPDATE {table} SET fact_id = :f, entities = :n, document = CAST(:d AS json) WHERE id = :i"),  # noqa: S608
                {
                    "i": row.id,
                    "f": ids[row.fact_id],
                    "n": [ids.get(entity, entity) for entity in row.entities],
                    "d": json.dumps(_renamed(row.document, ids), separators=(",", ":")),
                },
            )
    for old, new in ids.items():
        mentions = "UPDATE mentions SET fact_id = :new WHERE extraction_id = :e AND fact_id = :old"
        conn.execute(text(mentions), {"new": new, "e": extraction_id, "old": old})


def _candidates(fingerprint: str, table: str, places: Any) -> Iterator[str]:
    yield _id(fingerprint, table, places)
    number = 2
    while True:
        yield _id(fingerprint, table, [places, number])
        number += 1


def _id(fingerprint: str, table: str, places: Any) -> str:
    words = json.dumps([fingerprint, table, places], ensure_ascii=True, separators=(",", ":"))
    digest = hashlib.sha256(words.encode()).digest()[:10]
    return LETTERS[table] + base64.b32hexencode(digest).decode().lower()


def _places(table: str, fact: dict[str, Any], named: dict[str, list[int]]) -> Any:
    if table in ("companies", "people"):
        return _name_place(fact)
    if table == "claims":
        return [[_place(span) for span in fact["content"]], _place(fact["source"]["span"])]
    parties = [[party["role"], named.get(party["id"]) or _place(party["span"])] for party in fact["parties"]]
    return sorted(parties) or [_place(span) for span in fact["evidence"]]


def _name_place(entity: dict[str, Any]) -> list[int]:
    mentions = entity["mentions"]
    by_name = (span for span in mentions if " ".join(span["quote"].split()) == entity["name"])
    return _place(next(by_name, mentions[0]))


def _place(span: dict[str, Any]) -> list[int]:
    return [span["start"], span["end"]]


def _renamed(value: Any, ids: dict[str, str], name: str = "") -> Any:
    if isinstance(value, dict):
        return {member: _renamed(part, ids, member) for member, part in value.items()}
    if isinstance(value, list):
        return [_renamed(part, ids, name) for part in value]
    refers = name in ("id", "about") or name.endswith("_id")
    return ids.get(value, value) if refers and isinstance(value, str) else value
