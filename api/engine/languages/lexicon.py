"""The words that the rules know, read from `<language>.toml` beside this module, one a language.

A language without a file is answered with the tables of all languages together, so that a rule still knows most
titles and organisation words; nothing here fails on an unknown language. Matching ignores case and takes every kind
of apostrophe for the same; a phrase only matches on word borders.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from typing import Any

from api.engine.languages import borders
from api.engine.languages.once import once, remembered

_APOSTROPHES = "'’ʼ`´‘"
_APOSTROPHE_CLASS = f"[{_APOSTROPHES}]"
Pattern = re.Pattern[str]
_NEVER = re.compile(r"(?!)")
LONGEST_WORD = 40
"""Letters that "*" stands for at most: without an end, a long run of hyphens is gone over from each of its letters."""
_ANY_LETTERS = rf"[\w{borders.MARKS}-]{{0,{LONGEST_WORD}}}"
_GAP = rf"\s(?:[^.;:!?()\n]|\n(?!\s*\n)){{0,{LONGEST_WORD}}}?(?<!\w)"
_NUKTA = "\u0958\u0959\u095a\u095b\u095c\u095d\u095e"
"""Letters that are written as one code point or, canonically, as two."""
_SPELLED_OTHERWISE = re.compile(f"[ı”{_NUKTA}\u093c]")
"""Letters that patterns take for others, beyond what folding makes equal."""


@once
def languages() -> tuple[str, ...]:
    """The ISO 639-1 codes that have a file of their own, in alphabetical order."""
    names = (entry.name for entry in files("api.engine.languages").iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in names if re.fullmatch(r"[a-z]{2}\.toml", name)))


@once
def _file(name: str) -> Mapping[str, Any]:
    raw = files("api.engine.languages").joinpath(f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(raw)


def code(language: str) -> str:
    """The ISO 639-1 code by which a language's words are known: "pt" for "pt-BR", "nb" for all written Norwegian."""
    known = language[:2].lower()
    return "nb" if known in ("no", "nn") else known


def chosen(language: str) -> tuple[str, ...]:
    """The files that answer for a language ("pt", "pt-BR"): its own, or every one when it has none."""
    return (code(language),) if code(language) in languages() else languages()


def split(phrases: str) -> tuple[str, ...]:
    """The phrases of one table value, parted by commas or line ends, folded."""
    return tuple(dict.fromkeys(folded for part in re.split(r"[,\n]", phrases) if (folded := fold(part))))


@remembered(32768)
def fold(text: str) -> str:
    """Lower case, one kind of apostrophe, single spaces. Accents stay: in many languages they part words."""
    straight = re.sub(_APOSTROPHE_CLASS, "'", text).replace("״", '"')
    return " ".join(straight.replace("İ", "i").casefold().split())


@once
def phrases(table: str, language: str | None = None) -> frozenset[str]:
    """One table ("people.titles") as folded phrases, for a language, or of all languages when none is given."""
    return frozenset(phrase for file in _codes(language) for phrase in _listed(file, table))


@once
def pattern(table: str, language: str | None = None) -> re.Pattern[str]:
    """A compiled alternation of one table's phrases, longest first, on word borders, blind to case."""
    return compiled(phrases(table, language))


@once
def whole(table: str, language: str | None = None) -> re.Pattern[str]:
    """As `pattern`, for `fullmatch`: the text is one of the phrases and nothing else."""
    return _whole(phrases(table, language))


@once
def _open(table: str, language: str | None) -> re.Pattern[str]:
    """As `whole`, of the phrases alone that stand for more than themselves ("*ministerium", "adayı" for "ADAYI")."""
    listed = phrases(table, language)
    return _whole(phrase for phrase in listed if "*" in phrase or _SPELLED_OTHERWISE.search(phrase))


def _whole(listed: Iterable[str]) -> re.Pattern[str]:
    body = branches(sorted(listed, key=lambda p: (-len(p), p)))
    return re.compile(f"(?:{body})", re.IGNORECASE) if body else _NEVER


def compiled(listed: Iterable[str]) -> re.Pattern[str]:
    """The phrases as one pattern on word borders. "*" stands for any letters; a space for any white space.

    Longest first among phrases that ask for the same borders.
    """
    sides: dict[tuple[str, str], list[str]] = {}
    for phrase in sorted(set(listed), key=lambda p: (-len(p), p)):
        bare = phrase.strip("*") or phrase
        before = borders.before(bare[0])
        after = "" if borders.is_prefix(phrase) else borders.after(bare[-1])
        if phrase[0] == "*" and borders.is_unspaced(bare[0]):
            phrase, after = bare, borders.END  # what a name ends in, however long it is
        sides.setdefault((before, after), []).append(phrase)
    body = "|".join(f"{before}(?:{branches(words)}){after}" for (before, after), words in sides.items())
    return re.compile(body, re.IGNORECASE) if body else _NEVER


def branches(listed: Sequence[str]) -> str:
    """Phrases as the branches of a regular expression, one branch for each letter that some of them begin with.

    Those that begin with the same letter keep their order, and no two letters match at one place, so the expression
    finds what one branch a phrase would. A letter that is spelled out in both cases is looked at before anything else:
    the branches of words that cannot be meant cost next to nothing.
    """
    grouped: list[tuple[str | None, list[str]]] = []
    open_: dict[str, list[str]] = {}
    for phrase in listed:
        first = phrase[0]
        if cases(first) is None or not spelling(phrase).startswith(first):
            grouped.append((None, [phrase]))
            open_ = {}  # what such a phrase matches may begin with any letter: its place among the others counts
        elif first in open_:
            open_[first].append(phrase)
        else:
            open_[first] = [phrase]
            grouped.append((first, open_[first]))
    return "|".join(
        spelling(words[0])
        if first is None or len(words) == 1
        else f"(?-i:[{cases(first)}])(?:{'|'.join(spelling(phrase)[1:] for phrase in words)})"
        for first, words in grouped
    )


def cases(letter: str) -> str | None:
    """What regular expressions take for this folded letter when they ignore case; None where that is not simple."""
    if not letter.isalpha() or letter in _MANY_CASES or letter.upper().lower() != letter:
        return None
    return "".join(dict.fromkeys((letter, letter.upper()))) + _SIGNS.get(letter, "")


_SIGNS: Mapping[str, str] = {
    **{"i": "ıİ", "k": "\u212a", "s": "ſ", "å": "\u212b"},
    **{"β": "ϐ", "ε": "ϵ", "θ": "ϑϴ", "κ": "ϰ", "μ": "µ", "π": "ϖ", "ρ": "ϱ", "σ": "ς", "φ": "ϕ", "ω": "\u2126"},
    **{"в": "ᲀ", "д": "ᲁ", "о": "ᲂ", "с": "ᲃ", "т": "ᲄᲅ", "ъ": "ᲆ"},
}
"""Signs that are a letter in another shape: the kelvin sign is a k."""
_MANY_CASES = frozenset("ıιſµςϐϵϑϰϖϱϕṡẛѣꙋΐΰﬅﬆǆǉǌǳ\u0345\u1fbe\u1fd3\u1fe3")


@lru_cache(maxsize=65536)
def is_in(words: str, table: str, language: str | None = None) -> bool:
    """Whether the words, whole, are one of the table's phrases. A trailing dot of an abbreviation does not matter."""
    folded = fold(words)
    if folded in phrases(table, language) or folded.rstrip(".") in phrases(table, language):
        return True
    known = whole if _SPELLED_OTHERWISE.search(folded) else _open
    return known(table, language).fullmatch(folded) is not None


@once
def mapping(table: str, language: str | None = None) -> Mapping[str, Any]:
    """A table of word to value ("magnitudes"), folded keys: of one language, else of all, where none contradicts."""
    told: dict[str, list[Any]] = {}
    for file in _codes(language):
        for word, value in _file(file).get(table, {}).items():
            told.setdefault(fold(word), []).append(value)
    return {word: values[0] for word, values in told.items() if values.count(values[0]) == len(values)}


def wording(name: str, language: str) -> str:
    """A ready regular expression ("undisclosed") of the language, or of all languages joined."""
    return "|".join(
        f"(?:{_file(file)['wordings'][name]})" for file in chosen(language) if name in _file(file)["wordings"]
    )


def bordered(body: str, language: str) -> str:
    """A regular expression between word borders, which scripts without blanks and with grown prefixes have none of."""
    grammar = mapping("grammar", language) if code(language) in languages() else {}
    return f"(?:{body})" if grammar.get("caseless") else rf"(?<!\w)(?:{body})(?!\w)"


@once
def opposites(language: str) -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
    """Pairs of word sets that contradict each other ("rose" against "fell")."""
    return tuple(
        (frozenset(split(pair["left"])), frozenset(split(pair["right"])))
        for file in chosen(language)
        for pair in _file(file).get("opposites", ())
    )


@once
def legal_forms(place: str) -> Mapping[str, str]:
    """Spelling -> canonical legal form, for forms "after", "before" or "attached" to a name. No dots in spellings."""
    return {
        spelling.replace(".", ""): form
        for form, spellings in _file("legal_forms")[place].items()
        for spelling in split(spellings)
    }


def _codes(language: str | None) -> tuple[str, ...]:
    return languages() if language is None else chosen(language)


def _listed(file: str, table: str) -> tuple[str, ...]:
    section, _, key = table.partition(".")
    return split(_file(file).get(section, {}).get(key, ""))


def spelling(phrase: str) -> str:
    """One phrase as a regular expression, without borders: "*" is any letters, a space any white space.

    " … " are the few words that part the halves of a verb, or a verb from its noun ("bricht … ab", "rejects … bid").
    """
    escaped = re.escape(phrase).replace(r"\*", _ANY_LETTERS).replace(r"\ …\ ", _GAP).replace(r"\ ", r"\s+")
    for sign in _NUKTA:
        parted = unicodedata.normalize("NFC", sign)
        escaped = escaped.replace(parted, f"(?:{parted}|{sign})")
    return escaped.replace("'", _APOSTROPHE_CLASS).replace('"', '["״”]')
