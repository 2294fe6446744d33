"""The service, put together: its table of contents.

`create_app` makes the parts, hands them to each other and dials nobody; a database or a model that is not up yet is
told by the requests that need it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from flask import Flask, Response
from sqlalchemy import Engine as Database
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import RequestEntityTooLarge

from api import disk, jobs, logs, problems
from api.desk import registration as desk
from api.desk import sessions
from api.engine.llm.client import Model
from api.engine.pipeline import Engine
from api.extractions import Extractions
from api.record.access_keys import AccessKeys
from api.record.audit import Audit
from api.record.changes import Changes
from api.record.checks import Checks
from api.record.entities import Entities
from api.record.exporting import Exports
from api.record.gold import Gold
from api.record.library import Library
from api.record.quotas import Quotas
from api.record.reconciling import Reconciling
from api.record.repeats import Repeats
from api.record.reviews import Reviews
from api.runs import Reader
from api.settings import Settings
from api.store import database as store
from api.views import (
    audit_log,
    authorization,
    bodies,
    browsers,
    cross_origin,
    idempotency,
    metrics,
    rate_limits,
    request_log,
    services,
    validators,
)
from api.views.access import access
from api.views.articles import articles
from api.views.changes import changes
from api.views.checks import checks as drafts
from api.views.claims import claims
from api.views.compact_json import CompactJson
from api.views.companies import companies
from api.views.deals import deals
from api.views.entities import entities
from api.views.exports import exports
from api.views.extractions import extractions
from api.views.facts import facts
from api.views.gold import gold
from api.views.health import health
from api.views.openapi import openapi
from api.views.people import people
from api.views.reconcile import BY_ADDRESS, MANIFEST, reconcile
from api.views.schemas import schemas
from api.views.services import Services


def create_app(
    settings: Settings | None = None, *, engine: Reader | None = None, database: Database | None = None
) -> Flask:
    """The WSGI application; the settings are read from the environment unless given, as are `engine` and `database`.

    Raises ValueError when a setting is missing or would leave the service open to the network without a key.
    """
    if settings is None:  # the process is the service's own: a web server runs it
        logs.configure()
        settings = Settings.from_environment()
    app = Flask("onrecord", static_folder=None)
    app.json = CompactJson(app)
    app.config["MAX_CONTENT_LENGTH"] = bodies.most_bytes(settings.max_article_chars)
    app.config["MAX_FORM_MEMORY_SIZE"] = app.config["MAX_CONTENT_LENGTH"]

    problems.register(app)
    app.register_error_handler(SQLAlchemyError, _database_failed)
    app.register_error_handler(RequestEntityTooLarge, _body_too_large(settings))
    request_log.register(app)
    app.after_request(_as_declared)
    metrics.register(app)
    browsers.register(app, settings)
    cross_origin.register(app, settings)
    authorization.register(
        app,
        settings,
        session=partial(sessions.key_of_session, app),
        open_to_all=(*desk.OPEN, *MANIFEST),
        by_address=(*BY_ADDRESS, browsers.PREVIEW),
    )
    services.attach(app, _services(settings, engine, database))
    audit_log.register(app)
    rate_limits.register(app)
    idempotency.register(app)
    validators.register(app)
    lists = (articles, companies, people, deals, claims)
    across = (entities, reconcile, changes, drafts)
    for resource in (extractions, *lists, facts, *across, exports, schemas, gold, access, health, openapi):
        app.register_blueprint(resource)
    desk.register(app, settings)
    return app


def _as_declared(response: Response) -> Response:
    """Keep browsers from taking a response for anything but what it says it is: it quotes articles."""
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _services(settings: Settings, engine: Reader | None, database: Database | None) -> Services:
    """What the views call."""
    if database is None:
        if settings.database_url is None:
            raise ValueError("DATABASE_URL: the service needs a database; `onrecord serve` starts one of its own")
        database = store.connect(settings.database_url)
    checks: dict[str, Callable[[], None]] = {"database": lambda: store.check(database)}
    if engine is None:
        model = Model(settings)
        engine = Engine(model, settings)
        checks["model"] = model.ready
    checks["worker"] = lambda: _check_worker(database)
    checks["disk"] = lambda: disk.check(settings.data_dir)
    extractions = Extractions(settings, database, engine, jobs.defer)
    library = Library(database)
    outward = Exports(database, library)
    news = Changes(database, extractions.waiter)
    reviews, gold_articles = Reviews(database), Gold(database)
    merged, tables = Entities(database), Reconciling(database)
    drafts, again = Checks(settings, database, engine), Repeats(database)
    return Services(
        settings, database, extractions, library, reviews, gold_articles, outward, news, merged, drafts, tables, again,
        Quotas(database, settings.rate_limit), AccessKeys(database), Audit(database), checks,
    )  # fmt: skip


def _check_worker(database: Database) -> None:
    """Return if a worker is up, which only requests that would not wait need; raise NotReady otherwise."""
    with store.probing(database) as conn:
        if jobs.workers(conn) == 0:
            raise problems.NotReady("No worker is up: what is left to one with Prefer waits until there is.")


def _database_failed(error: Exception) -> Any:
    """A database that is out of reach is a problem of its own; any other error of it is unforeseen."""
    if store.is_full(error):
        return problems.render(problems.StorageFull())
    if store.is_unavailable(error):
        return problems.render(problems.DatabaseUnavailable())
    return problems.unforeseen(error)


def _body_too_large(settings: Settings) -> Any:
    return lambda error: problems.render(bodies.too_large(settings.max_article_chars))
