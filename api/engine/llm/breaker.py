"""A circuit breaker (Nygard, Release It!): an endpoint that keeps failing is left alone for a while.

Whoever asks meanwhile is told at once that it cannot be reached, instead of holding a thread until the next timeout.
After the pause one call goes through to see; if it fails, the next pause is longer.
"""

from __future__ import annotations

import threading
import time

from api.problems import ModelProblem, ModelTooSlow, ModelUnavailable

MOST_FAILURES = 5
"""Calls in a row that may fail; each has been tried twice where that helps."""

PAUSE, LONGEST_PAUSE = 5.0, 60.0
"""Seconds before the endpoint is looked at again: first, and at most."""


class Breaker:
    """Whether an endpoint may be asked. Safe for threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._failures = 0
        self._pause = PAUSE
        self._until: float | None = None

    @property
    def is_open(self) -> bool:
        """Whether the endpoint is left alone just now."""
        until = self._until
        return until is not None and time.monotonic() < until

    def enter(self) -> None:
        """Return if the endpoint may be asked. Raises ModelUnavailable while it is left alone."""
        with self._lock:
            if self._until is None:
                return
            left = self._until - time.monotonic()
            if left > 0:
                raise ModelUnavailable(retry_after=max(1.0, left))
            self._until = time.monotonic() + self._pause  # this call is the look; others wait for what it finds

    def succeeded(self) -> None:
        """The endpoint answered, if only with a refusal."""
        if self._failures or self._until is not None:
            with self._lock:
                self._failures, self._pause, self._until = 0, PAUSE, None

    def failed(self, problem: ModelProblem) -> None:
        """A call failed; only an endpoint that is away or does not answer in time is left alone for it."""
        if not isinstance(problem, ModelUnavailable | ModelTooSlow):
            self.succeeded()
            return
        with self._lock:
            self._failures += 1
            if self._until is not None:
                self._pause = min(2 * self._pause, LONGEST_PAUSE)
            if self._until is not None or self._failures >= MOST_FAILURES:
                self._until = time.monotonic() + self._pause
