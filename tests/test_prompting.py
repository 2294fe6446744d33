"""Prompt files become messages; one that is not well-formed says what is wrong with it."""

from __future__ import annotations

import json

import pytest

from api import contracts, data_files
from api.engine.llm import prompts
from api.engine.readers import large, small

RAW = """---
name: recalls
version: 3
reply: reply_statements
---
# System

List what is recalled.

# Question

The kettle costs $$5.

# Reply

[]

# Ask

$sentences
names: $names
"""

PROMPTS = sorted(path.stem for path in data_files.locate("prompts").glob("*.md"))


def test_a_prompt_is_its_opening_and_then_the_question() -> None:
    prompt = prompts.parse("recalls", RAW)
    assert (prompt.name, prompt.version, prompt.reply) == ("recalls", "3", "reply_statements")
    assert prompt.messages(sentences="A $5 toaster.", names="${x}") == [
        {"role": "system", "content": "List what is recalled."},
        {"role": "user", "content": "The kettle costs $$5."},
        {"role": "assistant", "content": "[]"},
        {"role": "user", "content": "A $5 toaster.\nnames: ${x}"},
    ]


def test_a_variable_that_is_not_given_is_an_error() -> None:
    with pytest.raises(KeyError, match="names"):
        prompts.parse("recalls", RAW).messages(sentences="A toaster.")


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (RAW.replace("---\n", "", 1), "front matter is missing"),
        (RAW.replace("version: 3\n", ""), "lacks version"),
        (RAW.replace("# Reply\n\n[]\n", ""), "Question and Reply in turn"),
        (RAW.replace("# System", "# Sistem"), "sections must be"),
        (RAW.partition("# Ask")[0], "sections must be"),
    ],
)
def test_a_prompt_that_is_not_well_formed_says_what_is_wrong(raw: str, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        prompts.parse("recalls", raw)


def test_a_changed_letter_changes_the_hash() -> None:
    one, other = prompts.parse("a", RAW), prompts.parse("a", RAW.replace("kettle", "cattle"))
    assert one.sha256 != other.sha256
    assert prompts.digest([one]) != prompts.digest([other])
    assert prompts.digest([one, other]) != prompts.digest([other, one])


def test_a_prompt_without_a_file_is_an_error() -> None:
    with pytest.raises(FileNotFoundError):
        prompts.load("no-such-prompt")


def test_every_prompt_file_is_read_by_someone() -> None:
    assert set(PROMPTS) == {*small.PROMPTS, *large.PROMPTS}


@pytest.mark.parametrize("name", PROMPTS)
def test_every_worked_reply_is_a_good_reply(name: str) -> None:
    prompt = prompts.load(name)
    assert prompt.name == name
    replies = [content for role, content in prompt.opening if role == "assistant"]
    assert replies
    for content in replies:
        reply = json.loads(content)
        assert not list(contracts.validator(prompt.reply).iter_errors(reply)), content
        assert content == json.dumps(reply, ensure_ascii=False, separators=(",", ":")), "as the grammar writes it"
