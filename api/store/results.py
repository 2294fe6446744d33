"""What an extraction found, as rows: facts with the columns that lists filter by, mentions, raw model replies.

The public JSON of each fact is kept as the engine delivers it, with what people decided about it laid upon it; nothing
else here changes, drops or reorders it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Row, Table, func, literal_column, select, text
from sqlalchemy.dialects.postgresql import JSON, aggregate_order_by

from api.engine.facts import Extraction, Provenance, RawReply, Usage, as_json
from api.store import decisions, fact_columns, identifiers, tables
from api.store.database import in_json
from api.store.standing import Laid, lay

NO_USAGE: dict[str, Any] = as_json(Usage())
_PROVENANCE = ("engine", "model", "prompt", "prompt_sha256", "rules_sha256", "schema_version")


def provenance_columns(provenance: Provenance) -> dict[str, str]:
    """Give the columns of `extractions` that say what made it."""
    return {name: getattr(provenance, name) for name in _PROVENANCE}


def provenance(row: Row[Any]) -> dict[str, str] | None:
    """Read those columns back; None when the model was never asked."""
    return {name: getattr(row, name) for name in _PROVENANCE} if row.engine is not None else None


def outcome_columns(extraction: Extraction) -> dict[str, Any]:
    """Give the columns of `extractions` that an ended run sets."""
    return {
        "usage": as_json(extraction.usage),
        "warnings": as_json(extraction.warnings),
        "rejected": as_json(extraction.rejected),
        **provenance_columns(extraction.provenance),
    }


def documents(table: Table, extraction_id: ColumnElement[UUID]) -> ColumnElement[Any]:
    """Select the facts of one table as one JSON array of [review, fact], in the order of the engine."""
    pair = func.json_build_array(table.c.review, table.c.document)
    array = func.json_agg(aggregate_order_by(pair, table.c.position), type_=JSON)
    found = func.coalesce(array, literal_column("'[]'::json"), type_=JSON)
    return select(found).where(table.c.extraction_id == extraction_id).scalar_subquery()


def replace(
    conn: Connection, extraction_id: UUID, article_id: UUID, extraction: Extraction, *, anew: bool = False
) -> None:
    """Write an extraction's facts, mentions and replies, in place of any that an earlier attempt left (`anew`: none).

    All of it goes to the server in one statement, the rows of each table as one JSON array.
    """
    whose = {"extraction_id": extraction_id, "article_id": article_id}
    laid = lay(as_json(extraction.facts), decisions.standing(conn, article_id))
    known = fact_columns.roster({kind: [one.fact for one in ones] for kind, ones in laid.items()})
    rows: dict[Table, list[dict[str, Any]]] = {}
    for kind, facts in laid.items():
        rows[tables.FACTS[kind]] = [
            whose
            | {"id": identifiers.within(extraction_id, position), "position": position}
            | columns(kind, one, known)
            for position, one in enumerate(facts)
        ]
    entities = [one.fact for kind in ("companies", "people") for one in laid[kind]]
    rows[tables.mentions] = [whose | row for row in _mentions(entities)]
    made = {"extraction_id": extraction_id, "model": extraction.provenance.model,
            "prompt_sha256": extraction.provenance.prompt_sha256}  # fmt: skip
    rows[tables.model_replies] = [made | row for row in _replies(extraction)]
    if not anew:
        for table in rows:
            conn.execute(table.delete().where(table.c.extraction_id == extraction_id))
    _put(conn, {table: its_rows for table, its_rows in rows.items() if its_rows})


def columns(kind: str, laid: Laid, known: fact_columns.Roster) -> dict[str, Any]:
    """The columns of a fact and of how it stands."""
    standing = {"review": laid.review, "found": laid.found, "by_hand": laid.by_hand}
    return fact_columns.columns(kind, laid.fact, known) | standing


def _put(conn: Connection, rows: Mapping[Table, Sequence[Mapping[str, Any]]]) -> None:
    """Insert the rows, all of a table with the same columns.

    A document within the array is text of its own: it may hold escapes that no text of the database can be made of.
    """
    inserts, values = [], {}
    for table, its_rows in rows.items():
        documents = [column.name for column in table.columns if isinstance(column.type, JSON)]
        names = list(its_rows[0])
        taken = [f"CAST({name} #>> '{{}}' AS json)" if name in documents else name for name in names]
        inserts.append(
            f"into_{table.name} AS (INSERT INTO {table.name} ({', '.join(names)}) "  # noqa: S608 - our own columns
            f"SELECT {', '.join(taken)} FROM json_populate_recordset(NULL::{table.name}, CAST(:{table.name} AS json)))"
        )
        values[table.name] = in_json(
            [
                row | {name: in_json(row[name]) for name in documents if name in row and row[name] is not None}
                for row in map(dict, its_rows)
            ]
        )
    if inserts:
        conn.execute(text(f"WITH {', '.join(inserts)} SELECT 1"), values)


def _mentions(entities: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [
        {
            "fact_id": entity["id"],
            "start_offset": span["start"],
            "end_offset": span["end"],
            "sentence": span["sentence"],
            "quote": span["quote"],
        }
        for entity in entities
        for span in entity["mentions"]
    ]


def _replies(extraction: Extraction) -> list[dict[str, Any]]:
    return [
        {
            "step": reply.step,
            "start_offset": reply.start,
            "end_offset": reply.end,
            "content": _storable(reply.content),
            "finish_reason": reply.finish_reason,
            "input_tokens": reply.input_tokens,
            "output_tokens": reply.output_tokens,
            "seconds": reply.seconds,
            "question_sha256": reply.question,
        }
        for reply in extraction.replies
    ]


def replies(conn: Connection, extraction_id: UUID | None) -> list[RawReply]:
    """The raw replies of an extraction, in the order in which they came."""
    kept = tables.model_replies
    rows = conn.execute(select(kept).where(kept.c.extraction_id == extraction_id).order_by(kept.c.id))
    return [
        RawReply(
            row.step,
            row.start_offset,
            row.end_offset,
            row.content,
            row.finish_reason,
            row.input_tokens,
            row.output_tokens,
            row.seconds,
            row.question_sha256,
        )
        for row in rows
    ]


def _storable(content: str) -> str:
    """Escape what PostgreSQL's text cannot hold: NUL and lone surrogates, which only a broken reply contains."""
    return content.encode("utf-8", "backslashreplace").decode().replace("\x00", "\\x00")
