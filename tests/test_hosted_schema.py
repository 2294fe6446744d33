"""A schema with our own keywords and bounds becomes one that hosted models take, and loses nothing else."""

from __future__ import annotations

from typing import Any

from api.engine.llm.hosted_schema import strict
from tests.structured_outputs import violations

FULL: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "reply.json",
    "type": "object",
    "description": "what is said",
    "properties": {
        "default": {"type": "string", "maxLength": 80, "x-copied": True},
        "items": {"type": "array", "items": {"$ref": "#/$defs/one"}, "maxItems": 9, "uniqueItems": True},
        "kind": {"anyOf": [{"type": "string", "enum": ["a", "b"], "default": "a"}, {"type": "null"}]},
    },
    "required": ["default", "items", "kind"],
    "additionalProperties": False,
    "$defs": {"one": {"type": "string", "pattern": "^s", "minLength": 1}},
}


def test_only_what_strict_mode_refuses_is_dropped() -> None:
    assert strict(FULL) == {
        "type": "object",
        "description": "what is said",
        "properties": {
            "default": {"type": "string"},
            "items": {"type": "array", "items": {"$ref": "#/$defs/one"}, "maxItems": 9},
            "kind": {"anyOf": [{"type": "string", "enum": ["a", "b"]}, {"type": "null"}]},
        },
        "required": ["default", "items", "kind"],
        "additionalProperties": False,
        "$defs": {"one": {"type": "string", "pattern": "^s"}},
    }
    assert violations(strict(FULL)) == []


def test_the_schema_given_is_left_as_it_was() -> None:
    before = str(FULL)
    strict(FULL)
    assert str(FULL) == before


def test_what_would_change_the_meaning_is_left_to_be_refused() -> None:
    schema = {**FULL, "allOf": [{"required": ["kind"]}]}
    assert [str(broken) for broken in violations(strict(schema))] == ["In context=(), 'allOf' is not permitted"]
