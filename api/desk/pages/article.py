"""An article beside its facts."""

from __future__ import annotations

from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from api.desk import drawing, marks
from api.desk.blueprint import desk
from api.desk.rendering import page
from api.problems import NotFound
from api.store import articles, extractions, readings
from api.views import query
from api.views.services import of_app

AT_ONCE = 120
"""So many facts of a kind are on the page from the start; the rest comes when one gets there."""


@desk.get("/articles/<article_id>")
def article(article_id: str) -> ResponseReturnValue:
    """Show an article with its facts drawn in, and the facts beside it."""
    with of_app().database.connect() as conn:
        found = articles.get(conn, article_id)
        if found is None:
            raise NotFound("There is no such article. It may have been deleted.")
        shown = request.args.get("extraction") or readings.shown_extraction(conn, article_id)
        extraction = extractions.get(conn, shown) if shown else None
        unfinished = readings.unfinished_extraction(conn, article_id)
    facts: dict[str, Any] = extraction["facts"] if extraction else {}
    drawn = drawing.text(marks.paragraphs(found.text, marks.of_facts(facts)))
    return page(
        "article.html",
        article=found,
        extraction=extraction,
        facts={kind: facts.get(kind) or [] for kind in ("claims", "deals", "people", "companies")},
        unfinished=unfinished,
        drawn=drawn,
        at_once=len(found.text) if request.args.get("all") else AT_ONCE,
    )


@desk.get("/articles/<article_id>/more/<any(claims, deals, people, companies):layer>")
def more(article_id: str, layer: str) -> ResponseReturnValue:
    """Give the facts of one kind that come after those on the page."""
    after = query.read(request.args, {"after": query.between(0, 1_000_000)}).get("after", 0)
    with of_app().database.connect() as conn:
        shown = readings.shown_extraction(conn, article_id)
        extraction = extractions.get(conn, shown) if shown else None
    if extraction is None:
        raise NotFound("There is no such article. It may have been deleted.")
    found = extraction["facts"][layer]
    until = after + AT_ONCE
    facts, left = found[after:until], len(found) - until
    return page("more.html", article_id=article_id, layer=layer, facts=facts, after=until, left=left)
