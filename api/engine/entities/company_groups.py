"""Which of the listed organisations are the same one: legal forms aside, short forms and acronyms joined to full names.

"Tarn" joins "Tarn Motors Inc.": a short form is the beginning of the full name, and what is missing is a legal
form or a word that companies add to their name. "Vexel" does not join "Vexel Nebula".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from api.engine.entities import mentions
from api.engine.entities.company_names import company_key, legal_form
from api.engine.entities.genitives import without_genitive
from api.engine.entities.names import plain
from api.engine.languages import lexicon, places
from api.engine.languages.language import Language

_ACRONYM = re.compile(r"[A-ZÀ-ÖØ-Þ][\w&.-]{1,11}")


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
    members = _short_forms_joined(members, order)
    members.sort(key=lambda forms: min(order[form] for form in forms))
    return [_made(forms, members, order, text, language) for forms in members]


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


def find(companies: Sequence[Called], name: str) -> str | None:
    """The one company whose name begins with these words, or these words with its name ("Tarn" ~ "Tarn Motors")."""
    key = company_key(name)
    fitting = {
        one.id
        for one in companies
        if any(_is_short_for(key, full) or _is_short_for(full, key) for full in _keys_of(one))
    }
    return fitting.pop() if len(fitting) == 1 else None


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


def _short_forms_joined(members: list[list[str]], order: dict[str, int]) -> list[list[str]]:
    """Join short forms to the one full name they begin; a short form of several companies makes none of its own."""
    joined = list(members)
    for forms in sorted(members, key=lambda forms: len(company_key(forms[0]))):
        key = company_key(forms[0])
        formal = any(legal_form(form)[1] for form in forms)
        fuller = [
            other
            for other in joined
            if other is not forms
            # A name with its legal form is a short one only of a description with it: "Kesselbauer Trautwein".
            and any(_is_described(key, f) if formal else _is_short_for(key, company_key(f), f) for f in other)
        ]
        if fuller:
            joined.remove(forms)
        if len(fuller) == 1:
            fuller[0].extend(forms)
    return joined


def _is_described(key: str, full: str) -> bool:
    return not legal_form(full)[1] and company_key(full).split()[1:] == key.split()


def _is_short_for(short: str, full: str, written: str = "") -> bool:
    """Whether `short` is `full` without a leading "Grupo" or without what companies add at the end."""
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


def _acronyms_joined(members: list[list[str]], text: str) -> list[list[str]]:
    """Join "NHB" to "National Harbour Board": given in brackets after it, or made of its initials."""
    joined = list(members)
    for forms in members:
        short = forms[0]
        if len(forms) > 1 or " " in short or not _ACRONYM.fullmatch(short) or short[1:].upper() != short[1:]:
            continue
        fuller = [
            other for other in joined if other is not forms and any(_abbreviates(short, full, text) for full in other)
        ]
        if len(fuller) == 1:
            joined.remove(forms)
            fuller[0].append(short)
    return joined


def _abbreviates(short: str, full: str, text: str) -> bool:
    if len(full.split()) < 2:
        return False
    letters = plain(short).replace("-", "")
    words = re.findall(r"\w+", plain(full))
    initials = "".join(word[0] for word in words)
    strong = "".join(word[0] for word in re.findall(r"\w+", full) if word[0].isupper()).casefold()
    if len(letters) > 2 and letters in (initials, plain(strong)):
        return True
    return short in _bracketed(full, text)


def _bracketed(full: str, text: str) -> list[str]:
    """Acronyms in brackets right after the name, as far as their letters come from it in order."""
    spelled = r"\s+".join(re.escape(part) for part in full.split())
    found = re.findall(rf"{spelled}['’]?s?\s*[(\[]\s*({_ACRONYM.pattern})\s*[)\]]", text)
    return [short for short in dict.fromkeys(found) if _letters_in_order(plain(short), plain(full))]


def _letters_in_order(short: str, full: str) -> bool:
    letters = iter(full)
    return short[:1] == full[:1] and all(letter in letters for letter in short if letter.isalpha())


def _made(forms: list[str], members: list[list[str]], order: dict[str, int], text: str, language: Language) -> Group:
    name = max(forms, key=lambda form: (*_fullness(form, language), -order.get(form, 0)))
    listed = tuple(dict.fromkeys([name, *forms]))
    short = [acronym for form in listed for acronym in _bracketed(form, text) if acronym not in listed]
    taken = [other for other in members if other is not forms]
    return Group(name, listed, (*short, *_beginnings(name, listed, taken, text, language)))


def _fullness(form: str, language: Language) -> tuple[bool, bool, bool, int]:
    """What makes a form the fullest: its legal form, no article, no capitals throughout, its words."""
    words = form.split()
    article = len(words) > 1 and language.has(words[0], "function.determiners")
    return bool(legal_form(form)[1]), not article, not (form.isupper() and len(form) > 5), len(words)


def _beginnings(
    name: str, listed: tuple[str, ...], others: list[list[str]], text: str, language: Language
) -> list[str]:
    """The shorter beginnings of a full name by which the article may go on to call it, shorter ones last."""
    core, form = legal_form(name)
    words = core.split()
    found = [core] if form and core not in listed else []
    other_keys = [company_key(one).split() for forms in others for one in forms]
    for length in range(len(words) - 1, 0, -1):
        start = " ".join(words[:length]).rstrip(",")
        key = company_key(start).split()
        if start in listed or not _is_short_for(" ".join(key), company_key(name), name if form else ""):
            continue
        if any(other[: len(key)] == key for other in other_keys) or not _may_stand_alone(start, text, language):
            continue
        found.append(start)
    return found


def _may_stand_alone(start: str, text: str, language: Language) -> bool:
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
        )
        if places.is_place(start, language.code) or language.has_too(start, *tables):
            return False
        if start.casefold() != start and mentions.locate(text, start.casefold()) is not None:
            return False
    return True
