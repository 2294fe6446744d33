"""Ids that sort by time, and folded names."""

from __future__ import annotations

import time
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.store import identifiers
from api.store.folding import fold, fold_all


def test_ids_are_uuids_of_version_7_that_carry_the_time() -> None:
    before = time.time_ns() // 1_000_000
    made = identifiers.fresh()[0]
    assert (made.version, made.variant) == (7, "specified in RFC 4122")
    assert before <= made.int >> 80 <= time.time_ns() // 1_000_000 + 1


def test_each_id_is_greater_than_all_before_it() -> None:
    made: list[UUID] = []
    for count in (1, 3, 0, 1000, 1, 1):
        made += identifiers.fresh(count)
    assert made == sorted(set(made))
    assert [str(one) for one in made] == sorted(str(one) for one in made)


@pytest.mark.parametrize(
    "text", ["", "c1", "0198c0de-0000-7000-8000", "{0198c0de-0000-7000-8000-00000000000}", "\x00" * 36]
)
def test_what_is_no_id_is_read_as_none(text: str) -> None:
    assert identifiers.parse(text) is None


def test_an_id_is_read_as_it_is_written() -> None:
    made = identifiers.fresh()[0]
    assert identifiers.parse(str(made)) == made


@pytest.mark.parametrize(
    ("written", "folded"),
    [("São  João", "sao joao"), ("STRASSE", "strasse"), ("Straße", "strasse"), ("ﬁn", "fin"), ("Ёлка", "елка"),
     ("日本 銀行", "日本 銀行"), ("한국", "한국"), ("", "")],
)  # fmt: skip
def test_case_accents_and_space_are_folded_away(written: str, folded: str) -> None:
    assert fold(written) == folded


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=40))
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_several_names_stand_on_a_line_each_and_none_twice() -> None:
    assert fold_all(["Açor", None, "AÇOR", "", "Nova"]) == "acor\nnova"


def test_facts_sort_as_their_extractions_do_and_the_first_of_one_is_the_greatest() -> None:
    older, newer = identifiers.fresh(2)
    ids = [identifiers.within(extraction, position) for extraction in (older, newer) for position in (2, 1, 0)]
    assert ids == sorted(ids)
    assert len(set(ids)) == 6
    assert all(made.version == 7 for made in ids)
