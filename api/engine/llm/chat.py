"""The Chat Completions dialects: how a reply's shape is asked for, and how tokens are counted in the answer.

The differences between OpenAI, vLLM, llama.cpp and the rest end here. Nothing here talks to a network.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

from api.engine.facts import Usage
from api.engine.llm import hosted_schema
from api.engine.llm.endpoint import Capabilities

Message = dict[str, Any]
Json = dict[str, Any]

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


def choice_of(answer: object) -> Json | None:
    """The choice of a completion, its first; None when the endpoint's answer is no completion, or holds none."""
    choices = answer.get("choices") if isinstance(answer, dict) else None
    first = choices[0] if isinstance(choices, list) and choices else None
    return first if isinstance(first, dict) and isinstance(first.get("message"), dict | None) else None


def ending_of(choice: Json) -> str:
    """How the reply ended: stop, length (cut off), refusal, or broken where the endpoint gave up on it midway.

    OpenAI has stop, length, content_filter, tool_calls and function_call; others have words of their own. What nobody
    knows counts as stop: whether the reply is whole shows when it is read.
    """
    return _ENDINGS.get(str(choice.get("finish_reason")).lower(), "stop")


_ENDINGS = {
    **dict.fromkeys(("length", "max_tokens", "model_length", "max_output_tokens"), "length"),
    **dict.fromkeys(("content_filter", "refusal", "safety", "recitation", "prohibited_content"), "refusal"),
    **dict.fromkeys(("error", "abort", "aborted", "cancelled", "insufficient_system_resource"), "broken"),
}


def text_of(choice: Json) -> str:
    """The words of the reply, without the thoughts that some servers leave in front of it."""
    said = (choice.get("message") or {}).get("content")
    if not isinstance(said, str):
        return ""
    before, closed, after = said.partition("</think>")
    # Templates that open the thoughts themselves leave only their end in the reply.
    if closed and "<think>" not in before and before.lstrip()[:1] not in ("{", "["):
        return after.lstrip()
    return _THOUGHTS.sub("", said)


def refusal_of(choice: Json) -> str | None:
    """Why the model or its provider declined to answer; None when it did not."""
    said = (choice.get("message") or {}).get("refusal")
    if isinstance(said, str) and said:
        return said
    return "The provider's content filter held the reply back." if ending_of(choice) == "refusal" else None


def usage_of(answer: Json) -> Usage:
    """The tokens the endpoint counted, zero where it does not tell; cached input is part of the input."""
    told, timings = _object(answer.get("usage")), _object(answer.get("timings"))  # timings are llama.cpp's own
    asked = _count(told.get("prompt_tokens"))
    details = _object(told.get("prompt_tokens_details"))
    cached = details.get("cached_tokens")
    return Usage(
        input_tokens=asked,
        output_tokens=_count(told.get("completion_tokens")),
        cached_tokens=min(_count(timings.get("cache_n") if cached is None else cached), asked),
    )


def _object(value: object) -> Json:
    return value if isinstance(value, dict) else {}


def _count(value: object) -> int:
    return int(value) if isinstance(value, int | float) and 0 <= value < 1e12 else 0
