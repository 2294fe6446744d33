"""How far the check of a draft is, as it goes on, and in the end the check: server-sent events or NDJSON.

The draft is read in a thread of its own and told to this response alone. When the client goes away, nothing more is
asked and nothing is left of it; a stream that broke off cannot be resumed.
"""

from __future__ import annotations

import logging
import threading
import traceback
from collections.abc import Iterator
from queue import Empty, SimpleQueue
from typing import Any

from flask import Response

from api.engine.document.text import Article
from api.problems import Problem
from api.record.checks import Checks
from api.streams import PING, Told
from api.views import event_streams, links
from api.views.services import of_app

PROGRESS, FINISHED, FAILED = "progress", "check.finished", "check.failed"

log = logging.getLogger(__name__)


def response(article: Article, media_type: str) -> Response:
    """The events as a response that goes on until the check is there. Raises Busy."""
    service, streams = of_app().drafts, of_app().extractions.streams
    with event_streams.place(streams) as give_back:
        running = Running(service, article)

        def over() -> None:
            running.stop()
            give_back()

        return event_streams.response(running.events(), media_type, over)


class Running:
    """A check that goes on in a thread of its own."""

    def __init__(self, service: Checks, article: Article) -> None:
        self._service = service
        self._article = article
        self._news: SimpleQueue[tuple[str, dict[str, Any]]] = SimpleQueue()
        self._stopped = threading.Event()
        threading.Thread(target=self._run, name="check", daemon=True).start()

    def stop(self) -> None:
        """Have nothing more asked; whoever listens is told no more."""
        self._stopped.set()

    def events(self) -> Iterator[Told | None]:
        """What happens as it happens; None after some seconds of silence."""
        number = 0
        while True:
            try:
                kind, data = self._news.get(timeout=PING)
            except Empty:
                yield None
                continue
            number += 1
            yield Told(number, kind, data)
            if kind != PROGRESS:
                return

    def _run(self) -> None:
        try:
            checked = self._service.check(self._article, self._progress, self._stopped.is_set)
            self._news.put((FINISHED, links.check(checked)))
        except Problem as problem:
            self._news.put((FAILED, problem.as_json()))
        except Exception as raised:
            frames = "".join(traceback.format_tb(raised.__traceback__))  # its words may quote the draft
            log.error("unforeseen %s in a check\n%s", type(raised).__qualname__, frames)
            self._news.put((FAILED, Problem().as_json()))

    def _progress(self, done: int, total: int) -> None:
        self._news.put((PROGRESS, {"done": done, "total": total}))
