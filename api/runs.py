"""Runs of the engine in this process: each holds a lease on its extraction, tells what it proves, records the end.

A run goes on whoever listens. It ends early, with what is proven by then, when somebody asks it to stop, and without
a result when its extraction is deleted or taken over.
"""

from __future__ import annotations

import contextvars
import logging
import threading
import time
import traceback
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from types import TracebackType
from typing import Any, Protocol

from sqlalchemy import Connection
from sqlalchemy import Engine as Database
from sqlalchemy.exc import SQLAlchemyError

from api.engine.document.text import Article
from api.engine.facts import Extraction, Facts, Provenance, RawReply, Rejection, as_json
from api.engine.telling import Fact, OnFact, kind_of
from api.problems import Busy, Problem
from api.record.gathering import catch_up
from api.store import events, extractions, leases
from api.store.waiting import Waiter

_GATHERED = 0.03
"""Seconds in which what a run tells is gathered, to be written in one transaction."""

_AGAIN = 1.0
"""Seconds before events that could not be written are tried again."""

log = logging.getLogger(__name__)


class Reader(Protocol):
    """What reads an article: the engine, or a stand-in for it."""

    @property
    def provenance(self) -> Provenance:
        """What an extraction will have been made by. Raises ModelProblem when that takes asking the model in vain."""

    def extract(
        self,
        article: Article,
        progress: Callable[[int, int], None] | None = None,
        on_fact: OnFact | None = None,
        stopped: Callable[[], bool] | None = None,
        known: Sequence[RawReply] = (),
    ) -> Extraction:
        """The facts of the article, each told as it is proven; what `known` replies answer is not asked again.

        Raises ModelProblem when nothing could be asked.
        """


class Run:
    """A run that goes on in a thread of its own."""

    def __init__(self, extraction_id: str, runner: str) -> None:
        self.extraction_id = extraction_id
        self.runner = runner
        self.error: Exception | None = None
        self.awaited = False
        self.thread: threading.Thread | None = None
        self._over = threading.Event()

    def result(self) -> None:
        """Wait until it is over or handed over. Raises what it ended with."""
        self.awaited = True
        self._over.wait()
        if self.error is not None:
            raise self.error

    @property
    def over(self) -> bool:
        """Whether nobody need wait for it."""
        return self._over.is_set()

    def end(self, error: Exception | None = None) -> None:
        """Let all go who wait for it; what comes later changes nothing."""
        if not self._over.is_set():
            self.error = error
            self._over.set()


class Runs:
    """Does extractions that this process has claimed. One instance serves all threads of a process."""

    def __init__(self, database: Database, reader: Reader, waiter: Waiter, *, most: int = 64) -> None:
        """At most `most` runs go on in threads of their own."""
        self._database = database
        self._reader = reader
        self._waiter = waiter
        self._places = threading.BoundedSemaphore(most)
        self._going_on: set[Run] = set()
        self._guard = threading.Lock()

    def start(self, extraction_id: str, article: Article, runner: str) -> Run:
        """Run it in a thread of its own; whoever is interested watches its events. Raises Busy."""
        if not self._places.acquire(blocking=False):
            raise Busy("As many articles are being read as this process takes at once.")
        run = Run(extraction_id, runner)
        with self._guard:
            self._going_on.add(run)
        about = contextvars.copy_context()  # the id of the request goes into what the run logs
        run.thread = threading.Thread(
            target=about.run, args=(self._run_apart, run, article), name=f"run-{extraction_id}", daemon=True
        )
        run.thread.start()
        return run

    def close(self) -> None:
        """Wait for the runs that go on."""
        with self._guard:
            threads = [run.thread for run in self._going_on if run.thread is not None]
        for thread in threads:
            thread.join()

    def hand_over(self, defer: Callable[[Connection, str], object] | None, within: float) -> None:
        """Give the runs that go on so many seconds, then put what is left in the queue for a worker."""
        deadline = time.monotonic() + within
        while self._unfinished() and time.monotonic() < deadline:
            time.sleep(0.05)
        for run in self._unfinished():
            try:
                with self._database.begin() as conn:
                    if extractions.hand_over(conn, run.extraction_id, run.runner) and defer is not None:
                        defer(conn, run.extraction_id)
            except SQLAlchemyError:
                log.warning("extraction %s could not be handed over; its lease will end", run.extraction_id)
            run.end()

    def _unfinished(self) -> list[Run]:
        with self._guard:
            return [run for run in self._going_on if not run.over]

    def run(self, extraction_id: str, article: Article, runner: str) -> None:
        """Run it here and record what comes of it. Raises the Problem that it ended with, once that is recorded."""
        with leases.keep(self._database, extraction_id, runner) as lease:
            with self._database.connect() as conn:
                known = extractions.replies(conn, extraction_id)
            try:
                with _Telling(self._database, self._waiter, extraction_id, runner) as telling:
                    over = lambda: telling.stop_asked or telling.lost or lease.lost  # noqa: E731
                    extraction = self._reader.extract(article, telling.progress, telling.fact, over, known)
            except Problem as problem:
                self._record_failure(extraction_id, problem, runner)
                problem.members.setdefault("extraction_id", extraction_id)
                raise
            except BaseException:
                self._record_failure(extraction_id, Problem(), runner)
                raise
            with self._database.begin() as conn:
                if telling.stop_asked and extraction.facts == Facts():
                    kept = extractions.cancel(conn, extraction_id)
                else:
                    kept = extractions.finish(conn, extraction_id, extraction, runner=runner)
        if not kept:
            log.info("extraction %s was deleted or taken over while it ran", extraction_id)
            return
        try:
            catch_up(self._database)
        except SQLAlchemyError:  # the extraction stands; whoever follows the changes next makes good for it
            log.warning("the names of extraction %s are not gathered yet", extraction_id)

    def _run_apart(self, run: Run, article: Article) -> None:
        error: Exception | None = None
        try:
            self.run(run.extraction_id, article, run.runner)
        except Exception as raised:  # a Problem is recorded by now, and told as the last event
            error = raised
            if not isinstance(raised, Problem) and not run.awaited:
                frames = "".join(traceback.format_tb(raised.__traceback__))  # its words may quote the article
                log.error("unforeseen %s in a run\n%s", type(raised).__qualname__, frames)
        finally:
            with self._guard:
                self._going_on.discard(run)
            self._places.release()
            run.end(error)

    def _record_failure(self, extraction_id: str, problem: Problem, runner: str) -> None:
        with self._database.begin() as conn:
            extractions.fail(conn, extraction_id, problem.as_json(), runner=runner)


class _Telling:
    """Writes what a run proves as events, from a thread of its own so that the run never waits for the database."""

    def __init__(self, database: Database, waiter: Waiter, extraction_id: str, runner: str) -> None:
        self.stop_asked = False
        """Somebody wants the run to end with what is proven."""
        self.lost = False
        """The extraction is not ours any more: deleted, cancelled or taken over."""
        self._database = database
        self._waiter = waiter
        self._extraction_id = extraction_id
        self._runner = runner
        self._news: deque[events.New] = deque()
        self._stack = ExitStack()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._write, name=f"events-{extraction_id}", daemon=True)

    def __enter__(self) -> _Telling:
        self._woken = self._stack.enter_context(self._waiter.watch(self._extraction_id))
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._over.set()
        self._woken.set()
        self._thread.join()
        self._stack.close()

    def fact(self, told: Fact | Rejection) -> None:
        """Tell of a fact, or of what is not delivered."""
        if isinstance(told, Rejection):
            self._tell(events.REJECTED, as_json(told))
        else:
            self._tell(events.PROVEN, {"kind": kind_of(told), "fact": as_json(told)})

    def progress(self, done: int, total: int) -> None:
        """Tell how many questions are answered, and of how many so far."""
        self._tell(events.PROGRESS, {"done": done, "total": total})

    def _tell(self, kind: str, data: dict[str, Any]) -> None:
        self._news.append((kind, data))
        self._woken.set()

    def _write(self) -> None:
        waiting: list[events.New] = []
        while True:
            if not self._over.is_set() and self._woken.wait(self._waiter.look_every):
                self._over.wait(_GATHERED)
            self._woken.clear()
            over = self._over.is_set()
            while self._news:
                waiting.append(self._news.popleft())
            try:
                if over and not waiting:
                    return
                with self._database.begin() as conn:
                    stop = events.append(conn, self._extraction_id, self._runner, waiting)
                waiting.clear()
                self.stop_asked, self.lost = bool(stop), stop is None
            except SQLAlchemyError:
                log.warning("events of extraction %s could not be written", self._extraction_id)
                if not over:
                    time.sleep(_AGAIN)
            if over:
                return
