"""Templates, rendered into responses."""

from __future__ import annotations

from typing import Any

from flask import Response, current_app, render_template


def page(template: str, status: int = 200, **words: Any) -> Response:
    """The template with these words as a response; what UTF-8 cannot hold (lone surrogates of a reply) becomes `?`."""
    html = render_template(template, **words)
    return current_app.response_class(html.encode("utf-8", "replace"), status, mimetype="text/html")
