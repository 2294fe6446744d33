"""Which of the listed people are the same person: full names first, then the single names that fit exactly one."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from api.engine.entities.genitives import without_genitive
from api.engine.entities.names import is_lower
from api.engine.entities.person_names import person_key
from api.engine.languages import borders
from api.engine.languages.language import Language

_LONGEST_FAMILY_NAME = 12
"""Letters of a name without blanks by which it is found as the beginning of a longer one."""


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
    near: dict[tuple[str, ...], set[int]] = defaultdict(set)
    for name in full:
        key = person_key(name)
        places = sorted({at for mark in _sought(key) for at in near[mark]})
        fitting = [members[at] for at in places if _same(key, person_key(members[at][0]))]
        if not fitting:
            for mark in _marks(key):
                near[mark].add(len(members))
            members.append([name])
        elif len(fitting) == 1:
            fitting[0].append(name)
    singles: dict[tuple[str, ...], list[str]] = defaultdict(list)
    borne = _Borne(members)
    for name in sorted((name for name in order if len(person_key(name)) < 2), key=order.__getitem__):
        fitting = borne.by(person_key(name))
        if len(fitting) == 1:
            fitting[0].append(name)
        elif not fitting:
            singles[person_key(name)].append(name)
    members.extend(_family_names_joined(list(singles.values())))
    members.sort(key=lambda forms: min(order[form] for form in forms))
    holders: dict[str, set[int]] = defaultdict(set)
    for number, forms in enumerate(members):
        for part in {part for form in forms for part in person_key(form)}:
            holders[part].add(number)
    return [_made(forms, number, holders, order) for number, forms in enumerate(members)]


def _marks(key: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """What a full name is found by."""
    return ("named", key[0], key[-1]), ("initial", key[0][:1], key[-1]), ("begins", *key[:2]), ("ends", *key[-2:])


def _sought(key: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """The marks one of which every name has that may be the same as this one."""
    first, last = key[0], key[-1]
    names = [("initial", first, last)] if len(first) == 1 else [("named", first, last), ("named", first[:1], last)]
    return (*names, ("begins", *key[:2]), ("ends", *key[-2:]))


def _family_names_joined(members: list[list[str]]) -> list[list[str]]:
    """Where no blank parts family and given name, a name joins the one longer that it begins ("松浦", "松浦恵子")."""
    joined: list[list[str]] = []
    begun: dict[str, set[int]] = defaultdict(set)
    for forms in sorted(members, key=lambda forms: -max(map(len, forms))):
        short = max(forms, key=len)
        fitting = begun.get(short, set()) if borders.packs_more(short) else set()
        at = next(iter(fitting)) if len(fitting) == 1 else len(joined)
        if at == len(joined):
            joined.append([])
        joined[at].extend(forms)
        for name in forms:
            for length in range(1, min(len(name), _LONGEST_FAMILY_NAME) + 1):
                begun[name[:length]].add(at)
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
    for surname, count in Counter(person_key(one.name)[-1:] for one in groups).items():
        if count > 1:
            found[" ".join(("person", *surname))] = None
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


class _Borne:
    """Who bears a single name: as the last name, else as the first, else in between."""

    def __init__(self, members: list[list[str]]) -> None:
        self._members = members
        self._last: dict[str, set[int]] = defaultdict(set)
        self._first: dict[str, set[int]] = defaultdict(set)
        self._between: dict[str, set[int]] = defaultdict(set)
        for at, forms in enumerate(members):
            for form in forms:
                self._add(at, person_key(form))

    def _add(self, at: int, key: tuple[str, ...]) -> None:
        for found, words in ((self._last, key[-1:]), (self._first, key[:1]), (self._between, key[1:-1])):
            for word in words:
                found[word].add(at)

    def by(self, single: tuple[str, ...]) -> list[list[str]]:
        """The forms of those who bear it. What is added to the list of the only one bears the name too."""
        if not single:
            return []
        found = self._last.get(single[0]) or self._first.get(single[0]) or self._between.get(single[0]) or set()
        if len(found) == 1:
            self._add(next(iter(found)), single)
        return [self._members[at] for at in sorted(found)]


def _made(forms: list[str], number: int, holders: Mapping[str, set[int]], order: dict[str, int]) -> Group:
    """The group of these forms; `holders` are the numbers of those in whose names a word stands."""
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
        if not holders.get(person_key(surname)[0], set()) - {number} and len(surname) > 2:
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
