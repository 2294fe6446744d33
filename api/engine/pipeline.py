"""An article becomes an extraction: the story in one screen.

    article -> questions -> replies -> draft (places in the article) -> facts (spans, proven)

How the model is asked depends on its profile; everything else is the same for all of them.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Protocol

from api.engine import rules
from api.engine.document.text import Article
from api.engine.draft import Draft
from api.engine.facts import Extraction, Facts, Provenance, RawReply
from api.engine.llm import prompts, slots
from api.engine.llm.client import Model
from api.engine.llm.conversation import Conversation
from api.engine.readers import large, small
from api.engine.telling import OnFact, Stage, Teller, made
from api.problems import ModelRefused
from api.settings import Settings
from api.version import VERSION

SCHEMA_VERSION = "2"
"""Goes up when the public shape of the facts changes, so that stored extractions of the old shape are made anew."""


FEWEST_QUESTIONS, CHARS_A_QUESTION = 24, 80
"""Questions that any article may take, and one more for so many code points: news takes one for some 400."""


class Reader(Protocol):
    """A way of asking: the prompts it uses, and the reading itself."""

    @property
    def PROMPTS(self) -> tuple[str, ...]:  # noqa: N802  - a module's constant
        """The names of the prompt files."""

    def read(self, article: Article, conversation: Conversation, after: Stage) -> Draft:
        """What the model makes of the article. `after` is told the draft so far after each stage."""


class Engine:
    """Reads articles with one model. One instance serves all threads of a process."""

    def __init__(self, model: Model, settings: Settings) -> None:
        """Ask nothing yet."""
        self._model = model
        self._settings = settings

    @property
    def model(self) -> Model:
        """The model that is asked."""
        return self._model

    @property
    def provenance(self) -> Provenance:
        """What an extraction will have been made by. Raises ModelProblem when that takes asking the model in vain."""
        reader = self._reader()
        asked = [prompts.load(name) for name in reader.PROMPTS]
        return Provenance(
            engine=f"onrecord-{self._model.profile} {VERSION}",
            model=self._model.name,
            prompt="+".join(f"{prompt.name}@{prompt.version}" for prompt in asked),
            prompt_sha256=prompts.digest(asked),
            rules_sha256=rules.digest(reader.PROMPTS, self._settings),
            schema_version=SCHEMA_VERSION,
        )

    def extract(
        self,
        article: Article,
        progress: Callable[[int, int], None] | None = None,
        on_fact: OnFact | None = None,
        stopped: Callable[[], bool] | None = None,
        known: Sequence[RawReply] = (),
    ) -> Extraction:
        """The facts of the article.

        `progress` is told how many questions are answered, and of how many so far; `on_fact` each fact and each
        rejection as soon as it is sure (a fact told again replaces the one of the same id). Once `stopped` is true
        nothing more is asked, and what is known by then is delivered. A question that fails leaves its part out and
        makes the extraction partial. What `known` replies answer is not asked again. Raises ModelProblem when nothing
        at all could be asked, ModelRefused when the model declined to answer and rules found
        nothing either.
        """
        started = time.monotonic()
        conversation = Conversation(
            self._model,
            self.parallel,
            progress,
            self._settings.window_chars,
            stopped,
            known,
            min(self._settings.questions, FEWEST_QUESTIONS + len(article.text) // CHARS_A_QUESTION),
        )
        teller = Teller(article, on_fact)
        draft = self._reader().read(article, conversation, teller.after)
        if conversation.failures and not conversation.answered:
            raise conversation.failures[0]
        facts, rejected = made(article, draft)
        if conversation.refused and facts == Facts():
            raise ModelRefused
        teller.at_the_end(facts, rejected)
        usage = replace(conversation.usage, seconds=round(time.monotonic() - started, 3))
        return Extraction(
            status="partial" if conversation.incomplete else "succeeded",
            facts=facts,
            rejected=rejected,
            warnings=tuple(conversation.warnings),
            usage=usage,
            provenance=self.provenance,
            replies=tuple(conversation.replies),
        )

    def _reader(self) -> Reader:
        return small if self._model.profile == "small" else large

    @property
    def parallel(self) -> int:
        """How many questions about one article are asked at once."""
        if self._settings.llm_parallel:
            return self._settings.llm_parallel
        return slots.at_once(self._settings) if self._settings.model_is_embedded else 8
