"""Deals, over all articles."""

from __future__ import annotations

from flask import Blueprint, Response

from api.store import facts
from api.views import lists, query

deals = Blueprint("deals", __name__)

FILTERS = lists.COMMON | {
    "type": query.one_of("deal", "type"),
    "status": query.one_of("deal", "status"),
    "role": query.one_of("party", "role"),
}


@deals.get("/v1/deals")
def index() -> Response:
    """List deals, newest article first."""
    return lists.page("deals", facts.list_deals, FILTERS)
