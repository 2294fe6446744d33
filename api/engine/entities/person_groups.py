"""Which of the listed people are the same person: full names first, then the single names that fit exactly one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from api.engine.entities.genitives import without_genitive
from api.engine.entities.names import is_lower
from api.engine.entities.person_names import person_key
from api.engine.languages import borders
from api.engine.languages.language import Language


@dataclass(frozen=True, slots=True)
class Group:
    """One person: the fullest name, every listed form (the name among them), and forms that follow from the name."""

    name: str
    forms: tuple[str, ...]
    short_forms: tuple[str, ...]


def group(listed: Sequence[tuple[str, int]], text: str, language: Language) -> list[Group]:
    """Group (name, offset) pairs, in the order in which the people first appear.

    A surname or first name that fits several full names joins none of them and makes no person of its own.
    """
    bases = without_genitive(listed, text, language)
    order: dict[str, int] = {}
    for name, at in bases:
        order[name] = min(at, order.get(name, at))
    full = sorted(
        (name for name in order if len(person_key(name)) > 1), key=lambda name: (-len(person_key(name)), order[name])
    )
    members: list[list[str]] = []
    for name in full:
        fitting = [group for group in members if any(_same(person_key(name), person_key(form)) for form in group[:1])]
        if not fitting:
            members.append([name])
        elif len(fitting) == 1:
            fitting[0].append(name)
    singles: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for name in sorted((name for name in order if len(person_key(name)) < 2), key=order.__getitem__):
        fitting = _bearers(person_key(name), members)
        if len(fitting) == 1:
            fitting[0].append(name)
        elif not fitting:
            singles[person_key(name)].append(name)
    members.extend(_family_names_joined(list(singles.values())))
    members.sort(key=lambda forms: min(order[form] for form in forms))
    return [_made(forms, members, order) for forms in members]


def _family_names_joined(members: list[list[str]]) -> list[list[str]]:
    """Where no blank parts family and given name, a name joins the one longer that it begins ("松浦", "松浦恵子")."""
    joined: list[list[str]] = []
    for forms in sorted(members, key=lambda forms: -max(map(len, forms))):
        short = max(forms, key=len)
        fitting = [
            other for other in joined if borders.packs_more(short) and any(name.startswith(short) for name in other)
        ]
        if len(fitting) == 1:
            fitting[0].extend(forms)
        else:
            joined.append(list(forms))
    return joined


def keys(groups: Sequence[Group]) -> dict[str, str | None]:
    """Comparison key -> person id; None where a name fits several people."""
    found: dict[str, str | None] = {}
    for number, one in enumerate(groups, 1):
        id_ = f"p{number}"
        names = {person_key(form) for form in (*one.forms, *one.short_forms)}
        first_names = {person_key(one.name)[:1]} if len(person_key(one.name)) > 1 else set()
        for key in names | first_names:
            text = " ".join(("person", *key))
            found[text] = id_ if found.get(text, id_) == id_ else None
    for one, other in ((a, b) for i, a in enumerate(groups) for b in groups[i + 1 :]):
        if person_key(one.name)[-1:] == person_key(other.name)[-1:]:
            found[" ".join(("person", *person_key(one.name)[-1:]))] = None
    return found


def key_text(name: str) -> str:
    """The key under which `keys` knows a name."""
    return " ".join(("person", *person_key(name)))


def _same(shorter: tuple[str, ...], longer: tuple[str, ...]) -> bool:
    """Whether two names of two words or more are one: equal, a prefix, a suffix, or with middle names left out."""
    if shorter == longer or longer[: len(shorter)] == shorter or longer[-len(shorter) :] == shorter:
        return True
    if shorter[-1] != longer[-1]:
        return False
    first, other = shorter[0], longer[0]
    initials = first == other or (1 in (len(first), len(other)) and first[:1] == other[:1])
    rest = iter(longer[1:])
    return initials and all(any(_middle(part, word) for word in rest) for part in shorter[1:])


def _middle(part: str, word: str) -> bool:
    return part == word or (1 in (len(part), len(word)) and part[:1] == word[:1])


def _bearers(single: tuple[str, ...], members: list[list[str]]) -> list[list[str]]:
    """The people whose last name this is; else those whose first name; else those who carry it in between."""
    for wanted in (slice(-1, None), slice(0, 1), slice(1, -1)):
        fitting = [forms for forms in members if any(single[:1] and single[0] in person_key(f)[wanted] for f in forms)]
        if fitting:
            return fitting
    return []


def _made(forms: list[str], members: list[list[str]], order: dict[str, int]) -> Group:
    name = max(
        forms,
        key=lambda form: (
            len(person_key(form)),
            borders.packs_more(form) * len(form),
            not form.isupper(),
            -order[form],
        ),
    )
    words = name.split()
    short: list[str] = []
    if len(person_key(name)) > 1:
        last = len(person_key(name)) - 1 if len(person_key(name)) < len(words) else len(words) - 1
        surname = words[last].strip(",")
        others = [key for other in members if other is not forms for form in other for key in [person_key(form)]]
        if not any(person_key(surname)[0] in key for key in others) and len(surname) > 2:
            short.append(surname)
            at = last
            while at > 1 and is_lower(words[at - 1]):
                at -= 1
            if at < last:
                particled = " ".join(words[at : last + 1])
                short += [particled, particled[0].upper() + particled[1:]]
    return Group(
        name, tuple(dict.fromkeys([name, *forms])), tuple(form for form in dict.fromkeys(short) if form not in forms)
    )
