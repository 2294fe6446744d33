"""An article while it is being read: each fact as it is proven, as parts of the page (server-sent events).

The interface tells the same as JSON; here every event names what to change. A stream that is cut goes on where it was:
the numbers of the events are those of the interface.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from typing import Any

from flask import Response, current_app, render_template, request, stream_with_context

from api.desk import drawing, marks
from api.desk.blueprint import desk
from api.desk.pages.article import words
from api.store import events
from api.store.articles import ArticleRow
from api.streams import Told
from api.views import event_streams
from api.views.representations import EVENT_STREAM
from api.views.services import of_app

OVER = "desk:over"
"""The last event of the stream; the page closes it then."""

_LAYERS = {"company": "companies", "person": "people", "deal": "deals", "claim": "claims"}


@desk.get("/articles/<article_id>/live/<extraction_id>")
def live(article_id: str, extraction_id: str) -> Response:
    """Tell what is proven, as it is."""
    found, _ = of_app().library.shown(article_id, extraction_id)
    service = of_app().extractions
    after = event_streams.resumed_after(request)
    with event_streams.place(service.streams) as give_back:
        told = service.streams.of(extraction_id, take_over=partial(service.take_over, extraction_id))
        response = current_app.response_class(stream_with_context(_messages(found, told, after)), mimetype=EVENT_STREAM)
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Accel-Buffering"] = "no"
        response.call_on_close(give_back)
        return response


def _messages(found: ArticleRow, told: Iterator[Told | None], after: int) -> Iterator[str]:
    """The events as messages. Those that the page has already are only taken account of."""
    reading = _Reading(found)
    yield f"retry: {event_streams.RECONNECT}\n\n"
    for one in told:
        if one is None:
            yield ": ping\n\n"
            continue
        html = reading.part(one)
        if html and one.number > after:
            yield _message(one.number, html)
        if one.type == events.FINISHED:
            yield f"id: {one.number}\nevent: {OVER}\ndata: {one.data['status']}\n\n"


def _message(number: int, html: str) -> str:
    lines = re.split("\r\n|\r|\n", html.encode("utf-8", "replace").decode())
    return f"id: {number}\n" + "".join(f"data: {line}\n" for line in lines if line.strip()) + "\n"


class _Reading:
    """What is proven so far of one article, and how each event changes the page."""

    def __init__(self, found: ArticleRow) -> None:
        self._article = found
        self._ids: dict[str, set[str]] = {layer: set() for layer in marks.LAYERS}
        self._marks: list[marks.Mark] = []

    def part(self, event: Told) -> str:
        """The parts of the page that this event changes; nothing for one that changes none."""
        if event.type == events.CREATED:
            self._forget()
            return ""
        if event.type == events.PROGRESS:
            return render_template("live_progress.html", **event.data)
        if event.type == events.PROVEN:
            return self._fact(_LAYERS[event.data["kind"]], event.data["fact"])
        if event.type == events.FINISHED:
            return render_template("live_over.html", **words(self._article, event.data))
        return ""

    def _fact(self, layer: str, fact: dict[str, Any]) -> str:
        known = fact["id"] in self._ids[layer]
        old = [mark for mark in self._marks if mark.fact == fact["id"]] if known else []
        own = list(marks.of_fact(layer, fact))
        self._marks = [mark for mark in self._marks if mark not in old] + own
        self._ids[layer].add(fact["id"])
        text = self._article.text
        made = (marks.paragraph(text, line, self._marks) for line in marks.lines_of(text, old + own))
        redrawn = [{"start": each.start, "html": drawing.paragraph(each)} for each in made if each is not None]
        number = len(self._ids[layer])
        return render_template("live_fact.html", layer=layer, fact=fact, known=known, number=number, redrawn=redrawn)

    def _forget(self) -> None:
        """Another attempt begins; its facts take the place of these as they come, and of all at the end."""
        self._marks.clear()
