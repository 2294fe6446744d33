"""The probes: whether the process answers, and whether the service can do its work."""

from __future__ import annotations

from flask import Blueprint, Response

from api.problems import NotReady, Problem
from api.version import VERSION
from api.views.representations import as_json
from api.views.services import of_app

health = Blueprint("health", __name__)


@health.get("/healthz")
def alive() -> Response:
    """Say that the process answers."""
    return _uncached(as_json({"status": "ok", "version": VERSION}))


@health.get("/readyz")
def ready() -> Response:
    """Ask every part whether it is ready, and say which is not."""
    checks = {}
    for part, check in of_app().checks.items():
        try:
            check()
            checks[part] = {"ready": True, "detail": "ready"}
        except Problem as problem:
            checks[part] = {"ready": False, "detail": problem.detail}
    waiting = [part for part, check in checks.items() if not check["ready"]]
    if waiting:
        raise NotReady(f"Not ready: {', '.join(waiting)}.", checks=checks, headers={"Cache-Control": "no-store"})
    return _uncached(as_json({"status": "ready", "checks": checks}))


def _uncached(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response
