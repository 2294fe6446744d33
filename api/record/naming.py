"""Whether two names are of the same company or person: what they have in common, what tells against it, and why.

Pure: names and evidence in, a verdict out. `same` is said only where a stranger who knows nothing but these names and
their evidence would stake money on it; what may well be is `unsure` and for a person to decide. Names that merely
sound alike are told apart, unless one is written in another script.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from api.record import company_names, people_names
from api.record.verdicts import DIFFERENT, Verdict

_ORDER = {"same": 0, "unsure": 1, "not_same": 2}


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody or something by every name it goes by. `kind`: companies or people.

    `evidence` holds whatever two of one name may share or not: keys of employers, of people employed, countries.
    """

    kind: str
    names: tuple[str, ...]
    evidence: frozenset[str] = frozenset()


def compare(one: Named, other: Named) -> Verdict:
    """The best verdict on any two of their names. Two of different kinds are never the same."""
    if one.kind != other.kind:
        return Verdict("not_same", "one is a person, the other is not")
    shared = one.evidence & other.evidence
    conflict = bool(one.evidence and other.evidence and not shared)
    best = DIFFERENT
    for name in one.names:
        for another in other.names:
            if one.kind == "people":
                verdict = people_names.compare(name, another, shared=bool(shared), conflict=conflict)
            else:  # what two articles tell of one company need have nothing in common
                verdict = company_names.compare(name, another, shared=bool(shared))
            if best is DIFFERENT or _ORDER[verdict.judgement] < _ORDER[best.judgement]:
                best = verdict
    return best


def keys(kind: str, names: Iterable[str], evidence: Collection[str] = ()) -> list[str]:
    """By what a store finds candidates: two that `compare` does not tell apart share one of these at least."""
    found: dict[str, None] = {}
    for name in names:
        made = people_names.keys(name, evidence) if kind == "people" else company_names.keys(name)
        found.update(dict.fromkeys(made))
    return list(found)


def form(kind: str, name: str) -> str:
    """The name as it is compared: two names with the same form are the same name."""
    if kind == "people":
        return " ".join((core(kind, name), *people_names.read(name).generation))
    return " ".join((core(kind, name), company_names.read(name).form)).strip()


def core(kind: str, name: str) -> str:
    """The words of a name that tell who it is, in small Latin letters; without a legal form, titles and the like."""
    return " ".join((people_names if kind == "people" else company_names).read(name).words)
