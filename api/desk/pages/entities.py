"""Who is who over all articles: entities, one entity, and the queue of those that may be the same."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from api.desk import timeline
from api.desk.blueprint import desk
from api.desk.rendering import page
from api.problems import NotFound
from api.views import query
from api.views.authorization import reviewer
from api.views.entities import FILTERS
from api.views.services import of_app

A_PAGE = 60
PAIRS = 20
ALIKE = 12
"""Entities that are shown to whoever looks for the same one under another name."""

_JUDGEMENTS = ("same", "not_same", "unsure")


@desk.get("/entities")
def entities() -> ResponseReturnValue:
    """Show the companies and people of all articles."""
    given = {name: words for name, words in request.args.items() if words.strip()}
    wanted = query.read(MultiDict(given), {**FILTERS, "cursor": query.words})
    found = of_app().entities.page(wanted.get("kind"), wanted.get("name"), wanted.get("cursor"), A_PAGE)
    more = urlencode({**given, "cursor": found.next}) if found.next else None
    return page("entities.html", items=found.items, given=given, more=more)


@desk.get("/entities/<entity_id>")
def entity(entity_id: str) -> ResponseReturnValue:
    """Show what all articles say of a company or person, under every name, and why they are taken for one."""
    shown = of_app().entities.get(entity_id)
    time = timeline.of({"deals": shown["deals"], "claims": [*shown["claims"], *shown["about"]]})
    articles = {one["fact_id"]: one["article"] for one in shown["mentioned"]}
    alike = query.read(request.args, {"alike": query.words}).get("alike")
    found = _others(shown, alike) if alike else None
    return page("entity.html", entity=shown, time=time, articles=articles, alike=alike, found=found)


def _others(entity: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    """Entities of the same kind that have a name like this, as many as one looks through."""
    found = of_app().entities.page(entity["kind"], name, None, ALIKE + 1).items
    return [one for one in found if one["id"] != entity["id"]][:ALIKE]


@desk.get("/merges")
def merges() -> ResponseReturnValue:
    """Show entities that may be the same, for a person to judge."""
    after = query.read(request.args, {"cursor": query.words}).get("cursor")
    found = of_app().entities.suggestions(after, PAIRS)
    return page("merges.html", items=found.items, more=found.next)


@desk.post("/entities/<entity_id>/judge")
def judge(entity_id: str) -> ResponseReturnValue:
    """Judge that an entity is another, that it is not, or that a fact is not of it."""
    judgement = request.form.get("judgement", "")
    if judgement not in _JUDGEMENTS:
        raise NotFound("There is no such judgement.")
    other, fact = request.form.get("other") or None, request.form.get("fact") or None
    note = request.form.get("note", "").strip()[:1000] or None
    judged = of_app().entities.judge(entity_id, judgement, other=other, fact=fact, by=reviewer(), note=note)
    return _back(judged["id"])


@desk.post("/entities/<entity_id>/undo")
def undo_judgement(entity_id: str) -> ResponseReturnValue:
    """Undo a judgement."""
    of_app().entities.undo(entity_id, request.form.get("judgement", ""), by=reviewer())
    return _back(entity_id)


def _back(entity_id: str) -> ResponseReturnValue:
    """To the queue for those who came from there, to the entity for all others."""
    if request.form.get("next") == "merges":
        return redirect(url_for("desk.merges"), 303)
    return redirect(url_for("desk.entity", entity_id=entity_id), 303)
