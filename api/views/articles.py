"""Articles: the canonical texts to which all offsets point."""

from __future__ import annotations

from flask import Blueprint, Response, request

from api.views import exporting, links, lists, query
from api.views.representations import JSON, as_json, negotiate
from api.views.services import of_app

articles = Blueprint("articles", __name__)


@articles.get("/v1/articles")
def index() -> Response:
    """List articles, newest first."""
    return lists.page("articles")


@articles.get("/v1/articles/<article_id>")
def show(article_id: str) -> Response:
    """Return an article with its canonical text."""
    media_type = negotiate(request, exporting.OF_ARTICLE)
    query.read(request.args, {})
    if media_type != JSON:
        return exporting.article_as(article_id, exporting.ending_of(media_type))
    response = as_json(links.article(of_app().library.article(article_id).as_json()))
    response.vary.add("Accept")
    return response


@articles.delete("/v1/articles/<article_id>")
def delete(article_id: str) -> Response:
    """Delete an article with all its extractions and facts."""
    query.read(request.args, {})
    of_app().library.delete_article(article_id)
    return Response(status=204)
