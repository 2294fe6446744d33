"""The Chat Completions dialects: how a reply's shape is asked for, and how tokens are counted in the answer.

The differences between OpenAI, vLLM, llama.cpp and the rest end here. Nothing here talks to a network.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

from openai.types.chat import ChatCompletion

from api.engine.facts import Usage
from api.engine.llm import hosted_schema
from api.engine.llm.endpoint import Capabilities

Message = dict[str, Any]

_THOUGHTS = re.compile(r"\A\s*<think>.*?(?:</think>\s*|\Z)", re.DOTALL)


def shape(
    can: Capabilities, messages: Sequence[Message], grammar: str | None, schema: dict[str, Any] | None, name: str
) -> dict[str, Any]:
    """The options that hold a reply to the strictest shape this endpoint can follow.

    A grammar goes before a schema, a schema before JSON mode; llama.cpp refuses two at once.
    """
    options: dict[str, Any] = {}
    if can.grammar == "llama.cpp":
        options["cache_prompt"] = True  # the static beginning of the prompt is read once and kept
    if grammar is not None and can.grammar == "llama.cpp":
        return options | {"grammar": grammar}
    if grammar is not None and can.grammar == "vllm":
        return options | {"structured_outputs": {"grammar": grammar}}
    if schema is not None and can.json_schema:
        held = {"name": name, "strict": True, "schema": hosted_schema.strict(schema)}
        return options | {"response_format": {"type": "json_schema", "json_schema": held}}
    if schema is not None and can.json_object and _speak_of_json(messages):
        return options | {"response_format": {"type": "json_object"}}
    return options


def _speak_of_json(messages: Sequence[Message]) -> bool:
    """OpenAI's JSON mode refuses messages without the word."""
    return any("json" in json.dumps(message.get("content"), ensure_ascii=False).lower() for message in messages)


def trial(kind: str) -> tuple[list[Message], dict[str, Any]]:
    """A question, and the `response_format` that makes its reply begin with a brace, which it would not otherwise."""
    schema = {
        "type": "object",
        "properties": {"greeting": {"type": "string"}},
        "required": ["greeting"],
        "additionalProperties": False,
    }
    forms: dict[str, dict[str, Any]] = {
        "json_schema": {"type": kind, "json_schema": {"name": "trial", "strict": True, "schema": schema}},
        "json_object": {"type": kind},
    }
    return [{"role": "user", "content": "Say hello in one word. This is a test of JSON mode."}], forms[kind]


def text_of(answer: ChatCompletion) -> str:
    """The words of the reply, without the thoughts that some servers leave in front of it."""
    message = answer.choices[0].message
    said = message.content if message else None
    if not isinstance(said, str):
        return ""
    before, closed, after = said.partition("</think>")
    # Templates that open the thoughts themselves leave only their end in the reply.
    if closed and "<think>" not in before and before.lstrip()[:1] not in ("{", "["):
        return after.lstrip()
    return _THOUGHTS.sub("", said)


def refusal_of(answer: ChatCompletion) -> str | None:
    """Why the model or its provider declined to answer; None when it did not."""
    choice = answer.choices[0]
    if choice.message and choice.message.refusal:
        return choice.message.refusal
    return "The provider's content filter held the reply back." if choice.finish_reason == "content_filter" else None


def usage_of(answer: ChatCompletion) -> Usage:
    """The tokens the endpoint counted, zero where it does not tell; cached input is part of the input."""
    told = answer.usage
    if told is None:
        return Usage()
    cached = told.prompt_tokens_details.cached_tokens if told.prompt_tokens_details else None
    if cached is None:
        timings = (answer.model_extra or {}).get("timings")  # llama.cpp's own
        cached = timings.get("cache_n") if isinstance(timings, dict) else None
    return Usage(
        input_tokens=told.prompt_tokens or 0,
        output_tokens=told.completion_tokens or 0,
        cached_tokens=min(int(cached or 0), told.prompt_tokens or 0),
    )
