"""Correcting: what the buttons and forms of a fact do. Every decision goes through the review service.

What comes back names the parts of the page to change; without script, the article is shown anew instead.
"""

from __future__ import annotations

from typing import Any

from flask import Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from api import contracts
from api.desk import corrections, drawing, marks, versions
from api.desk.blueprint import desk
from api.desk.pages.article import words
from api.desk.rendering import page
from api.problems import NotFound, PreconditionFailed
from api.record import reviews
from api.record.reviews import KINDS
from api.views.authorization import reviewer
from api.views.services import of_app

Document = dict[str, Any]

_ENUMERATIONS = (
    ("claim", "directness"), ("claim", "certainty"), ("claim", "polarity"), ("source", "channel"), ("deal", "type"),
    ("deal", "status"), ("party", "role"), ("role", "status"), ("company", "kind"), ("amount", "kind"),
)  # fmt: skip
_DONE = {"accept": "Accepted", "reject": "Rejected", "correct": "Corrected"}


@desk.post("/facts/<fact_id>/decide")
def decide(fact_id: str) -> ResponseReturnValue:
    """Accept or reject a fact."""
    action, _, version = request.form.get("decision", "").partition(" ")
    if action not in ("accept", "reject"):
        raise NotFound("There is no such decision.")
    return _decided(fact_id, action, None, version)


@desk.post("/facts/<fact_id>/correct")
def correct(fact_id: str) -> ResponseReturnValue:
    """Change a fact as its form says; a form that changes nothing accepts it."""
    before = of_app().reviews.get(fact_id)
    found, _ = of_app().library.shown(before["article"]["id"])
    changes = corrections.patch(before["kind"], before["fact"], corrections.Answers(found.text, request.form))
    action = "correct" if changes else "accept"
    return _decided(fact_id, action, changes or None, request.form.get("version", ""))


@desk.post("/articles/<article_id>/facts")
def add(article_id: str) -> ResponseReturnValue:
    """Add a fact that was missed."""
    kind = request.form.get("kind", "")
    if kind not in KINDS:
        raise NotFound("There is no such kind of fact.")
    found, _ = of_app().library.shown(article_id)
    fact = corrections.whole(kind, corrections.Answers(found.text, request.form))
    added = of_app().reviews.add(article_id, kind, fact, by=reviewer())
    return _anew(article_id, f"Added: {kind}.", added["id"])


@desk.post("/articles/<article_id>/undo")
def undo(article_id: str) -> ResponseReturnValue:
    """Undo this reviewer's latest decision about an article; again and again, as far back as there are any."""
    fact_id = of_app().reviews.undo_last(article_id, by=reviewer())
    if fact_id is None:
        return _told(article_id, "There is nothing left to undo.")
    return _anew(article_id, "Undone.", fact_id)


@desk.get("/facts/<fact_id>/edit")
def edit(fact_id: str) -> ResponseReturnValue:
    """Give the form in which a fact is changed."""
    before = of_app().reviews.get(fact_id)
    fact = {**before["fact"], "review": before["review"]}
    return _form(before["article"]["id"], before["kind"], fact, url_for("desk.correct", fact_id=fact_id))


@desk.get("/articles/<article_id>/new/<any(claim, deal, person, company):kind>")
def new(article_id: str, kind: str) -> ResponseReturnValue:
    """Give the form in which a fact is added, filled with the words that were selected."""
    found, _ = of_app().library.shown(article_id)
    answers = corrections.Answers(found.text, {f"selected{name}": request.args.get(f"selected{name}", "")
                                               for name in ("", ".start", ".end")})  # fmt: skip
    selected = answers.span("selected")
    return _form(article_id, kind, None, url_for("desk.add", article_id=article_id), selected)


@desk.get("/facts/<fact_id>/card")
def card(fact_id: str) -> ResponseReturnValue:
    """Give a fact's card, as it stands: what a form is put away for, or one that is not on the page yet."""
    standing = of_app().reviews.get(fact_id)
    found, _ = of_app().library.shown(standing["article"]["id"])
    fact = {**standing["fact"], "review": standing["review"]}
    return page("card.html", layer=KINDS[standing["kind"]], fact=fact, article=found)


@desk.get("/facts/<fact_id>/history")
def history(fact_id: str) -> ResponseReturnValue:
    """Show who decided what about a fact."""
    made = of_app().reviews.history(fact_id)
    try:
        standing: Document | None = of_app().reviews.get(fact_id)
    except NotFound:
        standing = None
    return page("history.html", fact_id=fact_id, decisions=made, standing=standing, layer_of=KINDS)


def _form(
    article_id: str, kind: str, fact: Document | None, action: str, selected: Document | None = None
) -> ResponseReturnValue:
    found, extraction = of_app().library.shown(article_id)
    facts = extraction["facts"] if extraction else {"companies": [], "people": []}
    return page(
        "edit.html",
        kind=kind,
        fact=fact,
        action=action,
        selected=selected,
        article=found,
        entities=[*facts["people"], *facts["companies"]],
        organisations=facts["companies"],
        choices={f"{name}.{member}": _values(name, member) for name, member in _ENUMERATIONS},
        proves_deals="trigger" in contracts.schema("deal")["properties"],
    )


def _values(name: str, member: str) -> list[str]:
    return [value for value in contracts.schema(name)["properties"][member].get("enum", ()) if value is not None]


def _decided(fact_id: str, action: str, changes: Document | None, version: str) -> ResponseReturnValue:
    before = of_app().reviews.get(fact_id)
    if version and version != versions.of({**before["fact"], "review": before["review"]}):
        return _changed_meanwhile(before)
    try:
        after = of_app().reviews.decide(fact_id, action, changes, by=reviewer(), expected={reviews.version(before)})
    except PreconditionFailed:
        return _changed_meanwhile(of_app().reviews.get(fact_id))
    if changes and before["kind"] in ("company", "person"):
        return _anew(after["article"]["id"], "Corrected.", fact_id)
    return _parts(before, after, f"{_DONE[action]}.")


def _changed_meanwhile(standing: Document) -> ResponseReturnValue:
    """Tell that somebody else was faster, and show how the fact stands."""
    by = (standing["decision"] or {}).get("by")
    who = f"{by} has" if by else "Somebody has"
    said = f"{who} decided about this fact meanwhile. It is shown as it stands now; nothing of yours was written."
    response = _parts(standing, standing, said)
    if isinstance(response, Response) and _in_part():
        response.status_code = PreconditionFailed.status
    return response


def _parts(before: Document, after: Document, said: str) -> ResponseReturnValue:
    """The card and the paragraphs that a decision changes."""
    article_id = after["article"]["id"]
    if not _in_part():
        return redirect(f"{url_for('desk.article', article_id=article_id)}#f-{after['id']}", 303)
    found, extraction = of_app().library.shown(article_id)
    layer = KINDS[after["kind"]]
    all_marks = marks.of_facts(extraction["facts"]) if extraction else []
    touched = [mark for each in (before, after) for mark in marks.of_fact(layer, each["fact"])]
    lines = marks.lines_of(found.text, touched)
    made = [marks.paragraph(found.text, line, all_marks) for line in lines]
    redrawn = [{"start": each.start, "html": drawing.paragraph(each)} for each in made if each is not None]
    fact = {**after["fact"], "review": after["review"]}
    return page(
        "decided.html", layer=layer, fact=fact, redrawn=redrawn, said=said, **words(found, extraction, drawn=False)
    )


def _anew(article_id: str, said: str, fact_id: str) -> ResponseReturnValue:
    """The text and all facts, where a decision changes more than one of them."""
    if not _in_part():
        return redirect(f"{url_for('desk.article', article_id=article_id)}#f-{fact_id}", 303)
    found, extraction = of_app().library.shown(article_id)
    return page("anew.html", said=said, open=fact_id, **words(found, extraction))


def _told(article_id: str, said: str) -> ResponseReturnValue:
    if not _in_part():
        return redirect(url_for("desk.article", article_id=article_id), 303)
    return page("told.html", said=said)


def _in_part() -> bool:
    return "HX-Request" in request.headers
