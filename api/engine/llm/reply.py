"""A model's reply becomes items: read tolerantly, salvaged where it is cut off, checked against its schema.

`read` promises that every complete item of a truncated or half-broken reply is kept, and says what was wrong in words
that the model can be told in a repair turn. It does not know what the items mean.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from jsonschema.exceptions import best_match

from api import contracts

_FENCE = re.compile(r"^\s*```[a-zA-Z]*\s*\n(.*?)(?:\n\s*```\s*)?$", re.DOTALL)
_OPENING = re.compile(r"[\[{]")


@dataclass(frozen=True, slots=True)
class Reading:
    """What could be read of a reply. `value` is None when nothing could; `fault` is None when it is just as asked."""

    value: Any
    fault: str | None


def read(content: str, schema: str) -> Reading:
    """The JSON value of the reply, complete items only, and what is wrong with it if anything is.

    `schema` names the reply's schema in `schemas/`.
    """
    text = content.strip()
    fence = _FENCE.match(text)
    if fence:
        text = fence[1]
    opening = _OPENING.search(text)
    if opening is None:
        return Reading(None, "The reply holds no JSON.")
    text = text[opening.start() :]
    try:
        value, end = json.JSONDecoder().raw_decode(text)
        # Chatter after the reply harms nothing; more JSON may be facts.
        fault = "There is more than one JSON value." if _OPENING.search(text[end:]) else None
    except json.JSONDecodeError as error:
        # Up to there it could be read, so what is complete before is kept even when the break is in the middle.
        value = salvage(text[: error.pos])
        fault = f"The JSON is broken or cut off: {error.msg} at character {error.pos}."
    except RecursionError:
        return Reading(None, "The JSON is nested too deeply.")
    breach = best_match(contracts.validator(schema).iter_errors(value)) if fault is None else None
    if breach is not None:
        fault = f"At {contracts.pointer(breach.absolute_path) or 'the top'}: {breach.message[:300]}"
    return Reading(value, fault)


def salvage(text: str) -> Any:
    """The value that `text` begins, cut back to its last complete item and closed; None when there is none.

    A member or item counts as complete when a comma or a closing bracket follows it. An object or array that is an
    item of a list is kept whole or not at all: half a fact may be a false one.
    """
    stack: list[str] = []
    items = 0  # how many of the open brackets are items of a list
    safe: tuple[int, int] | None = None  # where to cut, and how many brackets are open there
    within, escaped = False, False
    for index, char in enumerate(text):
        if within:
            escaped, within = (char == "\\" and not escaped), not (char == '"' and not escaped)
        elif char == '"':
            within = True
        elif char in "[{":
            items += stack[-1:] == ["]"]
            stack.append("]" if char == "[" else "}")
            safe = (index + 1, len(stack)) if not items else safe
        elif char in "]}":
            if stack[-1:] != [char]:
                break
            stack.pop()
            items -= stack[-1:] == ["]"]
            safe = (index + 1, len(stack)) if not items else safe
        elif char == "," and stack and not items:
            safe = (index, len(stack))
    if safe is None:
        return None
    end, open_ = safe
    try:
        return json.loads(text[:end] + "".join(reversed(stack[:open_])))
    except (json.JSONDecodeError, RecursionError):
        return None
