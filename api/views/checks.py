"""Checks: an unpublished draft set beside the record, kept nowhere unless asked."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request

from api.extractions import DONE
from api.views import bodies, draft_events, links, preferences, query
from api.views.representations import EVENT_STREAM, JSON, NDJSON, as_json, negotiate
from api.views.services import of_app

checks = Blueprint("checks", __name__)


@checks.post("/v1/checks")
def create() -> Response:
    """Set a draft beside the record."""
    media_type = negotiate(request, (JSON, EVENT_STREAM, NDJSON))
    asked = query.read(request.args, {"keep": query.truth})
    draft = bodies.article_request(request, "check_request")
    keep = draft.pop("keep", False) or asked.get("keep", False)
    if keep:
        return _kept(draft)
    article = of_app().drafts.read(draft)
    if media_type != JSON:
        return draft_events.response(article, media_type)
    response = as_json(links.check(of_app().drafts.check(article)))
    response.headers["Cache-Control"] = "no-store"
    response.vary.add("Accept")
    return response


@checks.get("/v1/checks/<extraction_id>")
def show(extraction_id: str) -> Response:
    """Set the article of an extraction beside the rest of the record, as it stands now."""
    negotiate(request)
    query.read(request.args, {})
    wish = preferences.of(request)
    if wish.wait is not None:
        of_app().extractions.get(extraction_id, wait=wish.wait)
    response = as_json(links.check(of_app().drafts.of_extraction(extraction_id)))
    if wish.wait is not None:
        response.headers["Preference-Applied"] = f"wait={wish.wait}"
    return response


def _kept(draft: dict[str, Any]) -> Response:
    """Keep the draft as an article, and check it as far as it is read by then."""
    wish, service = preferences.of(request), of_app().extractions
    submission = service.enqueue(draft, wait=wish.wait or 0) if wish.background else service.submit(draft)
    id_ = submission.extraction["id"]
    status = 202 if not submission.done else 201 if submission.fresh else 200
    response = as_json(links.check(of_app().drafts.of_extraction(id_)), status)
    response.headers["Location"] = links.check_href(id_)
    if (submission.fresh or submission.extraction["status"] not in DONE) and wish.applied:
        response.headers["Preference-Applied"] = wish.applied
    response.vary.add("Accept")
    return response
