"""JSON in pieces: a document whose one long array is written an element at a time, and lines of JSON (NDJSON)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any


def dumps(document: Any) -> str:
    """The document as JSON without spaces, in the order it was made. Raises ValueError for NaN and infinities."""
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    try:
        text.encode()
    except UnicodeEncodeError:  # lone surrogates, which only a model's reply holds
        return json.dumps(document, separators=(",", ":"), allow_nan=False)
    return text


def lines(documents: Iterable[Any]) -> Iterator[bytes]:
    """A line of JSON for each document."""
    for document in documents:
        yield f"{dumps(document)}\n".encode()


def around(before: str, elements: Iterable[Any], after: str) -> Iterator[bytes]:
    """The elements of an array, parted by commas, between the text before it and after it."""
    yield before.encode()
    first = True
    for element in elements:
        yield f"{'' if first else ','}\n{dumps(element)}".encode()
        first = False
    yield f"\n{after}\n".encode()
