"""A person or an organisation: what all articles say of them, in order of time."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from api.desk import timeline
from api.desk.blueprint import desk
from api.desk.rendering import page
from api.views.services import of_app

_KINDS = {"person": "people", "company": "companies"}


@desk.get("/<any(person, company):kind>/<path:name>")
def dossier(kind: str, name: str) -> ResponseReturnValue:
    """Show what is known of everybody, or every organisation, of this name."""
    found = of_app().library.dossier(_KINDS[kind], name)
    time = timeline.of({"deals": found.deals, "claims": [*found.claims, *found.about]})
    return page("dossier.html", kind=kind, layer=_KINDS[kind], name=name, found=found, time=time)
