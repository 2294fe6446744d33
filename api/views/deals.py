"""Deals, over all articles."""

from __future__ import annotations

from flask import Blueprint, Response

from api.views import lists

deals = Blueprint("deals", __name__)


@deals.get("/v1/deals")
def index() -> Response:
    """List deals, newest article first."""
    return lists.page("deals")
