"""Single facts: how they stand, what people decide about them, and facts that people add."""

from __future__ import annotations

from flask import Blueprint, Response, request

from api.record import reviews
from api.views import bodies, exporting, links, query
from api.views.authorization import reviewer
from api.views.representations import JSON, as_json, negotiate
from api.views.services import of_app

facts = Blueprint("facts", __name__)


@facts.get("/v1/facts/<fact_id>")
def show(fact_id: str) -> Response:
    """Return a fact as it stands, beside how it was found."""
    media_type = negotiate(request, exporting.OF_FACT)
    query.read(request.args, {})
    if media_type != JSON:
        return exporting.fact_as(fact_id, exporting.ending_of(media_type))
    response = _fact(of_app().reviews.get(fact_id))
    response.vary.add("Accept")
    return response


@facts.patch("/v1/facts/<fact_id>")
def decide(fact_id: str) -> Response:
    """Accept, reject or correct a fact."""
    negotiate(request)
    query.read(request.args, {})
    wanted = bodies.document(request, "decision_request")
    expected = request.if_match if "If-Match" in request.headers else None
    decided = of_app().reviews.decide(
        fact_id, wanted["action"], wanted.get("fact"), by=reviewer(), note=wanted.get("note"), expected=expected
    )
    return _fact(decided)


@facts.get("/v1/facts/<fact_id>/history")
def history(fact_id: str) -> Response:
    """List the decisions about a fact, the latest first."""
    negotiate(request)
    query.read(request.args, {})
    made = of_app().reviews.history(fact_id)
    return as_json({"items": [links.decision(one) for one in made]})


@facts.delete("/v1/facts/<fact_id>/decisions/<decision_id>")
def undo(fact_id: str, decision_id: str) -> Response:
    """Undo the latest decision about a fact."""
    query.read(request.args, {})
    of_app().reviews.undo(fact_id, decision_id, by=reviewer())
    return Response(status=204)


@facts.post("/v1/articles/<article_id>/facts")
def add(article_id: str) -> Response:
    """Add a fact that was missed in an article."""
    negotiate(request)
    query.read(request.args, {})
    wanted = bodies.document(request, "fact_request")
    added = of_app().reviews.add(article_id, wanted["kind"], wanted["fact"], by=reviewer(), note=wanted.get("note"))
    response = _fact(added, 201)
    response.headers["Location"] = links.fact_href(added["id"])
    return response


def _fact(document: links.Document, status: int = 200) -> Response:
    response = as_json(links.reviewed(document), status)
    response.set_etag(reviews.version(document))
    return response
