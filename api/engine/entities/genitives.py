"""The genitive "s" that German and its neighbours put on a name without an apostrophe: "Kesslers", "Nordwerks"."""

from __future__ import annotations

from collections.abc import Sequence

from api.engine.languages.language import Language


def may_have_genitive(language: Language) -> bool:
    """Whether a name may carry a bare "s" in this language."""
    return language.flag("bare_genitive")


def without_genitive(listed: Sequence[tuple[str, int]], text: str, language: Language) -> list[tuple[str, int]]:
    """(name, offset) pairs, an ending "s" dropped where the listed names or the article know the name without it."""
    if not may_have_genitive(language) or not any(name.endswith("s") for name, _ in listed):
        return list(listed)
    known = {name for name, _ in listed} | {name.split()[-1] for name, _ in listed if name.split()}
    known |= {word.strip(".,;:!?()\"'“”„»«") for word in text.split()}
    return [
        (name[:-1], at) if name.endswith("s") and name.split()[-1][:-1] in known else (name, at) for name, at in listed
    ]
