"""Gold: what people decided about articles, for measuring models on one's own work."""

from __future__ import annotations

from flask import Blueprint, Response, request

from api.views import lists, query
from api.views.representations import JSON, NDJSON, listing, negotiate
from api.views.services import of_app

gold = Blueprint("gold", __name__)

FILTERS = {name: reader for name, reader in lists.COMMON.items() if name != "review"}


@gold.get("/v1/gold")
def index() -> Response:
    """List reviewed articles with what people stand by, as gold for an evaluation."""
    media_type = negotiate(request, (NDJSON, JSON))
    wanted = query.read(request.args, {**FILTERS, **lists.PAGING})
    limit, cursor = wanted.pop("limit", lists.USUAL), wanted.pop("cursor", None)
    page = of_app().gold.page(wanted, cursor, limit)
    return listing("gold", media_type, page.items, page.next)
