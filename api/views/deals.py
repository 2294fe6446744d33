"""Deals, over all articles."""

from __future__ import annotations

from flask import Blueprint, Response

from api.store import facts
from api.views import lists

deals = Blueprint("deals", __name__)

FILTERS = lists.filters("deals")


@deals.get("/v1/deals")
def index() -> Response:
    """List deals, newest article first."""
    return lists.page("deals", facts.list_deals, FILTERS)
