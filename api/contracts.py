"""The JSON Schemas of `schemas/`, loaded once, and what to say when a document breaks one.

`parse` reads the bytes of a request strictly (one JSON document, no name twice, no NaN) and checks it; every error
comes with its JSON Pointer and words for a person. The schemas refer to each other by file name; nothing is ever
fetched. The engine's reply schemas lie in the same folder and carry a keyword of ours, which validation passes over.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from itertools import islice
from typing import Any

from babel import Locale
from jsonschema import Draft202012Validator, FormatChecker, ValidationError
from jsonschema.exceptions import best_match
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012
from rfc3339_validator import validate_rfc3339

from api import data_files
from api.problems import Fault, InvalidDocument, MalformedJson, UnreadableText

SCHEMAS = data_files.locate("schemas")

MOST_FAULTS = 50
"""So many wrong places are told at once; a document with more has a fault of another kind."""

MOST_ERRORS = 20 * MOST_FAULTS
"""So many errors of the validator are looked at, for those that are told to be the first in the document's order."""

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_LANGUAGE_TAG = re.compile(r"([A-Za-z]{2,3})(-[A-Za-z0-9]{1,8})*")
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")
_UNREADABLE = re.compile("[\0\ud800-\udfff]")
_SUSPICIOUS = re.compile(r"\\u(?:0000|[dD][89a-fA-F])|[\0\ud800-\udfff]")
"""What a JSON text must hold for its value to be unreadable."""

MOST_MEMBERS = 1000
"""An object of any document that is read has far fewer."""

formats = FormatChecker(formats=())
"""The formats that are checked, each by a function here: `format` says nothing in Draft 2020-12 unless one insists."""


@formats.checks("date")
def is_date(value: object) -> bool:
    """Whether it is a full-date of RFC 3339, and a day of the calendar."""
    return not isinstance(value, str) or bool(_DATE.fullmatch(value) and validate_rfc3339(f"{value}T00:00:00Z"))


@formats.checks("date-time")
def is_date_time(value: object) -> bool:
    """Whether it is a date-time of RFC 3339, with its offset, that is within the calendar in UTC too."""
    if not isinstance(value, str):
        return True
    try:
        return bool(validate_rfc3339(value.upper()) and datetime.fromisoformat(value.upper()).astimezone(UTC))
    except (ValueError, OverflowError):
        return False


@formats.checks("uri")
def is_uri(value: object) -> bool:
    """Whether it looks like an absolute URI or IRI: a scheme, and no white space or brackets."""
    return not isinstance(value, str) or bool(_URI.fullmatch(value))


@formats.checks("language-tag")
def is_language_tag(value: object) -> bool:
    """Whether it is a BCP 47 tag of a language that the Unicode CLDR knows, or und."""
    if not isinstance(value, str):
        return True
    tag = _LANGUAGE_TAG.fullmatch(value)
    return bool(tag) and tag is not None and (tag[1].lower() in _languages())


@cache
def _languages() -> frozenset[str]:
    return frozenset(str(code).partition("_")[0] for code in Locale("en").languages) | {"und"}


@cache
def registry() -> Registry[Any]:
    """Every schema of the folder under its file name."""
    return Registry[Any]().with_resources(
        (path.name, Resource.from_contents(json.loads(path.read_text(encoding="utf-8")), DRAFT202012))
        for path in sorted(SCHEMAS.glob("*.json"))
    )


def names() -> list[str]:
    """The name of every schema, without its ending."""
    return sorted(path.stem for path in SCHEMAS.glob("*.json"))


def schema(name: str) -> dict[str, Any]:
    """The schema of this name as it stands in its file. Raises KeyError when there is none."""
    contents: dict[str, Any] = registry().contents(f"{name}.json")
    return contents


@cache
def validator(name: str) -> Draft202012Validator:
    """The validator of the schema of this name, formats included. Raises KeyError when there is none."""
    return Draft202012Validator(schema(name), registry=registry(), format_checker=formats)


def read_json(document: str | bytes) -> Any:
    """The one JSON value of `document` (RFC 8259), read strictly.

    Raises MalformedJson for a syntax error, a name given twice in one object, NaN, Infinity and nesting too deep to
    follow, and UnreadableText with the JSON Pointers of strings that hold NUL characters or lone surrogates.
    """
    try:
        value = json.loads(document, object_pairs_hook=_once_each, parse_constant=_no_constant)
        suspicious = not isinstance(document, str) or _SUSPICIOUS.search(document)
        found = islice(_unreadable(value, ""), MOST_FAULTS) if suspicious else ()
        faults = [Fault("Holds a NUL character or a lone surrogate.", at) for at in found]
    except json.JSONDecodeError as error:
        raise MalformedJson(f"{error.msg} at line {error.lineno}, column {error.colno}.") from None
    except RecursionError:
        raise MalformedJson("The body is nested too deeply.") from None
    except UnicodeDecodeError:
        raise MalformedJson("The body is not valid UTF-8.") from None
    except _NotStrict as error:
        raise MalformedJson(str(error)) from None
    except ValueError:  # an integer of more digits than Python reads
        raise MalformedJson("The body holds a number that is too long.") from None
    if faults:
        raise UnreadableText(errors=faults)
    return value


def parse(name: str, document: Any) -> Any:
    """The document, once it keeps to the schema of this name; str and bytes are read as JSON first.

    Raises InvalidDocument with every wrong place, and what `read_json` raises.
    """
    value = read_json(document) if isinstance(document, str | bytes) else document
    try:
        faults = _faults(name, value)
    except RecursionError:
        raise MalformedJson("The body is nested too deeply.") from None
    if faults:
        first = faults[0]
        where = f" At {first.pointer}: " if first.pointer else " "
        raise InvalidDocument(f"The document does not have the right shape.{where}{first.detail}", errors=faults)
    return value


def _faults(name: str, value: Any) -> list[Fault]:
    found = islice(validator(name).iter_errors(value), MOST_ERRORS)
    errors = sorted(found, key=lambda error: [str(step) for step in error.absolute_path])
    told = dict.fromkeys(islice((fault for error in errors for fault in explain(error)), MOST_ERRORS))
    return list(told)[:MOST_FAULTS]


def explain(error: ValidationError) -> Iterator[Fault]:
    """What to tell a person about one error of the validator: usually one fault, one each for unknown members."""
    at = pointer(error.absolute_path)
    constraint: Any = error.validator_value
    instance: Any = error.instance
    match error.validator:
        case "additionalProperties" if isinstance(instance, dict):
            known = error.schema.get("properties", {}) if isinstance(error.schema, dict) else {}
            for member in islice((name for name in instance if name not in known), MOST_FAULTS):
                yield Fault(f"Unknown member. Known are: {', '.join(known)}.", f"{at}{pointer([member])}")
        case "required" if isinstance(instance, dict):
            missing = next(member for member in constraint if f"'{member}'" in error.message.split(" is ")[0])
            yield Fault("Is missing.", f"{at}{pointer([missing])}")
        case "oneOf" if all("required" in branch for branch in constraint):
            choices = [member for branch in constraint for member in branch["required"]]
            if isinstance(instance, dict) and all(isinstance(instance.get(name), str | None) for name in choices):
                yield Fault(f"Give exactly one of {' and '.join(f'`{name}`' for name in choices)}.", at)
        case "type":
            kinds = [constraint] if isinstance(constraint, str) else constraint
            yield Fault(f"Must be {_listed([_KINDS[kind] for kind in kinds])}, not {_kind(instance)}.", at)
        case "enum":
            yield Fault(f"Must be one of {', '.join(json.dumps(choice) for choice in constraint)}.", at)
        case "format":
            yield Fault(_FORMATS.get(constraint, f"Must be a {constraint}."), at)
        case "anyOf" if error.context and {inner.validator for inner in error.context} == {"format"}:
            words = [_FORMATS[str(inner.validator_value)].rstrip(".") for inner in error.context]
            yield Fault(", or ".join(words[:1] + [word.removeprefix("Must be ") for word in words[1:]]) + ".", at)
        case "maxLength":
            yield Fault(f"Has {len(instance):,} characters; at most {constraint:,} are taken.", at)
        case "minLength" | "minItems":
            yield Fault("Must not be empty." if constraint == 1 else f"Needs at least {constraint}.", at)
        case "pattern" if "Hh" in constraint:
            yield Fault("Must begin with http:// or https://.", at)
        case "anyOf" | "oneOf":
            inner = best_match(error.context or ())
            yield from explain(inner) if inner is not None else [Fault(error.message, at)]
        case _:
            yield Fault(_shortened(error.message), at)


def pointer(path: Any) -> str:
    """The JSON Pointer (RFC 6901) of a path of member names and indexes."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)


_KINDS = {
    "string": "a string",
    "null": "null",
    "object": "an object",
    "array": "an array",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
}

_FORMATS = {
    "date": "Must be a date such as 2025-06-18.",
    "date-time": "Must be a date and time with its offset such as 2025-06-18T09:30:00Z.",
    "uri": "Must be an absolute address such as https://example.org/news/1.",
    "language-tag": "Must be a language tag such as pt or pt-BR.",
}


def _kind(value: Any) -> str:
    kinds = {str: "string", dict: "object", list: "array", bool: "boolean", int: "number", float: "number"}
    return "null" if value is None else _KINDS[kinds[type(value)]]


def _listed(words: list[str]) -> str:
    return " or ".join(words)


def _shortened(message: str, limit: int = 200) -> str:
    """The validator's own words, cut: they may quote the whole instance."""
    return message if len(message) <= limit else f"{message[:limit]}…"


class _NotStrict(ValueError):
    """JSON that Python would read and RFC 8259 or good sense would not."""


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(pairs) > MOST_MEMBERS:
        raise _NotStrict(f"An object of the body has {len(pairs):,} members; at most {MOST_MEMBERS:,} are read.")
    members = dict(pairs)
    if len(members) < len(pairs):
        seen: set[str] = set()
        twice = next(name for name, _ in pairs if name in seen or seen.add(name))  # type: ignore[func-returns-value]
        raise _NotStrict(f"The name {_shortened(json.dumps(twice), 80)} is given twice in one object.")
    return members


def _no_constant(constant: str) -> Any:
    raise _NotStrict(f"{constant} is not JSON.")


def _unreadable(value: Any, at: str) -> Iterator[str]:
    """The pointers of the strings, names included, that no database and no encoding can hold."""
    if isinstance(value, str):
        if _UNREADABLE.search(value):
            yield at
    elif isinstance(value, dict):
        for name, member in value.items():
            if _UNREADABLE.search(name):
                yield at
            else:
                yield from _unreadable(member, f"{at}{pointer([name])}")
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _unreadable(item, f"{at}/{index}")
