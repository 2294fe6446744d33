"""The schemas, and what is said when a document breaks one."""

from __future__ import annotations

import json
import re
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from api import contracts
from api.engine import facts
from api.engine.document.text import read
from api.problems import InvalidDocument, MalformedJson, UnreadableText
from tests.stand_in import STORY, StandIn

PUBLIC = [name for name in contracts.names() if not name.startswith(("reply", "gold"))]
SHAPES = {
    "span": facts.Span, "reference": facts.Reference, "company": facts.Company, "role": facts.Role,
    "person": facts.Person, "party": facts.Party, "amount": facts.Amount, "stake": facts.Stake,
    "deal_date": facts.DealDate, "deal": facts.Deal, "source": facts.Source,
    "cue": facts.Cue, "claim": facts.Claim, "facts": facts.Facts, "rejection": facts.Rejection,
    "usage": facts.Usage, "provenance": facts.Provenance,
}  # fmt: skip
OF_THE_SERVICE = {"href", "review"}
"""What the service puts beside a fact that the engine found."""


def parts(schema: Any) -> Any:
    """The schema and every schema within it."""
    if isinstance(schema, dict):
        yield schema
        for member in schema.values():
            yield from parts(member)
    elif isinstance(schema, list):
        for item in schema:
            yield from parts(item)


@pytest.mark.parametrize("name", contracts.names())
def test_each_schema_is_one_of_draft_2020_12(name: str) -> None:
    Draft202012Validator.check_schema(contracts.schema(name))
    contracts.validator(name)


@pytest.mark.parametrize("name", PUBLIC)
def test_each_public_schema_is_closed_and_described(name: str) -> None:
    schema = contracts.schema(name)
    assert schema["$id"] == f"{name}.json"
    assert schema["title"]
    assert schema["description"]
    assert schema["additionalProperties"] is False
    for member, described in schema["properties"].items():
        told = described.get("description") or "$ref" in described or "const" in described
        assert told, f"{name}.{member} is not described"


@pytest.mark.parametrize("name", contracts.names())
def test_each_reference_leads_somewhere(name: str) -> None:
    for part in parts(contracts.schema(name)):
        if isinstance(reference := part.get("$ref"), str):
            contracts.registry().resolver(base_uri=f"{name}.json").lookup(reference)


@pytest.mark.parametrize("name", PUBLIC)
def test_every_format_is_checked(name: str) -> None:
    wanted = {part["format"] for part in parts(contracts.schema(name)) if isinstance(part.get("format"), str)}
    assert wanted <= set(contracts.formats.checkers) | {"uri-reference"}


@pytest.mark.parametrize(("name", "shape"), SHAPES.items())
def test_each_fact_has_the_members_of_its_schema(name: str, shape: Any) -> None:
    members = [option.metadata.get("json", option.name) for option in fields(shape)]
    schema = contracts.schema(name)
    assert members == [member for member in schema["properties"] if member not in OF_THE_SERVICE] == schema["required"]


def test_what_a_reader_finds_keeps_to_the_schema() -> None:
    found = StandIn().extract(read(STORY))
    assert found.facts.deals
    contracts.parse("facts", facts.as_json(found.facts))
    contracts.parse("usage", facts.as_json(found.usage))
    contracts.parse("provenance", facts.as_json(found.provenance))


@pytest.mark.parametrize(
    ("document", "told"),
    [
        ("{}", {("", "Give exactly one of `text` and `html`.")}),
        ('{"text": null, "html": null}', {("", "Give exactly one of `text` and `html`.")}),
        ('{"text": true}', {("/text", "Must be a string or null, not true or false.")}),
        ('{"text": "a", "title": {}}', {("/title", "Must be a string or null, not an object.")}),
        ('{"text": "a", "language": "q"}', {("/language", "Must be a language tag such as pt or pt-BR.")}),
        ('{"text": "a", "url": "ftp://x"}', {("/url", "Must begin with http:// or https://.")}),
        ("null", {("", "Must be an object, not null.")}),
        ("3.5", {("", "Must be an object, not a number.")}),
    ],
)
def test_errors_are_told_in_words_at_their_place(document: str, told: set[tuple[str, str]]) -> None:
    with pytest.raises(InvalidDocument) as caught:
        contracts.parse("article_request", document)
    assert {(fault.pointer, fault.detail) for fault in caught.value.errors} == told


def test_a_long_value_is_not_told_back() -> None:
    with pytest.raises(InvalidDocument) as caught:
        contracts.parse("article_request", {"text": "a", "title": "x" * 5_000})
    assert caught.value.errors[0].detail == "Has 5,000 characters; at most 1,000 are taken."


def test_no_more_errors_are_told_than_anyone_reads() -> None:
    with pytest.raises(InvalidDocument) as caught:
        contracts.parse("article_request", {f"member{number}": 1 for number in range(1_000)})
    assert len(caught.value.errors) == contracts.MOST_FAULTS


@pytest.mark.parametrize(
    "text",
    ["", " ", "{", "[1,]", '{"a": 1, "a": 2}', '[{"a": {"b": 1, "b": 1}}]', "NaN", "[Infinity]", "-Infinity", "'a'",
     "1 2", "\ufeff{}", "[" * 50_000, '{"a":' * 50_000, "1" * 5_000, "tru"],
)  # fmt: skip
def test_what_is_not_one_json_document_is_refused(text: str) -> None:
    with pytest.raises(MalformedJson):
        contracts.read_json(text)


def test_bytes_that_are_not_utf_8_are_refused() -> None:
    with pytest.raises(MalformedJson):
        contracts.read_json(b'"\xff"')


def test_a_document_nested_as_deeply_as_python_reads_is_refused_and_not_fatal() -> None:
    for depth in range(100, 1_000, 50):
        with pytest.raises((MalformedJson, InvalidDocument)):
            contracts.parse("article_request", "[" * depth + "]" * depth)


@pytest.mark.parametrize(
    ("text", "at"),
    [
        (r'"a\u0000"', [""]),
        (r'{"a": ["b", "\ud800"]}', ["/a/1"]),
        (r'{"\udfff": 1, "a/b": "\u0000"}', ["", "/a~1b"]),
    ],
)
def test_unreadable_strings_are_found_wherever_they_are(text: str, at: list[str]) -> None:
    with pytest.raises(UnreadableText) as caught:
        contracts.read_json(text)
    assert [fault.pointer for fault in caught.value.errors] == at


def test_a_pair_of_surrogates_is_a_character() -> None:
    assert contracts.read_json(r'"\ud83e\ude81"') == "🪁"


_texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
_names = st.text("ab/~c", max_size=4)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | _texts,
    lambda children: st.lists(children, max_size=4) | st.dictionaries(_names, children, max_size=4),
    max_leaves=20,
)


@given(JSON)
def test_any_json_is_read_as_python_reads_it(value: Any) -> None:
    assert contracts.read_json(json.dumps(value)) == value


@given(JSON)
def test_any_document_is_taken_or_told_with_places_that_exist(value: Any) -> None:
    try:
        contracts.parse("article_request", json.dumps(value))
    except InvalidDocument as problem:
        for fault in problem.errors:
            assert fault.pointer is not None
            assert re.fullmatch(r"(/([^~/]|~[01])*)*", fault.pointer)


@pytest.mark.parametrize(
    ("value", "right"),
    [
        ("2025-06-18T09:30:00Z", True),
        ("2025-06-18t09:30:00.123456789+05:30", True),
        ("2025-06-18T09:30:00", False),
        ("0001-01-01T00:00:00+05:00", False),
        ("9999-12-31T23:00:00-05:00", False),
        ("2025-06-18 09:30:00Z", False),
        ("2025-06-18T24:00:00Z", False),
        ("2025-06-18T09:30:60Z", False),
        ("2025-13-18T09:30:00Z", False),
        ("٢٠٢٥-06-18T09:30:00Z", False),
        ("", False),
    ],
)
def test_a_moment_is_one_of_rfc_3339(value: str, right: bool) -> None:
    assert contracts.is_date_time(value) is right


@pytest.mark.parametrize(
    ("value", "right"),
    [("pt", True), ("pt-BR", True), ("EN", True), ("zh-Hant-TW", True), ("und", True), ("ckb", True), ("zz", False),
     ("english", False), ("", False), ("p", False), ("pt_BR", False), ("pt-", False)],
)  # fmt: skip
def test_a_language_is_one_that_is_known(value: str, right: bool) -> None:
    assert contracts.is_language_tag(value) is right


def test_the_schemas_refer_to_nothing_outside_their_folder() -> None:
    for path in Path(contracts.SCHEMAS).glob("*.json"):
        for part in parts(json.loads(path.read_text(encoding="utf-8"))):
            reference = part.get("$ref", "")
            assert not isinstance(reference, str) or "://" not in reference


def test_a_document_of_very_many_members_is_refused_without_looking_at_each() -> None:
    with pytest.raises(MalformedJson, match="members"):
        contracts.parse("article_request", json.dumps({f"m{number}": 1 for number in range(20_000)}))
    many = [{f"m{number}": 1 for number in range(900)} for _ in range(30)]
    with pytest.raises(InvalidDocument) as caught:
        contracts.parse("article_request", json.dumps({"text": "a", **many[0]}))
    assert len(caught.value.errors) == contracts.MOST_FAULTS


@pytest.mark.parametrize("document", ['{"text": ""}', '{"html": ""}'])
def test_an_empty_article_breaks_the_schema(document: str) -> None:
    with pytest.raises(InvalidDocument) as caught:
        contracts.parse("article_request", document)
    assert [fault.detail for fault in caught.value.errors] == ["Must not be empty."]
