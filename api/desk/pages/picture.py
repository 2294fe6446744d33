"""A picture of who deals with whom, who works where and who speaks about whom: of an article, or of a search."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from api.desk.blueprint import desk
from api.desk.rendering import page


@desk.get("/picture")
def picture() -> ResponseReturnValue:
    """Show the people and organisations of a search and what joins them."""
    return page("picture.html")
