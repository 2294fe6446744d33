"""The least seconds that an article's facts could take with a model, to see how far an extraction is from it.

Whatever the way of asking, the model has to read the article once and to say what only it can know: what each name
is, whose words each reporting word brings, what each deal is and between whom. The floor is the article's tokens by the
pace of reading plus one token for each of these by the pace of writing. It is a bound, not a goal that can be met:
instructions are free in it, and so is every word of an answer that tells which of the choices is meant.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import median_low

import openai

from api.engine.llm import endpoint
from api.engine.llm.connection import connect
from api.evaluation.delivered import Delivered
from api.evaluation.gold import GoldArticle
from api.evaluation.outcomes import Evaluation
from api.settings import Settings

WRITTEN = 48
"""Tokens the model is let write to learn its pace."""

READ = 2000
"""Code points of an article that it is shown for it."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast a model reads and writes, in tokens a second, and how many code points of an article are a token."""

    reading: float
    writing: float
    density: float


def measured(evaluation: Evaluation, settings: Settings) -> Evaluation:
    """The evaluation with the floor of each article, for the model of these settings. Raises what `paces` raises."""
    return under(evaluation, paces([outcome.article for outcome in evaluation.outcomes], settings))


def under(evaluation: Evaluation, known: Mapping[str, Pace]) -> Evaluation:
    """The evaluation with the floor of each article, at a pace that is known for each language."""
    floors = (seconds(each.article, each.delivered, known) for each in evaluation.outcomes)
    return replace(evaluation, floors=tuple(floors))


def paces(articles: Sequence[GoldArticle], settings: Settings) -> dict[str, Pace]:
    """The model's pace in each language of the articles. Raises openai.OpenAIError or ValueError where it fails."""
    url = endpoint.address(settings)
    with connect(url, settings) as client:
        listed = list(client.models.list().data)
        if not (listed or settings.llm_model):
            raise ValueError("its endpoint lists no model")
        model = settings.llm_model or listed[0].id
        found = {}
        for language in sorted({article.language for article in articles}):
            texts = sorted((article.text for article in articles if article.language == language), key=len)
            found[language] = _pace(client, model, median_low(texts)[:READ])
    return found


def _pace(client: openai.OpenAI, model: str, text: str) -> Pace:
    """One answer, watched as it comes. The moment goes first, so that nothing was read before."""
    words = f"{time.time_ns()} Copy this article.\n\n{text}"
    began = time.perf_counter()
    first, used = None, None
    for chunk in client.chat.completions.create(
        model=model,
        messages=[{"role": "user", "content": words}],
        max_tokens=WRITTEN,
        temperature=0,
        stream=True,
        stream_options={"include_usage": True},
    ):
        if first is None and chunk.choices and chunk.choices[0].delta.content:
            first = time.perf_counter()
        used = chunk.usage or used
    ended = time.perf_counter()
    if first is None or used is None or used.completion_tokens < 2 or ended <= first:
        raise ValueError("the model's answer is too short to tell its pace")
    return Pace(
        reading=used.prompt_tokens / (first - began),
        writing=(used.completion_tokens - 1) / (ended - first),
        density=len(words) / used.prompt_tokens,
    )


def decisions(delivered: Delivered) -> int:
    """What only the model can know of what was delivered: a token each, at the least."""
    names = len(delivered.organizations) + len(delivered.people)
    deals = sum(2 + len(deal.parties) + len(deal.amounts) for deal in delivered.deals)
    return names + len(delivered.claims) + deals


def seconds(article: GoldArticle, delivered: Delivered, known: Mapping[str, Pace]) -> float:
    """The floor of one article."""
    pace = known[article.language]
    return len(article.text) / pace.density / pace.reading + decisions(delivered) / pace.writing
