"""Where the files lie that are not Python: the schemas, the prompts, gunicorn's settings.

In a checkout they stand at its top level, beside `api/`; an installed package carries them inside `api/`.
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def locate(name: str) -> Path:
    """The file or folder of that name. Raises FileNotFoundError when the installation lacks it."""
    for place in (_PACKAGE / name, _PACKAGE.parent / name):
        if place.exists():
            return place
    raise FileNotFoundError(f"{name} is missing from this installation of Onrecord: {_PACKAGE}")
