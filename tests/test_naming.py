"""Names of companies and people, held against labelled pairs in eight languages."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import pytest

from api.record.naming import Named, compare, form, keys

KINDS = {"c": "companies", "p": "people"}


class Pair(NamedTuple):
    language: str
    same: bool
    one: Named
    other: Named


def pairs() -> list[Pair]:
    lines = (Path(__file__).parent / "names" / "pairs.txt").read_text(encoding="utf-8").splitlines()
    found = []
    for line in lines:
        if line and not line.startswith("#"):
            language, kind, label, one, other = (part.strip() for part in line.split("|"))
            found.append(Pair(language, {"same": True, "other": False}[label], named(kind, one), named(kind, other)))
    return found


def named(kind: str, words: str) -> Named:
    name, evidence = re.fullmatch(r"([^{]+?)\s*(?:\{(.*)\})?", words).groups()
    return Named(KINDS[kind], (name,), frozenset(part.strip() for part in (evidence or "").split(",") if part.strip()))


PAIRS = pairs()


def test_there_are_enough_pairs_in_enough_languages() -> None:
    assert len(PAIRS) >= 300
    assert len({pair.language for pair in PAIRS}) == 8
    assert min(Counter(pair.language for pair in PAIRS).values()) >= 30
    assert len(set(PAIRS)) == len(PAIRS)
    assert 0.4 < sum(pair.same for pair in PAIRS) / len(PAIRS) < 0.6


def test_merges_are_right_and_most_are_found() -> None:
    merged = [pair for pair in PAIRS if compare(pair.one, pair.other).judgement == "same"]
    right = [pair for pair in merged if pair.same]
    wrong = [(pair.one.names, pair.other.names) for pair in merged if not pair.same]
    missed = [(p.one.names, p.other.names, compare(p.one, p.other)) for p in PAIRS if p.same and p not in merged]
    precision, recall = len(right) / len(merged), len(right) / sum(pair.same for pair in PAIRS)
    print(f"{len(PAIRS)} pairs: precision {precision:.3f}, recall {recall:.3f}")
    for one in wrong:
        print("wrong:", one)
    for one in missed:
        print("missed:", one)
    assert precision >= 0.98
    assert recall >= 0.90


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair.one.names[0]}, {pair.other.names[0]}")
def test_a_verdict_is_the_same_both_ways_and_reachable_by_a_key(pair: Pair) -> None:
    verdict = compare(pair.one, pair.other)
    assert compare(pair.other, pair.one).judgement == verdict.judgement
    if verdict.judgement != "not_same":
        one, other = (set(keys(each.kind, each.names, each.evidence)) for each in (pair.one, pair.other))
        assert one & other


def test_what_may_be_one_is_for_a_person_to_decide() -> None:
    for kind, one, other in (
        ("p", "J. Kessler", "Jane Kessler"),
        ("p", "Bob Hallam", "Robert Hallam"),
        ("p", "Wei Wang {Delta Foods}", "Wei Wang {City Hospital}"),
        ("p", "Peter Meier", "Peter Meyer"),
        ("c", "Supreme Court", "Supreme Court"),
        ("c", "Orion Partners LLC", "Orion Partners AG"),
        ("c", "Kestrel Holding", "Kestrel"),
    ):
        assert compare(named(kind, one), named(kind, other)).judgement == "unsure", (one, other)


def test_any_pair_of_names_may_decide() -> None:
    bank = Named("companies", ("Bank of Tarrant", "BOT"))
    assert compare(bank, Named("companies", ("Tarrant Savings", "Bank of Tarrant plc"))).judgement == "same"


def test_a_person_and_a_company_are_never_one() -> None:
    assert compare(named("p", "Lind Group"), named("c", "Lind Group")).judgement == "not_same"


@pytest.mark.parametrize("name", ["", "—", "株式会社", "?!", "의", "\u200b", "&", "The", "Mr", "Jr", "x" * 5000])
@pytest.mark.parametrize("kind", ["companies", "people"])
def test_names_of_nothing_are_compared_without_an_error(kind: str, name: str) -> None:
    compare(Named(kind, (name,)), Named(kind, ("Anna Lind", name)))
    keys(kind, [name])
    form(kind, name)
