"""The genitive "s" that German and its neighbours put on a name without an apostrophe: "Kesslers", "Nordwerks"."""

from __future__ import annotations

from collections.abc import Sequence

_LANGUAGES = frozenset({"de", "nl", "sv", "da", "nb", "no", "nn"})


def may_have_genitive(language: str) -> bool:
    """Whether a name may carry a bare "s" in this language (ISO 639-1)."""
    return language[:2] in _LANGUAGES


def without_genitive(listed: Sequence[tuple[str, int]], text: str, language: str) -> list[tuple[str, int]]:
    """(name, offset) pairs, an ending "s" dropped where the listed names or the article know the name without it."""
    if not may_have_genitive(language) or not any(name.endswith("s") for name, _ in listed):
        return list(listed)
    known = {name for name, _ in listed} | {name.split()[-1] for name, _ in listed if name.split()}
    known |= {word.strip(".,;:!?()\"'“”„»«") for word in text.split()}
    return [
        (name[:-1], at) if name.endswith("s") and name.split()[-1][:-1] in known else (name, at) for name, at in listed
    ]
