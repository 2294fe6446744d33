"""Claims and who makes them, over all articles."""

from __future__ import annotations

from flask import Blueprint, Response

from api.store import facts
from api.views import lists, query

claims = Blueprint("claims", __name__)

FILTERS = lists.COMMON | {
    "source": query.words,
    "kind": query.one_of("source", "kind"),
    "class": query.one_of("source", "class"),
    "channel": query.one_of("source", "channel"),
    "directness": query.one_of("claim", "directness"),
    "certainty": query.one_of("claim", "certainty"),
    "polarity": query.one_of("claim", "polarity"),
}


@claims.get("/v1/claims")
def index() -> Response:
    """List claims, newest article first."""
    return lists.page("claims", facts.list_claims, FILTERS)
