"""A price table in the settings becomes the cost of a call."""

from __future__ import annotations

import pytest

from api.engine.facts import Usage
from api.engine.llm.prices import Price, cost, parse


def test_a_table_is_read_with_or_without_a_price_for_cached_input() -> None:
    table = parse(" gpt-6-luna=0.10/0.01/0.50 , lab/big=2/4,")
    assert table == {"gpt-6-luna": Price(0.10, 0.01, 0.50), "lab/big": Price(2, 2, 4)}


def test_no_table_is_an_empty_table() -> None:
    assert parse("") == {}


@pytest.mark.parametrize(
    "wrong", ["gpt", "gpt=", "gpt=1", "gpt=1/2/3/4", "gpt=a/b/c", "=1/2/3", "gpt=-1/2/3", "gpt=nan/1/1"]
)
def test_an_entry_that_cannot_be_read_is_quoted(wrong: str) -> None:
    with pytest.raises(ValueError, match="cannot read"):
        parse(wrong)


def test_cached_input_costs_its_own_price() -> None:
    usage = Usage(calls=1, input_tokens=1_000_000, output_tokens=500_000, cached_tokens=400_000)
    assert cost(parse("m=10/1/100"), "m", usage) == pytest.approx(6 + 0.4 + 50)


def test_a_dated_snapshot_costs_what_its_longest_listed_name_does() -> None:
    table, usage = parse("gpt-6=9/9/9, gpt-6-luna=1/1/1"), Usage(input_tokens=1_000_000)
    assert cost(table, "gpt-6-luna-2026-09-22", usage) == pytest.approx(1)
    assert cost(table, "gpt-60", usage) is None


def test_a_model_that_is_not_listed_has_no_cost() -> None:
    assert cost({}, "m", Usage(input_tokens=5)) is None
