"""Which media type a response has, by Accept (RFC 9110 section 12.5.1), and lists as JSON, NDJSON or CSV.

A list's next page stands in `Link: rel="next"` (RFC 8288) whatever the type.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from flask import Request, Response, current_app, request
from werkzeug.datastructures import MIMEAccept
from werkzeug.http import parse_accept_header

from api.exports import csv_table
from api.problems import NotAcceptable

JSON = "application/json"
NDJSON = "application/x-ndjson"
CSV = "text/csv"
EVENT_STREAM = "text/event-stream"
LISTS = (JSON, NDJSON, CSV)

_PROFILE = re.compile(r"""(?:^|;)\s*profile\s*=\s*("[^"]*"|[^;\s]*)""", re.IGNORECASE)


def negotiate(asked: Request, offers: Sequence[str] = (JSON,)) -> str:
    """The offered media type that the client likes best; the earliest of equals, and when it does not say.

    Raises NotAcceptable, naming the offers, when it likes none of them.
    """
    header = asked.headers.get("Accept", "").replace("q=.", "q=0.")  # as some old clients write it
    ranges = [(_type(media_range), weight) for media_range, weight in parse_accept_header(header, MIMEAccept)]
    if not ranges:
        return offers[0]
    best = max(offers, key=lambda offer: _liking(_type(offer), ranges))
    if _liking(_type(best), ranges) <= 0:
        raise NotAcceptable(f"Served here: {', '.join(dict.fromkeys(offers))}.")
    return best


Type = tuple[str, str]
"""A media type without its parameters, and the `profile` among these (RFC 6906), empty when it has none."""


def _type(media_type: str) -> Type:
    name, _, parameters = media_type.partition(";")
    profile = _PROFILE.search(parameters)
    return name.strip().lower(), profile[1].strip('"') if profile else ""


def _liking(offer: Type, ranges: Sequence[tuple[Type, float]]) -> float:
    """The weight of an offer: that of the most specific range it falls under. A bare * is meant as */*."""
    name, profile = offer
    for wanted in (
        ((name, profile),),
        ((name, ""),),
        ((f"{name.partition('/')[0]}/*", ""),),
        (("*/*", ""), ("*", "")),
    ):
        weights = [weight for media_range, weight in ranges if media_range in wanted]
        if weights:
            return max(weights)
    return 0.0


def as_json(document: Any, status: int = 200) -> Response:
    """The document as a JSON response."""
    return current_app.response_class(current_app.json.dumps(document) + "\n", status, mimetype=JSON)


def listing(kind: str, media_type: str, items: Sequence[dict[str, Any]], cursor: str | None) -> Response:
    """One page of a list in this media type. `cursor` is where the next page begins; None on the last one."""
    if media_type == NDJSON:
        body = "".join(f"{current_app.json.dumps(item)}\n" for item in items)
    elif media_type == CSV:
        body = csv_table.table(kind, items)
    else:
        body = current_app.json.dumps({"items": items, "next": cursor}) + "\n"
    response = current_app.response_class(body, mimetype=media_type)
    if media_type == CSV:
        response.headers["Content-Type"] = "text/csv; charset=utf-8; header=present"
        response.headers["Content-Disposition"] = f'attachment; filename="{kind}.csv"'
    if cursor is not None:
        again = [(name, words) for name, words in request.args.items(multi=True) if name != "cursor"]
        response.headers["Link"] = f'<{request.path}?{urlencode([*again, ("cursor", cursor)])}>; rel="next"'
    response.vary.add("Accept")
    return response
