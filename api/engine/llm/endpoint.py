"""Where the language model is and what it can do.

What the endpoint says of itself comes first (`GET /models`, llama.cpp's `GET /props`), then its host name (OpenAI),
then one tiny question for each reply format. Nothing is kept here: `Model` asks once and remembers.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlsplit

import openai

from api.engine.llm.failures import diagnose
from api.problems import ModelMisconfigured, ModelUnavailable
from api.settings import Settings

OPENAI = "https://api.openai.com/v1"
OPENAI_CONTEXT = 128_000
"""OpenAI does not tell a model's context by its API; no model it serves today has less."""

SMALL = 4_500_000_000
"""Parameters up to which a model counts as small: what is sold as "4B" has some hundred million more."""

PATIENCE = 5.0
"""Seconds an endpoint may take to describe itself."""

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What the endpoint can be asked for; `context` in tokens, None when it does not tell."""

    grammar: str | None
    json_schema: bool
    json_object: bool
    context: int | None


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A model at an address. `model` is its id in requests, `small` whether it is of the 4B class or below."""

    model: str
    capabilities: Capabilities
    small: bool = False

    @property
    def profile(self) -> str:
        """How to ask it: small, large or plain."""
        if self.small and self.capabilities.grammar == "llama.cpp":
            return "small"
        return "large" if self.capabilities.grammar or self.capabilities.json_schema else "plain"


def address(settings: Settings) -> str:
    """The base URL: the one given (a bare host means its `/v1`), else OpenAI's when there is a key, else our own."""
    if settings.llm_base_url:
        url = settings.llm_base_url.rstrip("/")
        return url if urlsplit(url).path else f"{url}/v1"
    return OPENAI if settings.openai_api_key else f"http://127.0.0.1:{settings.embedded_model_port}/v1"


def is_openai(url: str) -> bool:
    """Whether OpenAI itself answers there, or OpenAI's models on Azure."""
    host = urlsplit(url).hostname or ""
    return url == OPENAI or host.endswith(("api.openai.com", ".openai.azure.com", ".services.ai.azure.com"))


def is_loopback(url: str) -> bool:
    """Whether the address is on this machine, where no proxy must come between."""
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def readable_name(model: str) -> str:
    """A model's id without the folders and the suffix of a model file; ids such as "Qwen/Qwen3-8B" stay."""
    return PurePosixPath(model.replace("\\", "/")).stem if model.endswith(".gguf") else model


def examine(client: openai.OpenAI, settings: Settings, follows: Callable[[str, str], bool]) -> Endpoint:
    """Find out what the endpoint can do.

    `follows(model, format)` asks it whether a reply keeps to a `response_format`. Raises the problems of a model that
    cannot be reached, rejects the key or lists no model while none is configured.
    """
    url = address(settings)
    plain = settings.profile == "plain"  # whoever asks for it has met an endpoint that promises too much
    if is_openai(url):
        model = settings.llm_model or settings.openai_model
        return Endpoint(model, Capabilities(None, json_schema=not plain, json_object=True, context=OPENAI_CONTEXT))
    listed = _entry(models(client), settings.llm_model)
    model = settings.llm_model or str(listed.get("id") or "")
    if not model:
        raise ModelMisconfigured("The language model's endpoint lists no model; name one in LLM_MODEL.")
    owner, meta = listed.get("owned_by"), _object(listed.get("meta"))
    context = _count(listed.get("max_model_len")) or _count(meta.get("n_ctx")) or _count(listed.get("context_length"))
    if plain:
        return Endpoint(model, Capabilities(None, json_schema=False, json_object=True, context=context))
    if owner == "llamacpp":
        context = context or _context_by_props(client, url)
        # A server too old to tell the size is asked in small steps: every model can follow those.
        small = (_count(meta.get("n_params")) or 0) <= SMALL
        return Endpoint(model, Capabilities("llama.cpp", json_schema=True, json_object=True, context=context), small)
    if owner == "vllm":
        return Endpoint(model, Capabilities("vllm", json_schema=True, json_object=True, context=context))
    schema = follows(model, "json_schema")
    mode = schema or follows(model, "json_object")
    return Endpoint(model, Capabilities(None, json_schema=schema, json_object=mode, context=context))


def models(client: openai.OpenAI, patience: float = PATIENCE) -> list[Json]:
    """The models the endpoint lists; none when it keeps no list or does not show it to this key.

    Raises the problem of an endpoint that cannot be reached, rejects the key or is still loading its model.
    """
    try:
        entries = _describe(client, "/models", patience).get("data")
    except (openai.NotFoundError, openai.PermissionDeniedError):
        return []  # a gateway may offer chat completions alone
    except (openai.OpenAIError, ValueError) as error:
        raise diagnose(error).problem from None
    listed = [entry for entry in entries if isinstance(entry, dict)] if isinstance(entries, list) else []
    if any(entry.get("owned_by") == "llamacpp" and entry.get("meta", "") is None for entry in listed):
        # llama.cpp lists a model before it has loaded it, and tells of its size only afterwards.
        raise ModelUnavailable("The language model is being loaded.", retry_after=5)
    return listed


def _entry(listed: list[Json], wanted: str | None) -> Json:
    """The entry of the wanted model, else the first one; empty when there is none."""
    for entry in listed:
        aliases = entry.get("aliases")
        if wanted in (entry.get("id"), *(aliases if isinstance(aliases, list) else ())):
            return entry
    # One llama.cpp or vLLM serves a configured name it does not list as well; its kind still holds.
    return listed[0] if listed else {}


def _describe(client: openai.OpenAI, path: str, patience: float = PATIENCE) -> Json:
    """One GET of the endpoint's own description, tried once. Raises what the client library raises."""
    return _object(client.get(path, cast_to=object, options={"timeout": patience, "max_retries": 0}))


def _context_by_props(client: openai.OpenAI, url: str) -> int | None:
    """The context of one slot of a llama.cpp server, which lives beside `/v1`."""
    try:
        props = _describe(client, url.removesuffix("/v1") + "/props")
    except (openai.OpenAIError, ValueError):
        return None
    return _count(_object(props.get("default_generation_settings")).get("n_ctx"))


def _object(value: object) -> Json:
    return value if isinstance(value, dict) else {}


def _count(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else None
