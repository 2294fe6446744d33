"""An evaluation: every gold article put to a respondent, scored, timed and counted.

An article without an answer counts as one in which nothing was found; it is told apart as lost.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import zip_longest
from typing import Any

from api.evaluation.delivered import Delivered, of_extraction
from api.evaluation.gold import GoldArticle
from api.evaluation.respondents import Respondent, Unanswered
from api.evaluation.scoring import score
from api.evaluation.tallies import KINDS, SHARES, Score, total


@dataclass(frozen=True, slots=True)
class Cost:
    """What one article or many cost: wall-clock seconds, model calls, tokens."""

    seconds: float = 0.0
    calls: int = 0
    input_tokens: int = 0
    output_tokens: int = 0

    def __add__(self, other: Cost) -> Cost:
        return Cost(
            self.seconds + other.seconds,
            self.calls + other.calls,
            self.input_tokens + other.input_tokens,
            self.output_tokens + other.output_tokens,
        )


@dataclass(frozen=True, slots=True)
class Outcome:
    """One article: what was delivered, its score and its cost. `fault` says why it is lost."""

    article: GoldArticle
    delivered: Delivered
    score: Score
    cost: Cost
    status: str
    provenance: Mapping[str, Any] | None = None
    fault: str | None = None


@dataclass(frozen=True, slots=True)
class Evaluation:
    subject: str
    outcomes: tuple[Outcome, ...]
    began: datetime = field(default_factory=lambda: datetime.now(UTC))
    floors: tuple[float, ...] = ()
    """The least seconds each article could have taken (`floor`); empty where the model's pace is not known."""

    @property
    def score(self) -> Score:
        return total(outcome.score for outcome in self.outcomes)

    @property
    def cost(self) -> Cost:
        return sum((outcome.cost for outcome in self.outcomes), Cost())

    @property
    def lost(self) -> tuple[Outcome, ...]:
        return tuple(outcome for outcome in self.outcomes if outcome.fault is not None)

    @property
    def median_seconds(self) -> float:
        return statistics.median(outcome.cost.seconds for outcome in self.outcomes)

    @property
    def provenance(self) -> Mapping[str, Any]:
        """What made the extractions, by the first article that has an answer; empty when none has."""
        return next((outcome.provenance for outcome in self.outcomes if outcome.provenance), {})

    def by_language(self) -> dict[str, Score]:
        """The scores of each language, in the order of their codes."""
        languages = sorted({outcome.article.language for outcome in self.outcomes})
        return {
            language: total(outcome.score for outcome in self.outcomes if outcome.article.language == language)
            for language in languages
        }

    def as_json(self) -> dict[str, Any]:
        """Every figure as JSON types; what could not be computed is null."""
        return {
            "subject": self.subject,
            "began": self.began.isoformat(),
            "provenance": dict(self.provenance),
            "articles": len(self.outcomes),
            "lost": [{"id": outcome.article.id, "why": outcome.fault} for outcome in self.lost],
            "cost": _cost(self.cost)
            | {"median_seconds": round(self.median_seconds, 3), "floor_seconds": _rounded(sum(self.floors) or None)},
            **_score(self.score),
            "languages": {language: _score(score) for language, score in self.by_language().items()},
            "each": [
                {
                    "id": outcome.article.id,
                    "language": outcome.article.language,
                    "status": outcome.status,
                    "cost": _cost(outcome.cost) | {"floor_seconds": _rounded(least)},
                    **_score(outcome.score),
                    "differences": [
                        {"kind": d.kind, "missed": d.missed, "words": d.words, "told": d.told}
                        for d in outcome.score.differences
                    ],
                }
                for outcome, least in zip_longest(self.outcomes, self.floors)
            ],
        }


def evaluate(
    articles: Sequence[GoldArticle],
    respondent: Respondent,
    progress: Callable[[int, str], None] = lambda done, id: None,
) -> Evaluation:
    """Put each article to the respondent, one after another. `progress` hears how many are done and which comes next.

    Raises Unreachable when the respondent cannot answer at all.
    """
    began = datetime.now(UTC)
    outcomes = []
    for done, article in enumerate(articles):
        progress(done, article.id)
        outcomes.append(outcome(article, respondent))
    progress(len(articles), "")
    return Evaluation(respondent.name, tuple(outcomes), began)


def outcome(article: GoldArticle, respondent: Respondent) -> Outcome:
    """One article's outcome."""
    start = time.perf_counter()
    try:
        extraction = respondent(article)
        seconds = time.perf_counter() - start
        delivered = of_extraction(extraction)
    except Unanswered as lost:
        return _lost(article, str(lost), time.perf_counter() - start)
    except (KeyError, TypeError, AttributeError) as error:
        return _lost(article, f"not an extraction: {type(error).__name__}: {error}", time.perf_counter() - start)
    usage = extraction.get("usage") or {}
    cost = Cost(seconds, *(usage.get(name) or 0 for name in ("calls", "input_tokens", "output_tokens")))
    return Outcome(
        article, delivered, score(article, delivered), cost, extraction["status"], extraction.get("provenance")
    )


def _lost(article: GoldArticle, why: str, seconds: float) -> Outcome:
    nothing = Delivered()
    return Outcome(article, nothing, score(article, nothing), Cost(seconds), "lost", fault=why)


def _cost(cost: Cost) -> dict[str, Any]:
    return {
        "seconds": round(cost.seconds, 3),
        "calls": cost.calls,
        "input_tokens": cost.input_tokens,
        "output_tokens": cost.output_tokens,
    }


def _score(score: Score) -> dict[str, Any]:
    return {
        "kinds": {
            kind: {
                "right": tally.right,
                "delivered": tally.delivered,
                "wanted": tally.wanted,
                "precision": _rounded(tally.precision),
                "recall": _rounded(tally.recall),
                "f1": _rounded(tally.f1),
            }
            for kind in KINDS
            if (tally := score.tallies.get(kind)) is not None
        },
        "shares": {
            name: {"part": share.part, "whole": share.whole, "share": _rounded(share.value)}
            for name in SHARES
            if (share := score.shares.get(name)) is not None
        },
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
