"""Small processes and ports for the tests that start and end some."""

from __future__ import annotations

import os
import socket
import sys
import time
from collections.abc import Callable

import psutil

from api.embedded.parts import Part


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def eventually(holds: Callable[[], object], seconds: float = 30.0) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if holds():
            return True
        time.sleep(0.05)
    return False


def sleeper(name: str = "sleeper", code: str = "import time; time.sleep(600)", **options: object) -> Part:
    return Part(
        name=name,
        command=[sys.executable, "-c", code],
        environment=dict(os.environ),
        ready=lambda: True,
        **options,  # type: ignore[arg-type]
    )


def lives(process: psutil.Process) -> bool:
    """Whether it runs; one that has ended and was not reaped does not."""
    return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
