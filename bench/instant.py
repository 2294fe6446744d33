"""A model that answers at once, so that what is measured is the engine."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

from api.engine.facts import Usage
from api.engine.llm.client import Capabilities, Completion

_NUMBERED = re.compile(r"^\[(\d+)\] (.*)$", re.MULTILINE)


class InstantModel:
    """Stands where `api.engine.llm.client.Model` does. `questions` counts what it was asked."""

    name = "instant"

    def __init__(self, profile: str = "small") -> None:
        self.profile = profile
        self.capabilities = Capabilities(None, True, True, None)
        self.questions = 0

    def ask(self, messages: Sequence[dict[str, Any]], *, schema_name: str, **_: Any) -> Completion:
        """A reply of the right shape, made of the question's own words."""
        self.questions += 1
        asked = messages[-1]["content"]
        reply = getattr(self, schema_name.removeprefix("reply_"))(asked)
        return Completion(json.dumps(reply, ensure_ascii=False), "stop", Usage(calls=1), 0.0)

    def names(self, asked: str) -> Any:
        """Every second name a person, the others companies."""
        listed = [line.partition(": ")[0] for line in asked.splitlines() if line.strip()]
        return {name: ("person", "company")[len(name) % 2] for name in listed}

    def speakers(self, asked: str) -> Any:
        """The first word for every cue."""
        *sentence, cues = [line for line in asked.splitlines() if line.strip()]
        first = " ".join(sentence).split()[:1]
        return dict.fromkeys(cues.split(", "), first[0] if first else "")

    def roster(self, asked: str) -> Any:
        """The beginning of the passage as a person, the end as a company."""
        return [[asked[:3], "person"], [asked[-4:-1], "company"]] if len(asked) > 7 else []

    def statements(self, asked: str) -> Any:
        """The first word says it with the second."""
        return [asked.split()[:2]] if len(asked.split()) > 1 else []

    def article(self, asked: str) -> Any:
        """A company, a person, a deal and a claim of every sentence."""
        reply: dict[str, list[Any]] = {"companies": [], "people": [], "deals": [], "claims": []}
        for number, words in ((int(number), words.split()) for number, words in _NUMBERED.findall(asked)):
            first, last = " ".join(words[:2]), " ".join(words[-2:])
            reply["companies"].append({"name": first, "also": [], "kind": "company"})
            reply["people"].append({"sentence": number, "name": last, "title": words[0], "organization": first})
            parties = [{"name": first, "role": "acquirer"}, {"name": last, "role": "target"}]
            deal = {"sentences": [number], "type": "acquisition", "status": "agreed", "parties": parties}
            reply["deals"].append({**deal, "amounts": [" ".join(words)]})
            claim = {"sentences": [number], "source": first, "cue": words[0], "content": [" ".join(words[1:]) or "a"]}
            reply["claims"].append(claim)
        return reply
