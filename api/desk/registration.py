"""The desk, put into the app: its pages, what every page is sent with, and what templates may call."""

from __future__ import annotations

from flask import Flask

from api.desk import assets, compression, forms, headers, problem_pages, quoting, sessions, versions, words
from api.desk.blueprint import desk
from api.desk.pages import (  # noqa: F401 - each adds its routes to `desk`
    article,
    checks,
    docs,
    dossier,
    entities,
    front,
    lists,
    live,
    picture,
    preview,
    review,
    sign_in,
)
from api.settings import Settings
from api.views import authorization

OPEN = ("desk.static", "desk.sign_in", "desk.try_key")
"""What needs no key: the files that pages are made of, and the page where one signs in."""


def register(app: Flask, settings: Settings) -> None:
    """Serve the desk at the root of `app`. Nothing is read or written before the first request for a page."""
    sessions.register(app, settings)
    words.register(app)
    assets.register(app)
    sign_in.register(app)
    app.register_blueprint(desk)
    app.jinja_env.filters.update(version=versions.of)
    app.jinja_env.globals.update(
        admitted=authorization.admitted,
        attributed=quoting.attributed,
        reviewer=authorization.reviewer,
        signed_in=sessions.signed_in,
    )
    # What is registered last is called first: the problem becomes a page, the page gets its headers, then it is packed.
    compression.register(app)
    headers.register(app)
    problem_pages.register(app)
    forms.register(app)
