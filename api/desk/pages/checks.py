"""Check a draft: paste it, and see what of it is on record, differs or is not on record. Kept nowhere unless asked."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from flask import Response, current_app, redirect, render_template, request, stream_with_context, url_for
from flask.typing import ResponseReturnValue

from api.desk import checked, submissions
from api.desk.blueprint import desk
from api.desk.rendering import page
from api.extractions import DONE
from api.problems import Problem
from api.views import draft_events, event_streams
from api.views.representations import NDJSON
from api.views.services import of_app

LOOK_AGAIN = 3
"""Seconds after which the page of a draft that is being read looks again."""


@desk.get("/checks")
def checks() -> ResponseReturnValue:
    """Show the paste box."""
    return page("checks.html", given={}, problem=None)


@desk.post("/checks")
def check() -> ResponseReturnValue:
    """Check a draft and show what is found; tell how far it is to a page that asks for lines."""
    try:
        wanted = submissions.article_request(request)
        if request.form.get("keep"):
            made = of_app().extractions.start(wanted)
            return redirect(url_for("desk.kept_check", extraction_id=made.extraction["id"]), 303)
        draft = of_app().drafts.read(wanted)
    except Problem as problem:
        if problem.status >= 500:
            raise
        return page("checks.html", problem.status, given=request.form, problem=problem)
    if request.accept_mimetypes.best == NDJSON:
        with event_streams.place(of_app().extractions.streams) as give_back:
            return _streamed(draft_events.Running(of_app().drafts, draft), give_back)
    response = page("check.html", **_words(of_app().drafts.check(draft)))
    response.headers["Cache-Control"] = "no-store"
    return response


@desk.get("/checks/<extraction_id>")
def kept_check(extraction_id: str) -> ResponseReturnValue:
    """Show the article of an extraction beside the rest of the record."""
    words = _words(of_app().drafts.of_extraction(extraction_id))
    response = page("check.html", **words)
    if words["reading"]:
        response.headers["Refresh"] = str(LOOK_AGAIN)
    return response


def _words(document: dict[str, Any]) -> dict[str, Any]:
    """What the template of a check is rendered with."""
    findings = document["findings"]
    return {
        "check": document,
        "reading": document["status"] not in DONE,
        "paragraphs": checked.paragraphs(document["draft"]["text"], findings),
        "groups": checked.by_verdict(findings),
    }


def _streamed(running: draft_events.Running, give_back: Any) -> Response:
    """How far the check is, a line each, and in the end the part of the page that shows it."""

    def lines() -> Iterator[str]:
        for one in running.events():
            if one is None:
                yield "{}\n"
            elif one.type == draft_events.FINISHED:
                yield json.dumps({"html": render_template("check_result.html", **_words(one.data))}) + "\n"
            elif one.type == draft_events.FAILED:
                yield json.dumps({"problem": f"{one.data['title']}. {one.data['detail']}"}) + "\n"
            else:
                yield json.dumps(one.data) + "\n"

    def over() -> None:
        running.stop()
        give_back()

    response = current_app.response_class(stream_with_context(lines()), mimetype=NDJSON)
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Accel-Buffering"] = "no"
    response.call_on_close(over)
    return response
