"""The JSON Schema subset that OpenAI documents for strict Structured Outputs, as a list of what breaks it.

Source: the "Supported schemas" part of OpenAI's Structured Outputs guide, limits as of 2026. It judges schemas only;
what is documented solely for fine-tuned models is left out, and so is what has been seen refused but is not documented.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

MAX_LEVELS = 10
MAX_PROPERTIES = 5_000
MAX_ENUM_VALUES = 1_000
MAX_NAME_CHARS = 120_000
LONG_ENUM = 250
MAX_LONG_ENUM_CHARS = 15_000

TYPES = {"string", "number", "boolean", "integer", "object", "array", "null"}
FORMATS = {"date-time", "time", "date", "duration", "email", "hostname", "ipv4", "ipv6", "uuid"}
KEYWORDS = {
    *("type", "enum", "const", "anyOf", "$ref", "$defs", "definitions", "title", "description"),
    *("properties", "required", "additionalProperties"),
    *("items", "minItems", "maxItems"),
    *("pattern", "format"),
    *("multipleOf", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"),
}
"""`allOf`, `oneOf`, `not`, `if`, `dependentRequired`, `default`, `$schema` and the rest are not among them."""

Schema = Mapping[str, Any]
Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Violation:
    """One broken rule: where, as the keys on the way there, and which."""

    path: Path
    rule: str

    def __str__(self) -> str:
        return f"In context={self.path!r}, {self.rule}"


def violations(schema: Schema) -> list[Violation]:
    """Everything in `schema` that OpenAI would refuse under `strict: true`; empty when it is fine."""
    if "anyOf" in schema:
        return [Violation((), "the root must not be 'anyOf'")]
    if schema.get("type") != "object":
        return [Violation((), "the root must be of type 'object'")]
    found = [broken for path, part in walk(schema) for broken in _of_one(schema, path, part)]
    return found + list(_of_the_whole(schema))


def walk(schema: Schema, path: Path = ()) -> Iterator[tuple[Path, Schema]]:
    """The schema and every schema in it, with its place; references are not followed."""
    yield path, schema
    for key in ("properties", "$defs", "definitions"):
        for name, part in schema.get(key, {}).items():
            yield from walk(part, (*path, key, name))
    if isinstance(schema.get("items"), Mapping):
        yield from walk(schema["items"], (*path, "items"))
    for index, part in enumerate(schema.get("anyOf", ())):
        yield from walk(part, (*path, "anyOf", str(index)))


def _of_one(root: Schema, path: Path, part: Schema) -> Iterator[Violation]:
    for keyword in sorted(part.keys() - KEYWORDS):
        yield Violation(path, f"{keyword!r} is not permitted")
    if "$ref" in part:
        if len(part) > 1:
            yield Violation(path, "'$ref' cannot have other keywords beside it")
        if _target(root, part["$ref"]) is None:
            yield Violation(path, "'$ref' must point to the root or to a definition of this schema")
        return
    if not part.keys() & {"type", "anyOf", "enum", "const"}:
        yield Violation(path, "the schema must have a 'type'")
    types = part.get("type", [])
    for name in [types] if isinstance(types, str) else types:
        if name not in TYPES:
            yield Violation(path, f"the type {name!r} is not supported")
    if "object" in types or "properties" in part:
        yield from _of_an_object(path, part)
    if "array" in types and not isinstance(part.get("items"), Mapping):
        yield Violation(path, "an array must have 'items', one schema for all of them")
    if "format" in part and part["format"] not in FORMATS:
        yield Violation(path, f"the format {part['format']!r} is not supported")
    yield from _of_an_enum(path, part.get("enum", []))


def _of_an_object(path: Path, part: Schema) -> Iterator[Violation]:
    if part.get("additionalProperties") is not False:
        yield Violation(path, "'additionalProperties' is required to be supplied and to be false")
    missing = sorted(part.get("properties", {}).keys() - set(part.get("required", ())))
    if missing or ("required" not in part and part.get("properties")):
        yield Violation(path, f"'required' must include every key in properties. Missing {', '.join(missing)}")


def _of_an_enum(path: Path, values: list[Any]) -> Iterator[Violation]:
    chars = sum(len(value) for value in values if isinstance(value, str))
    if len(values) > LONG_ENUM and chars > MAX_LONG_ENUM_CHARS:
        yield Violation(path, f"an enum of more than {LONG_ENUM} values has over {MAX_LONG_ENUM_CHARS} characters")


def _of_the_whole(schema: Schema) -> Iterator[Violation]:
    parts = [part for _, part in walk(schema)]
    properties = sum(len(part.get("properties", {})) for part in parts)
    enums = sum(len(part.get("enum", ())) for part in parts)
    names = [name for part in parts for key in ("properties", "$defs", "definitions") for name in part.get(key, {})]
    values = [value for part in parts for value in [*part.get("enum", ()), part.get("const")] if isinstance(value, str)]
    chars = sum(map(len, names)) + sum(map(len, values))
    deep = levels(schema, schema)
    for count, limit, what in (
        (properties, MAX_PROPERTIES, "object properties"),
        (enums, MAX_ENUM_VALUES, "enum values"),
        (chars, MAX_NAME_CHARS, "characters of property names, definition names, enum and const values"),
        (deep, MAX_LEVELS, "levels of nesting"),
    ):
        if count > limit:
            yield Violation((), f"{count} {what} exceed the limit of {limit}")


def levels(root: Schema, part: Schema, seen: frozenset[str] = frozenset()) -> int:
    """How many objects lie in one another; a definition that contains itself (recursion is allowed) counts once."""
    if reference := part.get("$ref"):
        target = None if reference in seen else _target(root, reference)
        return 0 if target is None else levels(root, target, seen | {reference})
    inner = [*part.get("properties", {}).values(), *part.get("anyOf", ())]
    if isinstance(part.get("items"), Mapping):
        inner.append(part["items"])
    return ("properties" in part) + max((levels(root, one, seen) for one in inner), default=0)


def _target(root: Schema, reference: str) -> Schema | None:
    if reference == "#":
        return root
    match = re.fullmatch(r"#/(\$defs|definitions)/([^/]+)", reference)
    target = root.get(match[1], {}).get(match[2]) if match else None
    return target if isinstance(target, Mapping) else None
