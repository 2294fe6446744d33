"""The article's text with its facts drawn in: every code point once, cut at every boundary, the shortest fact first."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.desk import drawing, marks
from api.desk.marks import LAYERS, MOST_NAMED, Mark
from api.engine.document.span import Span
from api.engine.facts import as_json
from tests import stored

TEXTS = st.text(alphabet="ab \n\U0001f600é́عر<>&", max_size=60)
SPANS = st.lists(st.tuples(st.integers(-2, 62), st.integers(-2, 62), st.sampled_from(LAYERS)), max_size=12)


def made(spans: list[tuple[int, int, str]]) -> list[Mark]:
    return [Mark(Span(start, end), f"x{n}", "mention", layer) for n, (start, end, layer) in enumerate(spans)]


@given(TEXTS, SPANS)
def test_each_line_is_whole_and_each_segment_knows_all_that_covers_it(
    text: str, spans: list[tuple[int, int, str]]
) -> None:
    found = marks.paragraphs(text, made(spans))
    lines = [line for line in text.split("\n") if line.strip()]
    assert ["".join(segment.text for segment in each.segments) for each in found] == lines
    for paragraph in found:
        assert text[paragraph.start : paragraph.end] == "".join(segment.text for segment in paragraph.segments)
        for segment in paragraph.segments:
            for at in range(segment.start, segment.start + len(segment.text)):
                covering = {mark.fact for mark in made(spans) if mark.span.start <= at < mark.span.end}
                assert {mark.fact for mark in segment.marks} == covering
            assert set(segment.layers) == {mark.layer for mark in segment.marks}
            lengths = [len(mark.span) for mark in segment.marks]
            assert lengths == sorted(lengths)


@given(TEXTS, SPANS)
def test_what_is_drawn_is_the_text_and_nothing_of_it_is_markup(text: str, spans: list[tuple[int, int, str]]) -> None:
    drawn = drawing.text(marks.paragraphs(text, made(spans)))
    lines = re.findall(r"<p [^>]*>(.*?)</p>", drawn, re.DOTALL)
    shown = [html.unescape(re.sub(r"</?span[^>]*>", "", line)) for line in lines]
    assert shown == [line for line in text.split("\n") if line.strip()]


def test_ten_thousand_spans_over_each_other_make_a_page_that_grows_with_the_text() -> None:
    text = "a" * 20_000
    piled = made([(n, 20_000 - n, "claims") for n in range(10_000)])
    drawn = drawing.text(marks.paragraphs(text, piled))
    assert drawn.count("/mention") <= 20_001 * MOST_NAMED


@pytest.mark.parametrize("hostile", ["</mark><script>alert(1)</script>", '" onclick="x', "<!--", "&lt;b&gt;", "</p>"])
def test_markup_in_an_article_is_text(hostile: str) -> None:
    drawn = drawing.text(marks.paragraphs(hostile, made([(0, 5, "claims")])))
    assert html.unescape(re.sub(r"</?(?:span|p)\b[^>]*>", "", str(drawn).replace("&lt;/p", "&LT;/p"))) == hostile
    assert "<script" not in drawn


def test_a_direction_override_is_named_and_kept_to_itself() -> None:
    drawn = drawing.text(marks.paragraphs("pay \u202eorue 5\u202c now", []))
    assert '<span class="turn" data-is="U+202E">\u202e</span>' in drawn


def test_every_part_of_a_fact_is_drawn() -> None:
    facts = as_json(stored.extraction().facts)
    found = {(mark.layer, mark.part) for mark in marks.of_facts(facts)}
    assert {
        ("companies", "mention"), ("people", "mention"), ("people", "title"), ("deals", "party"), ("deals", "amount"),
        ("claims", "content"), ("claims", "cue"), ("claims", "source"), ("claims", "speaks-for"),
    } <= found  # fmt: skip


def test_spans_that_a_fact_has_not_make_no_marks() -> None:
    assert list(marks.of_fact("claims", {"id": "q1", "content": None, "source": None, "cue": None})) == []
    assert list(marks.of_fact("deals", {"id": "d1", "stake": None})) == []
