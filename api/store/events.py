"""What happens while an article is read, as rows: numbered within an extraction, so that resuming is a SELECT.

A row is written by the extraction's runner alone, under its lease. A NOTIFY on CHANNEL only wakes those who wait; what
they learn they read here. The last event and the first have no data of their own: they tell of the extraction as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, and_, func, insert, literal, select, text, update
from sqlalchemy import delete as delete_from
from sqlalchemy.sql.dml import ReturningInsert

from api.store import identifiers, tables
from api.store.database import in_json

CREATED = "extraction.created"
PROVEN = "fact.proven"
REJECTED = "fact.rejected"
PROGRESS = "progress"
FINISHED = "extraction.finished"

CHANNEL = "onrecord_extractions"  # NOTIFY here carries the id of an extraction that there is news of
KEPT_HOURS = 24  # after its end; from then on the events are told from the extraction itself

_events = tables.extraction_events
_extractions = tables.extractions

New = tuple[str, dict[str, Any] | None]
"""The type of an event, and its data."""


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened. `number` is its place within its extraction, from 1."""

    number: int
    type: str
    data: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an extraction stands: its status, the number of its last event, and whether somebody wants it stopped."""

    status: str
    last: int
    stop: bool


def begin(conn: Connection, extraction_id: UUID) -> None:
    """Forget what an earlier attempt told, and tell that the reading begins. The numbers go on."""
    conn.execute(delete_from(_events).where(_events.c.extraction_id == extraction_id))
    _append(conn, _extractions.c.id == extraction_id, [(CREATED, None)])


def created_by(made: ReturningInsert[Any]) -> ReturningInsert[Any]:
    """Have the statement that makes an extraction (and returns its id) write its first event too."""
    new = made.cte("made")
    first = select(new.c.id, literal(1), literal(CREATED))
    return insert(_events).from_select(["extraction_id", "number", "type"], first).returning(_events.c.extraction_id)


def end(conn: Connection, extraction_id: UUID) -> None:
    """Tell that the reading has come to its end."""
    _append(conn, _extractions.c.id == extraction_id, [(FINISHED, None)])


def append(conn: Connection, extraction_id: str, runner: str, news: Sequence[New]) -> bool | None:
    """Tell the news of a running extraction and whether somebody wants it stopped; None when it is not this runner's.

    What a crash of the database may lose of it the runner's result will tell again: nobody waits for the disk.
    """
    whose = {"extraction": identifiers.parse(extraction_id), "runner": runner}
    if not news:
        ours = _extractions.c.id == whose["extraction"], _extractions.c.runner == runner
        return conn.execute(select(_extractions.c.stop_asked).where(*ours, _extractions.c.status == "running")).scalar()
    # Data within the array is text of its own: it may hold escapes that no text of the database can be made of.
    told = in_json([{"type": kind, "data": None if data is None else in_json(data)} for kind, data in news])
    values = {**whose, "told": told, "count": len(news), "channel": CHANNEL, "id": str(extraction_id)}
    stop: bool | None = conn.execute(_TELL, values).scalar()
    return stop


_TELL = text(
    """
    WITH counted AS (
        UPDATE extractions SET last_event = last_event + :count
        WHERE id = :extraction AND status = 'running' AND runner = :runner
        RETURNING id, last_event, stop_asked
    ), told AS (
        INSERT INTO extraction_events (extraction_id, number, type, data)
        SELECT counted.id, counted.last_event - :count + ordinality, value ->> 'type',
            CAST(value ->> 'data' AS json)
        FROM counted, json_array_elements(CAST(:told AS json)) WITH ORDINALITY
    )
    SELECT stop_asked, pg_notify(:channel, :id), set_config('synchronous_commit', 'off', true) FROM counted
    """
)
"""Numbers the events on, writes them and wakes who waits, in one way to the server and back."""


def standing(conn: Connection, extraction_id: str) -> Standing | None:
    """Tell where an extraction stands; None when there is none with this id."""
    known = select(_extractions.c.status, _extractions.c.last_event, _extractions.c.stop_asked)
    row = conn.execute(known.where(_extractions.c.id == identifiers.parse(extraction_id))).one_or_none()
    return None if row is None else Standing(row.status, row.last_event, row.stop_asked)


def after(conn: Connection, extraction_id: str, number: int) -> list[Event]:
    """List what happened after the event of that number, in order."""
    later = and_(_events.c.extraction_id == identifiers.parse(extraction_id), _events.c.number > number)
    rows = conn.execute(select(_events).where(later).order_by(_events.c.number))
    return [Event(row.number, row.type, row.data) for row in rows]


def forget(conn: Connection) -> int:
    """Drop the events of extractions that ended a day ago, which tell all of it themselves. Returns how many."""
    old = and_(
        _extractions.c.id == _events.c.extraction_id,
        _extractions.c.finished_at < func.now() - func.make_interval(0, 0, 0, 0, KEPT_HOURS),
    )
    return conn.execute(delete_from(_events).where(old)).rowcount


def announce(conn: Connection, extraction_id: UUID | str | None) -> None:
    """Wake all who wait for news of the extraction once the transaction is committed."""
    conn.execute(select(func.pg_notify(CHANNEL, str(extraction_id))))


def _append(conn: Connection, where: ColumnElement[bool], news: Sequence[New]) -> bool | None:
    """Number the events on; whether somebody wants the extraction stopped, None when there is no such one."""
    counted = update(_extractions).where(where).values(last_event=_extractions.c.last_event + len(news))
    row = conn.execute(
        counted.returning(_extractions.c.id, _extractions.c.last_event, _extractions.c.stop_asked)
    ).one_or_none()
    if row is None:
        return None
    first = row.last_event - len(news) + 1
    conn.execute(
        insert(_events),
        [
            {"extraction_id": row.id, "number": number, "type": kind, "data": data}
            for number, (kind, data) in enumerate(news, first)
        ],
    )
    return bool(row.stop_asked)
