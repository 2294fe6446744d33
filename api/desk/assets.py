"""The addresses of the desk's own files, with a digest of their content, so that browsers may keep them for good."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from pathlib import Path

from flask import Flask, url_for

_STATIC = Path(__file__).parent / "static"


def register(app: Flask) -> None:
    """Give templates `asset('desk.css')`."""
    app.jinja_env.globals["asset"] = address


def address(name: str) -> str:
    """Where a file of `static/` is found. Raises FileNotFoundError when there is none of that name."""
    return url_for("desk.static", filename=name, v=_digest(name))


@cache
def _digest(name: str) -> str:
    return sha256((_STATIC / name).read_bytes()).hexdigest()[:12]
