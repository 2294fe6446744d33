"""Companies and other organisations, over all articles."""

from __future__ import annotations

from flask import Blueprint, Response

from api.views import lists

companies = Blueprint("companies", __name__)


@companies.get("/v1/companies")
def index() -> Response:
    """List companies and other organisations, newest article first."""
    return lists.page("companies")
