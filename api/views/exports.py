"""Facts in other tools' formats, by what an address ends in."""

from __future__ import annotations

from flask import Blueprint, Response, request

from api.views import exporting, lists, query

exports = Blueprint("exports", __name__)


@exports.get("/v1/articles/<article_id>.<format>")
def article(article_id: str, format: str) -> Response:
    """Return an article's text, or its facts in another tool's format."""
    query.read(request.args, {})
    return exporting.article_as(*_parted(article_id, format))


@exports.get("/v1/facts/<fact_id>.<format>")
def fact(fact_id: str, format: str) -> Response:
    """Return a fact in another tool's format."""
    query.read(request.args, {})
    return exporting.fact_as(*_parted(fact_id, format))


@exports.get("/v1/articles.<format>")
def articles(format: str) -> Response:
    """Return all articles that the query finds with their facts, in another tool's format."""
    return lists.export("articles", format)


@exports.get("/v1/companies.<format>")
def companies(format: str) -> Response:
    """Return all companies that the query finds, in another tool's format."""
    return lists.export("companies", format)


@exports.get("/v1/people.<format>")
def people(format: str) -> Response:
    """Return all people that the query finds, in another tool's format."""
    return lists.export("people", format)


@exports.get("/v1/deals.<format>")
def deals(format: str) -> Response:
    """Return all deals that the query finds, in another tool's format."""
    return lists.export("deals", format)


@exports.get("/v1/claims.<format>")
def claims(format: str) -> Response:
    """Return all claims that the query finds, in another tool's format."""
    return lists.export("claims", format)


def _parted(id_: str, ending: str) -> tuple[str, str]:
    """The id and the ending: a route parts them at the last dot, and endings have dots of their own."""
    first, _, rest = f"{id_}.{ending}".partition(".")
    return first, rest
