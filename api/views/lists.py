"""What all lists of facts have in common: the filters, the pages and the media types."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import Response, request
from sqlalchemy import Connection

from api.store.facts import Page
from api.store.filters import FILTERS, REVIEWS
from api.views import links, query
from api.views.query import Reader
from api.views.representations import LISTS, listing, negotiate
from api.views.services import of_app

Lister = Callable[[Connection, Mapping[str, Any], str | None, int], Page]

USUAL, MOST = 50, 1000
"""How many items a page has unless `limit` says otherwise, and how many at most."""

_READERS: Mapping[str, Reader] = {
    "words": query.words,
    "language": query.language,
    "from": query.from_moment,
    "to": query.to_moment,
    "review": query.OneOf(REVIEWS),
}


def filters(kind: str) -> dict[str, Reader]:
    """The readers of the filters that the list of this kind is declared to take."""
    return {
        name: _READERS[one.takes] if isinstance(one.takes, str) else query.one_of(*one.takes)
        for name, one in FILTERS[kind].items()
    }


COMMON: dict[str, Reader] = filters("articles")

PAGING: dict[str, Reader] = {"limit": query.between(1, MOST), "cursor": query.words}


def page(kind: str, lister: Lister, taken: Mapping[str, Reader], *, media_type: str | None = None) -> Response:
    """One page of a list, filtered as the query says, in this media type or the one that the client likes best."""
    media_type = media_type or negotiate(request, LISTS)
    wanted = query.read(request.args, {**taken, **PAGING})
    limit, cursor = wanted.pop("limit", USUAL), wanted.pop("cursor", None)
    with of_app().database.connect() as conn:
        found = lister(conn, wanted, cursor, limit)
    items = [links.item(item) for item in found.items]
    return listing(kind, media_type, items, found.next)
