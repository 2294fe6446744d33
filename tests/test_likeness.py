"""How well an entity answers to a name, and that every reason for it is a feature."""

from __future__ import annotations

import pytest

from api.record import likeness, naming
from api.record.verdicts import DIFFERENT
from tests.test_naming import PAIRS


def test_every_reason_that_names_are_compared_by_is_a_feature() -> None:
    whys = {naming.compare(pair.one, pair.other).why for pair in PAIRS} - {DIFFERENT.why}
    assert len(whys) > 10
    for why in whys:
        found = likeness.reasons(why)
        assert found, why
        assert set(found) <= set(likeness.FEATURES)


@pytest.mark.parametrize(
    ("query", "names", "least", "most", "sure"),
    [
        ("Harting AG", ["Harting AG"], 100, 100, True),
        ("Harting", ["Kestrel", "Harting Gruppe"], 85, 99, True),
        ("Harting Ltd", ["Harting GmbH"], 55, 80, False),
        ("Tarrant", ["Tarrant Hill Quarries"], 15, 50, False),
        ("Zuk", ["Harting"], 0, 24, False),
    ],
)
def test_the_same_stands_above_unsure_and_that_above_alike(
    query: str, names: list[str], least: float, most: float, sure: bool
) -> None:
    found = likeness.of(query, "companies", names, (), ())
    assert least <= found.score <= most
    assert found.sure is sure


def test_a_property_that_tells_two_apart_takes_certainty_and_others_do_not() -> None:
    found = likeness.of("Ana Lima", "people", ["Ana Lima"], (), ())
    title = likeness.agreeing(found, {"title": False}, {"employer"})
    assert (title.score, title.sure, title.features["property:title"]) == (found.score, True, False)
    employer = likeness.agreeing(found, {"employer": False}, {"employer"})
    assert employer.score < found.score
    assert not employer.sure
    assert likeness.agreeing(found, {"employer": True}, {"employer"}).score == 100
