"""A picture of who deals with whom, who works where and who speaks about whom: of an article, or of a search."""

from __future__ import annotations

from flask import request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from api.desk import timeline
from api.desk.blueprint import desk
from api.desk.relations import Relations
from api.desk.rendering import page
from api.views import lists, query
from api.views.services import of_app

MOST = 300
"""So many facts of a kind, the newest first, are looked at for a picture."""

_LAYERS = ("deals", "people", "claims")


@desk.get("/picture")
def picture() -> ResponseReturnValue:
    """Show the people and organisations of a search, or of an article, and what joins them."""
    given = MultiDict([(name, words) for name, words in request.args.items(multi=True) if words.strip()])
    wanted = query.read(given, lists.COMMON)
    found, names = of_app().library.newest_facts(_LAYERS, wanted, MOST)
    relations = Relations(names)
    for layer, items in found.items():
        relations.add(layer, items)
    title = next((one["article"]["title"] for each in found.values() for one in each), None)
    return page(
        "picture.html",
        relations=relations,
        given=given,
        title=title if "article" in given else None,
        time=timeline.of(found),
        most=MOST if any(len(items) == MOST for items in found.values()) else None,
    )
