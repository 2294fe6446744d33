"""What a client would rather have: `respond-async` and `wait` of the Prefer header (RFC 7240).

A preference that is unknown or malformed is passed over, as the RFC asks; of one given twice the first counts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from flask import Request

LONGEST_WAIT = 300
"""Seconds; a longer wait is cut to this, and Preference-Applied says so."""

_PREFERENCE = re.compile(r"""\s*([A-Za-z0-9!#$%&'*+.^_`|~-]+)\s*(?:=\s*("[^"]*"|[^;,\s]*))?[^,]*""")


@dataclass(frozen=True, slots=True)
class Preferences:
    """`respond_async`: answer before the work is done. `wait`: after at most so many seconds; None when not said."""

    respond_async: bool = False
    wait: int | None = None

    @property
    def background(self) -> bool:
        """Whether the work is to be done by a worker rather than in this request."""
        return self.respond_async or self.wait is not None

    @property
    def applied(self) -> str:
        """The value of Preference-Applied."""
        parts = ["respond-async"] if self.respond_async else []
        if self.wait is not None:
            parts.append(f"wait={self.wait}")
        return ", ".join(parts)


def of(request: Request) -> Preferences:
    """The preferences of the request."""
    said: dict[str, str] = {}
    for line in request.headers.getlist("Prefer"):
        for part in line.split(","):
            if found := _PREFERENCE.fullmatch(part):
                said.setdefault(found[1].lower(), (found[2] or "").strip('"'))
    seconds = said.get("wait", "")
    wait = min(int(seconds), LONGEST_WAIT) if re.fullmatch(r"[0-9]{1,9}", seconds) else None
    return Preferences("respond-async" in said, wait)
