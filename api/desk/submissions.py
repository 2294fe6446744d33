"""An article as somebody hands it in at the desk: pasted, or a file of text or HTML.

Promises the article request that the interface takes (`schemas/article_request.json`), or the problem it would tell.
"""

from __future__ import annotations

import re
from typing import Any

from flask import Request

from api import contracts
from api.problems import EmptyArticle
from api.views import bodies

_PAGE = re.compile(r"\s*<(?:!doctype|html|head|body|article|main|section|div|p|h[1-6])\b", re.IGNORECASE)
_DETAILS = ("title", "publisher", "url", "published_at", "language")


def article_request(form: Request) -> dict[str, Any]:
    """The article of a form; a file goes before what is pasted. Raises EmptyArticle and what `contracts.parse` does."""
    said = {name: words for name in _DETAILS if (words := form.form.get(name, "").strip())}
    words, is_page = form.form.get("article", ""), False
    if (sent := form.files.get("file")) is not None and sent.filename:
        words = bodies.decode(sent.read(), sent.mimetype_params.get("charset"))
        is_page = sent.filename.lower().endswith((".html", ".htm", ".xhtml"))
    if not words.strip():
        raise EmptyArticle("Paste an article, or choose a file.")
    body = {"html": words} if is_page or _PAGE.match(words) else {"text": words}
    parsed: dict[str, Any] = contracts.parse("article_request", {**said, **body})
    return parsed
