"""Which language a text is in: ISO 639-1 codes, "und" where it cannot be told.

Detection is py3langid's (naive Bayes over byte n-grams; M. Lui and T. Baldwin, "langid.py", ACL 2012), restricted to
languages with a two-letter code. It names one language for the whole text and does not find quotations in another.
"""

from __future__ import annotations

from functools import cache
from threading import Lock
from typing import Any

UNDETERMINED = "und"

# Below these a guess is not worth having: a name alone looks like any language.
_FEWEST_LETTERS = 12
_LEAST_CONFIDENCE = 0.25
# More text than this changes nothing but the time.
_ENOUGH = 20_000

_loading = Lock()


def detect(text: str) -> str:
    """The language of `text`, or "und" for too little text or too unsure a guess."""
    sample = text[:_ENOUGH]
    # An ideograph says as much as three Latin letters.
    letters = sum(3 if character > "\u2e80" else 1 for character in sample if character.isalpha())
    if letters < _FEWEST_LETTERS:
        return UNDETERMINED
    code, confidence = _identifier().classify(sample)
    return str(code) if confidence >= _LEAST_CONFIDENCE else UNDETERMINED


def code(tag: str) -> str:
    """The ISO 639-1 code of a language tag as people write it: "pt-BR", "PT_br", "por" and "pt" are all "pt".

    "und" for the empty tag and for languages that have no two-letter code.
    """
    from babel.core import get_global

    primary = tag.strip().replace("_", "-").split("-")[0].casefold()
    if len(primary) == 3:
        primary = get_global("language_aliases").get(primary, primary)
    return primary if len(primary) == 2 and primary.isascii() and primary.isalpha() else UNDETERMINED


def _identifier() -> Any:
    with _loading:  # a process that starts under load would otherwise load it once for each waiting thread
        return _loaded()


@cache
def _loaded() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages([label for label in identifier.labels if len(label) == 2])
    return identifier
