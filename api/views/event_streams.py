"""Events on the wire: server-sent events (WHATWG HTML, section 9.2) or NDJSON, a line an event.

A place among the open streams is held from before the first event until the response is closed, by us or by the client.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from flask import Request, Response, current_app

from api.problems import Fault, InvalidParameter
from api.store import events
from api.streams import Streams, Told
from api.views import links, query
from api.views.representations import EVENT_STREAM

RECONNECT = 2000
"""Milliseconds after which a browser whose stream was cut comes back."""

_NUMBER = query.between(0, 999_999_999)


@contextmanager
def place(streams: Streams) -> Iterator[Callable[[], None]]:
    """A place for a stream; given back here only if the block fails. Raises Busy."""
    give_back = streams.take_place()
    try:
        yield give_back
    except BaseException:
        give_back()
        raise


def resumed_after(request: Request) -> int:
    """The number of the last event that the client has: by Last-Event-ID, which a browser sends, or by `after`.

    Raises InvalidParameter.
    """
    after: int = query.read(request.args, {"after": _NUMBER}).get("after", 0)
    header = request.headers.get("Last-Event-ID", "").strip()
    if not header:
        return after
    if not re.fullmatch(r"[0-9]{1,9}", header):
        detail = "Must be the id of an event, a whole number."
        raise InvalidParameter(f"Last-Event-ID: {detail}", errors=[Fault(detail, header="Last-Event-ID")])
    return int(header)


def response(
    told: Iterator[Told | None], media_type: str, give_back: Callable[[], None], status: int = 200
) -> Response:
    """The events as a response that goes on until the last of them."""
    encode, ping, opening = (
        (_as_event, ": ping\n\n", f"retry: {RECONNECT}\n\n")
        if media_type == EVENT_STREAM
        else (_as_line, '{"event":"ping"}\n', "")
    )
    dumps = current_app.json.dumps

    def lines() -> Iterator[str]:
        if opening:
            yield opening
        for one in told:
            yield ping if one is None else encode(document(one), dumps)

    made = current_app.response_class(lines(), status, mimetype=media_type)
    made.headers["Cache-Control"] = "no-store"
    made.headers["X-Accel-Buffering"] = "no"  # nginx would keep the events back
    made.vary.add("Accept")
    made.call_on_close(give_back)
    return made


def document(told: Told) -> dict[str, Any]:
    """The event with the addresses of what it tells of, as `schemas/event.json` has it."""
    data = told.data
    if told.type == events.FINISHED:
        data = links.extraction(data)
    elif told.type == events.CREATED:
        data = links.beginning(data)
    elif told.type == events.PROVEN:
        data = {**data, "fact": links.fact(data["fact"])}
    return {"id": told.number, "event": told.type, "data": data}


def _as_event(event: dict[str, Any], dumps: Callable[[Any], str]) -> str:
    return f"id: {event['id']}\nevent: {event['event']}\ndata: {dumps(event['data'])}\n\n"


def _as_line(event: dict[str, Any], dumps: Callable[[Any], str]) -> str:
    return f"{dumps(event)}\n"
