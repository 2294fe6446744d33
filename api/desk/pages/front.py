"""The first page: hand in an article, and see what has come in, what is new and what waits."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flask import redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from api.desk import submissions
from api.desk.blueprint import desk
from api.desk.rendering import page
from api.problems import Problem
from api.views.services import of_app

NEWEST, WAITING = 12, 5
"""How many of the newest articles are shown, and of those that wait for review."""
LOOKED_AT = 60
_SEEN = "seen"
EXAMPLE = Path(__file__).parent.parent / "example.txt"


@desk.get("/")
def front() -> ResponseReturnValue:
    """Show the paste box, the newest articles and what has come since the last visit."""
    return _page()


@desk.post("/")
def hand_in() -> ResponseReturnValue:
    """Take an article, leave it to be read and show it."""
    if "example" in request.form:
        wanted: dict[str, Any] = {"text": EXAMPLE.read_text(encoding="utf-8")}
    else:
        try:
            wanted = submissions.article_request(request)
        except Problem as problem:
            return _page(problem)
    try:
        submission = of_app().extractions.start(wanted)
    except Problem as problem:
        if problem.status >= 500:
            raise
        return _page(problem)
    return redirect(url_for("desk.article", article_id=submission.extraction["article"]["id"]), 303)


def _page(problem: Problem | None = None) -> ResponseReturnValue:
    seen = _last_visit()
    newest, fresh = of_app().library.arrivals(LOOKED_AT, since=seen)
    waiting = sorted((each for each in newest if each.unreviewed), key=lambda each: each.unreviewed == each.total)
    words = {
        "newest": newest[:NEWEST],
        "waiting": waiting[:WAITING],
        "left": sum(each.unreviewed for each in waiting),
        "seen": seen,
        "fresh": fresh,
        "problem": problem,
        "given": request.form,
    }
    session.permanent = True
    return page("front.html", problem.status if problem else 200, **words)


def _last_visit() -> datetime | None:
    """When this browser was here before; a visit lasts half an hour, so that what is new stays so while one reads."""
    now = datetime.now(UTC)
    begun, last, before = (session.get(f"{_SEEN}_{name}") for name in ("begun", "last", "before"))
    if last is None or now.timestamp() - last > 1800:
        begun, before = now.timestamp(), last
        session[f"{_SEEN}_begun"], session[f"{_SEEN}_before"] = begun, before
    session[f"{_SEEN}_last"] = now.timestamp()
    return datetime.fromtimestamp(before, UTC) if before else None
