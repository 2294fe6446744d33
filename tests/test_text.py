"""Canonical text, titles, passages and windows; offsets under any Unicode."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.engine.document import text
from api.problems import EmptyArticle, UnreadableText

# Text as it comes: any code point but surrogates and NUL, and often what trips up a reader of lines and sentences.
UNICODE = st.lists(
    st.one_of(
        st.characters(exclude_categories=["Cs"], exclude_characters="\x00"),
        st.sampled_from(list(" \n\r\t.!?…,;:\"'“”«»()-–A1a")),
        st.sampled_from(
            ["\r\n", "\n\n", "\u2028", "\ufeff", "\u00a0", "\u200d", "\u0301", "👩\u200d🚀", "e\u0301 ", "    "]
        ),
        st.sampled_from(
            ["    ", "Dr. ", "U.S. ", "A casa. ", "“Sim”, disse. ", "שלום! ", "شركة؟ ", "会社。", "「はい。」"]
        ),
    ),
    max_size=80,
).map("".join)
LANGUAGES = st.sampled_from(["und", "en", "pt", "de", "ru", "el", "zh", "sv"])

WIRE = """Harbour Mills Ltd said it has agreed to
buy the Northern Spinning Co of Leeds for 12.5 mln dlrs in cash,
subject to the approval of Northern's shareholders, who will meet
on May 4.
    Harbour, which is based in Hull, said the purchase would add
about 300 workers to its present 1,100. The mills will be kept
open, Mr. J. R. Dale told reporters.
    Northern closed at 71.
"""


def _article(body: str, language: str | None = "und") -> text.Article | None:
    try:
        return text.read(body, language=language)
    except EmptyArticle:
        return None


@settings(max_examples=150, deadline=None)
@given(UNICODE, LANGUAGES)
def test_sentences_come_in_order_and_leave_out_nothing_but_white_space(body: str, language: str) -> None:
    article = _article(body, language)
    if article is None:
        assert not any(character.isalnum() for character in body)
        return
    at = 0
    for index, sentence in enumerate(article.sentences):
        assert sentence.index == index
        assert at <= sentence.start < sentence.end <= len(article.text)
        assert not article.text[at : sentence.start].strip()
        words = article.quote(sentence.start, sentence.end)
        assert words == words.strip()
        paragraph = article.paragraphs[sentence.paragraph]
        assert paragraph.start <= sentence.start
        assert sentence.end <= paragraph.end
        assert article.sentence_at(sentence.start) == article.sentence_at(sentence.end - 1) == index
        at = sentence.end
    assert not article.text[at:].strip()


@settings(max_examples=150, deadline=None)
@given(UNICODE)
def test_the_canonical_form_of_a_canonical_text_is_itself(body: str) -> None:
    once = text.canonical(body)
    assert text.canonical(once) == once
    article = _article(body)
    assert article is None or article.text == once


@settings(max_examples=100, deadline=None)
@given(UNICODE, st.integers(1, 300))
def test_passages_hold_each_sentence_once_within_the_limit(body: str, limit: int) -> None:
    article = _article(body)
    if article is None:
        return
    passages = text.passages(article, limit)
    assert [p.index for p in passages] == list(range(len(passages)))
    covered = [i for passage in passages for i in range(passage.first_sentence, passage.last_sentence)]
    assert covered == list(range(len(article.sentences)))
    for passage in passages:
        assert passage.start == article.sentences[passage.first_sentence].start
        assert passage.end == article.sentences[passage.last_sentence - 1].end
        assert passage.end - passage.start <= limit or passage.last_sentence - passage.first_sentence == 1


@settings(max_examples=100, deadline=None)
@given(UNICODE, st.integers(1, 300), st.integers(0, 100))
def test_windows_cover_every_sentence_and_always_go_forward(body: str, limit: int, overlap: int) -> None:
    article = _article(body)
    if article is None:
        return
    windows = text.windows(article, limit, overlap)
    assert windows[0].first_sentence == 0
    assert windows[-1].last_sentence == len(article.sentences)
    for before, after in pairwise(windows):
        assert before.first_sentence < after.first_sentence <= before.last_sentence < after.last_sentence
        assert before.end - after.start <= overlap or after.first_sentence == before.last_sentence


def test_windows_overlap_by_whole_sentences() -> None:
    article = text.read("One is one. Two is two. Three is three. Four is four. Five is five.", language="en")
    windows = text.windows(article, 40, 20)
    assert [article.quote(w.start, w.end) for w in windows][:2] == [
        "One is one. Two is two. Three is three.",
        "Three is three. Four is four.",
    ]


@pytest.mark.parametrize("ending", ["\r\n", "\r", "\u2028", "\u0085"])
def test_every_kind_of_line_end_becomes_a_newline(ending: str) -> None:
    assert text.canonical(f"\ufeffUm.{ending}Dois. {ending}{ending}{ending}Três.{ending}") == "Um.\nDois.\n\nTrês."


def test_the_canonical_text_keeps_the_characters_as_they_are() -> None:
    body = "Cafe\u0301 e café\u00a0a R$\u202f5, ﬁm “já” — 👩\u200d🚀"
    assert text.canonical(body) == body


@pytest.mark.parametrize("body", ["a\x00b", "a\ud800b", "\udfff"])
def test_a_nul_or_lone_surrogate_is_refused(body: str) -> None:
    with pytest.raises(UnreadableText):
        text.canonical(body)
    with pytest.raises(UnreadableText):
        text.read("Text.", title=body)


@pytest.mark.parametrize("body", ["", " ", "\n\r\n\t", "\u200b\ufeff\u00a0"])
def test_a_text_of_white_space_is_an_empty_article(body: str) -> None:
    with pytest.raises(EmptyArticle):
        text.read(body)


def test_a_title_given_apart_becomes_the_first_line() -> None:
    article = text.read("The mill will close in May.", title="  Mill to\nclose ")
    assert article.text == "Mill to close\nThe mill will close in May."
    assert article.title == "Mill to close"
    assert [(p.heading, article.quote(p.start, p.end)) for p in article.paragraphs] == [
        (True, "Mill to close"),
        (False, "The mill will close in May."),
    ]


@pytest.mark.parametrize("first", ["Mill to close", "MILL TO CLOSE.", "“Mill to close”"])
def test_a_title_that_the_text_begins_with_is_not_said_twice(first: str) -> None:
    article = text.read(f"{first}\nThe mill will close in May.", title="Mill to close")
    assert article.text == f"{first}\nThe mill will close in May."
    assert article.paragraphs[0].heading


def test_without_a_title_a_heading_at_the_top_is_the_title() -> None:
    assert text.read("Mill to close\n\nThe mill will close in May.").title == "Mill to close"
    assert text.read("The mill will close in May.\nIt said so.").title is None
    assert text.read("Mill to close").title is None


def test_what_is_known_of_the_publication_is_kept() -> None:
    day = datetime(2024, 5, 4, tzinfo=UTC)
    article = text.read(
        "A fábrica fecha.", language="pt-BR", published_at=day, url="https://x.test/1", publisher="O Dia"
    )
    assert (article.language, article.published_at, article.url, article.publisher) == (
        "pt",
        day,
        "https://x.test/1",
        "O Dia",
    )


def test_each_line_is_a_paragraph_and_short_lines_without_a_full_stop_are_headings() -> None:
    body = "A fábrica fecha em maio\nA empresa confirmou ontem.\nO que muda\n“Nada”, disse a diretora.\n- um item\nFim"
    article = text.read(body, language="pt")
    assert [(p.heading, article.quote(p.start, p.end)) for p in article.paragraphs] == [
        (True, "A fábrica fecha em maio"),
        (False, "A empresa confirmou ontem."),
        (True, "O que muda"),
        (False, "“Nada”, disse a diretora."),
        (False, "- um item"),
        (False, "Fim"),
    ]


def test_hard_wrapped_lines_flow_into_paragraphs() -> None:
    article = text.read(WIRE, language="en")
    sentences = [article.quote(s.start, s.end) for s in article.sentences]
    assert [" ".join(words.split()) for words in sentences] == [
        "Harbour Mills Ltd said it has agreed to buy the Northern Spinning Co of Leeds for 12.5 mln dlrs in cash, "
        "subject to the approval of Northern's shareholders, who will meet on May 4.",
        "Harbour, which is based in Hull, said the purchase would add about 300 workers to its present 1,100.",
        "The mills will be kept open, Mr. J. R. Dale told reporters.",
        "Northern closed at 71.",
    ]
    assert len(article.paragraphs) == 3
    assert "\n" in sentences[0]


def test_a_wrapped_text_keeps_its_title_apart() -> None:
    article = text.read(WIRE, title="Harbour buys Northern", language="en")
    assert [p.heading for p in article.paragraphs] == [True, False, False, False]


def test_headlines_of_like_length_are_not_taken_for_wrapped_lines() -> None:
    lines = [
        "Harbour Mills agrees to buy Northern Spinning Co",
        "Northern's workers fear for jobs after the sale",
        "Fim.",
    ]
    assert len(text.read("\n".join(lines), language="en").paragraphs) == 3


def test_a_passage_does_not_end_with_a_heading() -> None:
    article = text.read("A b c d e f g h i j. K l m n o p.\nHeading here\nQ r s t u v w x y z a b.", language="en")
    passages = text.passages(article, 50)
    assert [article.quote(p.start, p.end) for p in passages] == [
        "A b c d e f g h i j. K l m n o p.",
        "Heading here\nQ r s t u v w x y z a b.",
    ]


@pytest.mark.parametrize(
    "body",
    [
        "a" * 200_000,
        "word " * 40_000,
        "." * 200_000,
        ". " * 100_000,
        "A. " * 66_000,
        '"' * 200_000,
        "a\n" * 100_000,
        "Oi. " + " " * 190_000 + "Tchau.",
        "e\u0301" * 100_000,
        "👩\u200d👧" * 60_000,
        "公司宣布。" * 40_000,
        "Ele disse “não”. Foi o Dr. Lima? " * 6_000,
    ],
    ids=lambda body: repr(body[:6]),
)
def test_two_hundred_thousand_characters_of_anything_are_read_in_seconds(body: str) -> None:
    began = time.process_time()
    article = text.read(body, language="it")
    passages = text.passages(article, 450)
    assert time.process_time() - began < 5  # some tenths of a second when nothing else runs
    assert max(p.end - p.start for p in passages) <= 1500
