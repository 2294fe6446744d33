"""The grammar made of a schema and a passage's words lets through the replies it should, and no other word."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api import contracts
from api.engine.llm.copy_grammar import Choices, NotCompilable, Vocabulary, Words, compile_grammar
from tests.gbnf import matches

PASSAGE = "O porto de Vila Alta fecha em maio, disse Ana Prado."
COPIED = {"type": "string", "x-copy": "words"}


def compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def grammar(schema: Any = COPIED, words: str = PASSAGE, longest: int | None = 5, **more: Any) -> str:
    return compile_grammar(schema, {"words": Words(words, longest, **more)})


@pytest.mark.parametrize("longest", [5, None])
def test_a_marked_string_is_any_run_of_the_passage_s_words(longest: int | None) -> None:
    compiled = grammar(longest=longest)
    for copied in ("porto", "porto de Vila Alta", "Ana Prado.", "fecha em maio,", ""):
        assert matches(compiled, compact(copied)), copied
    for other in ("harbour", "porto Alta", "Alt", "porto  de", ", disse"):
        assert not matches(compiled, compact(other)), other


def test_a_run_has_at_most_so_many_words() -> None:
    assert matches(grammar(longest=2), '"porto de"')
    assert not matches(grammar(longest=2), '"porto de Vila"')


def test_a_run_begins_with_a_word_and_may_not_touch_what_is_barred() -> None:
    text = 'Ana disse: "fecha em maio" hoje'
    assert not matches(grammar(words=text), compact('"fecha em'))
    start = text.index('"')
    barred = ((start, text.rindex('"') + 1),)
    assert matches(grammar(words=text, barred=barred), '"Ana disse:"')
    assert matches(grammar(words=text, barred=barred), '"hoje"')
    for touching in ("fecha em", 'Ana disse: "', 'maio" hoje'):
        assert not matches(grammar(words=text, barred=barred), compact(touching))


@pytest.mark.parametrize("longest", [9, None])
def test_a_run_does_not_cross_a_break(longest: int | None) -> None:
    text = "Porto fecha\n\nAna Prado protesta"
    compiled = grammar(words=text, longest=longest, breaks=(text.index("Ana"),))
    assert matches(compiled, '"Porto fecha"')
    assert matches(compiled, '"Ana Prado protesta"')
    assert not matches(compiled, '"fecha Ana"')
    assert matches(grammar(words=text, longest=longest), '"fecha Ana"')


def test_white_space_counts_as_one_blank_and_none_where_there_is_none() -> None:
    compiled = grammar(words="Vila\n   Alta, (sul)", longest=6)
    assert matches(compiled, '"Vila Alta, (sul)"')
    assert not matches(compiled, '"VilaAlta"')
    assert not matches(compiled, '"Alta , (sul)"')


def test_what_json_escapes_is_escaped_in_the_copy() -> None:
    text = 'o "cais" C:\\novo\tfim'
    compiled = grammar(words=text, longest=20)
    for copied in ('cais" C:\\novo fim', "novo", 'o "cais"'):
        assert matches(compiled, compact(copied)), copied


@pytest.mark.parametrize(
    ("text", "copied"),
    [
        ("a festa 🎉🎉 acabou 👩‍👧 ontem", "festa 🎉🎉 acabou 👩‍👧 ontem"),
        ("قال الوزير إن الميناء سيغلق", "الوزير إن الميناء"),
        ("שרת התחבורה אמרה", "התחבורה אמרה"),
        ("café cafe\u0301 fim", "cafe\u0301 fim"),
        ("港口将在五月关闭", "五月"),
        ("the AI技术 firm", "技术 firm"),
    ],
)
def test_any_script_can_be_copied(text: str, copied: str) -> None:
    assert matches(grammar(words=text, longest=None), compact(copied))
    assert not matches(grammar(words=text, longest=None), '"porto"')


@settings(max_examples=60, deadline=None)
@given(st.text(st.sampled_from('ab é"\\\n,.🎉ש港'), max_size=14), st.data())
def test_only_what_stands_in_the_text_is_let_through(text: str, data: st.DataObject) -> None:
    compiled = grammar(words=text, longest=None)
    flat = " ".join(text.split())
    start = data.draw(st.integers(0, len(flat)))
    piece = flat[start : data.draw(st.integers(start, len(flat)))]
    if matches(compiled, compact(piece)):
        assert piece in flat
    whole_words = re.fullmatch(r"[a-zé]+( [a-zé]+)*", piece) and f" {piece} " in f" {flat} "
    if whole_words:
        assert matches(compiled, compact(piece))


def test_choices_are_taken_whole() -> None:
    compiled = compile_grammar(COPIED, {"words": Choices(("Ana Prado", "Vila Alta", "Ana Prado"))})
    assert matches(compiled, '"Ana Prado"')
    assert matches(compiled, '""')
    assert not matches(compiled, '"Ana"')


@pytest.mark.parametrize("empty", [Words("", 5), Words(" \n", None), Words("…!", 3), Choices(()), Choices(("",))])
def test_an_empty_vocabulary_leaves_the_empty_string(empty: Vocabulary) -> None:
    assert matches(compile_grammar(COPIED, {"words": empty}), '""')
    assert not matches(compile_grammar(COPIED, {"words": empty}), '"a"')
    with pytest.raises(NotCompilable, match="empty"):
        compile_grammar({**COPIED, "minLength": 1}, {"words": empty})


def test_marked_keys_stand_in_the_reply_each_once_and_in_order() -> None:
    schema = {"type": "object", "x-keys": "names", "additionalProperties": {"enum": ["person", "place"]}}
    compiled = compile_grammar(schema, {"names": Choices(("Ana", "Vila Alta"))})
    assert matches(compiled, '{"Ana":"person","Vila Alta":"place"}')
    for wrong in ('{"Ana":"person"}', '{"Vila Alta":"place","Ana":"person"}', '{"Ana":"dog","Vila Alta":"place"}'):
        assert not matches(compiled, wrong)


def test_enums_bounds_and_the_order_of_members_come_from_the_schema() -> None:
    schema = {
        "type": "object",
        "properties": {
            "kind": {"enum": ["a", "b"]},
            "list": {"type": "array", "items": {"type": "integer", "minimum": 1}, "minItems": 1, "maxItems": 2},
            "sure": {"type": "boolean"},
            "version": {"const": 1},
        },
    }
    compiled = compile_grammar(schema, {})
    assert matches(compiled, '{"kind":"b","list":[1,22],"sure":true,"version":1}')
    for wrong in (
        '"kind":"c","list":[1]',
        '"kind":"a","list":[]',
        '"kind":"a","list":[1,2,3]',
        '"list":[1],"kind":"a"',
    ):
        assert not matches(compiled, f'{{{wrong},"sure":true,"version":1}}')


def test_a_new_kind_of_fact_is_a_schema_and_needs_no_code() -> None:
    recall = {
        "type": "object",
        "properties": {
            "recalls": {
                "type": "array",
                "maxItems": 2,
                "items": {
                    "type": "object",
                    "properties": {
                        "product": {"type": "string", "x-copy": "product_words", "minLength": 1},
                        "hazard": {"type": "string", "enum": ["fire", "choking", "other"]},
                        "units": {"type": "integer"},
                    },
                },
            }
        },
    }
    words = {"product_words": Words("Marlin ruft den Wasserkocher Aqua 3 zurück.", 4)}
    compiled = compile_grammar(recall, words)
    found = {"recalls": [{"product": "Wasserkocher Aqua 3", "hazard": "fire", "units": -1}]}
    assert matches(compiled, compact(found))
    assert matches(compiled, '{"recalls":[]}')
    found["recalls"][0]["product"] = "kettle Aqua 3"
    assert not matches(compiled, compact(found))
    assert re.fullmatch(r"([a-zA-Z0-9-]+ ::= .+\n?)+", compiled), "llama.cpp takes no other rule names"


@pytest.mark.parametrize(
    "schema", [{"type": "string"}, {"type": "number"}, {"oneOf": []}, {"type": "string", "x-copy": "unknown"}]
)
def test_what_cannot_be_compiled_is_said(schema: dict[str, Any]) -> None:
    with pytest.raises(NotCompilable):
        compile_grammar(schema, {"words": Words("a", 1)})


@pytest.mark.parametrize("name", [name for name in contracts.names() if name.startswith("reply_")])
def test_every_reply_schema_of_the_engine_compiles(name: str) -> None:
    marks = set(re.findall(r"'x-(?:copy|keys)': '(\w+)'", str(contracts.schema(name))))
    assert compile_grammar(contracts.schema(name), {mark: Choices(("Ana",)) for mark in marks})
