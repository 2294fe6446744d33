"""An article, and what a good large model answers to it, for the tests of everything between a reply and the facts."""

from __future__ import annotations

import json
from typing import Any

from api.engine.document import text
from api.engine.llm.conversation import Conversation
from api.engine.pipeline import Engine
from api.settings import Settings
from tests.asking import model_at
from tests.fake_openai import FakeOpenAI

STORY = """Northgate to buy Fellmere

Northgate Plc will buy Fellmere from the Arden fund for 12 million euros, chief executive Ines Roca said on Monday.
"We are glad," she added, "and a little tired."

A person close to the talks said that the price rose by 5 percent. The harbour was quiet."""

ARTICLE = text.read(STORY)

COMPANIES = [
    {"name": "Northgate Plc", "also": ["Northgate"], "kind": "company"},
    {"name": "Fellmere", "also": [], "kind": "company"},
    {"name": "Arden", "also": [], "kind": "fund"},
]
PEOPLE = [{"sentence": 2, "name": "Ines Roca", "title": "chief executive", "organization": "Northgate Plc"}]
DEALS = [
    {
        "sentences": [2],
        "type": "acquisition",
        "status": "announced",
        "parties": [
            {"name": "Northgate Plc", "role": "acquirer"},
            {"name": "Fellmere", "role": "target"},
            {"name": "Arden", "role": "seller"},
        ],
        "amounts": ["12 million euros"],
    }
]
CLAIMS = [
    {
        "sentences": [2],
        "source": "Ines Roca",
        "cue": "said",
        "content": ["Northgate Plc will buy Fellmere from the Arden fund for 12 million euros"],
    },
    {"sentences": [3], "source": "Ines Roca", "cue": "added", "content": ["We are glad", "and a little tired"]},
    {
        "sentences": [4],
        "source": "A person close to the talks",
        "cue": "said",
        "content": ["the price rose by 5 percent"],
    },
]


def reply(**parts: Any) -> dict[str, Any]:
    """A reply with these lists, the others empty."""
    return {"companies": [], "people": [], "deals": [], "claims": [], **parts}


GOOD = reply(companies=COMPANIES, people=PEOPLE, deals=DEALS, claims=CLAIMS)


def said(value: Any) -> str:
    """A value as a model writes it."""
    return json.dumps(value, ensure_ascii=False)


def engine_at(fake: FakeOpenAI | str, **options: Any) -> Engine:
    url = fake if isinstance(fake, str) else fake.url
    return Engine(model_at(fake, **options), Settings(llm_base_url=url, **options))


def conversation_at(fake: FakeOpenAI | str, **options: Any) -> Conversation:
    return Conversation(model_at(fake), **options)
