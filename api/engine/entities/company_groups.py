"""Which of the listed organisations are the same one: legal forms aside, short forms and acronyms joined to full names.

"Tarn" joins "Tarn Motors Inc.": a short form is the beginning of the full name. "Vexel" does not join "Vexel Nebula"
where a sentence tells of both. Names are compared through an index of their first words, so that time grows with them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from api.engine.entities.company_names import company_key, legal_form
from api.engine.entities.genitives import without_genitive
from api.engine.entities.names import plain
from api.engine.entities.short_names import (
    ACRONYM,
    Others,
    abbreviations,
    beginnings,
    bracketed,
    initials_key,
    is_called,
    is_short_for,
)
from api.engine.languages.language import Language


class Called(Protocol):
    """Anything with an id, a name and aliases."""

    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def aliases(self) -> tuple[str, ...]: ...


@dataclass(frozen=True, slots=True)
class Group:
    """One organisation: the fullest name, every listed form, forms that follow from it, and all their keys."""

    name: str
    forms: tuple[str, ...]
    short_forms: tuple[str, ...]

    @property
    def short_keys(self) -> frozenset[str]:
        return frozenset(company_key(form) for form in (*self.forms, *self.short_forms))


def group(listed: Sequence[tuple[str, int]], text: str, language: Language) -> list[Group]:
    """Group (name, offset) pairs, in the order in which the organisations first appear."""
    order: dict[str, int] = {}
    for name, at in without_genitive(listed, text, language):
        order[name] = min(at, order.get(name, at))
    members = _same_keys(order)
    members = _acronyms_joined(members, text)
    members = _short_forms_joined(members, text, language)
    members.sort(key=lambda forms: min(order[form] for form in forms))
    others = _Others(members)
    return [_made(forms, others, order, text, language) for forms in members]


def keys(groups: Sequence[Group]) -> dict[str, str | None]:
    """Comparison key -> company id; None where two companies share it."""
    found: dict[str, str | None] = {}
    for number, one in enumerate(groups, 1):
        for key in one.short_keys:
            text = f"org {key}"
            found[text] = f"c{number}" if found.get(text, f"c{number}") == f"c{number}" else None
        for form in one.forms:
            exact = exact_key(form)
            found[exact] = f"c{number}" if found.get(exact, f"c{number}") == f"c{number}" else None
    for number, one in enumerate(groups, 1):
        found[f"org {company_key(one.name)}"] = found.get(f"org {company_key(one.name)}") or f"c{number}"
    return found


def exact_key(name: str) -> str:
    """The key of a name with its legal form: "Tarn Co" and "Tarn Co Pty Ltd" may be two companies."""
    return f"exact {plain(name)}"


class Fitting:
    """Companies by the words their names begin with, to find the one that words begin, or that begins words."""

    def __init__(self, companies: Iterable[Called]) -> None:
        self._keys: dict[tuple[int, tuple[str, ...]], list[tuple[str, str]]] = defaultdict(list)
        """(company id, key) by the words of the key: from its first (0) or second (1) word one and two, or all (-1)."""
        for one in companies:
            for key in _keys_of(one):
                words = tuple(key.split())
                for place in {(-1, words), *((at, words[at : at + count]) for at in (0, 1) for count in (1, 2))}:
                    self._keys[place].append((one.id, key))
        self._found: dict[str, str | None] = {}

    def find(self, name: str) -> str | None:
        """The one company whose name begins with these words, or these words with its name ("Tarn" ~ "Tarn Motors")."""
        key = company_key(name)
        if key not in self._found:
            words = tuple(key.split())
            begun = words[:2]
            near = {*self._at(0, begun), *self._at(1, begun), *self._at(-1, words[:1]), *self._at(-1, words[1:])}
            fitting = {id_ for id_, full in near if is_short_for(key, full) or is_short_for(full, key)}
            self._found[key] = fitting.pop() if len(fitting) == 1 else None
        return self._found[key]

    def _at(self, place: int, words: tuple[str, ...]) -> list[tuple[str, str]]:
        return self._keys.get((place, words), [])


def _keys_of(one: Called) -> set[str]:
    return {company_key(form) for form in (one.name, *one.aliases)}


def _same_keys(order: dict[str, int]) -> list[list[str]]:
    """Forms with one key are one company, unless their legal forms differ ("Tarn Co", "Tarn Co Pty Ltd")."""
    by_key: dict[str, dict[str, list[str]]] = {}
    for name in sorted(order, key=order.__getitem__):
        by_key.setdefault(company_key(name), {}).setdefault(legal_form(name)[1], []).append(name)
    members = []
    for variants in by_key.values():
        bare = variants.pop("", [])
        groups = sorted(variants.values(), key=lambda forms: (len(legal_form(forms[0])[1].split()), order[forms[0]]))
        if groups:
            groups[0].extend(bare)
        members.extend(groups or [bare])
    return members


def _by_words(members: Sequence[list[str]], place: int) -> dict[tuple[str, ...], list[list[str]]]:
    """The groups by the word that stands at a place of one of their keys, and by that word and the next."""
    found: dict[tuple[str, ...], list[list[str]]] = defaultdict(list)
    for forms in members:
        words = [key for form in forms if len(key := _key_words(form)) > place]
        for begun in {tuple(key[place : place + count]) for key in words for count in (1, 2)}:
            found[begun].append(forms)
    return found


def _key_words(form: str) -> list[str]:
    return company_key(form).replace("-", " ").split()


def _short_forms_joined(members: list[list[str]], text: str, language: Language) -> list[list[str]]:
    """Join short forms to the one full name they begin; a short form of several companies makes none of its own."""
    firsts, seconds = _by_words(members, 0), _by_words(members, 1)
    gone: set[int] = set()
    for forms in sorted(members, key=lambda forms: len(company_key(forms[0]))):
        words = _key_words(forms[0])
        if not words:
            continue
        begun = tuple(words[:2])
        near = {id(other): other for other in (*firsts[begun], *seconds[begun])}
        fuller = [
            other
            for other in near.values()
            if other is not forms and id(other) not in gone and _is_fuller(other, forms, text, language)
        ]
        if fuller:
            gone.add(id(forms))
        if len(fuller) == 1:
            fuller[0].extend(forms)
    return [forms for forms in members if id(forms) not in gone]


def _is_fuller(other: list[str], forms: list[str], text: str, language: Language) -> bool:
    key = company_key(forms[0])
    if any(legal_form(form)[1] for form in forms):
        # A name with its legal form is a short one only of a description with it: "Kesselbauer Trautwein".
        return any(_is_described(key, full) for full in other)
    return any(
        is_short_for(key, company_key(full), full) or is_called(forms[0], full, text, language) for full in other
    )


def _is_described(key: str, full: str) -> bool:
    return not legal_form(full)[1] and company_key(full).split()[1:] == key.split()


def _acronyms_joined(members: list[list[str]], text: str) -> list[list[str]]:
    """Join "NHB" to "National Harbour Board": given in brackets after it, or made of its initials."""
    known: dict[str, list[int]] = defaultdict(list)
    for number, forms in enumerate(members):
        for short in {short for full in forms for short in abbreviations(full, text)}:
            known[short].append(number)
    gone: set[int] = set()
    for number, forms in enumerate(members):
        short = forms[0]
        if len(forms) > 1 or " " in short or not ACRONYM.fullmatch(short) or short[1:].upper() != short[1:]:
            continue
        fuller = {at for key in (short, initials_key(short)) for at in known.get(key, ())} - gone - {number}
        if len(fuller) == 1:
            gone.add(number)
            members[fuller.pop()].append(short)
    return [forms for number, forms in enumerate(members) if number not in gone]


def _made(
    forms: list[str],
    others: _Others,
    order: dict[str, int],
    text: str,
    language: Language,
) -> Group:
    name = max(forms, key=lambda form: (*_fullness(form, language), -order.get(form, 0)))
    listed = tuple(dict.fromkeys([name, *forms]))
    short = [acronym for form in listed for acronym in bracketed(form, text) if acronym not in listed]
    return Group(name, listed, (*short, *beginnings(name, listed, others.of(forms, name), text, language)))


class _Others:
    """Which beginnings and words the keys of groups have, counted, so that one can be told from all others."""

    def __init__(self, members: Sequence[list[str]]) -> None:
        self._begun: Counter[tuple[str, ...]] = Counter()
        self._words: Counter[tuple[str, str]] = Counter()
        for forms in members:
            self._begun.update(_beginnings(forms))
            self._words.update(_words(forms))

    def of(self, forms: Sequence[str], name: str) -> Others:
        """Those of all groups but this one, which has the name; of words, those of groups that begin as the name."""
        begun, words = _beginnings(forms), _words(forms)
        first = next(iter(_key_words(name)), "")
        return Others(
            lambda key: self._begun[tuple(key)] > (tuple(key) in begun),
            lambda word: self._words[first, word] > ((first, word) in words),
        )


def _beginnings(forms: Sequence[str]) -> set[tuple[str, ...]]:
    """The words that a group's keys begin with, none and more."""
    keys = [company_key(form).split() for form in forms]
    return {tuple(key[:count]) for key in keys for count in range(len(key) + 1)}


def _words(forms: Sequence[str]) -> set[tuple[str, str]]:
    """Each word of a group's keys, with the first word of each of its keys."""
    firsts = {words[0] for form in forms if (words := _key_words(form))}
    return {(first, word) for first in firsts for form in forms for word in company_key(form).split()}


def _fullness(form: str, language: Language) -> tuple[bool, bool, bool, int]:
    """What makes a form the fullest: its legal form, no article, no capitals throughout, its words."""
    words = form.split()
    article = len(words) > 1 and language.has(words[0], "function.determiners")
    return bool(legal_form(form)[1]), not article, not (form.isupper() and len(form) > 5), len(words)
