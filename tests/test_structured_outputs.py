"""Strict reply schemas stay inside the subset that OpenAI documents, and the judge of that knows every rule."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.structured_outputs import levels, violations

SCHEMAS = Path(__file__).parent.parent / "schemas"


def an_object(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def nested(depth: int) -> dict[str, Any]:
    return an_object(inner=nested(depth - 1)) if depth > 1 else an_object(leaf={"type": "string"})


TEXT = {"type": "string"}

GOOD = {
    "every type": an_object(
        a=TEXT, b={"type": "number"}, c={"type": "boolean"}, d={"type": "integer"}, e={"type": "array", "items": TEXT}
    ),
    "a value that may be null": an_object(a={"type": ["string", "null"], "description": "or nothing"}),
    "a choice below the root": an_object(a={"anyOf": [TEXT, an_object(b=TEXT)]}),
    "an enum and a constant": an_object(a={"type": "string", "enum": ["x", "y"]}, b={"const": "z"}),
    "documented bounds": an_object(
        a={"type": "array", "items": TEXT, "minItems": 1, "maxItems": 9},
        b={"type": "integer", "minimum": 0, "maximum": 5, "multipleOf": 1},
        c={"type": "string", "pattern": "^s[0-9]+$"},
        d={"type": "string", "format": "date"},
    ),
    "a definition": an_object(a={"$ref": "#/$defs/text"}) | {"$defs": {"text": TEXT}},
    "a definition that contains itself": an_object(a={"$ref": "#/$defs/node"})
    | {"$defs": {"node": an_object(children={"type": "array", "items": {"$ref": "#/$defs/node"}})}},
    "ten levels": nested(10),
    "five thousand properties": an_object(**{f"p{n}": TEXT for n in range(5000)}),
    "a thousand enum values": an_object(**{f"e{n}": {"enum": [f"{n}-{m}" for m in range(250)]} for n in range(4)}),
}

BROKEN: dict[str, tuple[dict[str, Any], str]] = {
    "a root that is an array": ({"type": "array", "items": TEXT}, "root"),
    "a root that is a choice": ({"anyOf": [an_object(a=TEXT)]}, "anyOf"),
    "an open object": ({"type": "object", "properties": {"a": TEXT}, "required": ["a"]}, "additionalProperties"),
    "an object open to strings": ({**an_object(a=TEXT), "additionalProperties": TEXT}, "additionalProperties"),
    "an optional property": ({**an_object(a=TEXT, b=TEXT), "required": ["a"]}, "Missing b"),
    "an open object deep inside": (an_object(a={"type": "array", "items": {"type": "object"}}), "additionalProperties"),
    "an open object in a definition": (
        an_object(a=TEXT) | {"$defs": {"d": {"type": "object"}}},
        "additionalProperties",
    ),
    "allOf": (an_object(a={"allOf": [TEXT]}), "'allOf' is not permitted"),
    "oneOf": (an_object(a={"oneOf": [TEXT]}), "'oneOf' is not permitted"),
    "not": (an_object(a={**TEXT, "not": {"const": ""}}), "'not' is not permitted"),
    "if": (an_object(a=TEXT) | {"if": {}, "then": {}, "else": {}}, "'if' is not permitted"),
    "dependentRequired": (an_object(a=TEXT) | {"dependentRequired": {}}, "'dependentRequired' is not permitted"),
    "dependentSchemas": (an_object(a=TEXT) | {"dependentSchemas": {}}, "'dependentSchemas' is not permitted"),
    "patternProperties": (an_object(a=TEXT) | {"patternProperties": {}}, "'patternProperties' is not permitted"),
    "a default": (an_object(a={**TEXT, "default": ""}), "'default' is not permitted"),
    "a keyword of our own": (an_object(a={**TEXT, "x-copy": True}), "'x-copy' is not permitted"),
    "an unknown format": (an_object(a={**TEXT, "format": "uri"}), "format"),
    "a schema that says nothing": (an_object(a={}), "must have a 'type'"),
    "an array of anything": (an_object(a={"type": "array"}), "items"),
    "a reference to another file": (an_object(a={"$ref": "other.json"}), "$ref"),
    "a reference with company": (
        an_object(a={"$ref": "#/$defs/t", "description": "x"}) | {"$defs": {"t": TEXT}},
        "$ref",
    ),
    "eleven levels": (nested(11), "levels of nesting"),
    "too many properties": (an_object(**{f"p{n}": TEXT for n in range(5001)}), "object properties"),
    "too many enum values": (an_object(a={"enum": list(range(600))}, b={"enum": list(range(401))}), "enum values"),
    "a long enum with long values": (an_object(a={"enum": [f"{n:060}" for n in range(251)]}), "15000 characters"),
    "too many characters": (an_object(**{f"{n:0120}": TEXT for n in range(1001)}), "characters of property names"),
}


@pytest.mark.parametrize("name", GOOD)
def test_what_is_documented_as_supported_is_accepted(name: str) -> None:
    assert violations(GOOD[name]) == []


@pytest.mark.parametrize("name", BROKEN)
def test_each_documented_rule_is_checked(name: str) -> None:
    schema, rule = BROKEN[name]
    assert any(rule in str(broken) for broken in violations(schema))


def test_a_violation_says_where_it_is() -> None:
    (broken,) = violations(an_object(a={"type": "array", "items": {"type": "object"}}))
    assert str(broken).startswith("In context=('properties', 'a', 'items'), 'additionalProperties' is required")


def test_levels_are_counted_through_references() -> None:
    schema = an_object(a={"$ref": "#/$defs/one"}) | {"$defs": {"one": an_object(b=an_object(c=TEXT))}}
    assert levels(schema, schema) == 3


def reply_schemas() -> list[Path]:
    return sorted(SCHEMAS.glob("reply_article*.json"))


@pytest.mark.parametrize("path", reply_schemas(), ids=lambda path: path.name)
def test_the_reply_schemas_for_hosted_models_break_no_rule(path: Path) -> None:
    from api.engine.llm.hosted_schema import strict

    assert [str(broken) for broken in violations(strict(json.loads(path.read_text(encoding="utf-8"))))] == []
