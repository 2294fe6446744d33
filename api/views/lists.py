"""What all lists of facts have in common: the filters, the pages, the media types, and the whole of them."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Response, request

from api.store import filters
from api.views import exporting, links, query
from api.views.query import Reader
from api.views.representations import LISTS, listing, negotiate
from api.views.services import of_app

USUAL, MOST = 50, 1000
"""How many items a page has unless `limit` says otherwise, and how many at most."""

_READERS: Mapping[str, Reader] = {
    "words": query.words,
    "language": query.language,
    "from": query.from_moment,
    "to": query.to_moment,
    "review": query.OneOf(filters.REVIEWS),
}


FILTERS: Mapping[str, Mapping[str, Reader]] = {
    kind: {
        name: _READERS[one.takes] if isinstance(one.takes, str) else query.one_of(*one.takes)
        for name, one in taken.items()
    }
    for kind, taken in filters.FILTERS.items()
}
"""What reads each filter of each list, as `store.filters` declares them."""

COMMON = FILTERS["articles"]

PAGING: dict[str, Reader] = {"limit": query.between(1, MOST), "cursor": query.words}


def page(kind: str, *, media_type: str | None = None) -> Response:
    """One page of a list, filtered as the query says, in this media type or the one that the client likes best."""
    media_type = media_type or negotiate(request, (*LISTS, *exporting.BY_ACCEPT))
    if media_type not in LISTS:
        return export(kind, exporting.ending_of(media_type))
    wanted = query.read(request.args, {**FILTERS[kind], **PAGING})
    limit, cursor = wanted.pop("limit", USUAL), wanted.pop("cursor", None)
    found = of_app().library.page(kind, wanted, cursor, limit)
    items = [links.item(item) for item in found.items]
    return listing(kind, media_type, items, found.next)


def export(kind: str, ending: str) -> Response:
    """A whole list, filtered as the query says, in the format of this ending. Raises NotFound when there is none."""
    exporting.check(ending, exporting.LIST_ENDINGS)
    wanted = query.read(request.args, {**FILTERS[kind], "limit": query.between(1, exporting.MOST)})
    return exporting.query_as(kind, wanted, wanted.pop("limit", None), ending)
