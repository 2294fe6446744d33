"""Who is named, where no capitals tell: a model lists people and organisations of a passage in the passage's own words.

What it lists is cut to the name proper and set beside what titles and organisation words give away; it can miss or
misjudge a name, but not make one up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from api.engine.document.span import Span
from api.engine.document.text import Article, Passage, passages
from api.engine.draft import DraftName
from api.engine.entities import uncased
from api.engine.languages.language import Language, language
from api.engine.llm import prompts
from api.engine.llm.conversation import Conversation, Question
from api.engine.llm.copy_grammar import Words

CHARS_AT_ONCE = 400
"""Code points of the passages that are asked about: the grammar has a rule for each word of them."""

SHARE = 0.5
"""The part of an article's questions that names may take where sentences are asked about too."""

_BREAK = re.compile(r"[。！？!?।॥۔؟\n，、,；;：:「」『』“”\"«»（）()]|\.(?=\s)")
_KINDS = {"person": "person", "company": "company", "media": "media", "body": "public_body"}


def ask(article: Article, conversation: Conversation) -> tuple[DraftName, ...]:
    """What is named in the article and of which kind, each at every place where a rule or the model found it."""
    known = language(article.language)
    shown = passages(article, CHARS_AT_ONCE)
    questions = [_question(article, passage) for passage in shown if _has_words(article, passage)]
    answers = conversation.ask_all(questions, 1.0 if known.known else SHARE)
    listed = [
        one for question, answer in zip(questions, answers, strict=True) for one in _listed(article, question, answer)
    ]
    listed = [(uncased.proper(article.text, span, kind, known), kind) for span, kind in listed]
    found = [
        *uncased.beside_titles(article.text, known),
        *sorted(listed),
        *uncased.by_what_they_are(article.text, known),
    ]
    return tuple(DraftName(span, kind) for span, kind in uncased.settled(article.text, found, known))


def _has_words(article: Article, passage: Passage) -> bool:
    return any(map(str.isalpha, article.quote(passage.start, passage.end)))


def _question(article: Article, passage: Passage) -> Question:
    text = article.quote(passage.start, passage.end)
    breaks = tuple(sorted({at for match in _BREAK.finditer(text) for at in match.span()}))
    vocabularies = {"name": Words(text, None, breaks=breaks)}
    asked = " ".join(text.split())
    return Question(prompts.load("roster"), {"sentences": asked}, (passage.start, passage.end), 240, vocabularies)


def _listed(article: Article, question: Question, answer: object) -> Iterator[uncased.Named]:
    """The places of the names of a reply."""
    start, end = question.place
    for row in answer if isinstance(answer, list) else ():
        if not isinstance(row, list) or len(row) != 2 or not all(isinstance(cell, str) for cell in row):
            continue
        spelled = r"\s+".join(map(re.escape, row[0].split()))
        for match in re.compile(spelled).finditer(article.text, start, end) if spelled else ():
            yield Span(*match.span()), _KINDS.get(row[1], "company")


def is_uncased(article: Article, known: Language) -> bool:
    """Whether the article is in a script without capitals: by its language's file, else by most of its letters."""
    if known.known:
        return known.flag("caseless")
    letters = [letter for letter in article.text[:4000] if letter.isalpha()]
    return sum(letter.upper() == letter.lower() for letter in letters) > 0.5 * len(letters)
