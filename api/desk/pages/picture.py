"""A picture of who deals with whom, who works where and who speaks about whom: of an article, or of a search."""

from __future__ import annotations

from typing import Any

from flask import request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from api.desk import timeline
from api.desk.blueprint import desk
from api.desk.relations import Relations
from api.desk.rendering import page
from api.store import dossiers, facts
from api.views import lists, query
from api.views.services import of_app

MOST = 300
"""So many facts of a kind, the newest first, are looked at for a picture."""

_LISTERS = {"deals": facts.list_deals, "people": facts.list_people, "claims": facts.list_claims}


@desk.get("/picture")
def picture() -> ResponseReturnValue:
    """Show the people and organisations of a search, or of an article, and what joins them."""
    given = MultiDict([(name, words) for name, words in request.args.items(multi=True) if words.strip()])
    wanted = query.read(given, lists.COMMON)
    found: dict[str, list[dict[str, Any]]] = {}
    with of_app().database.connect() as conn:
        for layer, lister in _LISTERS.items():
            found[layer] = lister(conn, wanted, None, MOST).items
        names = dossiers.names(conn, sorted({one["extraction_id"] for each in found.values() for one in each}))
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
