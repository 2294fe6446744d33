"""The slots of the embedded model's server, and how many questions at once measured faster on this machine.

A slot keeps one prompt's unchanging part in memory. Questions at once share each reading of the model's weights, which
is what a processor waits for; what that gains differs from one to the next, so it is measured (`api.embedded.pace`).
"""

from __future__ import annotations

import hashlib
import json
import platform
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from api.settings import Settings


class Slots:
    """Which slots this process has questions in. Safe for threads."""

    def __init__(self, number: int) -> None:
        """`number` is how many the server has."""
        self._number = number
        self._waiting: Counter[int] = Counter()
        self._lock = threading.Lock()

    @contextmanager
    def taken(self, fitting: Sequence[int]) -> Iterator[int | None]:
        """The least busy of the fitting slots for as long as the question takes, the first of equals; None of none."""
        if not fitting:
            yield None
            return
        there = dict.fromkeys(slot % self._number for slot in fitting)
        with self._lock:
            slot = min(there, key=lambda one: self._waiting[one])
            self._waiting[slot] += 1
        try:
            yield slot
        finally:
            with self._lock:
                self._waiting[slot] -= 1


@cache
def processor() -> str:
    """A short name of this kind of processor, the same for as long as it can do the same."""
    try:
        told = Path("/proc/cpuinfo").read_text()
    except OSError:
        told = platform.processor()
    lines = {line for line in told.splitlines() if line.startswith(("model name", "flags", "Features"))}
    return hashlib.sha256(f"{platform.machine()}\n{sorted(lines) or told}".encode()).hexdigest()[:12]


def note(settings: Settings) -> Path:
    """The file that says how many questions at once are faster on this processor."""
    return settings.model_dir.expanduser() / f"at-once-{processor()}.json"


def at_once(settings: Settings) -> int:
    """How many questions of one article the embedded model is asked at once; 1 until it is measured."""
    try:
        return max(1, int(json.loads(note(settings).read_text())["now"]))
    except (OSError, ValueError, LookupError, TypeError):
        return 1
