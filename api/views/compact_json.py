"""JSON as the service writes it: in the order it was made, without spaces, in UTF-8."""

from __future__ import annotations

from typing import Any

from flask.json.provider import DefaultJSONProvider


class CompactJson(DefaultJSONProvider):
    """Escapes a document in ASCII where it holds what UTF-8 cannot: lone surrogates of a model's reply."""

    sort_keys = False
    compact = True
    ensure_ascii = False

    def dumps(self, obj: Any, **kwargs: Any) -> str:
        """The object as JSON text. Raises ValueError for NaN and infinities, which JSON has not."""
        kwargs = {"allow_nan": False, "separators": (",", ":"), **kwargs}
        text = super().dumps(obj, **kwargs)
        try:
            text.encode()
        except UnicodeEncodeError:
            return super().dumps(obj, **{**kwargs, "ensure_ascii": True})
        return text
