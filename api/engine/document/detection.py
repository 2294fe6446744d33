"""Which language a text is in: ISO 639-1 codes, "und" where it cannot be told.

Detection is py3langid's (naive Bayes over byte n-grams; M. Lui and T. Baldwin, "langid.py", ACL 2012), restricted to
languages with a two-letter code. It names one language for the whole text and does not find quotations in another.
"""

from __future__ import annotations

import re
from typing import Any

from api.engine.languages.once import once

UNDETERMINED = "und"

# Below these a guess is not worth having: a name alone looks like any language.
_FEWEST_LETTERS = 12
_LEAST_CONFIDENCE = 0.25
# More text than this changes nothing but the time.
_ENOUGH = 20_000


def detect(text: str) -> str:
    """The language of `text`, or "und" for too little text or too unsure a guess."""
    sample = text[:_ENOUGH]
    script = _by_script(sample)
    if script is not None:
        return script
    # An ideograph says as much as three Latin letters.
    letters = sum(3 if character > "\u2e80" else 1 for character in sample if character.isalpha())
    if letters < _FEWEST_LETTERS:
        return UNDETERMINED
    code, confidence = _identifier().classify(sample)
    return str(code) if confidence >= _LEAST_CONFIDENCE else UNDETERMINED


_SCRIPTS = (
    ("ko", re.compile(r"[\uac00-\ud7af]"), None),
    ("ja", re.compile(r"[\u3040-\u30ff]"), None),
    ("zh", re.compile(r"[\u4e00-\u9fff]"), None),
    ("he", re.compile(r"[\u05d0-\u05ea]"), None),
    ("th", re.compile(r"[\u0e01-\u0e2e]"), None),
    ("hi", re.compile(r"[\u0905-\u0939]"), ("mr", "ne")),
    ("ar", re.compile(r"[\u0621-\u064a]"), ("fa", "ur", "ps", "ug", "ku")),
)
"""Languages by their script, in the order of what decides (kana before Han), and those that share it."""


def _by_script(sample: str) -> str | None:
    """The language that most letters of the sample belong to by their script alone; None where a script is no proof."""
    letters = sum(map(str.isalpha, sample))
    counts = {code: len(pattern.findall(sample)) for code, pattern, _ in _SCRIPTS}
    counts["ja"] += counts["zh"] if 8 * counts["ja"] > counts["zh"] else 0  # kanji stand between kana
    if not letters or max(counts.values()) * 2 < letters:
        return None
    code = max(counts, key=lambda each: counts[each])
    shared = next(others for each, _, others in _SCRIPTS if each == code)
    if shared is None:
        return code
    if code == "ar" and not re.search(r"[\u0640\u067e\u0686\u0698\u06a9\u06af\u06cc\u06d2]", sample):
        return code
    guess, confidence = _identifier().classify(sample)
    return str(guess) if guess in (code, *shared) and confidence >= _LEAST_CONFIDENCE else code


def code(tag: str) -> str:
    """The ISO 639-1 code of a language tag as people write it: "pt-BR", "PT_br", "por" and "pt" are all "pt".

    "und" for the empty tag and for languages that have no two-letter code.
    """
    from babel.core import get_global

    primary = tag.strip().replace("_", "-").split("-")[0].casefold()
    if len(primary) == 3:
        primary = get_global("language_aliases").get(primary, primary)
    return primary if len(primary) == 2 and primary.isascii() and primary.isalpha() else UNDETERMINED


@once
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages([label for label in identifier.labels if len(label) == 2])
    return identifier
