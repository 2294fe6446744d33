"""Extractions: the reading of an article, made, watched, stopped, fetched and deleted."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import Blueprint, Response, request

from api.extractions import DONE
from api.views import bodies, event_streams, links, preferences, query
from api.views.preferences import Preferences
from api.views.representations import EVENT_STREAM, JSON, NDJSON, as_json, negotiate
from api.views.services import of_app

extractions = Blueprint("extractions", __name__)


@extractions.post("/v1/extractions")
def create() -> Response:
    """Read an article and return its sourced facts."""
    media_type = negotiate(request, (JSON, EVENT_STREAM, NDJSON))
    refresh = query.read(request.args, {"refresh": query.truth}).get("refresh", False)
    wish = preferences.of(request)
    article = bodies.article_request(request)
    if media_type != JSON:
        return _streamed(article, media_type, wish, refresh=refresh)
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
    response.vary.add("Accept")
    return response


def _streamed(article: dict[str, Any], media_type: str, wish: Preferences, *, refresh: bool) -> Response:
    """The article's events while it is read, here or, if the client would rather, by a worker."""
    service = of_app().extractions
    with event_streams.place(service.streams) as place:
        begin = service.enqueue if wish.background else service.start
        submission = begin(article, refresh=refresh)
        id_ = submission.extraction["id"]
        take_over = None if wish.background else partial(service.take_over, id_)
        told = service.streams.of(id_, take_over=take_over)
        response = event_streams.response(told, media_type, place, 201 if submission.fresh else 200)
    response.headers["Location"] = links.extraction_href(id_)
    if wish.background and submission.fresh:
        _say_applied(response, Preferences(respond_async=True))
    return response


@extractions.get("/v1/extractions/<extraction_id>/events")
def events(extraction_id: str) -> Response:
    """Tell what happens while an article is read, as it happens."""
    media_type = negotiate(request, (EVENT_STREAM, NDJSON))
    after = event_streams.resumed_after(request)
    streams = of_app().extractions.streams
    if not streams.has_more(extraction_id, after):
        return Response(status=204)
    with event_streams.place(streams) as place:
        return event_streams.response(streams.of(extraction_id, after), media_type, place)


@extractions.post("/v1/extractions/<extraction_id>/stop")
def stop(extraction_id: str) -> Response:
    """Stop reading an article; what is proven by then is kept."""
    negotiate(request)
    query.read(request.args, {})
    wish = preferences.of(request)
    extraction = of_app().extractions.stop(extraction_id, wait=wish.wait or 0)
    response = as_json(links.extraction(extraction), 200 if extraction["status"] in DONE else 202)
    if wish.wait is not None:
        _say_applied(response, Preferences(wait=wish.wait))
    return response


@extractions.get("/v1/extractions/<extraction_id>")
def show(extraction_id: str) -> Response:
    """Return an extraction, finished or not."""
    negotiate(request)
    review = query.read(request.args, {"review": query.OneOf(("any",))}).get("review")
    wish = preferences.of(request)
    extraction = of_app().extractions.get(extraction_id, wait=wish.wait or 0, rejected=review == "any")
    response = as_json(links.extraction(extraction))
    if wish.wait is not None:
        _say_applied(response, Preferences(wait=wish.wait))
    return response


@extractions.delete("/v1/extractions/<extraction_id>")
def delete(extraction_id: str) -> Response:
    """Delete an extraction and its facts; the article stays."""
    query.read(request.args, {})
    of_app().extractions.delete(extraction_id)
    return Response(status=204)


def _say_applied(response: Response, wish: Preferences) -> None:
    if wish.applied:
        response.headers["Preference-Applied"] = wish.applied
