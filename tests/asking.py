"""A passage to ask a model about, and a model to ask, for the tests of everything between the two."""

from __future__ import annotations

from typing import Any

import pytest

from api.engine.llm import endpoint
from api.engine.llm.client import Completion, Model
from api.problems import ModelProblem
from api.settings import Settings
from tests.fake_openai import FakeOpenAI

MESSAGES = [
    {"role": "system", "content": "Read the passage and list what is said in JSON."},
    {"role": "user", "content": "The mill will close in May, said Ana Prado."},
]
SCHEMA = {
    "type": "object",
    "properties": {"said": {"type": "array", "items": {"type": "string", "maxLength": 80, "x-copied": True}}},
    "required": ["said"],
    "additionalProperties": False,
}
STRICT = {**SCHEMA, "properties": {"said": {"type": "array", "items": {"type": "string"}}}}
GRAMMAR = 'root ::= "yes" | "no"'
GOOD = '{"said": ["The mill will close in May"]}'


def model_at(fake: FakeOpenAI | str, **options: Any) -> Model:
    return Model(Settings(llm_base_url=fake if isinstance(fake, str) else fake.url, **options))


def openai_at(fake: FakeOpenAI, monkeypatch: pytest.MonkeyPatch, **options: Any) -> Model:
    """A model at OpenAI's own address, which is the fake's for the time of a test."""
    monkeypatch.setattr(endpoint, "OPENAI", fake.url)
    return Model(Settings(openai_api_key="sk-good", **options))


def ask(model: Model, **options: Any) -> Completion:
    return model.ask(MESSAGES, **{"schema": SCHEMA, "grammar": GRAMMAR, "max_tokens": 50, **options})


def failure_of(model: Model) -> ModelProblem:
    with pytest.raises(ModelProblem) as caught:
        ask(model)
    return caught.value
