"""The queue: nothing is lost, whatever dies, and nothing is tried for ever.

The worker is the real one on a real database; what it runs is a stand-in for reading an article that says what the
model would do to it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest
from procrastinate.jobs import Job
from sqlalchemy import Engine, text

from api import jobs, problems
from api.settings import Settings
from api.store import articles, extractions
from tests.stored import Article, extraction

ROOT = Path(__file__).parent.parent


def settings_for(url: str) -> Settings:
    return replace(Settings(), database_url=url, worker_articles=2)


@pytest.fixture
def post(engine: Engine) -> Callable[[], str]:
    """Store an article and queue its extraction, in one transaction."""

    def store() -> str:
        with engine.begin() as conn:
            article_id = articles.save(conn, Article(f"words {uuid4()}")).id
            found = extractions.find_or_create(conn, article_id, article_id)
            jobs.defer(conn, found.id)
        return found.id

    return store


class Reader:
    """Does what a run does: claim, read, finish or fail. `trouble` is raised instead of reading, in its order."""

    def __init__(self, engine: Engine, *trouble: Exception | None) -> None:
        self.engine = engine
        self.trouble = list(trouble)
        self.runs: list[str] = []

    def __call__(self, extraction_id: str) -> None:
        runner = uuid4().hex
        with self.engine.begin() as conn:
            if not extractions.claim_run(conn, extraction_id, runner):
                return
        self.runs.append(extraction_id)
        error = self.trouble.pop(0) if self.trouble else None
        with self.engine.begin() as conn:
            if error is None:
                extractions.finish(conn, extraction_id, extraction(), runner)
            else:
                told = error if isinstance(error, problems.Problem) else problems.Problem()
                extractions.fail(conn, extraction_id, told.as_json(), runner)
        if error is not None:
            raise error


@contextmanager
def working(url: str, run: Callable[[str], None]) -> Iterator[None]:
    stop = threading.Event()
    thread = threading.Thread(target=jobs.work, args=[settings_for(url)], kwargs={"run": run, "stop": stop})
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(timeout=30)
        assert not thread.is_alive()


def until(condition: Callable[[], object], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it does not come about"
        time.sleep(0.05)


def status(engine: Engine, extraction_id: str) -> str | None:
    with engine.connect() as conn:
        return extractions.status(conn, extraction_id)


def count(engine: Engine, where: str = "true") -> int:
    with engine.connect() as conn:
        found = conn.execute(text(f"SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'extract' AND {where}"))
        return int(found.scalar_one())


def test_a_queued_extraction_is_done_and_its_job_is_gone(
    engine: Engine, database_url: str, post: Callable[[], str]
) -> None:
    run = Reader(engine)
    before = post()
    with working(database_url, run):
        until(lambda: status(engine, before) == "succeeded")
        later = post()
        until(lambda: status(engine, later) == "succeeded", seconds=4)  # told by NOTIFY, not at the next look
        until(lambda: count(engine) == 0)
    assert run.runs == [before, later]


def test_a_job_is_queued_with_its_extraction_or_not_at_all(engine: Engine) -> None:
    with engine.connect() as conn:
        article_id = articles.save(conn, Article("taken back")).id
        jobs.defer(conn, extractions.find_or_create(conn, article_id, article_id).id)
        conn.rollback()
        assert extractions.find_by_key(conn, article_id) is None
    assert count(engine) == 0


def test_what_the_model_could_not_do_just_now_waits_in_the_queue_for_its_turn(
    engine: Engine, database_url: str, post: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "_LOOK_EVERY", 0.2)
    run = Reader(engine, problems.ModelUnavailable(retry_after=0.1))
    queued = post()
    with working(database_url, run):
        until(lambda: count(engine, "attempts = 1 AND status = 'todo'") == 1)
        assert status(engine, queued) == "queued"
        with engine.begin() as conn:  # rather than wait five seconds for it
            conn.execute(text("UPDATE procrastinate_jobs SET scheduled_at = now()"))
        until(lambda: status(engine, queued) == "succeeded")
    assert run.runs == [queued, queued]


def test_what_cannot_be_done_is_not_tried_again(engine: Engine, database_url: str, post: Callable[[], str]) -> None:
    run = Reader(engine, problems.ModelRefused(), ZeroDivisionError("a bug"))
    refused, broken = post(), post()
    with working(database_url, run):
        until(lambda: count(engine, "status = 'failed'") == 2)
    with engine.connect() as conn:
        told = [extractions.get(conn, one) for one in (refused, broken)]
    assert sorted(one["error"]["type"] for one in told if one) == [
        "/problems/internal-error",
        "/problems/model-refused",
    ]
    assert "a bug" not in str(told)


def test_after_the_last_attempt_the_extraction_says_why(
    engine: Engine, database_url: str, post: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "_LOOK_EVERY", 0.2)
    run = Reader(engine, *[problems.ModelTooSlow() for _ in range(9)])
    queued = post()
    with working(database_url, run):
        for attempt in range(1, jobs.MOST_ATTEMPTS):
            until(lambda attempt=attempt: count(engine, f"attempts = {attempt} AND status = 'todo'") == 1)  # type: ignore[misc]
            with engine.begin() as conn:
                conn.execute(text("UPDATE procrastinate_jobs SET scheduled_at = now() WHERE task_name = 'extract'"))
        until(lambda: count(engine, "status = 'failed'") == 1)
    with engine.connect() as conn:
        told = extractions.get(conn, queued)
    assert told is not None
    assert told["status"] == "failed"
    assert told["error"]["type"] == "/problems/model-too-slow"
    assert "5 times" in told["error"]["detail"]
    assert len(run.runs) == jobs.MOST_ATTEMPTS


def test_pauses_grow_and_heed_what_the_model_asks_for() -> None:
    def pause(error: Exception, attempts: int) -> float | None:
        job = Job(id=1, lock=None, queueing_lock=None, queue="extractions", task_name="extract", attempts=attempts)
        decision = jobs._Later().get_retry_decision(exception=error, job=job)
        return None if decision is None or decision.retry_at is None else decision.retry_at.timestamp() - time.time()

    pauses = [pause(problems.ModelUnavailable(retry_after=None), n) for n in range(4)]
    assert [one and round(one, -1) for one in pauses] == pytest.approx([0, 10, 20, 40], abs=10)
    assert (pause(problems.ModelRateLimited(retry_after=300), 0) or 0) > 295
    assert pause(problems.ModelUnavailable(), jobs.MOST_ATTEMPTS - 1) is None
    assert pause(problems.ModelRefused(), 0) is None
    assert pause(ValueError(), 0) is None


def test_the_queue_is_no_obstacle_for_whoever_did_the_work_meanwhile(
    engine: Engine, database_url: str, post: Callable[[], str]
) -> None:
    queued = post()
    Reader(engine)(queued)
    run = Reader(engine)
    with working(database_url, run):
        until(lambda: count(engine) == 0)
    assert run.runs == []
    assert status(engine, queued) == "succeeded"


DEADLY = """
    import os, signal, sys
    from dataclasses import replace
    from api import jobs
    from api.settings import Settings
    from api.store import database, extractions
    engine = database.connect(sys.argv[1])
    def run(extraction_id):
        with engine.begin() as conn:
            claimed = extractions.claim_run(conn, extraction_id, "doomed", lease=1.0)
        if claimed:
            print(extraction_id, flush=True)
            os.kill(os.getpid(), signal.SIGKILL)
    jobs.work(replace(Settings(), database_url=sys.argv[1], worker_articles=1), run=run)
"""


IDLE = """
    import sys
    from dataclasses import replace
    from api import jobs
    from api.settings import Settings
    jobs.work(replace(Settings(), database_url=sys.argv[1]), run=lambda extraction_id: None)
"""


def test_a_worker_that_is_told_to_stop_does_so_at_once_and_leaves_no_trace(engine: Engine, database_url: str) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    worker = subprocess.Popen([sys.executable, "-c", textwrap.dedent(IDLE), database_url], env=environment)
    until(lambda: workers(engine) == 1)
    worker.terminate()
    assert worker.wait(timeout=10) == 0
    assert workers(engine) == 0


def workers(engine: Engine) -> int:
    with engine.connect() as conn:
        return int(conn.execute(text("SELECT count(*) FROM procrastinate_workers")).scalar_one())


def die_at(url: str) -> str:
    """Run a worker that is killed outright in the middle of its first extraction; returns which."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", textwrap.dedent(DEADLY), url]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, env=environment, check=False)
    assert done.returncode == -9, done.stderr
    return done.stdout.strip()


def test_the_work_of_a_worker_killed_outright_is_done_by_another(
    engine: Engine, database_url: str, post: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "_SILENT", 1.0)
    monkeypatch.setattr(jobs, "_HEARTBEAT", 0.3)
    queued = [post(), post(), post()]
    assert die_at(database_url) == queued[0]
    assert status(engine, queued[0]) == "running"
    run = Reader(engine)
    with working(database_url, run):
        until(lambda: all(status(engine, one) == "succeeded" for one in queued), seconds=40)
    assert sorted(run.runs) == sorted(queued)


def test_an_article_that_kills_every_worker_is_given_up(
    engine: Engine, database_url: str, post: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "_SILENT", 1.0)
    queued = post()
    assert die_at(database_url) == queued
    with engine.begin() as conn:
        conn.execute(text("UPDATE procrastinate_jobs SET attempts = 4"))
    with working(database_url, Reader(engine)):
        until(lambda: status(engine, queued) == "failed", seconds=40)
    with engine.connect() as conn:
        told = extractions.get(conn, queued)
    assert told is not None
    assert "died each of the 5 times" in told["error"]["detail"]


def test_extractions_that_nobody_cares_for_any_more_are_queued_once(engine: Engine) -> None:
    ids = []
    with engine.begin() as conn:
        for n, (claimed, age) in enumerate([(True, 0), (False, 120), (False, 0)]):
            article_id = articles.save(conn, Article(f"orphan {n}")).id
            one = extractions.find_or_create(conn, article_id, article_id).id
            ids.append(one)
            if claimed:
                extractions.claim_run(conn, one, "dead", lease=-1)
            conn.execute(
                text("UPDATE extractions SET queued_at = now() - make_interval(secs => :age) WHERE id = :id"),
                {"age": age, "id": one},
            )
    for _ in range(2):
        jobs._queue_forgotten(engine)
    with engine.connect() as conn:
        rows = conn.execute(text("SELECT args->>'extraction_id' FROM procrastinate_jobs ORDER BY id")).scalars().all()
    assert sorted(rows) == sorted(ids[:2]), "a dead runner's and a forgotten one, not the one just queued"


def test_a_worker_without_a_database_says_so() -> None:
    with pytest.raises(ValueError, match="DATABASE_URL"):
        jobs.work(Settings(database_url=None), run=lambda _: None)
