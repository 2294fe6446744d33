"""Each question's failure is its own, every attempt counts, and what was complete is kept."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from typing import Any

import pytest

from api.engine.llm import prompts
from api.engine.llm.conversation import Question
from api.engine.llm.copy_grammar import Words
from api.engine.llm.prompts import Prompt
from tests.fake_openai import FakeOpenAI, Fault, closed_port, fake_openai
from tests.harbour import conversation_at

__all__ = ["fake_openai"]

Fakes = Callable[..., FakeOpenAI]

PROMPT = Prompt("statements", "1", "reply_statements", "0" * 64, (("system", "Answer in JSON."),), "$sentence")
GOOD = '[["Ana Prado","said"]]'
BROKEN = '[["Ana Prado","said"],["Rui'
WRONG = '[["Ana Prado"]]'


def question(sentence: str = "It rains, Ana Prado said.", start: int = 0) -> Question:
    return Question(PROMPT, {"sentence": sentence}, (start, start + len(sentence)), 50)


def asked(request: Any) -> list[dict[str, str]]:
    messages: list[dict[str, str]] = request.body["messages"]
    return messages


def test_a_good_reply_is_one_call(fake_openai: Fakes) -> None:
    fake = fake_openai("llama.cpp", replies=[GOOD])
    conversation = conversation_at(fake)
    assert conversation.ask_all([question()]) == [json.loads(GOOD)]
    assert (conversation.usage.calls, conversation.warnings, conversation.incomplete) == (1, [], False)
    (raw,) = conversation.replies
    assert (raw.step, raw.start, raw.end, raw.content, raw.finish_reason) == ("statements", 0, 25, GOOD, "stop")


@pytest.mark.parametrize(
    ("first", "told"),
    [
        ("Sorry?", "holds no JSON"),
        (WRONG, "At /0"),
        ('[["Ana Prado","said"},', "broken or cut off"),
        ("{}", "At the top"),
    ],
)
def test_a_bad_reply_is_asked_for_again_and_told_what_was_wrong(first: str, told: str, fake_openai: Fakes) -> None:
    fake = fake_openai("llama.cpp", replies=[first, GOOD])
    conversation = conversation_at(fake)
    assert conversation.ask_all([question()]) == [json.loads(GOOD)]
    assert conversation.usage.calls == 2
    assert conversation.usage.output_tokens > 0
    assert not conversation.incomplete
    again = asked(fake.requests[1])
    assert again[-2] == {"role": "assistant", "content": first}
    assert told in again[-1]["content"]
    assert again[:-2] == asked(fake.requests[0])


def test_there_is_one_repair_turn_and_then_what_is_complete_is_kept(fake_openai: Fakes) -> None:
    fake = fake_openai("llama.cpp", replies=[BROKEN, "nothing"])
    conversation = conversation_at(fake)
    assert conversation.ask_all([question()]) == [[["Ana Prado", "said"]]]
    assert (len(fake.requests), conversation.usage.calls, len(conversation.replies)) == (2, 2, 2)
    assert conversation.incomplete
    assert "what was complete is kept" in conversation.warnings[0]
    assert conversation.warnings[0].startswith("statements at 0–25")


def test_a_failed_repair_leaves_the_first_reply(fake_openai: Fakes) -> None:
    fake = fake_openai("llama.cpp", replies=[BROKEN, Fault("bad_request")])
    conversation = conversation_at(fake)
    assert conversation.ask_all([question()]) == [[["Ana Prado", "said"]]]
    assert conversation.usage.calls == 2
    assert conversation.incomplete


def test_a_cut_reply_is_not_asked_for_again(fake_openai: Fakes) -> None:
    fake = fake_openai("llama.cpp", replies=[Fault("cut_off", text=BROKEN)])
    conversation = conversation_at(fake)
    assert conversation.ask_all([question()]) == [[["Ana Prado", "said"]]]
    assert len(fake.requests) == 1
    assert "cut off" in conversation.warnings[0]


@pytest.mark.parametrize("fault", ["refusal", "filtered"])
def test_a_refusal_is_told_and_not_argued_with(fault: str, fake_openai: Fakes) -> None:
    fake = fake_openai("llama.cpp", replies=[Fault(fault)])
    conversation = conversation_at(fake)
    assert conversation.ask_all([question()]) == [None]
    assert len(fake.requests) == 1
    assert "refused" in conversation.warnings[0]
    assert conversation.incomplete


@pytest.mark.parametrize("parallel", [1, 4])
def test_one_question_s_failure_leaves_the_others(parallel: int, fake_openai: Fakes) -> None:
    last_is_asked = threading.Event()  # by then others are answered: a failure before any answer would end it all

    def replies(body: dict[str, Any]) -> str | Fault:
        sentence = body["messages"][-1]["content"]
        if "bad" in sentence:
            assert parallel == 1 or last_is_asked.wait(20)
            return Fault("bad_request")
        if "Davi" in sentence:
            last_is_asked.set()
        return json.dumps([[sentence.split()[0], "said"]])

    conversation = conversation_at(fake_openai("llama.cpp", replies=replies), parallel=parallel)
    sentences = ["Ana said.", "Bia said.", "bad one", "Caio said.", "Davi said."]
    answers = conversation.ask_all([question(sentence) for sentence in sentences])
    assert [answer and answer[0][0] for answer in answers] == ["Ana", "Bia", None, "Caio", "Davi"]
    assert conversation.usage.calls == 5
    assert len(conversation.failures) == 1
    assert len(conversation.warnings) == 1


def test_repairs_of_questions_asked_at_once_are_not_mixed_up(fake_openai: Fakes) -> None:
    def replies(body: dict[str, Any]) -> str:
        messages = body["messages"]
        name = messages[1]["content"].split()[0]
        if len(messages) == 2:
            return json.dumps([[name]])
        assert json.loads(messages[2]["content"]) == [[name]]
        return json.dumps([[name, "said"]])

    conversation = conversation_at(fake_openai("llama.cpp", replies=replies), parallel=8)
    names = [f"N{n}" for n in range(16)]
    answers = conversation.ask_all([question(f"{name} said.") for name in names])
    assert answers == [[[name, "said"]] for name in names]
    assert conversation.usage.calls == 32


def test_an_endpoint_that_is_down_is_not_asked_about_everything() -> None:
    conversation = conversation_at(closed_port())
    assert conversation.ask_all([question() for _ in range(5)]) == [None] * 5
    assert not conversation.answered
    assert len(conversation.failures) == 1


def test_progress_is_told_as_questions_are_answered(fake_openai: Fakes) -> None:
    told: list[tuple[int, int]] = []
    conversation = conversation_at(
        fake_openai("llama.cpp", replies=[GOOD]), report=lambda done, of: told.append((done, of))
    )
    conversation.ask_all([question(), question()])
    conversation.ask_all([question()])
    assert told == [(1, 2), (2, 2), (3, 3)]


def test_vocabularies_become_the_grammar_of_the_reply(fake_openai: Fakes) -> None:
    fake = fake_openai("llama.cpp", replies=[GOOD])
    words = Words("It rains, Ana Prado said.", 4)
    told = Question(PROMPT, {"sentence": words.text}, (0, 25), 50, {"speaker": words, "cue": words})
    conversation_at(fake).ask_all([told])
    assert '"Prado"' in fake.requests[0].body["grammar"]


def test_a_new_kind_of_fact_is_a_prompt_and_a_schema(fake_openai: Fakes) -> None:
    raw = "---\nname: recalls\nversion: 1\nreply: reply_statements\n---\n# System\n\nJSON.\n\n# Ask\n\n$sentences"
    prompt = prompts.parse("recalls", raw)
    fake = fake_openai("plain", replies=["[]"])
    conversation = conversation_at(fake)
    assert conversation.ask_all([Question(prompt, {"sentences": "The kettle is recalled."}, (0, 23), 50)]) == [[]]
    assert conversation.replies[0].step == "recalls"
