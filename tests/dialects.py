"""How each kind of OpenAI-compatible server lists its models, what it refuses, and how its answers look.

The shapes of answers and errors follow what llama.cpp's server, vLLM and OpenAI send; a plain server is any other that
knows JSON mode at best.
"""

from __future__ import annotations

import json
import re
import time
from dataclasses import dataclass, replace
from typing import Any

from api.engine.llm import chat
from tests.structured_outputs import violations

Json = dict[str, Any]

STANDARD = {
    *("model", "messages", "max_tokens", "max_completion_tokens", "temperature", "stop", "response_format"),
    *("reasoning_effort", "seed", "top_p", "n", "stream", "user", "store", "metadata", "logprobs", "top_logprobs"),
}


class Refused(Exception):
    """An error document with its status."""

    def __init__(self, status: int, message: str, param: str | None = None, code: str | None = None) -> None:
        super().__init__(message)
        self.status = status
        error = {"message": message, "type": "invalid_request_error", "param": param, "code": code}
        self.document = {"error": error}


@dataclass(frozen=True, slots=True)
class Dialect:
    """One kind of server.

    `formats`: the types of response_format it takes; `extras`: options beyond the standard ones, None for any;
    `refuses`: options it answers with 400; `keys`: None takes any; `models`: False hides the list of models;
    `obeys`: False takes a response_format and pays no heed to it; `loading`: the model is listed but not there yet.
    """

    name: str
    owner: str
    model: str
    formats: tuple[str, ...]
    extras: tuple[str, ...] | None = None
    refuses: tuple[str, ...] = ()
    keys: tuple[str, ...] | None = None
    n_params: int | None = None
    context: int | None = 8192
    models: bool = True
    obeys: bool = True
    loading: bool = False

    def describe(self, path: str, authorization: str | None) -> Json:
        """The answer to `GET /v1/models` and llama.cpp's `GET /props`."""
        self._check_key(authorization)
        if path == "/v1/models" and self.models:
            entry: Json = {"id": self.model, "object": "model", "created": 1_760_000_000, "owned_by": self.owner}
            if self.name == "llama.cpp":
                meta = {"n_params": self.n_params, "n_ctx": self.context, "n_ctx_train": 32768}
                told = {key: value for key, value in meta.items() if value is not None}
                entry |= {"aliases": [self.model], "meta": None if self.loading else told}
            if self.name == "vllm":
                entry |= {"root": self.model, "max_model_len": self.context}
            return {"object": "list", "data": [entry]}
        if path == "/props" and self.name == "llama.cpp":
            return {"default_generation_settings": {"n_ctx": 2048}, "total_slots": 1, "model_alias": self.model}
        raise Refused(404, "Not Found")

    def check(self, path: str, body: Json, authorization: str | None) -> None:
        """Raise what this server answers to a request it does not take."""
        self._check_key(authorization)
        if path != "/v1/chat/completions":
            raise Refused(404, f"Invalid URL (POST {path})")
        if self.name in ("openai", "vllm") and body["model"] != self.model:
            raise Refused(404, f"The model `{body['model']}` does not exist", code="model_not_found")
        for option in body:
            if self.extras is not None and option not in STANDARD and option not in self.extras:
                raise Refused(400, f"Unrecognized request argument supplied: {option}", code="unknown_parameter")
            if option in self.refuses:
                words = f"Unsupported parameter: '{option}' is not supported with this model."
                raise Refused(400, words, option, "unsupported_parameter")
        self._check_grammar(body)
        self._check_format(body)

    def _check_key(self, authorization: str | None) -> None:
        if self.keys is not None and (authorization or "").removeprefix("Bearer ") not in self.keys:
            raise Refused(401, f"Incorrect API key provided: {(authorization or '')[7:15]}***", code="invalid_api_key")

    def _check_grammar(self, body: Json) -> None:
        grammar = body.get("grammar") if self.name == "llama.cpp" else None
        if self.name == "vllm" and (asked := body.get("structured_outputs")) is not None:
            if len(asked) != 1:
                raise Refused(400, "You can only use one kind of constraints for structured outputs")
            grammar = asked.get("grammar")
        if grammar is not None and "root ::=" not in grammar:
            raise Refused(400, "Failed to initialize samplers: failed to parse grammar")
        if grammar is not None and self.name == "llama.cpp" and body.get("response_format"):
            raise Refused(400, 'Either "json_schema" or "grammar" can be specified, but not both')

    def _check_format(self, body: Json) -> None:
        asked = body.get("response_format")
        if asked is None:
            return
        kind = asked["type"]
        if kind not in self.formats:
            raise Refused(400, f"response_format of type '{kind}' is not supported", "response_format")
        if kind == "json_object" and "json" not in json.dumps(body["messages"]).lower():
            raise Refused(400, "'messages' must contain the word 'json' in some form", "messages")
        if kind == "json_schema" and self.name == "openai" and asked["json_schema"].get("strict"):
            for broken in violations(asked["json_schema"]["schema"]):
                name = asked["json_schema"]["name"]
                words = f"Invalid schema for response_format '{name}': {broken}."
                raise Refused(400, words, "response_format", "invalid_json_schema")

    def trial_reply(self, body: Json) -> str:
        """How it answers the tiny question: in JSON when it holds its model to that, in words when it does not."""
        return '{"greeting": "Hello"}' if self.obeys else "Hello!"

    def completion(
        self, body: Json, text: str | None, place: int, finish_reason: str = "stop", refusal: str | None = None
    ) -> Json:
        """A chat completion. Words count as tokens; from the second on, the first message comes from the cache."""
        words = [len(str(message.get("content", "")).split()) for message in body.get("messages", ())]
        said, read = len((text or refusal or "").split()), sum(words)
        cached = words[0] if place and len(words) > 1 else 0
        usage: Json = {"prompt_tokens": read, "completion_tokens": said, "total_tokens": read + said}
        answer: Json = {
            "id": f"chatcmpl-{place}",
            "object": "chat.completion",
            "created": int(time.time()),
            "model": body.get("model", self.model),
            "choices": [
                {
                    "index": 0,
                    "finish_reason": finish_reason,
                    "message": {"role": "assistant", "content": text, "refusal": refusal},
                }
            ],
            "usage": usage,
        }
        if self.name == "openai":
            usage["prompt_tokens_details"] = {"cached_tokens": cached}
        if self.name == "llama.cpp":
            answer["timings"] = {"cache_n": cached, "prompt_n": read - cached, "predicted_n": said}
        return answer


def chunks(completion: Json) -> list[Json]:
    """A chat completion as the chunks of a streamed one: a word each, why it ends, and what was counted."""
    (choice,) = completion["choices"]
    words = re.findall(r"\S+\s*", choice["message"]["content"] or "")
    common = {"id": completion["id"], "object": "chat.completion.chunk", "created": 1, "model": completion["model"]}
    deltas: list[Json] = [{"role": "assistant", "content": None}, *({"content": word} for word in words)]
    told = [common | {"choices": [{"index": 0, "delta": delta, "finish_reason": None}]} for delta in deltas]
    told.append(common | {"choices": [{"index": 0, "delta": {}, "finish_reason": choice["finish_reason"]}]})
    counted = {name: completion[name] for name in ("usage", "timings") if name in completion}
    return [*told, common | {"choices": []} | counted]


BOTH = ("json_schema", "json_object")

OF = {
    "llama.cpp": Dialect("llama.cpp", "llamacpp", "tiny-model.gguf", BOTH, n_params=1_777_088_000),
    "vllm": Dialect("vllm", "vllm", "lab/big-model", BOTH, context=32_768),
    "openai": Dialect("openai", "system", "gpt-6-luna", BOTH, extras=(), refuses=("max_tokens",), context=None),
    "plain": Dialect("plain", "somebody", "some-model", ("json_object",), context=None),
}


def of(profile: str, **options: Any) -> Dialect:
    """The named kind of server, with some of its traits changed."""
    return replace(OF[profile], **options)


def is_trial(body: Json) -> bool:
    """Whether this is the tiny question by which `Model` learns what an endpoint can do."""
    return bool(body.get("messages") == chat.trial("json_object")[0])
