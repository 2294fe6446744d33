"""By what else a text calls an organisation: its first words ("Brandt" for "Brandt Logistics"), its initials (FNH).

Whether a shorter name is the same one is told by the text: no sentence has both, and only one longer name begins so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from api.engine.entities.company_names import company_key, legal_form
from api.engine.entities.names import plain
from api.engine.entities.openings import is_known
from api.engine.languages import lexicon, places
from api.engine.languages.language import Language

ACRONYM = re.compile(r"[A-ZÀ-ÖØ-Þ][\w&.-]{1,11}")

_BRACKETS = re.compile(r"[(\[]\s{0,3}[\"“„«]?([A-ZÀ-ÖØ-Þ][\w&.-]{1,11})[\"”“»]?\s{0,3}[)\]]")
_GENITIVE = re.compile(r"(?<=\w)['’]?s?$")
_BEFORE_BRACKETS = 160
"""Code points before a bracketed short name among which the full one stands."""
_WORD = re.compile(r"[^\W_]+")
_SENTENCE_END = re.compile(r"[.!?…][\"”»]?\s|\n")
_SHORTEST = 4
"""Letters of a first word that names a company by itself though what follows it is no usual addition."""


def is_short_for(short: str, full: str, written: str = "") -> bool:
    """Whether a key is another without a leading "Grupo" or without what companies add at the end.

    `written` is the longer name as written: a legal form behind it makes all that goes before a name.
    """
    if not short or short == full:
        return False
    brief, long = short.split(), full.split()
    # "Grupo Salvi", "Kesselbauer Trautwein": what is said before a name says what it is.
    if long[1:] == brief:
        return True
    if long[: len(brief)] != brief or len(brief) == len(long):
        return False
    if len(brief) == 1 and brief[0] in lexicon.phrases("organizations.common_first"):
        return False
    if written and legal_form(written)[1]:
        return True
    descriptors = lexicon.phrases("organizations.descriptors")
    return all(word in descriptors for word in long[len(brief) :])


def is_called(short: str, full: str, text: str, language: Language) -> bool:
    """Whether the text calls `full` by its beginning `short`: never both in one sentence, and no common word."""
    begins = full.startswith((f"{short} ", f"{short}-"))
    ends = full.endswith(f" {short}") and _tells_kind(full[: -len(short) - 1], language)
    if not (begins or ends) or len(short) < _SHORTEST or not may_stand_alone(short, text, language):
        return False
    index = _index(text)
    longer = [at for at in index.get(full.split()[0].split("-")[0], ()) if _spells(text, at, full)]
    alone = [
        at
        for at in index.get(short.split()[0].split("-")[0], ())
        if _spells(text, at, short) and not any(start <= at < start + len(full) for start in longer)
    ]
    return bool(alone) and not any(_in_one_sentence(text, at, other) for at in alone for other in longer)


def _tells_kind(words: str, language: Language) -> bool:
    """Whether what stands before the last word of a name only says what it is: "Aguas de", "Financiera"."""
    return not language.flag("head_last") and all(
        language.has(word, "function.function")
        or language.has(word, "function.determiners")
        or is_known(word, language.code)
        for word in words.split()
    )


def _spells(text: str, at: int, name: str) -> bool:
    """Whether the name stands at the offset, white space folded."""
    return " ".join(text[at : at + len(name) + 8].split()).startswith(name)


def _in_one_sentence(text: str, one: int, other: int) -> bool:
    first, last = sorted((one, other))
    return last - first < 600 and _SENTENCE_END.search(text, first, last) is None


@lru_cache(maxsize=4)
def _index(text: str) -> dict[str, list[int]]:
    """Where each word stands that has a capital or a figure first."""
    found: dict[str, list[int]] = {}
    for match in _WORD.finditer(text):
        if not match.group()[0].islower():
            found.setdefault(match.group(), []).append(match.start())
    return found


@lru_cache(maxsize=4)
def _small_words(text: str) -> frozenset[str]:
    return frozenset(word for word in _WORD.findall(text) if word.islower())


def may_stand_alone(start: str, text: str, language: Language) -> bool:
    """Whether a beginning is name enough: no common word, place or nationality, nor used in small letters."""
    last = start.split()[-1]
    if len(start) < 3 or language.has(last, "function.function") or last == "&":
        return False
    if " " not in start:
        tables = (
            "organizations.common_first",
            "organizations.demonyms",
            "organizations.generic",
            "people.titles",
            "organizations.leading",
            "organizations.public_body",
            "organizations.other",
        )
        if places.is_place(start, language.code) or language.has_too(start, *tables):
            return False
        if start.casefold() != start and start.casefold() in _small_words(text):
            return False
    return True


@dataclass(frozen=True, slots=True)
class Others:
    """What is asked of the keys of all other organisations: whether one begins so, whether one holds the word."""

    begun: Callable[[Sequence[str]], bool]
    hold: Callable[[str], bool]


def beginnings(name: str, listed: Collection[str], others: Others, text: str, language: Language) -> Iterator[str]:
    """The shorter beginnings by which the text may go on to call the name, shorter ones last.

    A beginning that one of the `others` has too is nobody's.
    """
    core, form = legal_form(name)
    if form and core not in listed:
        yield core
    words = core.split()
    for length in range(len(words) - 1, 0, -1):
        start = " ".join(words[:length]).rstrip(",")
        key = company_key(start).split()
        if start in listed or others.begun(key):
            continue
        usual = is_short_for(" ".join(key), company_key(name), name if form else "")
        if (usual and may_stand_alone(start, text, language)) or (
            length == 1 and is_called(start, core, text, language)
        ):
            yield start
    last = words[-1]
    taken = last in listed or others.hold(last.casefold())
    if len(words) > 1 and not taken and is_called(last, core, text, language):
        yield last


def abbreviations(full: str, text: str) -> set[str]:
    """What may stand for the name: short names in brackets after it, and its initials as `initials_key` has them."""
    if len(full.split()) < 2:
        return set()
    initials = "".join(word[0] for word in re.findall(r"\w+", plain(full)))
    strong = "".join(word[0] for word in re.findall(r"\w+", full) if word[0].isupper()).casefold()
    return {*bracketed(full, text), *(key for key in (initials, plain(strong)) if len(key) > 2)}


def initials_key(short: str) -> str:
    """An abbreviation as initials are compared: "N.H.B." as "nhb"."""
    return plain(short).replace("-", "")


def bracketed(full: str, text: str) -> list[str]:
    """Short names in brackets right after the name, as far as their letters come from it in order."""
    wanted = " ".join(full.split())
    last = wanted.rpartition(" ")[2]
    found = [short for before, short in _brackets(text).get(last, ()) if before.endswith(wanted)]
    return [short for short in dict.fromkeys(found) if _letters_in_order(plain(short), plain(full))]


@lru_cache(maxsize=4)
def _brackets(text: str) -> dict[str, list[tuple[str, str]]]:
    """By the last word before each bracketed short name: what stands before it, and that name."""
    found: dict[str, list[tuple[str, str]]] = {}
    for match in _BRACKETS.finditer(text):
        words = " ".join(text[max(match.start() - _BEFORE_BRACKETS, 0) : match.start()].split())
        for before in {words, _GENITIVE.sub("", words)}:
            if before:
                found.setdefault(before.rpartition(" ")[2], []).append((before, match[1]))
    return found


def _letters_in_order(short: str, full: str) -> bool:
    letters = iter(full)
    return short[:1] == full[:1] and all(letter in letters for letter in short if letter.isalpha())
