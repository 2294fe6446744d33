"""A page with many tags, read in a process of its own that is ended when it takes too long.

Parsing takes time that grows faster than some pages (nested forms, lists without end), and holds the whole interpreter
meanwhile. `python -m api.engine.document.page_process` reads a page from its input and writes what it found as JSON.
"""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import threading
from typing import Any

from api.problems import Busy, EmptyArticle, UnreadableText

PATIENCE = 20.0
"""Seconds a page may take, and may wait for others. A page of 40,000 ordinary tags takes some four."""

_turns = threading.BoundedSemaphore(2)
"""So many pages are read at once by one process of ours: more would only take each other's time."""


def read(html: str) -> dict[str, Any]:
    """What `markup.extracted` finds in the page, as the fields of an HtmlArticle with times as ISO 8601.

    Raises EmptyArticle as it does, UnreadableText when it takes longer than PATIENCE or ends in nothing, Busy when
    other pages take that long.
    """
    if not _turns.acquire(timeout=PATIENCE):
        raise Busy
    try:
        command = [sys.executable, "-m", "api.engine.document.page_process"]
        done = subprocess.run(command, input=html.encode(), capture_output=True, timeout=PATIENCE, check=True)
        found: dict[str, Any] = json.loads(done.stdout)
    except subprocess.TimeoutExpired:
        told = f"Reading the HTML takes longer than {PATIENCE:.0f} seconds. Send the article's text instead."
        raise UnreadableText(told) from None
    except (subprocess.CalledProcessError, ValueError):
        raise UnreadableText("The HTML cannot be parsed. Send the article's text instead.") from None
    finally:
        _turns.release()
    if not found:
        raise EmptyArticle("No article text was found in the HTML. Send the page of one article, or its text.")
    return found


def main() -> None:
    """Read a page from standard input; an empty object is written where it holds no article."""
    from api.engine.document.markup import as_json, extracted

    with contextlib.suppress(ImportError):  # Windows has none
        import resource

        most = int(PATIENCE) + 1  # whoever waits may have been killed
        resource.setrlimit(resource.RLIMIT_CPU, (most, most))
    try:
        found = as_json(extracted(sys.stdin.buffer.read().decode()))
    except EmptyArticle:
        found = {}
    sys.stdout.buffer.write(json.dumps(found).encode())


if __name__ == "__main__":
    main()
