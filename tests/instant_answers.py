"""Replies of the right shape to any question of the small profile, for a fake endpoint: made of the question's words."""

from __future__ import annotations

import json
from typing import Any

from api.engine.llm import prompts
from api.engine.readers import small
from bench.instant import InstantModel

_SYSTEMS = {prompts.load(name).opening[0][1]: prompts.load(name).reply for name in small.PROMPTS}


def answer(body: dict[str, Any]) -> str:
    """What an endpoint replies to the body of a chat completion request."""
    asked = body["messages"]
    made = getattr(InstantModel(), _SYSTEMS[asked[0]["content"]].removeprefix("reply_"))
    return json.dumps(made(asked[-1]["content"]), ensure_ascii=False)
