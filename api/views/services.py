"""What the views call, kept with the app that they serve."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask import Flask, current_app
from sqlalchemy import Engine as Database

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
from api.settings import Settings

_NAME = "onrecord"


@dataclass(frozen=True, slots=True)
class Services:
    """The parts of the service. Each check returns when that part is ready and raises a Problem otherwise."""

    settings: Settings
    database: Database
    extractions: Extractions
    library: Library
    reviews: Reviews
    gold: Gold
    exports: Exports
    changes: Changes
    entities: Entities
    drafts: Checks
    reconciling: Reconciling
    repeats: Repeats
    quotas: Quotas
    keys: AccessKeys
    audit: Audit
    checks: Mapping[str, Callable[[], None]]


def attach(app: Flask, services: Services) -> None:
    """Give the views of `app` these services."""
    app.extensions[_NAME] = services


def of_app() -> Services:
    """The services of the app that handles the current request."""
    services = current_app.extensions[_NAME]
    assert isinstance(services, Services)
    return services
