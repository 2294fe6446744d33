"""One process of the service: how it is started, known to be ready, and stopped.

A part never outlives the process that started it, even when that is killed with -9: on Linux the kernel tells it so.
It runs in a session of its own, so that Ctrl-C in a terminal reaches the supervisor alone, which stops parts in order.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


@dataclass(eq=False, kw_only=True)
class Part:
    """A process to keep running.

    `ready` tells whether it answers; `patience` is how many seconds it may take until then; `grace` how many it has to
    stop. `death_signal` reaches it when we are gone. `log` takes its output, which otherwise goes where ours goes.
    """

    name: str
    command: list[str]
    environment: Mapping[str, str]
    ready: Callable[[], bool]
    patience: float = 60.0
    grace: float = 6.0
    death_signal: int = signal.SIGTERM
    log: Path | None = None
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)
    started: float = field(default=0.0, init=False)

    @property
    def status(self) -> int | None:
        """The exit status, negative for a signal; None while it runs or before it was started."""
        return None if self.process is None else self.process.poll()

    @property
    def running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def start(self) -> None:
        """Start it; the caller's thread must live as long as the part, since the kernel watches that thread."""
        output: IO[bytes] | None = None
        if self.log is not None:
            self.log.parent.mkdir(parents=True, exist_ok=True)
            output = self.log.open("wb")
        try:
            self.process = subprocess.Popen(
                self.command,
                env=dict(self.environment),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT if output else None,
                start_new_session=True,
                preexec_fn=_dies_with(os.getpid(), self.death_signal),
            )
        finally:
            if output is not None:
                output.close()
        self.started = time.monotonic()

    def ask_to_stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def see_it_end(self, deadline: float) -> None:
        """Wait for its end until the monotonic `deadline`, then kill it with all it has started."""
        if self.process is None:
            return
        try:
            self.process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            self.sweep()
            self.process.wait()

    def sweep(self) -> None:
        """Kill what is left of its process group: the workers of a server whose master is gone."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)

    def last_words(self, limit: int = 600) -> str:
        """The end of its log, for a message; empty where it has none."""
        if self.log is None or not self.log.exists():
            return ""
        return self.log.read_text(errors="replace").strip()[-limit:]


def _dies_with(parent: int, number: int) -> Callable[[], None] | None:
    """What a child does before it becomes the part: ask the kernel for a signal when its parent ends (prctl(2))."""
    if _libc is None:
        return None
    prctl = _libc.prctl

    def ask() -> None:
        prctl(_PR_SET_PDEATHSIG, number)
        if os.getppid() != parent:  # it ended before we asked
            os._exit(1)

    return ask


def told(status: int) -> str:
    """An exit status in words."""
    if status >= 0:
        return f"ended with status {status}"
    try:
        return f"was ended by {signal.Signals(-status).name}"
    except ValueError:
        return f"was ended by signal {-status}"
