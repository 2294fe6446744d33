"""The schemas that standards bodies publish, where somebody has put them: they are no part of this project.

`TEST_STANDARDS` names a folder; tests that hold an export against a schema of it are skipped without it. In it lie
`web-annotation-tests` (the W3C's repository of that name), `ninjs` (`ninjs-schema_3.2.json` and `GeoJSON.json` of the
IPTC) and `reconciliation-api-specs` (the specs of the W3C's Entity Reconciliation Community Group).
"""

from __future__ import annotations

import json
import os
from functools import cache
from pathlib import Path
from typing import Any

import pytest


def folder(name: str) -> Path:
    """A folder of what TEST_STANDARDS holds; the test is skipped when it is not there."""
    given = os.environ.get("TEST_STANDARDS")
    if not given or not (Path(given) / name).is_dir():
        pytest.skip(f"needs {name} in the folder that TEST_STANDARDS names")
    return Path(given) / name


@cache
def document(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8-sig"))
