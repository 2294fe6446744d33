"""A model server that was built here is used only if it answers as the wheel's does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from api.embedded import agreement
from api.engine.readers import small
from api.settings import Settings
from tests.fake_openai import FakeOpenAI, fake_openai
from tests.instant_answers import answer

__all__ = ["fake_openai"]


def said(fake: FakeOpenAI) -> dict[agreement.Asked, str]:
    return agreement.replies(fake.url)


@pytest.fixture
def ours(fake_openai: Callable[..., FakeOpenAI]) -> dict[agreement.Asked, str]:
    """What the wheel's server says."""
    return said(fake_openai("llama.cpp", replies=answer))


def test_several_questions_of_every_kind_are_asked(ours: dict[agreement.Asked, str]) -> None:
    kinds = Counter(prompt for _, prompt, _, _ in ours)
    assert kinds.keys() == set(small.PROMPTS)
    assert min(kinds.values()) >= 3


def test_they_are_asked_as_the_service_asks_them(fake_openai: Callable[..., FakeOpenAI]) -> None:
    fake = fake_openai("llama.cpp", replies=answer)
    said(fake)
    assert all("root ::=" in request.body["grammar"] for request in fake.requests)


def test_a_server_that_answers_a_few_questions_otherwise_is_the_same_model(
    ours: dict[agreement.Asked, str], fake_openai: Callable[..., FakeOpenAI]
) -> None:
    count = len(ours)
    asked = 0

    def nearly(body: dict[str, Any]) -> str:
        nonlocal asked
        asked += 1
        return answer(body) if asked > count // 4 else "{}"

    found = agreement.compared(ours, said(fake_openai("llama.cpp", replies=nearly)))
    assert 0 < len(found.differ) <= count // 3 + 1
    assert found.is_enough
    assert all(one != other for _, one, other in found.differ)


def test_a_server_that_answers_most_questions_otherwise_is_another_one(
    ours: dict[agreement.Asked, str],
) -> None:
    half = {key: reply for at, (key, reply) in enumerate(ours.items()) if at % 2}
    assert not agreement.compared(ours, half).is_enough
    assert not agreement.compared({}, {}).is_enough


@pytest.mark.parametrize("broken", [False, True])
def test_what_differs_is_told_and_a_build_that_differs_too_much_is_refused(
    broken: bool, ours: dict[agreement.Asked, str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    first = next(iter(ours))
    theirs = dict.fromkeys(ours, "{}") if broken else {**ours, first: "{}"}
    monkeypatch.setattr(agreement, "ensure", lambda settings: tmp_path / "model.gguf")
    monkeypatch.setattr(agreement, "_served", lambda settings, model, program: theirs if program else ours)
    lines: list[str] = []
    trouble = agreement.trouble(Settings(model_dir=tmp_path), tmp_path / "llama-server", lines.append)
    count = len(ours)
    if broken:
        assert trouble == f"it answers 0 of {count} questions as the wheel's does."
        assert len(lines) == count + 1
    else:
        assert trouble is None
        assert lines[0] == f"{count - 1} of {count} questions are answered alike"
        assert first[1] in lines[1]
        assert "{}" in lines[1]
