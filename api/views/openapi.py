"""The description of the interface: `schemas/openapi.yaml` with the schemas put in, and the types of problems."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import yaml
from flask import Blueprint, Response

from api import contracts
from api.problems import NotFound, every_type
from api.version import VERSION
from api.views.representations import JSON, as_json

openapi = Blueprint("openapi", __name__)

_FILE = re.compile(r"([a-z_]+)\.json(?:#/properties/([a-z_]+))?")


@openapi.get("/openapi.json")
def description() -> Response:
    """Return this description, complete in one document."""
    return as_json(document())


@openapi.get("/problems/<slug>")
def problem(slug: str) -> Response:
    """Describe a type of problem."""
    return as_json(problem_type(slug))


def problem_type(slug: str) -> dict[str, Any]:
    """A type of problem as `schemas/problem_type.json` has it. Raises NotFound."""
    for kind in every_type():
        if kind.slug == slug:
            about = (kind.__doc__ or "").split("\n\n")[0]
            return {"type": f"/problems/{slug}", "title": kind.title, "status": kind.status, "when": about}
    raise NotFound(f"There is no problem type {slug[:80]!r}.")


@cache
def document() -> dict[str, Any]:
    """The OpenAPI 3.1 document: every reference by file name leads into its components."""
    text = (contracts.SCHEMAS / "openapi.yaml").read_text(encoding="utf-8")
    paths: dict[str, Any] = yaml.safe_load(text)
    schemas: dict[str, Any] = {}
    resolved = _resolve(paths, schemas)
    resolved["info"]["version"] = VERSION
    resolved.setdefault("components", {})["schemas"] = dict(sorted(schemas.items()))
    return dict(resolved)


def _resolve(value: Any, schemas: dict[str, Any]) -> Any:
    """The value with references by file name turned inwards; the schemas they lead to are gathered on the way."""
    if isinstance(value, list):
        return [_resolve(item, schemas) for item in value]
    if not isinstance(value, dict):
        return value
    resolved = {name: _resolve(member, schemas) for name, member in value.items() if name != "$ref"}
    if JSON in resolved:  # of the media types of a response the first: what is ours before what is others'
        resolved = {JSON: resolved[JSON], **resolved}
    found = _FILE.fullmatch(value.get("$ref", "")) if isinstance(value.get("$ref"), str) else None
    if found is None:
        return resolved | ({"$ref": value["$ref"]} if "$ref" in value else {})
    name, member = found.groups()
    if member is not None:  # put in its place: generators of clients follow no reference into a schema
        return {**_resolve(contracts.schema(name)["properties"][member], schemas), **resolved}
    return resolved | {"$ref": _inwards(name, schemas)}


def _inwards(name: str, schemas: dict[str, Any]) -> str:
    if name not in schemas:
        schemas[name] = {}  # before the way down, for schemas that refer to each other
        contents = {key: part for key, part in contracts.schema(name).items() if key not in ("$schema", "$id")}
        schemas[name] = _resolve(contents, schemas)
    return f"#/components/schemas/{name}"
