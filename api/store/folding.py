"""Text folded for comparison: without case, accents and doubled space, so that "Sao Joao" finds "São  João".

Folding happens here and not in the database, whose `unaccent` and `lower` differ between installations.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable


def fold(text: str) -> str:
    """Fold one name or expression."""
    decomposed = unicodedata.normalize("NFKD", text)
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join(unicodedata.normalize("NFKC", bare.casefold()).split())


def fold_all(names: Iterable[str | None]) -> str:
    """Fold several names into one searchable text, a line each, none twice."""
    return "\n".join(dict.fromkeys(fold(name) for name in names if name))
