"""Every option of the service: its name in the environment, its default, and the reason for it in one line.

`Settings.from_environment()` is the one place that reads the environment. The object is frozen and passed by hand;
nothing keeps a global copy.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any


def _option(env: str, default: Any, why: str) -> Any:
    return field(default=default, metadata={"env": env, "why": why})


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The options, each with the environment variable that sets it."""

    # Where it listens
    host: str = _option("ONRECORD_HOST", "127.0.0.1", "Loopback by default: beyond it every request needs a key.")
    port: int = _option("ONRECORD_PORT", 8000, "The port the service listens on.")
    web_workers: int = _option(
        "ONRECORD_WEB_WORKERS", 2, "Web processes; requests wait for the model, so few are enough."
    )
    web_threads: int = _option("ONRECORD_WEB_THREADS", 64, "Requests each web process serves at once.")
    streams: int = _option(
        "ONRECORD_STREAMS", 32, "Open event streams each web process serves at once; further ones get 503."
    )
    api_keys: tuple[str, ...] = _option(
        "ONRECORD_API_KEYS",
        (),
        "Comma-separated keys that may do all, each alone or as name:key; required beyond loopback.",
    )
    secret: str | None = _option(
        "ONRECORD_SECRET", None, "Signs the desk's cookies; set it where several machines serve one desk."
    )
    allowed_hosts: tuple[str, ...] = _option(
        "ONRECORD_ALLOWED_HOSTS", (), "Comma-separated names beside loopback by which browsers and proxies may ask."
    )
    cors_origins: tuple[str, ...] = _option(
        "ONRECORD_CORS_ORIGINS",
        (),
        "Comma-separated origins of other pages that may use the interface; * (any) needs keys.",
    )
    rate_limit: int = _option(
        "ONRECORD_RATE_LIMIT",
        0,
        "Requests a minute for each key, or each address where none is asked for; 0: no limit.",
    )

    # Queued articles
    worker_articles: int = _option(
        "ONRECORD_WORKER_ARTICLES", 2, "Articles a worker reads at once; they mostly wait for the model."
    )

    # The language model
    llm_base_url: str | None = _option(
        "LLM_BASE_URL", None, "Any OpenAI-compatible address; set, no model is fetched or started."
    )
    llm_model: str | None = _option("LLM_MODEL", None, "The model's name at that address; default: the first it lists.")
    openai_api_key: str | None = _option(
        "OPENAI_API_KEY", None, "The key of OpenAI or of LLM_BASE_URL; set alone, OpenAI is used."
    )
    profile: str = _option(
        "ONRECORD_PROFILE", "auto", "auto, small, large or plain; auto asks the endpoint what it can do."
    )
    openai_model: str = _option(
        "OPENAI_MODEL", "gpt-6-luna", "With OPENAI_API_KEY alone: OpenAI's model for high-volume extraction."
    )
    llm_reasoning: str = _option(
        "LLM_REASONING_EFFORT", "none", "Sent to OpenAI; copying facts needs no thinking, and it is billed."
    )
    llm_timeout: float = _option(
        "LLM_TIMEOUT",
        120.0,
        "Seconds one model call may take before it is a timeout; of the embedded model, seconds of silence.",
    )
    llm_parallel: int = _option(
        "LLM_PARALLEL",
        0,
        "Model calls of one article at once; 0: what measured faster for the embedded model, 8 elsewhere.",
    )
    questions: int = _option(
        "ONRECORD_QUESTIONS", 600, "Questions asked about an article at most, the likeliest first; `warnings` tell."
    )
    window_chars: int = _option(
        "ONRECORD_WINDOW_CHARS", 24_000, "Code points a large model is shown at once; longer articles go in windows."
    )
    embedded_model_port: int = _option("ONRECORD_MODEL_PORT", 8081, "The loopback port of the embedded model server.")
    embedded_model_slots: int = _option(
        "ONRECORD_MODEL_SLOTS", 8, "So many prompts stay in memory, and so many questions can be asked at once."
    )
    embedded_model_context: int = _option(
        "ONRECORD_MODEL_CONTEXT", 24576, "Its context in tokens, shared by its slots."
    )
    embedded_model_threads: int = _option(
        "ONRECORD_MODEL_THREADS", 0, "Threads it computes with; 0: one for each core we may use."
    )
    prices: str = _option(
        "ONRECORD_PRICES", "", "model=input/cached/output per million tokens, ...; set, usage tells the cost."
    )

    # The database
    database_url: str | None = _option("DATABASE_URL", None, "A PostgreSQL address; set, no database is started.")

    # Where files live
    data_dir: Path = _option(
        "ONRECORD_DATA_DIR", Path("~/.local/share/onrecord"), "The embedded database and the state of a run."
    )
    model_dir: Path = _option(
        "ONRECORD_MODEL_DIR", Path("~/.cache/onrecord/models"), "Fetched model files; shared by checkouts."
    )
    model_path: Path | None = _option("ONRECORD_MODEL_PATH", None, "A GGUF file to use instead of fetching one.")

    # Limits
    max_article_chars: int = _option("ONRECORD_MAX_ARTICLE_CHARS", 200_000, "Longer articles are refused with 413.")

    @property
    def model_is_embedded(self) -> bool:
        """Whether the model is the one that comes along: no address and no key of another is set."""
        return not (self.llm_base_url or self.openai_api_key)

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] | None = None) -> Settings:
        """Read every option from the environment; an empty variable counts as unset.

        Raises ValueError naming the variable when its value cannot be read.
        """
        env = os.environ if environ is None else environ
        given: dict[str, Any] = {}
        for option in fields(cls):
            name = option.metadata["env"]
            raw = env.get(name, "").strip()
            if raw:
                given[option.name] = _parse(name, str(option.type), raw)
        return cls(**given)


def _parse(name: str, type_name: str, raw: str) -> Any:
    """One value out of the environment, by the option's declared type."""
    try:
        if type_name.startswith("int"):
            return int(raw)
        if type_name.startswith("float"):
            return float(raw)
        if type_name.startswith("tuple"):
            return tuple(part.strip() for part in raw.split(",") if part.strip())
        if type_name.startswith("bool"):
            return {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}[raw.lower()]
    except (ValueError, KeyError):
        raise ValueError(f"{name}: cannot read {raw!r} as {type_name}") from None
    if type_name.startswith("Path"):
        return Path(raw)
    return raw
