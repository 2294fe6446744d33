"""Entities: companies and people over all articles, and what people judge about who is who."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request

from api.views import bodies, links, query
from api.views.authorization import reviewer
from api.views.lists import MOST, PAGING, USUAL
from api.views.query import Reader
from api.views.representations import as_json, negotiate
from api.views.services import of_app

entities = Blueprint("entities", __name__)

FILTERS: dict[str, Reader] = {"kind": query.OneOf(("company", "person")), "name": query.words}


@entities.get("/v1/entities")
def index() -> Response:
    """List the companies and people of all articles, the newest first."""
    negotiate(request)
    wanted = query.read(request.args, {**FILTERS, **PAGING})
    limit = wanted.get("limit", USUAL)
    page = of_app().entities.page(wanted.get("kind"), wanted.get("name"), wanted.get("cursor"), limit)
    return as_json({"items": [links.entity(one) for one in page.items], "next": page.next})


@entities.get("/v1/entities/suggestions")
def suggestions() -> Response:
    """List entities that may be the same, for a person to judge, the newest first."""
    negotiate(request)
    wanted = query.read(request.args, {"limit": query.between(1, MOST), "cursor": query.words})
    page = of_app().entities.suggestions(wanted.get("cursor"), wanted.get("limit", USUAL))
    return as_json({"items": [links.suggestion(one) for one in page.items], "next": page.next})


@entities.get("/v1/entities/<entity_id>")
def show(entity_id: str) -> Response:
    """Return an entity: its names, titles, deals, claims, articles and judgements."""
    negotiate(request)
    query.read(request.args, {})
    return _entity(of_app().entities.get(entity_id))


@entities.patch("/v1/entities/<entity_id>")
def call(entity_id: str) -> Response:
    """Note what an entity is called elsewhere."""
    negotiate(request)
    query.read(request.args, {})
    wanted = bodies.document(request, "entity_request")
    return _entity(of_app().entities.call(entity_id, wanted["external_ids"]))


@entities.post("/v1/entities/<entity_id>/judgements")
def judge(entity_id: str) -> Response:
    """Judge whether an entity is another one, or whether a fact is of it."""
    negotiate(request)
    query.read(request.args, {})
    wanted: dict[str, Any] = bodies.document(request, "judgement_request")
    judged = of_app().entities.judge(
        entity_id, wanted["judgement"], other=wanted.get("other"), fact=wanted.get("fact"),
        by=reviewer(), note=wanted.get("note"),
    )  # fmt: skip
    return _entity(judged, 201)


@entities.delete("/v1/entities/<entity_id>/judgements/<judgement_id>")
def undo(entity_id: str, judgement_id: str) -> Response:
    """Undo a judgement; what it merged stands apart again."""
    query.read(request.args, {})
    of_app().entities.undo(entity_id, judgement_id, by=reviewer())
    return Response(status=204)


def _entity(document: links.Document, status: int = 200) -> Response:
    return as_json(links.whole_entity(document), status)
