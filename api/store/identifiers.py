"""Ids that sort by the time they were made: UUID version 7 (RFC 9562 section 5.7).

`fresh` is strictly increasing within a process; among processes ids sort by the clock, to the millisecond.
"""

from __future__ import annotations

import os
import threading
import time
from uuid import UUID

_lock = threading.Lock()
_last = 0


def fresh(count: int = 1) -> list[UUID]:
    """Make `count` new ids, each greater than every id this process made before."""
    global _last
    with _lock:
        # 48 bits of milliseconds, then a counter of 12 + 14 bits that starts at a random place below half its range:
        # RFC 9562 section 6.2, method 1. A counter that overflows borrows from the next millisecond.
        now = (time.time_ns() // 1_000_000) << 26 | int.from_bytes(os.urandom(4), "big") >> 7
        first = max(now, _last + 1)
        _last = first + count - 1
    noise = os.urandom(6 * count)
    return [_uuid(first + i, int.from_bytes(noise[6 * i : 6 * i + 6], "big")) for i in range(count)]


def within(extraction_id: UUID, position: int) -> UUID:
    """Make the id of the fact at this position of an extraction.

    Its clock is that of the extraction, so that facts sort as their extractions do and, among those of one, the first
    has the greatest. Up to 16,777,215 facts of one extraction.
    """
    noise = (0xFFFFFF - position) << 24 | int.from_bytes(os.urandom(3), "big")
    return UUID(int=extraction_id.int >> 48 << 48 | noise)


def _uuid(clock: int, noise: int) -> UUID:
    milliseconds, counter = clock >> 26, clock & 0x3FFFFFF
    high, low = counter >> 14, counter & 0x3FFF
    return UUID(int=milliseconds << 80 | 0x7 << 76 | high << 64 | 0b10 << 62 | low << 48 | noise)


def parse(text: str | UUID) -> UUID | None:
    """Read an id as the public writes it, None when it is none: nothing can be stored under it."""
    if isinstance(text, UUID):
        return text
    try:
        return UUID(text) if len(text) == 36 else None
    except ValueError:
        return None
