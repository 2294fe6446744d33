"""Whether questions at once are answered faster on this machine: asked once for a server, and kept in the cache folder.

Four sentences are put to the model one by one and then together, each time others, in the slots of their prompt.
Repeated measurements of one machine differed by a few percent, so a tenth is enough to tell.
"""

from __future__ import annotations

import contextlib
import json
import logging
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx2

from api.engine.llm import prompts, slots
from api.settings import Settings

GAIN = 0.9
"""Together counts as faster from this part of the time on."""

SENTENCES = (
    "The mayor of {place} said on Monday that the ferry would run again from the first of {month}.",
    "Two boats were damaged in the storm, the harbour office of {place} reported, and a third one is missing.",
    "According to the union, no one at the {place} mill has been paid since the end of {month}.",
    "Critics of the plan argue that {place} has waited too long, while the council points to the costs of {month}.",
)
PLACES = (("Ormby", "May"), ("Tessel", "June"), ("Varn", "April"), ("Quill", "March"))

log = logging.getLogger(__name__)


def measure(address: str, settings: Settings, build: str) -> None:
    """Note how many questions at once this server is to be asked; measured where that is not known yet."""
    note = slots.note(settings)
    known: dict[str, Any] = {}
    with contextlib.suppress(OSError, ValueError):
        known = dict(json.loads(note.read_text()))
    kind = f"{build}-{settings.embedded_model_threads}-{settings.embedded_model_slots}"
    try:
        if not isinstance(known.get(kind), int):
            known[kind] = _faster(address, settings)
        note.write_text(json.dumps({**known, "now": known[kind]}))
    except (httpx2.HTTPError, OSError, ValueError) as error:
        log.warning("how many questions at once are faster is not known: %s", type(error).__name__)


def _faster(address: str, settings: Settings) -> int:
    prompt = prompts.load("speakers")
    free = [slot for slot in prompt.slots if slot < settings.embedded_model_slots]
    if len(free) < 2:
        return 1
    alone = together = 0.0
    with httpx2.Client(base_url=address, timeout=120.0, trust_env=False) as client:
        for number, (place, month) in enumerate(PLACES):
            asked = [
                {
                    "messages": prompt.messages(sentence=one.format(place=place, month=month), cues="said"),
                    "max_tokens": 12,
                    "temperature": 0.0,
                    "id_slot": free[index % len(free)],
                }
                for index, one in enumerate(SENTENCES)
            ]
            began = time.monotonic()
            if number % 2:
                _at_once(client, asked)
                together += time.monotonic() - began
            else:
                for question in asked:
                    _ask(client, question)
                alone += time.monotonic() - began
    log.info("four questions took %.1f s one by one, %.1f s at once", alone / 2, together / 2)
    return len(free) if together < GAIN * alone else 1


def _at_once(client: httpx2.Client, asked: Sequence[dict[str, Any]]) -> None:
    with ThreadPoolExecutor(len(asked)) as pool:
        list(pool.map(lambda question: _ask(client, question), asked))


def _ask(client: httpx2.Client, question: dict[str, Any]) -> None:
    client.post("/v1/chat/completions", json=question).raise_for_status()
