"""The unchanging part of each prompt, read into the model server before anyone asks, and kept for the next start.

Reading a prompt's examples takes a small machine ten seconds; a saved slot is back in an instant, in every slot that
serves the prompt. It promises to change no answer, only when the first one comes; whatever goes wrong here is told in
one line of the log and passed over.
"""

from __future__ import annotations

import logging
from pathlib import Path

import httpx2

from api.engine.llm import prompts
from api.engine.readers import small
from api.settings import Settings

PROMPTS = tuple(name for name in small.PROMPTS if name != "statements")
"""Those asked about nearly every article."""

PATIENCE = 300.0
"""Seconds the reading of one prompt may take."""

log = logging.getLogger(__name__)


def folder(settings: Settings) -> Path:
    """Where saved slots lie."""
    return settings.model_dir.expanduser() / "prefixes"


def warm_up(address: str, settings: Settings, build: str = "") -> None:
    """Bring each prompt's unchanging part into its slots. `address` is that of the embedded model server.

    `build` names the server's build: what one has saved another may not be able to read.
    """
    for prompt in map(prompts.load, PROMPTS):
        slots = [slot for slot in prompt.slots if slot < settings.embedded_model_slots]
        if not slots:
            continue
        try:
            with httpx2.Client(base_url=address, timeout=PATIENCE, trust_env=False) as client:
                _warm(client, slots, prompt, _file(prompt, settings, build), settings)
        except (httpx2.HTTPError, OSError) as error:
            log.warning("warming up the prompt %s failed: %s", prompt.name, type(error).__name__)


def _file(prompt: prompts.Prompt, settings: Settings, build: str) -> str:
    model = (settings.model_path or Path("embedded")).stem
    return "-".join(part for part in (model, prompt.name, prompt.sha256[:16], build) if part) + ".slot"


def _warm(client: httpx2.Client, slots: list[int], prompt: prompts.Prompt, file: str, settings: Settings) -> None:
    first, *others = slots
    if not ((folder(settings) / file).exists() and _slot(client, first, "restore", file)):
        messages = [{"role": role, "content": content} for role, content in prompt.opening]
        asked = {"messages": [*messages, {"role": "user", "content": "."}], "max_tokens": 1, "id_slot": first}
        client.post("/v1/chat/completions", json=asked).raise_for_status()
        _slot(client, first, "save", file)
    for slot in others:
        _slot(client, slot, "restore", file)


def _slot(client: httpx2.Client, slot: int, action: str, file: str) -> bool:
    """Save or restore a slot; whether that worked."""
    return client.post(f"/slots/{slot}", params={"action": action}, json={"filename": file}).status_code == 200
