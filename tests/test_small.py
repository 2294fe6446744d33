"""A small model is asked short questions with nothing to choose from but the article's words, through a real socket."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from api.engine.document import text
from api.engine.document.text import Article
from api.engine.draft import Draft, Place
from api.engine.llm.conversation import Conversation
from api.engine.readers import small
from tests.fake_openai import FakeOpenAI, Fault, fake_openai
from tests.gbnf import matches
from tests.harbour import conversation_at

__all__ = ["fake_openai"]

Fakes = Callable[..., FakeOpenAI]

BREAD = """Quill Bakeries buys Loaf & Co

Quill Bakeries will buy its rival Loaf & Co for 31 million euros, the baker announced on Sunday. “We have wanted \
Loaf for years,” said Mara Voss, chief executive of Quill Bakeries. The plant in Selby will stay open."""

OPEN = "Neighbours in Selby were full of a claim that the mill in Dover will close."
"""Whose claim it is, grammar leaves open."""

KINDS = {"Quill Bakeries": "company", "Loaf & Co": "company", "Mara Voss": "person", "Selby": "place"}
SPEAKERS = {"announced": "the baker", "said": "Mara Voss", "wanted": ""}


class SmallModel:
    """Answers each question as told here, from the last message of the request; what it was asked is kept.

    `kinds` of names, `speakers` by reporting word, rows of `statements`.
    """

    def __init__(
        self,
        kinds: Mapping[str, str] = KINDS,
        speakers: Mapping[str, str] = SPEAKERS,
        statements: list[list[str]] | None = None,
    ) -> None:
        self.kinds, self.speakers, self.statements = kinds, speakers, statements or []
        self.asked: list[tuple[str, str]] = []

    def __call__(self, body: dict[str, Any]) -> str:
        question = body["messages"][-1]["content"]
        system = body["messages"][0]["content"]
        step = next(step for step, words in STEPS.items() if words in system)
        self.asked.append((step, question))
        answer = getattr(self, f"_{step}")(question)
        said = json.dumps(answer, ensure_ascii=False, separators=(",", ":"))
        assert matches(body["grammar"], said), f"the grammar of the {step} does not allow {said}"
        return said

    def _names(self, question: str) -> dict[str, str]:
        return {line.partition(": ")[0]: self.kinds.get(line.partition(": ")[0], "other") for line in lines(question)}

    def _speakers(self, question: str) -> dict[str, str]:
        *_, listed = lines(question)
        return {cue: self.speakers.get(cue, "") for cue in listed.split(", ")}

    def _roster(self, question: str) -> list[list[str]]:
        return []

    def _statements(self, question: str) -> list[list[str]]:
        return [row for row in self.statements if all(words in question for words in row)]


STEPS = {
    "names": "names from a news article",
    "roster": "List every person and every organization",
    "speakers": "For each given reporting word",
    "statements": "in any language",
}


def lines(question: str) -> list[str]:
    return [line for line in question.splitlines() if line.strip()]


def drafted(fakes: Fakes, model: Any, article: Article) -> tuple[Draft, Conversation]:
    conversation = conversation_at(fakes("llama.cpp", replies=model))
    return small.read(article, conversation), conversation


def words(article: Article, place: Place | None) -> str:
    assert place is not None
    return article.quote(*place)


def claims(article: Article, draft: Draft) -> list[tuple[str, str, list[str]]]:
    return [
        (
            words(article, claim.source),
            words(article, claim.cue) if claim.cue else "",
            [words(article, place) for place in claim.content],
        )
        for claim in draft.claims
    ]


def test_an_article_becomes_names_claims_deals_and_roles(fake_openai: Fakes) -> None:
    article = text.read(BREAD, language="en")
    draft, conversation = drafted(fake_openai, SmallModel(), article)
    assert conversation.warnings == []
    assert {(words(article, name.place), name.kind) for name in draft.names} == {
        ("Quill Bakeries", "company"),
        ("Loaf & Co", "company"),
        ("Mara Voss", "person"),
    }
    assert claims(article, draft) == [
        ("the baker", "announced", ["Quill Bakeries will buy its rival Loaf & Co for 31 million euros"]),
        ("Mara Voss", "said", ["“We have wanted Loaf for years,”"]),
    ]
    (found,) = draft.deals
    assert [(role, words(article, place)) for role, place in found.parties] == [
        ("acquirer", "Quill Bakeries"),
        ("target", "Loaf & Co"),
    ]
    assert [words(article, place) for place in found.amounts] == ["31 million euros"]
    (role,) = draft.roles
    assert (words(article, role.title), words(article, role.organization)) == ("chief executive", "Quill Bakeries")


def test_only_sentences_with_reporting_words_are_asked_about(fake_openai: Fakes) -> None:
    article = text.read(f"{BREAD} {OPEN}", language="en")
    model = SmallModel()
    drafted(fake_openai, model, article)
    asked = [question for step, question in model.asked if step == "speakers"]
    assert not any("stay open" in question for question in asked)
    assert sum("a claim that" in question for question in asked) == 1


def test_a_speaker_right_beside_the_word_of_speech_is_not_asked_about(fake_openai: Fakes) -> None:
    article = text.read("However, Voss said the mill will close. “It is lost for good,” said Mara Voss.", language="en")
    model = SmallModel(kinds={"Mara Voss": "person"})
    draft, _ = drafted(fake_openai, model, article)
    assert "speakers" not in {step for step, _ in model.asked}
    assert [source for source, *_ in claims(article, draft)] == ["Voss", "Mara Voss"]


def test_a_name_that_tells_what_it_is_is_not_asked_about(fake_openai: Fakes) -> None:
    article = text.read("Harlow Foods Ltd and the Ministry of Health met President Ana Rao in Portugal.", language="en")
    model = SmallModel()
    draft, _ = drafted(fake_openai, model, article)
    assert "names" not in {step for step, _ in model.asked}
    assert {words(article, name.place): name.kind for name in draft.names} == {
        "Harlow Foods Ltd": "company",
        "Ministry of Health": "public_body",
        "President Ana Rao": "person",
    }


def test_a_body_that_somebody_once_served_is_known_without_asking(fake_openai: Fakes) -> None:
    article = text.read("Former FBI agent Mara Voss spoke. Ex-NATO aides left.", language="en")
    draft, _ = drafted(fake_openai, SmallModel(kinds={"Mara Voss": "person"}), article)
    assert {words(article, name.place): name.kind for name in draft.names} == {
        "FBI": "public_body",
        "Mara Voss": "person",
        "Ex-NATO": "public_body",
    }


def test_a_dropped_subject_is_the_speaker_before_it(fake_openai: Fakes) -> None:
    article = text.read(
        "A ministra Clara Pontes disse que a obra termina em março. Acrescentou que o governo já pagou tudo.",
        language="pt",
    )
    model = SmallModel(kinds={"Clara Pontes": "person"}, speakers={"disse": "A ministra Clara Pontes"})
    draft, _ = drafted(fake_openai, model, article)
    assert claims(article, draft) == [
        ("A ministra Clara Pontes", "disse", ["a obra termina em março"]),
        ("A ministra Clara Pontes", "Acrescentou", ["o governo já pagou tudo"]),
    ]


def test_a_sentence_that_is_all_quotation_goes_on_with_the_last_speaker(fake_openai: Fakes) -> None:
    article = text.read("“The mill is lost,” said Mara Voss. “Nobody could have saved it.”", language="en")
    draft, _ = drafted(fake_openai, SmallModel(speakers={"said": "Mara Voss"}), article)
    assert [(source, content) for source, _, content in claims(article, draft)] == [
        ("Mara Voss", ["“The mill is lost,”", "“Nobody could have saved it.”"]),
    ]


def test_who_cannot_speak_is_rejected_with_a_reason(fake_openai: Fakes) -> None:
    article = text.read("Many heard on Tuesday the claim that the mill will close.", language="en")
    draft, _ = drafted(fake_openai, SmallModel(speakers={"claim": "on Tuesday"}), article)
    assert draft.claims == []
    (rejection,) = draft.rejected
    assert (rejection.kind, rejection.value, rejection.reason) == ("claim", "on Tuesday", "no_speaker")
    assert rejection.detail


def test_lines_wrapped_at_a_width_are_read_as_one_sentence(fake_openai: Fakes) -> None:
    wrapped = (
        "The bakery chain on the old harbour road will close for ever\nin the month of May, said the owner Mara\n"
        "Voss, who had run it with her two sisters for thirty years and\nmore, on the day before the feast.\n"
    )
    article = text.read(wrapped, language="en")
    draft, _ = drafted(fake_openai, SmallModel(speakers={"said": "the owner Mara Voss"}), article)
    ((source, cue, content),) = claims(article, draft)
    assert " ".join(source.split()) == "the owner Mara Voss"
    assert cue == "said"
    assert " ".join(content[0].split()) == (
        "The bakery chain on the old harbour road will close for ever in the month of May"
    )


@pytest.mark.parametrize(
    ("language", "sentence", "speaker", "cue"),
    [
        ("sl", "Po besedah Ane Lipar bodo tovarno zaprli maja.", "Ane Lipar", "Po besedah"),
        ("bg", "Анна Орлова заяви, че заводът ще бъде затворен през май.", "Анна Орлова", "заяви"),
        ("fa", "شرکت گفت که کارخانه در ماه مه بسته می شود.", "شرکت", "گفت"),
    ],
)
def test_in_other_languages_the_model_finds_the_reporting_words_too(
    fake_openai: Fakes, language: str, sentence: str, speaker: str, cue: str
) -> None:
    article = text.read(sentence, language=language)
    draft, conversation = drafted(fake_openai, SmallModel(statements=[[speaker, cue]]), article)
    (warning,) = conversation.warnings
    assert language in warning
    ((source, found, content),) = claims(article, draft)
    assert (source, found) == (speaker, cue)
    assert len(content[0].split()) >= 3


def test_a_script_without_blanks_needs_no_question_about_who_speaks(fake_openai: Fakes) -> None:
    article = text.read("公司说工厂将关闭。没有人知道原因。", language="zh")
    draft, conversation = drafted(fake_openai, SmallModel(), article)
    assert claims(article, draft) == [("公司", "说", ["工厂将关闭"])]
    assert conversation.warnings == []


def test_a_question_that_fails_costs_its_own_part_alone(fake_openai: Fakes) -> None:
    model = SmallModel()

    def failing(body: dict[str, Any]) -> str | Fault:
        question = body["messages"][-1]["content"]
        if "a claim that" in question or "Answer again" in question:  # asked once more, it is no better
            return Fault("garbage")
        return model(body)

    article = text.read(f"{BREAD} {OPEN}", language="en")
    draft, conversation = drafted(fake_openai, failing, article)
    assert [source for source, *_ in claims(article, draft)] == ["the baker", "Mara Voss"]
    assert conversation.warnings
    assert conversation.incomplete


@pytest.mark.parametrize("reply", ["{}", "[]", "null", '"words"', '{"said":7}', '{"said":"Nobody Here"}', "[[1]]", "{"])
def test_no_reply_at_all_breaks_the_reading(fake_openai: Fakes, reply: str) -> None:
    article = text.read(BREAD, language="en")
    draft, _ = drafted(fake_openai, [reply], article)
    for source, _, content in claims(article, draft):
        assert source in article.text
        assert all(each in article.text for each in content)
