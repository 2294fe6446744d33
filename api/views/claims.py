"""Claims and who makes them, over all articles."""

from __future__ import annotations

from flask import Blueprint, Response

from api.views import lists

claims = Blueprint("claims", __name__)


@claims.get("/v1/claims")
def index() -> Response:
    """List claims, newest article first."""
    return lists.page("claims")
