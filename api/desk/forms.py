"""Forms that only our own pages can send: each carries a token that stands in the asker's cookie too (OWASP, CSRF).

`browsers` refuses other pages by Origin already; this holds where a browser sends none. The token is masked anew in
every page, so that packing a page together with what an asker sent tells nothing about it (the BREACH attack).
"""

from __future__ import annotations

import hmac
import secrets
from typing import Any

from flask import Flask, request, session
from markupsafe import Markup

from api.problems import ForgedForm

FIELD = "token"
HEADER = "X-Desk-Token"

_CHANGES = frozenset({"POST", "PUT", "PATCH", "DELETE"})
_SECRET = "token"  # noqa: S105 - the name under which the session keeps it
_BYTES = 16


def register(app: Flask) -> None:
    """Give templates `form_token()` and refuse forms without it; requests with a bearer key need none."""
    app.jinja_env.globals.update(form_token=token, hidden_token=hidden)

    @app.before_request
    def refuse_forged_forms() -> None:
        if request.method in _CHANGES and _comes_by_cookie() and not _valid(_given()):
            raise ForgedForm


def token() -> str:
    """The token of this session, masked for this page."""
    if _SECRET not in session:
        session[_SECRET] = secrets.token_hex(_BYTES)
    mask = secrets.token_bytes(_BYTES)
    return (mask + _masked(bytes.fromhex(session[_SECRET]), mask)).hex()


def hidden() -> Markup:
    """The token as a field of a form."""
    return Markup('<input type="hidden" name="{}" value="{}">').format(FIELD, token())


def _comes_by_cookie() -> bool:
    """Whether it is a page's form, or a request to the interface that only a cookie lets in."""
    if (request.blueprint or "") == "desk":
        return True
    return bool(session) and not request.headers.get("Authorization")


def _given() -> str:
    return request.headers.get(HEADER) or request.form.get(FIELD, "")


def _valid(given: str) -> bool:
    kept: Any = session.get(_SECRET)
    try:
        raw = bytes.fromhex(given)
    except ValueError:
        return False
    if not isinstance(kept, str) or len(raw) != 2 * _BYTES:
        return False
    return hmac.compare_digest(_masked(raw[_BYTES:], raw[:_BYTES]), bytes.fromhex(kept))


def _masked(value: bytes, mask: bytes) -> bytes:
    return bytes(one ^ other for one, other in zip(value, mask, strict=True))
