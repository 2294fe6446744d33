"""People, over all articles."""

from __future__ import annotations

from flask import Blueprint, Response

from api.views import lists

people = Blueprint("people", __name__)


@people.get("/v1/people")
def index() -> Response:
    """List people, newest article first."""
    return lists.page("people")
