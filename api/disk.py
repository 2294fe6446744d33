"""Whether there is room left for what the service writes."""

from __future__ import annotations

import shutil
from pathlib import Path

from api.problems import StorageFull

LEAST = 64 * 1024 * 1024
"""Bytes that must be free: PostgreSQL takes its log of changes in files of 16 MB, several at once."""


def check(folder: Path) -> None:
    """Return if there is room in the folder, or if it does not exist: nothing is kept there then.

    Raises StorageFull.
    """
    try:
        free = shutil.disk_usage(folder.expanduser()).free
    except FileNotFoundError:
        return
    if free < LEAST:
        raise StorageFull(f"The disk is full: {free / 1e6:,.0f} MB are free where the service keeps its data.")
