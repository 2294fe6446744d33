"""One process of the service: how it ends, and that it ends."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from api.embedded.parts import told
from tests.processes import eventually, lives, sleeper

ROOT = Path(__file__).resolve().parent.parent


def test_a_part_dies_with_the_thread_that_watches_it(tmp_path: Path) -> None:
    """The kernel ends a part when its parent is killed with -9; nothing of ours gets to run then."""
    if sys.platform != "linux":
        pytest.skip("only Linux tells a process that its parent is gone")
    note = tmp_path / "pid"
    code = (
        "import os, sys, pathlib, time; from tests.processes import sleeper; part = sleeper(); part.start();"
        f"pathlib.Path({str(note)!r}).write_text(str(part.process.pid)); time.sleep(600)"
    )
    parent = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT)
    assert eventually(lambda: note.exists() and note.read_text())
    child = psutil.Process(int(note.read_text()))
    parent.kill()
    parent.wait()
    assert eventually(lambda: not lives(child), 5)


def test_a_part_that_does_not_listen_is_killed_with_all_it_started() -> None:
    stubborn = sleeper(
        code="import signal, subprocess, sys, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
        "subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)']); time.sleep(600)"
    )
    stubborn.start()
    assert stubborn.process is not None
    below = psutil.Process(stubborn.process.pid)
    assert eventually(below.children)
    children = below.children()
    stubborn.ask_to_stop()
    stubborn.see_it_end(time.monotonic() + 0.3)
    assert stubborn.status == -signal.SIGKILL
    assert eventually(lambda: not any(lives(child) for child in children), 5)


def test_the_end_of_a_log_is_told(tmp_path: Path) -> None:
    part = sleeper(code="print('first'); print('it broke')", log=tmp_path / "logs" / "part.log")
    part.start()
    assert eventually(lambda: part.status is not None)
    assert part.last_words().endswith("it broke")


@pytest.mark.parametrize(
    ("status", "words"), [(3, "ended with status 3"), (-9, "was ended by SIGKILL"), (-77, "was ended by signal 77")]
)
def test_an_exit_status_is_told_in_words(status: int, words: str) -> None:
    assert told(status) == words
