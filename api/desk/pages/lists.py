"""Lists of what is known over all articles, with the filters of the interface, and the same as files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from flask import Response, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from api.desk.blueprint import desk
from api.desk.rendering import page
from api.views import links, lists, query
from api.views.representations import CSV, JSON, NDJSON
from api.views.services import of_app

A_PAGE = 40


KINDS = ("claims", "deals", "people", "companies", "articles")
_OF_KINDS = f"any({', '.join(KINDS)})"
_FILES = {"csv": CSV, "ndjson": NDJSON, "json": JSON}


@desk.get(f"/<{_OF_KINDS}:kind>")
def listing(kind: str) -> ResponseReturnValue:
    """Show a list, filtered as the query says."""
    given = _said()
    wanted = query.read(given, {**lists.FILTERS[kind], "cursor": query.words})
    cursor = wanted.pop("cursor", None)
    found = of_app().library.page(kind, wanted, cursor, A_PAGE)
    asked = [(name, words) for name, words in given.items() if name != "cursor"]
    return page(
        "list.html",
        kind=kind,
        kinds=KINDS,
        items=[links.item(item) for item in found.items],
        given=given,
        choices=_choices(kind),
        more=urlencode([*asked, ("cursor", found.next)]) if found.next else None,
        asked=urlencode(asked),
        asked_of=_everywhere(given),
    )


@desk.get(f"/<{_OF_KINDS}:kind>.<any(csv, ndjson, json):ending>")
def file(kind: str, ending: str) -> Response:
    """Give a list as a file, as the interface does."""
    return lists.page(kind, media_type=_FILES[ending])


def _choices(kind: str) -> dict[str, tuple[str, ...]]:
    """The filters of a list that are one of a few values."""
    return {name: reader.choices for name, reader in lists.FILTERS[kind].items() if isinstance(reader, query.OneOf)}


def _said() -> MultiDict[str, str]:
    """The query without the fields of the form that were left empty."""
    return MultiDict([(name, words) for name, words in request.args.items(multi=True) if words.strip()])


def _everywhere(given: Mapping[str, Any]) -> str:
    """What of the query every list takes, to look at another kind with it."""
    return urlencode([(name, words) for name, words in given.items() if name in lists.COMMON])
