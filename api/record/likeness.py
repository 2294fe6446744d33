"""How well an entity answers to a name, as a score from 0 to 100 and the features that it is made of.

Pure. What `naming` says of two names decides: the same stands above unsure, and that above what merely looks alike.
Each reason that it gives is a feature of its own, so that whoever matches a table sees why.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz

from api.record import naming
from api.record.naming import Named
from api.store.folding import fold

SCORES = {"same": (85, 15), "unsure": (55, 25), "not_same": (0, 50)}
"""For each judgement the least score, and how much the likeness of the letters adds to it."""

AGREES, DIFFERS = 5, -15
"""What a property adds to a score that agrees, or that tells two apart and does not."""

FEATURES = {
    "id": "What was looked for is its id, or what it is called elsewhere.",
    "exact_name": "One of its names is written so, case and accents aside.",
    "name_likeness": "How alike the letters of the name and of its most alike name are, from 0 to 100.",
    "articles": "How many articles name it.",
    "same_name": "The names are the same once legal forms, titles and the like are left out.",
    "parted_otherwise": "The names are the same, their words parted otherwise.",
    "another_script": "The names are the same in another script.",
    "another_order": "The names have the same words in another order.",
    "acronym": "One name is an acronym that fits the other.",
    "one_with_more": "One name has words more than the other.",
    "many_bear": "The name is of words that many bear.",
    "legal_forms_differ": "The legal forms differ.",
    "surname": "The surname is the same.",
    "first_and_last": "The first and the last name are the same.",
    "initials": "Initials fit.",
    "short_first_name": "One first name is a short form of the other.",
    "compound_first_name": "One first name is half of the other, compound one.",
    "sounds_alike": "The names sound the same.",
    "goes_on": "One name goes on after the other.",
    "generation": "One name tells of a generation (junior, the third).",
    "shared": "Employers or colleagues are shared.",
    "nothing_shared": "Employers are told of both, and none is shared.",
}
"""What each feature means. One for each property that was given comes to these: `property:` and its id."""

_REASONS = (
    ("the same name, parted otherwise", "parted_otherwise"),
    ("the same name in another script", "another_script"),
    ("the same name in another order", "another_order"),
    ("the same words in another order", "another_order"),
    ("the same name, one with more", "one_with_more"),
    ("an acronym that fits", "acronym"),
    ("of words that many bear", "many_bear"),
    ("the legal forms differ", "legal_forms_differ"),
    ("the same first and last name", "first_and_last"),
    ("one with more between", "one_with_more"),
    ("one half of a compound first name", "compound_first_name"),
    ("a short form of the first name", "short_first_name"),
    ("initials that fit", "initials"),
    ("the same surname", "surname"),
    ("a surname alone", "surname"),
    ("one name goes on after the other", "goes_on"),
    ("names that sound the same", "sounds_alike"),
    ("one name tells of a generation", "generation"),
    ("of two generations", "generation"),
    ("employers or colleagues shared", "shared"),
    ("nothing shared", "nothing_shared"),
    ("the same name", "same_name"),
)
"""The words of a verdict, and the feature that they are; of words within other words the longer first."""

Feature = bool | float | int


@dataclass(frozen=True, slots=True)
class Likeness:
    """How well an entity answers. `sure`: whether the names are the same by the rules that make entities."""

    score: float
    sure: bool
    features: dict[str, Feature]


def of(query: str, kind: str, names: Iterable[str], shares: Iterable[str], known: Iterable[str]) -> Likeness:
    """The likeness of a name to an entity's names; `shares` is the evidence that the query brings, `known` its own."""
    written = tuple(names)
    verdict = naming.compare(Named(kind, (query,), frozenset(shares)), Named(kind, written, frozenset(known)))
    likeness = max((_alike(query, name) for name in written), default=0.0)
    least, more = SCORES[verdict.judgement]
    features: dict[str, Feature] = {"name_likeness": round(likeness, 1)}
    if fold(query) in {fold(name) for name in written}:
        features["exact_name"] = True
    features |= dict.fromkeys(reasons(verdict.why), True)
    return Likeness(least + more * likeness / 100, verdict.judgement == "same", features)


def reasons(why: str) -> list[str]:
    """The features that the words of a verdict are."""
    found = []
    for words, feature in _REASONS:
        if words in why:
            why = why.replace(words, "")
            found.append(feature)
    return found


def agreeing(likeness: Likeness, agreed: Mapping[str, bool], telling: Collection[str]) -> Likeness:
    """The likeness once properties were compared; each tells whether it agreed.

    Of those that are `telling`, one that does not agree takes from the score and leaves nothing sure; of all others
    (a title may be worded otherwise) one that does not agree says nothing.
    """
    against = [id_ for id_, each in agreed.items() if not each and id_ in telling]
    score = likeness.score + AGREES * sum(agreed.values()) + DIFFERS * len(against)
    features = likeness.features | {f"property:{id_}": each for id_, each in agreed.items()}
    return Likeness(min(max(score, 0), 100), likeness.sure and not against, features)


def _alike(one: str, other: str) -> float:
    one, other = fold(one), fold(other)
    return max(fuzz.ratio(one, other), fuzz.token_sort_ratio(one, other))
