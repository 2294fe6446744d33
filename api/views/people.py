"""People, over all articles."""

from __future__ import annotations

from flask import Blueprint, Response

from api.store import facts
from api.views import lists

people = Blueprint("people", __name__)

FILTERS = lists.filters("people")


@people.get("/v1/people")
def index() -> Response:
    """List people, newest article first."""
    return lists.page("people", facts.list_people, FILTERS)
