"""The JSON Schemas of the public shapes, at addresses that stay: `/schemas/v2/claim.json`."""

from __future__ import annotations

from flask import Blueprint, Response, current_app

from api import contracts
from api.problems import NotFound

schemas = Blueprint("schemas", __name__)

_OURS_ALONE = ("reply", "gold")
"""What the names of schemas begin with that say how models reply and what evaluations read."""


@schemas.get("/schemas/v2/<name>")
def show(name: str) -> Response:
    """Return a JSON Schema of the shape of facts, version 2."""
    stem, dot, ending = name.partition(".")
    if f"{dot}{ending}" != ".json" or stem not in public():
        raise NotFound(f"There is no schema {name[:80]!r} in version 2.")
    body = current_app.json.dumps(contracts.schema(stem)) + "\n"
    return current_app.response_class(body, mimetype="application/schema+json")


def public() -> list[str]:
    """The names of the schemas of version 2, without their ending."""
    return [name for name in contracts.names() if not name.startswith(_OURS_ALONE)]
