"""Extractions: the reading of an article, made, fetched and deleted."""

from __future__ import annotations

from flask import Blueprint, Response, request

from api.views import bodies, links, preferences, query
from api.views.preferences import Preferences
from api.views.representations import as_json, conditional, negotiate
from api.views.services import of_app

extractions = Blueprint("extractions", __name__)


@extractions.post("/v1/extractions")
def create() -> Response:
    """Read an article and return its sourced facts."""
    negotiate(request)
    refresh = query.read(request.args, {"refresh": query.truth}).get("refresh", False)
    wish = preferences.of(request)
    article = bodies.article_request(request)
    service = of_app().extractions
    if wish.background:
        submission = service.enqueue(article, refresh=refresh, wait=wish.wait or 0)
    else:
        submission = service.submit(article, refresh=refresh)
    status = 202 if not submission.done else 201 if submission.fresh else 200
    response = as_json(links.extraction(submission.extraction), status)
    response.headers["Location"] = links.extraction_href(submission.extraction["id"])
    if submission.fresh or not submission.done:
        _say_applied(response, wish)
    return response


@extractions.get("/v1/extractions/<extraction_id>")
def show(extraction_id: str) -> Response:
    """Return an extraction, finished or not."""
    negotiate(request)
    query.read(request.args, {})
    wish = preferences.of(request)
    extraction = of_app().extractions.get(extraction_id, wait=wish.wait or 0)
    response = as_json(links.extraction(extraction))
    if wish.wait is not None:
        _say_applied(response, Preferences(wait=wish.wait))
    return conditional(response)


@extractions.delete("/v1/extractions/<extraction_id>")
def delete(extraction_id: str) -> Response:
    """Delete an extraction and its facts; the article stays."""
    query.read(request.args, {})
    of_app().extractions.delete(extraction_id)
    return Response(status=204)


def _say_applied(response: Response, wish: Preferences) -> None:
    if wish.applied:
        response.headers["Preference-Applied"] = wish.applied
