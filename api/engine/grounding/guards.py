"""Checks that the words found in an article say the same as the words the model wrote.

`disagreement` compares numbers, negation and direction ("rose" against "fell"); it is meant for approximate matches,
where a single changed word can turn a fact round. It promises symmetry and no more: equal answers do not prove that
two sentences mean the same.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

from babel import Locale, UnknownLocaleError

from api.engine.languages import lexicon
from api.engine.languages.once import once

_NUMERAL = re.compile(r"\d+(?:[.,’'\u00a0\u202f]\d+)*(?:\s?[-\u2044/]\s?\d+)*")
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")


def disagreement(words: str, found: str, language: str) -> str | None:
    """Why `found` must not stand for `words`, in words a person understands; None when nothing speaks against it.

    Both are free text in `language` (ISO 639-1; unknown languages use the word tables of all). Symmetric: swapping
    the two gives a reason exactly when the other order does.
    """
    if words == found:
        return None
    ours, theirs = numbers(words, language), numbers(found, language)
    if ours != theirs:
        missing = sorted((ours - theirs).elements()) or sorted((theirs - ours).elements())
        return f"the numbers differ: {', '.join(missing)}"
    if _scales(words, language) != _scales(found, language):
        return "the magnitudes of the numbers differ"
    if _months(words, language) != _months(found, language):
        return "the months or weekdays differ"
    left, right = _count(words, language), _count(found, language)
    if left != right:
        return "one of the two is negated"
    return _turned(words, found, language)


def numbers(text: str, language: str) -> Counter[str]:
    """The numbers of a text, each in one spelling: "2,8" and "2.8" are the same, "1.100.000" and "1,100,000" too,
    and small number words equal their digits ("three", "3"). Words that are also articles ("um", "ein") are left out.
    """
    found = Counter(_numeral(match.group()) for match in _NUMERAL.finditer(_digits(text)))
    words = lexicon.mapping("numbers", language)
    for match in _WORD.finditer(lexicon.fold(text)):
        for part in (match.group(),) if match.group() in words else match.group().split("-"):
            if part in words:
                found[_plain(float(words[part]))] += 1
    return found


def _digits(text: str) -> str:
    """Digits of every script as ASCII digits; vulgar fractions spelled out ("½" as " 1/2")."""
    out = []
    for char in text:
        if char.isdecimal():
            out.append(str(unicodedata.decimal(char)))
        elif unicodedata.category(char) == "No" and "\u2044" in unicodedata.normalize("NFKC", char):
            out.append("-" + unicodedata.normalize("NFKC", char).replace("\u2044", "/"))
        else:
            out.append(char)
    return "".join(out)


def _numeral(written: str) -> str:
    """One numeral in one spelling. Three digits after the last mark are read as thousands in either convention."""
    if re.search(r"[/\u2044-]", written):
        return re.sub(r"\s", "", written)
    parts = re.split(r"[.,’'\u00a0\u202f]", written)
    if len(parts) == 1 or all(len(part) == 3 for part in parts[1:]):
        return _plain(float("".join(parts))) if len("".join(parts)) < 16 else "".join(parts)
    if len(parts) > 2 and not all(len(part) == 3 for part in parts[1:-1]):
        return ".".join(parts)
    return _plain(float("".join(parts[:-1]) + "." + parts[-1]))


def _plain(value: float) -> str:
    return f"{value:.10f}".rstrip("0").rstrip(".")


def _scales(text: str, language: str) -> Counter[int]:
    """The magnitudes named ("million", "bn", "Mrd."), as powers of ten. One letter counts only right after a digit."""
    magnitudes = lexicon.mapping("magnitudes", language)
    found: Counter[int] = Counter()
    folded = lexicon.fold(text)
    for match in _WORD.finditer(folded):
        power = magnitudes.get(match.group())
        before = folded[: match.start()].rstrip()[-1:]
        if power is not None and (len(match.group()) > 2 or before.isdecimal()):
            found[power] += 1
    return found


def _months(text: str, language: str) -> Counter[str]:
    names = calendar_words(language)
    return Counter(word for word in re.findall(r"[^\W\d_]+", text) if word in names)


@once
def calendar_words(language: str) -> frozenset[str]:
    """Month and weekday names in full, as the language writes them within a sentence (CLDR)."""
    try:
        locale = Locale.parse(language)
    except (UnknownLocaleError, ValueError, TypeError):
        locale = Locale("en")
    names = [*locale.months["format"]["wide"].values(), *locale.days["format"]["wide"].values()]
    return frozenset(name for name in names if name.isalpha())


@once
def _negations(language: str) -> re.Pattern[str]:
    return lexicon.pattern("signs.negation", language)


def _count(text: str, language: str) -> int:
    return sum(1 for _ in _negations(language).finditer(text))


def _turned(words: str, found: str, language: str) -> str | None:
    """Whether the two lean to opposite sides on any axis: both say something there, and not the same."""
    ours, theirs = set(_WORD.findall(lexicon.fold(words))), set(_WORD.findall(lexicon.fold(found)))
    for left, right in lexicon.opposites(language):
        here = (bool(ours & left), bool(ours & right))
        there = (bool(theirs & left), bool(theirs & right))
        if here != there and any(here) and any(there):
            differing = sorted((ours ^ theirs) & (left | right))
            return f"the direction differs: {', '.join(differing)}"
    return None
