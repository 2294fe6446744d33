"""Versions of facts as a page shows them, so that a decision about an older one is told apart."""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

_BESIDE = frozenset({"article", "extraction_id", "href"})


def of(fact: Mapping[str, Any]) -> str:
    """The version of a fact with its `review`: the same as long as neither changes."""
    own = {name: part for name, part in fact.items() if name not in _BESIDE}
    return sha256(json.dumps(own, sort_keys=True).encode()).hexdigest()[:16]
