"""An entity on a card, for a frame in another tool: OpenRefine shows it where one points at a candidate."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from api.desk import headers
from api.desk.blueprint import desk
from api.desk.rendering import page
from api.views import cross_origin
from api.views.services import of_app


@desk.get("/entities/<entity_id>/preview")
def preview(entity_id: str) -> ResponseReturnValue:
    """Show an entity on a card, for a frame in another tool."""
    card = page("preview.html", entity=of_app().entities.get(entity_id))
    card.headers.update(headers.framed(cross_origin.framers(of_app().settings)))
    return card
