"""Whether two names are of one company or other organisation, and by what keys to find those that may be."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from api.engine.entities.company_names import legal_form
from api.record import romanising
from api.record.name_words import (
    ARTICLES,
    GENERIC,
    GROUPS,
    JOINERS,
    LOOSE_FORMS,
    PARTICLES,
    WORTH_A_LOOK,
    WRITTEN_SHORT,
)
from api.record.verdicts import DIFFERENT, Verdict

_ACRONYM = (3, 8)  # letters
_SURE_ACRONYM = 4  # letters from which on an acronym that fits is no chance
_ELIDED = re.compile(r"^[Ll]['’](?=\w)")


class Company(NamedTuple):
    words: tuple[str, ...]
    written: tuple[frozenset[str], ...]
    form: str
    latin: bool
    acronym: str
    initials: frozenset[str]  # of all its words, and of those that are no particles


@lru_cache(maxsize=8192)
def read(name: str) -> Company:
    core, legal = legal_form(name)
    core = _ELIDED.sub("", core)
    raw = [word for word in romanising.raw_words(core) if romanising.words(word)]
    pairs = [(word, romanising.words(word)[0]) for word in raw]
    if len(pairs) > 1 and pairs[0][1] in ARTICLES:
        pairs.pop(0)
    pairs = [(word, WRITTEN_SHORT.get(plain, plain)) for word, plain in pairs if plain not in JOINERS] or pairs
    for end in (-1, 0):
        if len(pairs) > 1 and pairs[end][1] in GROUPS:
            pairs.pop(end)
    if len(pairs) > 1 and pairs[0][1] in ARTICLES:
        pairs.pop(0)
    only = raw[0] if len(raw) == 1 else ""
    acronym = only.casefold() if only.isupper() and _ACRONYM[0] <= len(only) <= _ACRONYM[1] else ""
    written = tuple(
        romanising.spellings(word) if WRITTEN_SHORT.get(plain, plain) == plain else frozenset({plain})
        for word, plain in pairs
    )
    first_letters = [
        "".join(_first_letter(word) for word, plain in pairs if plain not in without) for without in ((), PARTICLES)
    ]
    initials = frozenset(each for each in first_letters if len(pairs) > 1)
    latin = romanising.is_latin(core)
    return Company(tuple(plain for _, plain in pairs), written, legal, latin, _bare(acronym), initials)


def _first_letter(word: str) -> str:
    return _bare(word[:1])


def _bare(word: str) -> str:
    """Small letters of any script without marks."""
    apart = unicodedata.normalize("NFKD", word.casefold())
    return "".join(c for c in apart if not unicodedata.combining(c))


def compare(name: str, other: str, *, shared: bool) -> Verdict:
    one, two = read(name), read(other)
    if not one.words or not two.words:
        return DIFFERENT
    agree = _agreement(one, two)
    if agree is None:
        return _acronym(one, two, shared=shared) or _less(one, two) or DIFFERENT
    if one.form and two.form and one.form != two.form and not {one.form, two.form} <= LOOSE_FORMS:
        return Verdict("unsure", f"{agree}, but the legal forms differ")
    if is_generic(name) and not shared:
        return Verdict("unsure", f"{agree}, of words that many bear")
    return Verdict("same", agree)


def _agreement(one: Company, two: Company) -> str | None:
    if len(one.written) == len(two.written) and all(a & b for a, b in zip(one.written, two.written, strict=True)):
        return "the same name"
    if "".join(one.words) == "".join(two.words):
        return "the same name, parted otherwise"
    if one.latin != two.latin and romanising.sound_alike(one.words, two.words):
        return "the same name in another script"
    return None


def _acronym(one: Company, two: Company, *, shared: bool) -> Verdict | None:
    for short, long in ((one, two), (two, one)):
        if short.acronym and short.acronym in long.initials:
            sure = shared or len(short.acronym) >= _SURE_ACRONYM
            return Verdict("same" if sure else "unsure", "an acronym that fits")
    return None


def _less(one: Company, two: Company) -> Verdict | None:
    """Names that differ in words which rarely tell two companies apart, or in their order: worth a look."""
    short, long = sorted((one, two), key=lambda each: len(each.words))
    further = set(long.words) - set(short.words)
    if set(short.words) < set(long.words) and further <= WORTH_A_LOOK and short.words[0] == long.words[0]:
        return Verdict("unsure", "the same name, one with more")
    if sorted(one.words) == sorted(two.words):
        return Verdict("unsure", "the same words in another order")
    return None


def keys(name: str) -> Iterable[str]:
    company = read(name)
    if not company.words:
        return
    bones = [romanising.bones(word) for word in company.words]
    yield "c:" + "".join(bones)
    telling = [each for each, word in zip(bones, company.words, strict=True) if word not in WORTH_A_LOOK]
    yield "c1:" + "".join(sorted(telling or bones))
    if company.acronym:
        yield f"ca:{company.acronym}"
    for letters in sorted(company.initials):
        if len(letters) >= _ACRONYM[0]:
            yield f"ca:{letters}"


def is_generic(name: str) -> bool:
    """Whether a name is of words that many bear, so that it alone tells nobody."""
    return set(read(name).words) <= GENERIC
