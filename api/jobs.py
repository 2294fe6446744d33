"""The queue: extractions that a worker does, on this machine or another, through Procrastinate on our PostgreSQL.

A job is queued in the transaction that makes its extraction: both exist or neither. A worker that dies leaves a job
without a heartbeat, which any other worker picks up; what neither job nor runner cares for any more is queued anew.
What the model could not do just now is tried again, later each time; after the last attempt the extraction says why.
"""

from __future__ import annotations

import asyncio
import logging
import random
import threading
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

import procrastinate
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Job, Status
from procrastinate.retry import BaseRetryStrategy, RetryDecision
from sqlalchemy import Connection, Engine, text

from api import problems
from api.record.gathering import catch_up
from api.settings import Settings
from api.store import database, events, extractions

MOST_ATTEMPTS = 5
RETRYABLE = (problems.ModelUnavailable, problems.ModelRateLimited, problems.ModelTooSlow, problems.DatabaseUnavailable)

_QUEUE = "extractions"
_TASK = "extract"
_HEARTBEAT = 5.0  # seconds
_SILENT = 20.0  # seconds without a heartbeat after which a worker counts as dead
_LOOK_EVERY = 5.0  # seconds, for jobs whose time has come; new ones are told by NOTIFY
_FORGOTTEN = 60.0  # seconds in the queue without a job after which an extraction counts as forgotten
_KEPT_HOURS = 24 * 7  # failed jobs, for whoever asks what went wrong

log = logging.getLogger(__name__)

queue = procrastinate.App(connector=procrastinate.PsycopgConnector())
_deferring = procrastinate.App(connector=procrastinate.SyncPsycopgConnector())  # never opened: it borrows connections


@dataclass(frozen=True, slots=True)
class _Work:
    """What a worker's tasks work with."""

    engine: Engine
    run: Callable[[str], None]


def defer(conn: Connection, extraction_id: str) -> int:
    """Queue an extraction within the caller's transaction; returns the job's id."""
    job = _deferring.configure_task(_TASK, queue=_QUEUE, lock=_lock(extraction_id), connection=database.driver(conn))
    return job.defer(extraction_id=extraction_id)


def workers(conn: Connection) -> int:
    """Count the workers that have given a sign of life lately."""
    alive = text("SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - make_interval(secs => :s)")
    return int(conn.execute(alive, {"s": _SILENT}).scalar_one())


def work(settings: Settings, *, run: Callable[[str], None] | None = None, stop: threading.Event | None = None) -> None:
    """Work through the queue until `stop` is set; without `stop`, until SIGTERM or SIGINT.

    `run` does one extraction, given its id; the default is `api.extractions.runner`. Raises ValueError without a
    database address, DatabaseUnavailable when the database stays away for half a minute.
    """
    if settings.database_url is None:
        raise ValueError("DATABASE_URL: a worker needs a database")
    engine = database.connect(settings.database_url, threads=settings.worker_articles + 2)
    try:
        with ExitStack() as stack:
            if run is None:
                from api.extractions import runner

                run = stack.enter_context(runner(settings, engine))
            app = stack.enter_context(_opened(settings.database_url))
            asyncio.run(_work(app, _Work(engine, run), settings.worker_articles, stop))
    except ConnectorException as error:
        raise problems.DatabaseUnavailable() from error
    finally:
        engine.dispose()


@contextmanager
def _opened(url: str) -> Iterator[procrastinate.App]:
    connector = procrastinate.PsycopgConnector(conninfo=database.conninfo(url), min_size=1, max_size=4)
    with queue.replace_connector(connector) as app:
        yield app


async def _work(app: procrastinate.App, tools: _Work, articles: int, stop: threading.Event | None) -> None:
    # An article keeps its thread waiting for the model; asyncio's own pool has too few on a small machine.
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(articles + 4, thread_name_prefix="article"))
    async with app.open_async():
        working = asyncio.create_task(
            app.run_worker_async(
                queues=[_QUEUE],
                name=f"onrecord-{uuid.uuid4().hex[:8]}",
                concurrency=articles,
                delete_jobs="successful",
                fetch_job_polling_interval=_LOOK_EVERY,
                update_heartbeat_interval=_HEARTBEAT,
                stalled_worker_timeout=_SILENT,
                additional_context={"tools": tools},
                install_signal_handlers=stop is None,
            )
        )
        while stop is not None and not working.done():
            await asyncio.wait([working], timeout=0.1)
            if stop.is_set():
                working.cancel()
                break
        try:
            await working
        except asyncio.CancelledError:
            if stop is None:
                raise


class _Later(BaseRetryStrategy):
    """Try again what is worth it: after what the model asked for, or 5, 10, 20, 40 seconds and up to a tenth more."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        if not _is_worth_retrying(exception) or job.attempts + 1 >= MOST_ATTEMPTS:
            return None
        asked = getattr(exception, "retry_after", None) or 0
        seconds = max(asked, 5 * 2**job.attempts) * random.uniform(1.0, 1.1)  # noqa: S311 - spreads a fleet out
        return RetryDecision(retry_in={"seconds": int(seconds) + 1})


@queue.task(name=_TASK, queue=_QUEUE, retry=_Later(), pass_context=True)
def extract(context: procrastinate.JobContext, extraction_id: str) -> None:
    """Do one extraction. A retryable problem puts it back in the queue before the job is put back too."""
    tools = _tools(context)
    try:
        tools.run(extraction_id)
    except Exception as error:
        failure = _told(error)
        last = not _is_worth_retrying(error) or context.job.attempts + 1 >= MOST_ATTEMPTS
        if last and context.job.attempts:
            failure["detail"] += f" It was tried {context.job.attempts + 1} times."
        with tools.engine.begin() as conn:
            # `run` has recorded the failure. Anything but a failed extraction is someone else's by now.
            if extractions.requeue(conn, extraction_id, failure) and last:
                extractions.fail(conn, extraction_id, failure)
        raise


@queue.periodic(cron="* * * * * */5", periodic_id="rescue")  # the sixth field: every five seconds
@queue.task(name="rescue", queue=_QUEUE, queueing_lock="rescue", pass_context=True)
async def rescue(context: procrastinate.JobContext, timestamp: int) -> None:
    """Take up the work of workers that died, and of runners that fell silent without a job to show for it."""
    for job in await queue.job_manager.get_stalled_jobs(queue=_QUEUE, seconds_since_heartbeat=_SILENT):
        await _take_up(job, _tools(context).engine)
    await asyncio.to_thread(_queue_forgotten, _tools(context).engine)
    await asyncio.to_thread(catch_up, _tools(context).engine)  # what was stored before there were entities, too


@queue.periodic(cron="17 * * * *", periodic_id="tidy")
@queue.task(name="tidy", queue=_QUEUE, queueing_lock="tidy", pass_context=True)
async def tidy(context: procrastinate.JobContext, timestamp: int) -> None:
    """Forget last week's failed jobs and yesterday's events; what they told is kept with the extractions."""
    await asyncio.to_thread(_forget_events, _tools(context).engine)
    await queue.job_manager.delete_old_jobs(
        nb_hours=_KEPT_HOURS, include_failed=True, include_cancelled=True, include_aborted=True
    )


def _forget_events(engine: Engine) -> None:
    with engine.begin() as conn:
        events.forget(conn)


async def _take_up(job: Job, engine: Engine) -> None:
    if job.task_name == _TASK and job.attempts + 1 < MOST_ATTEMPTS:
        log.warning("job %s is taken up again: its worker died", job.id)
        await queue.job_manager.retry_job(job)
        return
    # The rescue itself comes round again anyway; an article that took down every worker must not take down more.
    await queue.job_manager.finish_job(job, status=Status.FAILED, delete_job=False)
    if job.task_name == _TASK:
        await asyncio.to_thread(_give_up_on, engine, str(job.task_kwargs["extraction_id"]))


def _give_up_on(engine: Engine, extraction_id: str) -> None:
    with engine.begin() as conn:
        _give_up(conn, extraction_id)


def _give_up(conn: Connection, extraction_id: str) -> None:
    problem = problems.Problem(f"The worker died each of the {MOST_ATTEMPTS} times that it read this article.")
    extractions.fail(conn, extraction_id, problem.as_json())


def _queue_forgotten(engine: Engine) -> None:
    """Queue the extractions that nobody is about to do: whose runner died, or that were never given a job."""
    with engine.begin() as conn:
        candidates = {*extractions.free_expired(conn), *extractions.waiting(conn, seconds=_FORGOTTEN)}
        for extraction_id in sorted(candidates):
            if extractions.attempts(conn, extraction_id) >= MOST_ATTEMPTS:
                _give_up(conn, extraction_id)
            elif not _has_job(conn, extraction_id):
                defer(conn, extraction_id)


def _has_job(conn: Connection, extraction_id: str) -> bool:
    job = text("SELECT 1 FROM procrastinate_jobs WHERE lock = :lock AND status IN ('todo', 'doing') LIMIT 1")
    return conn.execute(job, {"lock": _lock(extraction_id)}).first() is not None


def _lock(extraction_id: str) -> str:
    return f"extraction:{extraction_id}"


def _tools(context: procrastinate.JobContext) -> _Work:
    tools: Any = context.additional_context["tools"]
    assert isinstance(tools, _Work)
    return tools


def _is_worth_retrying(error: BaseException) -> bool:
    return isinstance(error, RETRYABLE) or database.is_unavailable(error)


def _told(error: Exception) -> dict[str, Any]:
    """Tell the problem as it is kept with the extraction; of an unforeseen error only that it was one."""
    if isinstance(error, problems.Problem):
        return error.as_json()
    if database.is_unavailable(error):
        return problems.DatabaseUnavailable().as_json()
    return problems.Problem().as_json()
