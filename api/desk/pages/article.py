"""An article beside its facts."""

from __future__ import annotations

from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from api.desk import drawing, marks
from api.desk.blueprint import desk
from api.desk.rendering import page
from api.store.articles import ArticleRow
from api.store.extractions import UNFINISHED
from api.views import query
from api.views.services import of_app

AT_ONCE = 60
"""So many facts of a kind are on the page from the start; the rest comes when one gets there."""

_ORDER = ("claims", "deals", "people", "companies")


@desk.get("/articles/<article_id>")
def article(article_id: str) -> ResponseReturnValue:
    """Show an article with its facts drawn in, and the facts beside it."""
    found, extraction = of_app().library.shown(article_id, request.args.get("extraction"))
    at_once = len(found.text) if request.args.get("all") else AT_ONCE
    return page("article.html", **words(found, extraction, at_once=at_once))


@desk.get("/articles/<article_id>/more/<any(claims, deals, people, companies):layer>")
def more(article_id: str, layer: str) -> ResponseReturnValue:
    """Give the facts of one kind that come after those on the page."""
    after = query.read(request.args, {"after": query.between(0, 1_000_000)}).get("after", 0)
    _, extraction = of_app().library.shown(article_id)
    found = extraction["facts"][layer] if extraction else []
    until = after + AT_ONCE
    facts, left = found[after:until], len(found) - until
    return page("more.html", article_id=article_id, layer=layer, facts=facts, after=until, left=left)


@desk.post("/articles/<article_id>/stop/<extraction_id>")
def stop(article_id: str, extraction_id: str) -> ResponseReturnValue:
    """Stop reading; what is proven by then is kept."""
    of_app().extractions.stop(extraction_id, wait=5)
    return redirect(url_for("desk.article", article_id=article_id), 303)


def words(
    found: ArticleRow, extraction: dict[str, Any] | None, *, at_once: int = AT_ONCE, drawn: bool = True
) -> dict[str, Any]:
    """What the templates of an article and its facts are filled with; the text only if it is `drawn`."""
    facts: dict[str, Any] = extraction["facts"] if extraction else {}
    unfinished = extraction is not None and extraction["status"] in UNFINISHED
    return {
        "article": found,
        "extraction": extraction,
        "unfinished": extraction["id"] if extraction and unfinished else None,
        "facts": {kind: facts.get(kind) or [] for kind in _ORDER},
        "drawn": drawing.text(marks.paragraphs(found.text, marks.of_facts(facts))) if drawn else "",
        "reviewed": sum(fact.get("review", "unreviewed") != "unreviewed" for kind in facts.values() for fact in kind),
        "at_once": at_once,
    }
