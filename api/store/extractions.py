"""Extractions and who runs them.

An extraction's `key` names the article and all that makes its facts; only one extraction holds a key at a time. It is
run by whoever claims it: a claim is a lease that the runner renews, so that the extraction of a killed process is free
again after some seconds. `finish` writes the whole result or nothing. Every function works in the caller's transaction.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, and_, case, func, or_, select, update
from sqlalchemy import delete as delete_from
from sqlalchemy.dialects.postgresql import insert

from api import problems
from api.engine.facts import Extraction, Provenance, RawReply, Usage, as_json
from api.store import changes, events, identifiers, results, reviewed, tables
from api.store.articles import summary, timestamp

Status = Literal["queued", "running", "succeeded", "partial", "failed", "cancelled"]
UNFINISHED: frozenset[str] = frozenset({"queued", "running"})
LEASE = 30.0  # seconds

_table = tables.extractions


@dataclass(frozen=True, slots=True)
class Found:
    """An extraction as `find_or_create` found it; `fresh` says that somebody must run it now."""

    id: str
    article_id: str
    status: str
    fresh: bool


def find_or_create(
    conn: Connection, article_id: str, key: str, provenance: Provenance | None = None, *, refresh: bool = False
) -> Found:
    """Find the extraction that holds `key`, or make it.

    A failed or cancelled one is queued again, and so is a partial one: what failed in it is asked anew. With `refresh`
    a finished one hands its key to a new extraction and stays readable under its id; one that is queued or running is
    joined. Of any number of callers at once exactly one is told `fresh`. Raises Conflict when the article has been
    deleted meanwhile.
    """
    if not _hold_article(conn, tables.articles.c.id == identifiers.parse(article_id)):
        raise problems.Conflict("The article was deleted while it was being read.")
    while True:
        held = conn.execute(select(_table).where(_table.c.key == key).with_for_update()).one_or_none()
        if held is not None and held.status in UNFINISHED:
            return Found(str(held.id), str(held.article_id), held.status, False)
        again = ("failed", "cancelled") if refresh else ("failed", "cancelled", "partial")
        if held is not None and held.status in again:
            _queue_again(conn, _table.c.id == held.id)
            events.begin(conn, held.id)
            return Found(str(held.id), str(held.article_id), "queued", True)
        if held is not None and not refresh:
            return Found(str(held.id), str(held.article_id), held.status, False)
        if held is not None:
            conn.execute(update(_table).where(_table.c.id == held.id).values(key=None))
        if made := create(conn, article_id, key, provenance=provenance):
            return Found(made, article_id, "queued", True)
        # Another transaction has made it since we looked, and committed: look again.


def create(
    conn: Connection,
    article_id: str,
    key: str,
    status: Status = "queued",
    *,
    provenance: Provenance | None = None,
) -> str | None:
    """Make an extraction; None when another one holds `key`."""
    new = {"id": identifiers.fresh()[0], "article_id": identifiers.parse(article_id), "key": key, "status": status}
    if provenance:
        new |= results.provenance_columns(provenance)
    statement = insert(_table).values(new | {"last_event": 1}).on_conflict_do_nothing(index_elements=[_table.c.key])
    made: UUID | None = conn.execute(events.created_by(statement.returning(_table.c.id))).scalar()
    return None if made is None else str(made)


def find_by_key(conn: Connection, key: str) -> Found | None:
    """Find the extraction that holds `key`."""
    row = conn.execute(select(_table).where(_table.c.key == key)).one_or_none()
    return None if row is None else Found(str(row.id), str(row.article_id), row.status, False)


def status(conn: Connection, extraction_id: str) -> str | None:
    """Tell where an extraction stands; None when there is none with this id."""
    found: str | None = conn.execute(select(_table.c.status).where(_is(extraction_id))).scalar()
    return found


def claim_run(conn: Connection, extraction_id: str, runner: str, *, lease: float = LEASE) -> bool:
    """Take on the work if nobody else has: it is queued, or its runner has been silent for longer than its lease."""
    free = or_(
        _table.c.status == "queued",
        and_(_table.c.status == "running", _table.c.lease_until < func.clock_timestamp()),
    )
    claimed = conn.execute(
        update(_table)
        .where(_is(extraction_id), free)
        .values(
            status="running",
            runner=runner,
            lease_until=_from_now(lease),
            attempts=_table.c.attempts + 1,
            started_at=func.clock_timestamp(),
            finished_at=None,
        )
        .returning(_table.c.id, _table.c.attempts)
    ).one_or_none()
    if claimed is not None and claimed.attempts > 1:
        events.begin(conn, claimed.id)
    return claimed is not None


def heartbeat(conn: Connection, extraction_id: str, runner: str, *, lease: float = LEASE) -> bool:
    """Renew the lease; False when the work is no longer this runner's: taken over, cancelled or deleted."""
    renewed = conn.execute(update(_table).where(_runs(extraction_id, runner)).values(lease_until=_from_now(lease)))
    return renewed.rowcount > 0


def finish(conn: Connection, extraction_id: str, extraction: Extraction, runner: str | None = None) -> bool:
    """Write the result: the extraction, its facts, mentions and raw replies, and make its facts those that lists show.

    False, and nothing written, when it is not running any more: deleted, cancelled, or taken over from this runner.
    """
    held = select(_table.c.usage, _table.c.attempts).join(tables.articles, tables.articles.c.id == _table.c.article_id)
    held = held.where(_runs(extraction_id, runner)).with_for_update(key_share=True, of=tables.articles)
    before = conn.execute(held).one_or_none()
    if before is None:
        return False
    outcome = results.outcome_columns(extraction)
    if before.usage:
        outcome["usage"] = as_json(extraction.usage + Usage(**before.usage))  # of a partial one that was gone on with
    done = conn.execute(
        update(_table)
        .where(_runs(extraction_id, runner))
        .values(
            status=extraction.status,
            **outcome,
            failure=None,
            lease_until=None,
            finished_at=func.clock_timestamp(),
        )
        .returning(_table.c.id, _table.c.article_id)
    ).one_or_none()
    if done is None:
        return False
    with changes.of_article(conn, done.article_id):
        results.replace(conn, done.id, done.article_id, extraction, anew=before.usage is None and before.attempts == 1)
        if extraction.status in ("succeeded", "partial"):
            current = tables.articles.c.current_extraction_id
            conn.execute(
                update(tables.articles)
                .where(tables.articles.c.id == done.article_id, or_(current.is_(None), current <= done.id))
                .values(current_extraction_id=done.id)
            )
    events.end(conn, done.id)
    events.announce(conn, done.id)
    return True


def fail(conn: Connection, extraction_id: str, failure: dict[str, Any], runner: str | None = None) -> bool:
    """End it with the problem that stopped it (type, title, status, detail); False when it is not running or queued."""
    where = _runs(extraction_id, runner) if runner else and_(_is(extraction_id), _table.c.status.in_(UNFINISHED))
    return _end(conn, where, status="failed", failure=failure)


def cancel(conn: Connection, extraction_id: str) -> bool:
    """End it without a result; its runner learns of it at its next heartbeat. False when it has ended already."""
    return _end(conn, and_(_is(extraction_id), _table.c.status.in_(UNFINISHED)), status="cancelled")


def ask_to_stop(conn: Connection, extraction_id: str) -> str | None:
    """Have its runner end it with what is proven by then; one that nobody runs yet ends at once, without a result.

    Tells its status; None when there is none with this id.
    """
    if not _end(conn, and_(_is(extraction_id), _table.c.status == "queued"), status="cancelled"):
        running = and_(_is(extraction_id), _table.c.status == "running")
        conn.execute(update(_table).where(running).values(stop_asked=True))
        events.announce(conn, identifiers.parse(extraction_id))
    return status(conn, extraction_id)


def requeue(conn: Connection, extraction_id: str, failure: dict[str, Any] | None = None) -> bool:
    """Put a failed or cancelled extraction back in the queue, with the problem it met; False for any other."""
    return _queue_again(conn, and_(_is(extraction_id), _table.c.status.in_(("failed", "cancelled"))), failure)


def hand_over(conn: Connection, extraction_id: str, runner: str) -> bool:
    """Put back in the queue what its runner cannot finish; False when it is not this runner's."""
    freed = update(_table).where(_runs(extraction_id, runner))
    row = conn.execute(
        freed.values(status="queued", runner=None, lease_until=None, queued_at=func.clock_timestamp()).returning(
            _table.c.id
        )
    ).one_or_none()
    if row is not None:
        events.announce(conn, row.id)
    return row is not None


def free_expired(conn: Connection) -> list[str]:
    """Put every extraction whose runner has fallen silent back in the queue; returns their ids."""
    expired = and_(_table.c.status == "running", _table.c.lease_until < func.clock_timestamp())
    freed = update(_table).where(expired).values(status="queued", runner=None, lease_until=None)
    return [str(row.id) for row in conn.execute(freed.returning(_table.c.id))]


def waiting(conn: Connection, *, seconds: float) -> Sequence[str]:
    """List the extractions that have been in the queue for at least that long, oldest first."""
    old = and_(_table.c.status == "queued", _table.c.queued_at <= _from_now(-seconds))
    return [str(found) for found in conn.execute(select(_table.c.id).where(old).order_by(_table.c.id)).scalars()]


def attempts(conn: Connection, extraction_id: str) -> int:
    """Count how often its work was taken on since it was last asked for."""
    return conn.execute(select(_table.c.attempts).where(_is(extraction_id))).scalar() or 0


def replies(conn: Connection, extraction_id: str) -> list[RawReply]:
    """The raw replies that an extraction has already: those of a partial one that is gone on with."""
    return results.replies(conn, identifiers.parse(extraction_id))


def get(conn: Connection, extraction_id: str, *, rejected: bool = False) -> dict[str, Any] | None:
    """Get an extraction with its article's summary and its facts in the public shape; None when there is none.

    Facts that a person rejected are left out unless asked for.
    """
    article = tables.articles.c
    columns = [results.documents(table, _table.c.id).label(kind) for kind, table in tables.FACTS.items()]
    described = [article.title, article.url, article.publisher, article.language, article.published_at]
    row = conn.execute(
        select(_table, *described, *columns)
        .join(tables.articles, article.id == _table.c.article_id)
        .where(_is(extraction_id))
    ).one_or_none()
    if row is None:
        return None
    return {
        "id": str(row.id),
        "status": row.status,
        "article": summary(row, "article_id"),
        "facts": {
            kind: [
                {**fact, "review": review} for review, fact in getattr(row, kind) if rejected or review != "rejected"
            ]
            for kind in tables.FACTS
        },
        "rejected": row.rejected or [],
        "warnings": row.warnings or [],
        "usage": row.usage or results.NO_USAGE,
        "provenance": results.provenance(row),
        "error": row.failure if row.status == "failed" else None,
        "created_at": timestamp(row.created_at),
        "finished_at": timestamp(row.finished_at),
    }


def delete(conn: Connection, extraction_id: str) -> bool:
    """Delete an extraction and its facts; lists fall back to the article's newest other one. False if there is none."""
    _hold_article(conn, tables.articles.c.id == _article_of(extraction_id))
    article_id = conn.execute(select(_table.c.article_id).where(_is(extraction_id))).scalar()
    with changes.of_article(conn, article_id):
        if article_id is None or not conn.execute(delete_from(_table).where(_is(extraction_id))).rowcount:
            return False
        _fall_back(conn, article_id)
    events.announce(conn, identifiers.parse(extraction_id))
    return True


def _fall_back(conn: Connection, article_id: UUID) -> None:
    """Have the newest other extraction of an article that has lost its current one take that one's place."""
    has_facts = and_(_table.c.article_id == article_id, _table.c.status.in_(("succeeded", "partial")))
    newest = select(_table.c.id).where(has_facts).order_by(_table.c.id.desc()).limit(1).scalar_subquery()
    current = conn.execute(
        update(tables.articles)
        .where(tables.articles.c.id == article_id, tables.articles.c.current_extraction_id.is_(None))
        .values(current_extraction_id=newest)
        .returning(tables.articles.c.current_extraction_id)
    ).scalar()
    if current is not None:
        reviewed.settle(conn, article_id, current)


def _is(extraction_id: str) -> ColumnElement[bool]:
    return _table.c.id == identifiers.parse(extraction_id)


def _article_of(extraction_id: str) -> Any:
    return select(_table.c.article_id).where(_is(extraction_id)).scalar_subquery()


def _hold_article(conn: Connection, where: ColumnElement[bool]) -> bool:
    """Lock the article before its extraction, as its deletion does: in one order, nobody waits for each other."""
    held = select(tables.articles.c.id).where(where).with_for_update(key_share=True)
    return conn.execute(held).first() is not None


def _runs(extraction_id: str, runner: str | None) -> ColumnElement[bool]:
    running = and_(_is(extraction_id), _table.c.status == "running")
    return running if runner is None else and_(running, _table.c.runner == runner)


def _end(conn: Connection, where: ColumnElement[bool], status: str, **values: Any) -> bool:
    # What was gone on with and failed again is as partial as it was before: its facts are there.
    values["status"] = case((_table.c.usage.is_not(None), "partial"), else_=status)
    ended = update(_table).where(where).values(**values, lease_until=None, finished_at=func.clock_timestamp())
    row = conn.execute(ended.returning(_table.c.id)).one_or_none()
    if row is not None:
        events.end(conn, row.id)
        events.announce(conn, row.id)
    return row is not None


def _queue_again(conn: Connection, where: ColumnElement[bool], failure: dict[str, Any] | None = None) -> bool:
    # A person who asks again starts a new count of attempts; a retry (which tells its failure) goes on counting.
    count = _table.c.attempts if failure is not None else 0
    again = (
        update(_table)
        .where(where)
        .values(
            status="queued",
            failure=failure,
            runner=None,
            lease_until=None,
            attempts=count,
            stop_asked=False,
            queued_at=func.clock_timestamp(),
            finished_at=None,
        )
    )
    return conn.execute(again).rowcount > 0


def _from_now(seconds: float) -> ColumnElement[Any]:
    return func.clock_timestamp() + func.make_interval(0, 0, 0, 0, 0, 0, seconds)
