"""The probes: whether the process answers, and whether the service can do its work."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import structlog
from flask import Blueprint, Response

from api.problems import NotReady, Problem
from api.version import VERSION
from api.views.representations import as_json
from api.views.services import of_app

health = Blueprint("health", __name__)

log = structlog.get_logger(__name__)

DISPENSABLE = frozenset({"worker"})
"""What is reported but does not make the service unready: it answers all who wait without a worker."""


@health.get("/healthz")
def alive() -> Response:
    """Say that the process answers."""
    return _uncached(as_json({"status": "ok", "version": VERSION}))


@health.get("/readyz")
def ready() -> Response:
    """Ask every part whether it is ready, and say which is not."""
    checks = {}
    for part, check in of_app().checks.items():
        checks[part] = _result(check)
    waiting = [part for part, result in checks.items() if not result["ready"] and part not in DISPENSABLE]
    if waiting:
        raise NotReady(f"Not ready: {', '.join(waiting)}.", checks=checks, headers={"Cache-Control": "no-store"})
    return _uncached(as_json({"status": "ready", "checks": checks}))


def _result(check: Callable[[], None]) -> dict[str, Any]:
    try:
        check()
    except Problem as problem:
        return {"ready": False, "detail": problem.detail}
    except Exception as error:
        # A probe must answer whatever breaks; the words of an unforeseen error stay inside.
        log.warning("check failed", error=type(error).__qualname__)
        return {"ready": False, "detail": "It cannot be asked."}
    return {"ready": True, "detail": "It is ready."}


def _uncached(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response
