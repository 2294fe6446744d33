"""Articles: the canonical texts to which all offsets point."""

from __future__ import annotations

from flask import Blueprint, Response, request

from api.problems import NotFound
from api.store import articles as stored
from api.store import facts
from api.views import links, lists, query
from api.views.representations import as_json, conditional, negotiate
from api.views.services import of_app

articles = Blueprint("articles", __name__)


@articles.get("/v1/articles")
def index() -> Response:
    """List articles, newest first."""
    return lists.page("articles", facts.list_articles, lists.COMMON)


@articles.get("/v1/articles/<article_id>")
def show(article_id: str) -> Response:
    """Return an article with its canonical text."""
    negotiate(request)
    query.read(request.args, {})
    with of_app().database.connect() as conn:
        article = stored.get(conn, article_id)
    if article is None:
        raise _missing(article_id)
    return conditional(as_json(links.article(article.as_json())))


@articles.delete("/v1/articles/<article_id>")
def delete(article_id: str) -> Response:
    """Delete an article with all its extractions and facts."""
    query.read(request.args, {})
    with of_app().database.begin() as conn:
        if not stored.delete(conn, article_id):
            raise _missing(article_id)
    return Response(status=204)


def _missing(article_id: str) -> NotFound:
    return NotFound(f"There is no article {article_id[:80]!r}.")
