"""Facts in other tools' formats as responses: of an article, a fact, or everything that a query finds.

What is whole at once has an entity tag; what a query finds is streamed while it is read, and holds one of the places
for streams (`ONRECORD_STREAMS`) meanwhile. An error after the first article cuts the stream: the client sees it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain, islice
from typing import Any, TypeVar

from flask import Response, current_app, request

from api.exports import csv_table
from api.exports.fact_parts import Addresses
from api.exports.formats import FORMATS
from api.problems import NotFound
from api.store.article_facts import ArticleFacts
from api.views import event_streams, links
from api.views.representations import CSV, JSON, NDJSON
from api.views.services import of_app

T = TypeVar("T")

MOST = 999_999_999
"""How many items an export has at most, if `limit` asks for fewer than there are."""

TEXT = "text/plain"
BY_ACCEPT = tuple(one.media_type for one in FORMATS.values())
OF_ARTICLE = (JSON, TEXT, *BY_ACCEPT)
OF_FACT = (JSON, *BY_ACCEPT)

FLAT = {"csv": f"{CSV}; charset=utf-8; header=present", "ndjson": NDJSON}
"""Formats of lists alone: a row or a line for each item."""

LIST_ENDINGS = (*FLAT, *FORMATS)
ARTICLE_ENDINGS = ("txt", *FORMATS)
FACT_ENDINGS = tuple(FORMATS)


def check(ending: str, endings: Iterable[str]) -> None:
    """Return if this is one of the endings; raise NotFound, naming them, otherwise."""
    if ending not in endings:
        raise NotFound(f"Nothing is exported as {ending[:40]!r}. Known are: {', '.join(endings)}.")


def ending_of(media_type: str) -> str:
    """What addresses in the format of this media type end in."""
    return next((one.ending for one in FORMATS.values() if one.media_type == media_type), "txt")


def article_as(article_id: str, ending: str) -> Response:
    """The article's text, or its facts in the format of this ending. Raises NotFound."""
    check(ending, ARTICLE_ENDINGS)
    if ending == "txt":
        response = current_app.response_class(of_app().library.article(article_id).text, mimetype=TEXT)
        response.vary.add("Accept")
        return response
    found = of_app().exports.article(article_id)
    return _whole(found, ending, f"/v1/articles/{found.article['id']}.{ending}")


def fact_as(fact_id: str, ending: str) -> Response:
    """The fact in the format of this ending, with its article. Raises NotFound."""
    check(ending, FACT_ENDINGS)
    return _whole(of_app().exports.fact(fact_id), ending, f"/v1/facts/{fact_id}.{ending}")


def query_as(kind: str, filters: Mapping[str, Any], most: int | None, ending: str) -> Response:
    """Everything that the filters find, as a stream in the format of this ending."""
    services = of_app()
    with event_streams.place(services.extractions.streams) as give_back:
        body: Iterator[bytes]
        if ending in FLAT:
            items = _begun(services.exports.items(kind, filters, most))
            body = _flat(kind, items, ending, current_app.json.dumps)
        else:
            about = f"{addresses().base}{request.full_path.rstrip('?')}"
            found = services.exports.query(kind, filters, most or FORMATS[ending].usual)
            body = FORMATS[ending].write(_begun(found), addresses(), about)
        response = current_app.response_class(_closing(body, give_back))
    response.call_on_close(give_back)
    response.headers["Content-Type"] = FLAT[ending] if ending in FLAT else FORMATS[ending].media_type
    if ending == "onrecord.ndjson" and kind == "articles" and most is None:
        response.headers["X-Total-Count"] = str(services.exports.count(filters))
    return _named(response, f"{kind}.{ending}")


def addresses() -> Addresses:
    """Where things are found, by the name that this request was sent to."""
    return Addresses(request.root_url.rstrip("/"))


def _whole(article: ArticleFacts, ending: str, path: str) -> Response:
    one = FORMATS[ending]
    body = b"".join((one.one or one.write)([article], addresses(), f"{addresses().base}{path}"))
    response = current_app.response_class(body)
    response.headers["Content-Type"] = one.media_type
    return _named(response, f"{path.rpartition('/')[2]}")


def _named(response: Response, name: str) -> Response:
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.vary.add("Accept")
    return response


def _flat(kind: str, items: Iterable[dict[str, Any]], ending: str, dumps: Callable[[Any], str]) -> Iterator[bytes]:
    if ending == "csv":
        return (row.encode() for row in csv_table.rows(kind, items))
    return (f"{dumps(links.item(item))}\n".encode() for item in items)


def _begun(iterator: Iterator[T]) -> Iterator[T]:
    """The same, once the first of it is there: what goes wrong until then is a problem with its own status."""
    first = list(islice(iterator, 1))
    return chain(first, iterator)


def _closing(body: Iterator[bytes], give_back: Callable[[], None]) -> Iterator[bytes]:
    try:
        yield from body
    finally:
        give_back()
