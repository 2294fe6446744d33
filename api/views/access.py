"""Keys and the audit log, for those who may administer."""

from __future__ import annotations

from datetime import UTC, datetime, time

from flask import Blueprint, Response, request

from api import contracts
from api.problems import Conflict
from api.views import bodies, query
from api.views.authorization import reviewer
from api.views.lists import PAGING, USUAL
from api.views.representations import as_json, negotiate
from api.views.services import of_app

access = Blueprint("access", __name__)


@access.post("/v1/keys")
def make() -> Response:
    """Make a key; its words are shown this once."""
    negotiate(request)
    query.read(request.args, {})
    wanted = bodies.document(request, "key_request")
    if not of_app().settings.api_keys:
        raise Conflict("Nobody is asked for a key yet: set ONRECORD_API_KEYS to the first administrator's.")
    expires = wanted.get("expires_at")
    made, words = of_app().keys.make(
        wanted["name"], wanted["scopes"], None if expires is None else _moment(expires), by=reviewer()
    )
    response = as_json({**made, "key": words}, 201)
    response.headers["Cache-Control"] = "no-store"
    return response


@access.get("/v1/keys")
def keys() -> Response:
    """List the keys that were made, the newest first, without their words."""
    negotiate(request)
    query.read(request.args, {})
    return as_json({"items": of_app().keys.all()})


@access.delete("/v1/keys/<key_id>")
def revoke(key_id: str) -> Response:
    """End a key from now on."""
    query.read(request.args, {})
    of_app().keys.revoke(key_id, by=reviewer())
    return Response(status=204)


@access.get("/v1/audit")
def audit() -> Response:
    """List who changed what, or was not allowed to, the newest first."""
    negotiate(request)
    wanted = query.read(request.args, {"by": query.words, **PAGING})
    page = of_app().audit.page(wanted.get("by"), wanted.get("cursor"), wanted.get("limit", USUAL))
    return as_json({"items": page.items, "next": page.next})


def _moment(words: str) -> datetime:
    """A moment, or the beginning of a day in UTC."""
    if contracts.is_date(words):
        return datetime.combine(datetime.fromisoformat(words), time(), UTC)
    return datetime.fromisoformat(words.upper())
