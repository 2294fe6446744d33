"""The interface, browsable and tryable: Swagger UI over our own description, and the kinds of problems."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from api.desk.blueprint import desk
from api.desk.rendering import page
from api.problems import every_type


@desk.get("/docs")
def docs() -> ResponseReturnValue:
    """Show the interface, to read and to try."""
    return page("docs.html", problems=[kind for kind in every_type() if kind.slug])
