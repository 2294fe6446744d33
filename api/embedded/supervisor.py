"""Everything the service needs, started in order, watched, and stopped together: `onrecord serve`.

What the settings name elsewhere is not started here: with DATABASE_URL no database, with LLM_BASE_URL or OPENAI_API_KEY
no model. A part that ends is started again, with growing pauses; one that keeps ending stops the whole with a message.
No part outlives the supervisor, however that ends.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from functools import partial
from pathlib import Path
from types import FrameType
from typing import IO

from api.data_files import locate
from api.embedded import model_files, model_server, preflight, readiness
from api.embedded.parts import Part, told
from api.embedded.preflight import CannotServe
from api.embedded.readiness import local_address
from api.settings import Settings

LOOK = 0.25
"""Seconds between two looks at the parts."""
PAUSES = (0.0, 1.0, 3.0, 8.0)
"""Seconds before each new start of a part that ended; one that ends once more stops the whole."""
STEADY = 60.0
"""After so many seconds without an end a part counts as well again."""


class _Stopped(Exception):
    """Someone asked us to stop."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be started: each `False` is something the settings name elsewhere, or nobody wants."""

    database: bool
    model: bool
    worker: bool

    @classmethod
    def of(cls, settings: Settings, *, worker: bool = True) -> Plan:
        elsewhere = bool(settings.llm_base_url or settings.openai_api_key)
        return cls(database=settings.database_url is None, model=not elsewhere, worker=worker)


def environment(settings: Settings, base: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment that gives these settings to a child process."""
    env = dict(os.environ if base is None else base)
    for option in fields(Settings):
        value, name = getattr(settings, option.name), option.metadata["env"]
        if value is None or value == ():
            env.pop(name, None)
        else:
            env[name] = ",".join(value) if isinstance(value, tuple) else str(value)
    return env


class Supervisor:
    """One run of the service. `say` takes a line for the person who started it."""

    def __init__(
        self,
        settings: Settings,
        *,
        worker: bool = True,
        say: Callable[[str], None] = print,
        progress: model_files.Progress = model_files.quiet,
    ) -> None:
        self.settings = settings
        self.plan = Plan.of(settings, worker=worker)
        self.parts: list[Part] = []
        self._say = say
        self._progress = progress
        self._stop = threading.Event()
        self._lock: IO[str] | None = None
        self._ends: dict[str, list[float]] = {}
        self._due: dict[str, float] = {}

    def run(self) -> int:
        """Start all, watch until SIGINT, SIGTERM or SIGHUP, stop all. Returns the exit status.

        Call it from the main thread. Raises CannotServe before anything is started.
        """
        began = time.monotonic()
        self._lock = preflight.check(self.settings, model=self.plan.model)
        before = {n: signal.signal(n, self._on_signal) for n in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
        try:
            self._start_all()
            self._greet(time.monotonic() - began)
            self._watch()
        except _Stopped:
            return 0
        except CannotServe as error:
            self._say(f"Stopping: {error}")
            return 1
        finally:
            self._stop_all()
            for number, handler in before.items():
                signal.signal(number, handler)
        return 0

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        if self._stop.is_set():  # a second Ctrl-C: no more patience
            for part in self.parts:
                part.grace = 0.0
        self._stop.set()

    # Starting

    def _start_all(self) -> None:
        settings = self.settings
        python, env = sys.executable, environment(settings)
        logs = settings.data_dir.expanduser() / "logs"
        before_web: list[Part] = []
        if self.plan.database:
            database = Part(
                name="database",
                command=[python, "-m", "api.embedded.database_server"],
                environment=env,
                ready=lambda: database.last_words().startswith("postgresql"),
                log=logs / "database.log",
                grace=20.0,
            )
            self._launch(database)
        if self.plan.model:
            model = self._model(env, logs / "model.log")
            before_web.append(model)
            self._launch(model)
        if self.plan.database:
            self._wait(database)
            settings = replace(settings, database_url=database.last_words().splitlines()[0])
            env = environment(settings)
            # A database that comes back is found at the same address: its socket's path follows from the data's folder.
        database_url = settings.database_url
        assert database_url is not None
        self._migrate(database_url)
        web = Part(
            name="web",
            command=[python, "-m", "gunicorn", "-c", str(locate("gunicorn.conf.py"))],
            environment=env,
            ready=lambda: readiness.answers(local_address(settings) + "/healthz"),
            death_signal=signal.SIGQUIT,
            grace=13.0,
        )
        self._launch(web)
        after = [web]
        if self.plan.worker:
            worker = Part(
                name="worker",
                command=[python, "-m", "api.cli", "worker"],
                environment=env,
                ready=partial(readiness.a_worker_since, database_url, readiness.now(database_url)),
                grace=8.0,
            )
            self._launch(worker)
            after.append(worker)
        self._wait(*before_web, *after)

    def _model(self, env: Mapping[str, str], log: Path) -> Part:
        try:
            path = model_files.ensure(self.settings, self._fetching)
        except model_files.ModelFileMissing as error:
            raise CannotServe(str(error)) from None
        return Part(
            name="model",
            command=[sys.executable, "-m", "api.embedded.model_server"],
            environment={**env, "ONRECORD_MODEL_PATH": str(path)},
            ready=lambda: model_server.answers(self.settings),
            death_signal=signal.SIGKILL,  # it has nothing to save
            patience=180.0,
            log=log,
        )

    def _fetching(self, doing: str, done: int, total: int) -> None:
        if self._stop.is_set():
            raise _Stopped
        self._progress(doing, done, total)

    def _launch(self, part: Part) -> None:
        if self._stop.is_set():
            raise _Stopped
        part.start()
        self.parts.append(part)

    def _migrate(self, url: str) -> None:
        from api.store.database import migrate  # SQLAlchemy takes half a second that the checks need not wait for

        try:
            migrate(url)
        except Exception as error:
            words = " ".join(str(error).split())[:300] or type(error).__name__
            raise CannotServe(f"the database cannot be brought up to date: {words}") from None

    def _wait(self, *parts: Part) -> None:
        """Wait until the parts are ready. Raises CannotServe when one ends or takes too long."""
        waiting = list(parts)
        while waiting:
            for part in waiting[:]:
                seconds = time.monotonic() - part.started
                if part.ready():
                    waiting.remove(part)
                    self._say(f"  {part.name:<9} ready after {seconds:.1f} s")
                elif part.status is not None:
                    raise CannotServe(_why(part, f"the {part.name} {told(part.status)} before it was ready"))
                elif seconds > part.patience:
                    raise CannotServe(_why(part, f"the {part.name} was not ready within {part.patience:.0f} seconds"))
            if waiting and self._stop.wait(0.1):
                raise _Stopped

    def _greet(self, seconds: float) -> None:
        base = local_address(self.settings)
        key = "    -H 'Authorization: Bearer YOUR-KEY' \\\n" if self.settings.api_keys else ""
        self._say(
            f"Onrecord listens on {base}  (up in {seconds:.1f} s, Ctrl-C stops it).\n\n"
            f"  The desk:  {base}/  in a browser\n"
            f"  The API:   {base}/docs, or from here:\n\n"
            f"  curl {base}/v1/extractions -H 'Content-Type: text/plain' \\\n{key}"
            "    --data-binary 'Northwind will buy Fabrikam for $2 million, its chief executive Ana Lima said.'\n"
        )

    # Watching

    def _watch(self) -> None:
        while not self._stop.wait(LOOK):
            now = time.monotonic()
            for part in self.parts:
                if part.name in self._due:
                    if now >= self._due[part.name]:
                        del self._due[part.name]
                        part.sweep()
                        part.start()
                elif part.status is not None:
                    self._ended(part, part.status, now)
        raise _Stopped

    def _ended(self, part: Part, status: int, now: float) -> None:
        ends = [moment for moment in self._ends.get(part.name, []) if now - moment < STEADY]
        if len(ends) >= len(PAUSES):
            times = f"{len(ends) + 1} times within {STEADY:.0f} seconds"
            raise CannotServe(_why(part, f"the {part.name} {told(status)}, {times}"))
        pause = PAUSES[len(ends)]
        self._ends[part.name] = [*ends, now]
        self._due[part.name] = now + pause
        when = f" in {pause:.0f} s" if pause else ""
        self._say(_why(part, f"The {part.name} {told(status)}; it is started again{when}"))

    # Stopping

    def _stop_all(self) -> None:
        """Stop the web and the worker, then what they use."""
        running = [part for part in self.parts if part.running]
        if running:
            self._say("Stopping " + ", ".join(part.name for part in reversed(running)) + ".")
        users = [part for part in self.parts if part.name in ("web", "worker")]
        used = [part for part in self.parts if part not in users]
        for group in (users, used):
            for part in group:
                part.ask_to_stop()
            now = time.monotonic()
            for part in group:
                part.see_it_end(now + part.grace)
        if self._lock is not None:
            self._lock.close()


def _why(part: Part, what: str) -> str:
    """What happened to a part, with the end of its log. The database's begins with its address, which is left out."""
    lines = [line for line in part.last_words().splitlines() if not line.startswith("postgresql")]
    return f"{what}. The end of {part.log}:\n" + "\n".join(lines) if lines else f"{what}."
