"""A reply is read as far as it can be, and what is read is never half a fact."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.engine.llm.reply import read, salvage

SCHEMA = "reply_statements"
"""A list of pairs of strings: at most two."""

ONE = [["Ana Prado", "disse"]]
scalars = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=6)
values = st.recursive(
    scalars, lambda part: st.lists(part, max_size=4) | st.dictionaries(st.text(max_size=3), part, max_size=4)
)
documents = st.lists(values, max_size=5) | st.dictionaries(st.text(max_size=3), values, max_size=5)


def is_cut_of(part: Any, whole: Any) -> bool:
    """Whether `part` is the beginning of `whole`, with no list item in it that is not all there."""
    if isinstance(whole, list) and isinstance(part, list):
        return part == whole[: len(part)]
    if isinstance(whole, dict) and isinstance(part, dict):
        names = list(part)
        if names != list(whole)[: len(names)] or any(part[name] != whole[name] for name in names[:-1]):
            return False
        return not names or is_cut_of(part[names[-1]], whole[names[-1]])
    return bool(part == whole)


@settings(max_examples=200, deadline=None)
@given(documents, st.data(), st.booleans())
def test_any_beginning_of_a_document_yields_complete_items_only(document: Any, data: st.DataObject, raw: bool) -> None:
    text = json.dumps(document, ensure_ascii=raw)
    cut = text[: data.draw(st.integers(0, len(text)))]
    value = salvage(cut)
    assert value is None or is_cut_of(value, document)
    if cut == text:
        assert value == document


@settings(max_examples=150, deadline=None)
@given(st.text(st.sampled_from('[]{}",:\\ 1a\n`\x00é🎉'), max_size=30))
def test_nothing_makes_reading_fail(content: str) -> None:
    reading = read(content, SCHEMA)
    assert reading.fault is not None or reading.value is not None


def test_a_good_reply_is_its_value() -> None:
    assert read(json.dumps(ONE), SCHEMA) == read(f"\n {json.dumps(ONE)} ", SCHEMA)
    assert read(json.dumps(ONE), SCHEMA).value == ONE
    assert read(json.dumps(ONE), SCHEMA).fault is None


@pytest.mark.parametrize("around", ["```json\n%s\n```", "```\n%s", "Here it is: %s", "%s\n\nI hope this helps!"])
def test_what_models_put_around_a_reply_is_passed_over(around: str) -> None:
    reading = read(around % json.dumps(ONE), SCHEMA)
    assert (reading.value, reading.fault) == (ONE, None)


def test_a_second_value_is_a_fault() -> None:
    reading = read(f"{json.dumps(ONE)} {json.dumps(ONE)}", SCHEMA)
    assert reading.value == ONE
    assert reading.fault == "There is more than one JSON value."


@pytest.mark.parametrize("content", ["", "   ", "I cannot tell.", "null", '"text"'])
def test_a_reply_without_json_says_so(content: str) -> None:
    assert read(content, SCHEMA).fault == "The reply holds no JSON."


def test_a_cut_reply_keeps_its_complete_items() -> None:
    reading = read('[["Ana Prado","disse"],["Rui', SCHEMA)
    assert reading.value == ONE
    assert reading.fault is not None
    assert "broken or cut off" in reading.fault


def test_an_item_with_half_its_members_is_not_kept() -> None:
    cut = '{"deals":[{"type":"ipo","parties":[{"name":"A"}]},{"type":"merger","parties":[{"name":"B"},'
    assert salvage(cut) == {"deals": [{"type": "ipo", "parties": [{"name": "A"}]}]}


def test_what_stands_before_a_break_in_the_middle_is_kept() -> None:
    reading = read('[["Ana Prado","disse"],["Rui Meira" "negou"],["Ana","riu"]]', SCHEMA)
    assert reading.value == ONE


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ('[["Ana"]]', "At /0"),
        ("{}", "At the top"),
        ('[["a","b"],["a","b"],["a","b"]]', "At the top"),
        ('[["a",2]]', "At /0/1"),
    ],
)
def test_what_breaks_the_schema_is_told_with_its_place(content: str, told: str) -> None:
    fault = read(content, SCHEMA).fault
    assert fault is not None
    assert told in fault


def test_a_reply_nested_without_end_is_a_fault_and_no_crash() -> None:
    assert read("[" * 100_000, SCHEMA).fault is not None
    assert salvage('{"a":' * 100_000) is None
