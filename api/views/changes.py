"""Changes: what happened to the facts of the record, for those who keep a copy of it."""

from __future__ import annotations

from flask import Blueprint, Response, request

from api.views import links, query
from api.views.representations import as_json, negotiate
from api.views.services import of_app

changes = Blueprint("changes", __name__)

USUAL, MOST = 100, 1000
"""How many changes are told at once unless `limit` says otherwise, and how many at most."""

LONGEST_WAIT = 60
"""Seconds."""


def number_or_latest(text: str) -> int | None:
    """A change's number; None for `latest`."""
    return None if text == "latest" else query.between(0, 999_999_999)(text)


PARAMETERS = {
    "after": number_or_latest,
    "limit": query.between(1, MOST),
    "wait": query.between(0, LONGEST_WAIT),
}


@changes.get("/v1/changes")
def index() -> Response:
    """Tell what changed in the record, in order, or wait for it."""
    negotiate(request)
    wanted = query.read(request.args, PARAMETERS)
    wait, limit = wanted.get("wait", 0), wanted.get("limit", USUAL)
    services = of_app()
    give_back = services.extractions.streams.take_place() if wait else None
    try:
        found = services.changes.after(wanted.get("after", 0), limit, wait=wait)
    finally:
        if give_back is not None:
            give_back()
    response = as_json({"items": [links.change(one) for one in found.items], "next": found.next})
    response.headers["Cache-Control"] = "no-store"
    return response
