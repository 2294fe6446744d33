"""A reply schema in the form that hosted models take.

OpenAI's strict mode refuses keywords it does not document. This drops those that only describe a value or bound it
more tightly, ours among them: the full schema still judges the reply when it comes. What would change a schema's
meaning (`allOf`, `not`, an open object, an optional property) is left for the endpoint, and for a test, to refuse.
"""

from __future__ import annotations

from typing import Any

DROPPED = {
    *("$schema", "$id", "$anchor", "$comment", "default", "examples", "deprecated", "readOnly", "writeOnly"),
    *("minLength", "maxLength", "contentMediaType", "contentEncoding"),
    *("uniqueItems", "contains", "minContains", "maxContains", "minProperties", "maxProperties", "propertyNames"),
}

NAMED = ("properties", "$defs", "definitions")
"""Keywords whose members are named by us: a property called "default" is no keyword."""


def strict(schema: dict[str, Any]) -> dict[str, Any]:
    """A copy of `schema` without the keywords that strict mode refuses and a reply can be held to without."""
    kept: dict[str, Any] = {}
    for keyword, value in schema.items():
        if keyword in DROPPED or keyword.startswith("x-"):
            continue
        if keyword in NAMED:
            kept[keyword] = {name: strict(part) for name, part in value.items()}
        elif keyword == "items":
            kept[keyword] = strict(value)
        elif keyword == "anyOf":
            kept[keyword] = [strict(part) for part in value]
        else:
            kept[keyword] = value
    return kept
