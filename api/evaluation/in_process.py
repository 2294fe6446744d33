"""The engine in this process as a respondent: no service, no database, the model that the settings name."""

from __future__ import annotations

from api.engine.document import text
from api.engine.facts import as_json
from api.engine.llm.client import Model
from api.engine.pipeline import Engine
from api.evaluation.gold import GoldArticle
from api.evaluation.respondents import Extraction, Unanswered
from api.problems import Problem
from api.settings import Settings


class InProcess:
    """Reads articles with the engine. The model must be reachable by the settings as they are."""

    def __init__(self, settings: Settings) -> None:
        self._engine = Engine(Model(settings), settings)
        self.name = "the engine in this process"

    def __call__(self, article: GoldArticle) -> Extraction:
        try:
            given = text.read(article.text, published_at=article.published_at)
            extraction: Extraction = as_json(self._engine.extract(given))
        except Problem as problem:
            raise Unanswered(problem.detail) from None
        if extraction["status"] == "failed":
            raise Unanswered("; ".join(extraction["warnings"]) or "the extraction failed")
        return extraction
