"""Reconciliation (Reconciliation Service API 0.2, W3C Entity Reconciliation Community Group): names of a table, such as
one in OpenRefine, matched with the record's companies and people, and columns filled from them.

Parameters that are not known are passed over here: the clients of the protocol send some of their own.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, request
from werkzeug.datastructures import MultiDict

from api import contracts
from api.problems import Fault, InvalidDocument, InvalidParameter, NotFound, TooLarge
from api.record import entity_properties, likeness
from api.record.reconciling import MOST, USUAL, Candidate, Query
from api.version import VERSION
from api.views import authorization, query
from api.views.query import Reader
from api.views.representations import as_json, negotiate
from api.views.services import of_app

reconcile = Blueprint("reconcile", __name__)

MANIFEST = ("reconcile.ask",)
"""What needs no key: the manifest tells how to show one."""

BY_ADDRESS = tuple(f"reconcile.{name}" for name in ("ask", "answer", "suggest", "properties", "feature"))

BATCH = 50
"""So many queries are taken at once."""

MOST_VALUES = 1000
"""So many entities are extended at once."""

SUGGESTED = 20
PREVIEW_SIZE = {"width": 420, "height": 200}
"""What a name, two titles and a quotation need, in pixels."""

TYPES = [{"id": id_, "name": name} for id_, name in entity_properties.KINDS.items()]


@reconcile.get("/v1/reconcile")
def ask() -> Response:
    """Return the manifest of the reconciliation service, or answer queries that stand in the address."""
    negotiate(request)
    if not {"queries", "extend"} & {*request.args}:
        return as_json(manifest())
    authorization.require()
    return _answer(request.args)


@reconcile.post("/v1/reconcile")
def answer() -> Response:
    """Find the entities that names of a table mean, or the values of properties of entities."""
    negotiate(request)
    return _answer(request.form)


@reconcile.get("/v1/reconcile/suggest/<what>")
def suggest(what: str) -> Response:
    """Suggest entities, properties or types by the beginning of a name."""
    negotiate(request)
    wanted = _read({"prefix": str.strip, "cursor": query.between(0, 999_999)})
    prefix, skip = wanted.get("prefix", ""), wanted.get("cursor", 0)
    if what == "entity":
        found = of_app().reconciling.suggestions(prefix[:300].replace("\0", ""), skip, SUGGESTED)
        return as_json({"result": [_suggested(one) for one in found]})
    if what not in ("property", "type"):
        raise NotFound(f"Nothing is suggested of {what[:40]!r}. Known are: entity, property, type.")
    known = [_property(one) for one in entity_properties.PROPERTIES] if what == "property" else TYPES
    held = [one for one in known if one["id"] == prefix or prefix.casefold() in one["name"].casefold()]
    return as_json({"result": held[skip:]})


@reconcile.get("/v1/reconcile/properties")
def properties() -> Response:
    """Propose the properties that entities of a type have."""
    negotiate(request)
    wanted = _read({"type": str, "limit": query.between(1, MOST_VALUES)})
    proposed = entity_properties.of_kind(wanted.get("type"))[: wanted.get("limit")]
    return as_json({**wanted, "properties": [_property(one) for one in proposed]})


@reconcile.get("/v1/reconcile/features/<feature_id>")
def feature(feature_id: str) -> Response:
    """Say what a feature of a candidate means."""
    negotiate(request)
    about, _, property_id = feature_id.partition(":")
    told = likeness.FEATURES.get(feature_id)
    if about == "property" and property_id in entity_properties.BY_ID:
        told = f"Whether a value given for {entity_properties.BY_ID[property_id].name} is one of its own."
    if told is None:
        raise NotFound(f"There is no feature {feature_id[:80]!r}. Known are: {', '.join(likeness.FEATURES)}.")
    return as_json({"id": feature_id, "description": told})


def manifest() -> dict[str, Any]:
    """What the service offers, at the addresses by which it was asked; with the key that the address holds, if any."""
    base, key = request.root_url.rstrip("/"), request.args.get(authorization.ADDRESS_PARAMETER)
    shown = f"{authorization.ADDRESS_PARAMETER}={key}" if key and authorization.admitted() else ""

    def path(under: str) -> dict[str, str]:
        return {"service_url": base, "service_path": f"/v1/reconcile/{under}" + (f"?{shown}" if shown else "")}

    told: dict[str, Any] = {
        "versions": ["0.2"],
        "name": f"Onrecord at {request.host}",
        "identifierSpace": f"{base}/v1/entities/",
        "schemaSpace": f"{base}/schemas/v2/",
        "serviceVersion": VERSION,
        "documentation": f"{base}/docs",
        "defaultTypes": TYPES,
        "view": {"url": f"{base}/entities/{{{{id}}}}"},
        "feature_view": {"url": f"{base}/v1/reconcile/features/{{{{id}}}}"},
        "preview": {
            "url": f"{base}/entities/{{{{id}}}}/preview" + (f"?{shown}" if shown else ""),
            **PREVIEW_SIZE,
        },
        "suggest": {what: path(f"suggest/{what}") for what in ("entity", "property", "type")},
        "extend": {
            "propose_properties": path("properties"),
            "property_settings": [
                {
                    "name": "limit",
                    "label": "Limit",
                    "type": "number",
                    "default": 0,
                    "help_text": "How many values a row gets at most; 0 for all of them.",
                }
            ],
        },
        "batchSize": BATCH,
    }
    if of_app().settings.api_keys:
        told["authentication"] = {"type": "apiKey", "name": authorization.ADDRESS_PARAMETER, "in": "query"}
    return told


def _answer(given: MultiDict[str, str]) -> Response:
    asked = [name for name in ("queries", "extend") if name in given]
    if len(asked) != 1:
        told = "Give `queries` or `extend`, one of the two, as a form."
        raise InvalidParameter(told, errors=[Fault("Give exactly one of them.", parameter="queries")])
    document = contracts.read_json(given[asked[0]])
    return as_json(_extended(document) if asked[0] == "extend" else _candidates(document))


def _candidates(document: Any) -> dict[str, Any]:
    if not isinstance(document, dict):
        raise InvalidDocument("`queries` is an object of queries.", errors=[Fault("Must be an object.", "")])
    if len(document) > BATCH:
        raise TooLarge(f"At most {BATCH} queries are taken at once; these are {len(document):,}.", limit=BATCH)
    for name, each in document.items():
        _check("reconciliation_query", each, at=name)
    found = of_app().reconciling.candidates(_query(each) for each in document.values())
    return {name: {"result": [_told(one) for one in each]} for name, each in zip(document, found, strict=True)}


def _query(given: Mapping[str, Any]) -> Query:
    kinds = given.get("type") or ()
    values: dict[str, list[Any]] = {}
    for one in given.get("properties", ()):
        values.setdefault(one["pid"], []).extend(one["v"] if isinstance(one["v"], list) else [one["v"]])
    words = given.get("query", "").strip() or None
    return Query(
        words,
        (kinds,) if isinstance(kinds, str) else tuple(kinds),
        int(min(given.get("limit", USUAL), MOST)),
        values,
    )


def _told(one: Candidate) -> dict[str, Any]:
    return {
        "id": one.entity["id"],
        "name": one.entity["name"],
        "description": _description(one),
        "type": [_type(one.entity["kind"])],
        "score": round(one.likeness.score, 1),
        "features": [{"id": id_, "value": value} for id_, value in one.likeness.features.items()],
        "match": one.match,
    }


def _suggested(one: Candidate) -> dict[str, Any]:
    told = {"id": one.entity["id"], "name": one.entity["name"], "description": _description(one)}
    return told | {"notable": [_type(one.entity["kind"])]}


def _description(one: Candidate) -> str:
    """What tells namesakes apart, in a line."""
    articles = one.entity["articles"]
    told = [entity_properties.KINDS[one.entity["kind"]], f"{articles} article{'s' if articles > 1 else ''}"]
    if one.entity["last_seen"]:
        told.append(f"last on {one.entity['last_seen'][:10]}")
    if others := [name for name in one.names if name != one.entity["name"]][:3]:
        told.append(f"also {', '.join(others)}")
    return "; ".join(told)


def _type(kind: str) -> dict[str, str]:
    return {"id": kind, "name": entity_properties.KINDS[kind]}


def _property(one: entity_properties.Property) -> dict[str, str]:
    return {"id": one.id, "name": one.name, "description": one.description}


def _extended(document: Any) -> dict[str, Any]:
    _check("extension_query", document)
    if len(document["ids"]) > MOST_VALUES:
        raise TooLarge(f"At most {MOST_VALUES:,} entities are taken at once.", limit=MOST_VALUES)
    asked = {each["id"]: each.get("settings", {}) for each in document["properties"]}
    limits = {id_: number for id_, settings in asked.items() if (number := _number(settings.get("limit", 0)))}
    rows = of_app().reconciling.values(document["ids"], asked, limits)
    return {"meta": [_column(id_) for id_ in asked], "rows": rows}


def _column(property_id: str) -> dict[str, Any]:
    known = entity_properties.BY_ID.get(property_id)
    if known is None:
        return {"id": property_id, "name": property_id}
    column: dict[str, Any] = {"id": known.id, "name": known.name}
    return column if known.leads_to is None else column | {"type": _type(known.leads_to)}


def _number(setting: Any) -> int:
    """A setting as a number: OpenRefine sends numbers as words. What is none means no limit."""
    words = str(setting)
    return int(words) if words.isascii() and words.isdigit() and len(words) < 7 else 0


def _read(taken: Mapping[str, Reader]) -> dict[str, Any]:
    given = MultiDict([(name, words) for name, words in request.args.items(multi=True) if name in taken])
    return query.read(given, taken)


def _check(schema: str, document: Any, *, at: str | None = None) -> None:
    """Hold a document against a schema; `at` is the member of the batch that it is."""
    try:
        contracts.parse(schema, document)
    except InvalidDocument as error:
        if at is None:
            raise
        within = contracts.pointer([at])
        faults = [Fault(each.detail, f"{within}{each.pointer}") for each in error.errors]
        raise InvalidDocument(f"A query does not have the right shape. At {faults[0].pointer}: {faults[0].detail}",
                              errors=faults) from None  # fmt: skip
