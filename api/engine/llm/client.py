"""The one place that calls the language model.

It finds out what the endpoint can do, asks in the way that endpoint understands, and turns every failure into one of
the `Model...` problems. It promises one client a process, at most one second try a call, and that neither the article
nor a key is logged. It does not read the reply: that is for `reply`.
"""

from __future__ import annotations

import logging
import random
import threading
import time
import weakref
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

import openai
from openai.types.chat import ChatCompletionChunk

from api.engine.facts import Usage
from api.engine.llm import chat, deadline, endpoint, prices, stream
from api.engine.llm.breaker import Breaker
from api.engine.llm.connection import connect
from api.engine.llm.endpoint import Capabilities, Endpoint
from api.engine.llm.failures import diagnose, given_up, refused_option, too_long, unintelligible
from api.engine.llm.slots import Slots
from api.problems import ModelProblem
from api.settings import Settings

__all__ = ["Capabilities", "Completion", "Model", "spent"]

PROFILES = ("auto", "small", "large", "plain")

SHAPES = ("grammar", "structured_outputs", "response_format")
"""Options that shape the reply: an endpoint that refuses one is asked in the next best way from then on."""

SPARABLE = ("temperature", "stop", "reasoning_effort", "cache_prompt", "max_tokens", "max_completion_tokens")
"""Options an endpoint may refuse at no loss: it is asked again without them, or by their other name."""

COMPLETIONS = "/chat/completions"

READINESS = 2.0
"""Seconds the endpoint has to show that it is ready."""

TRIAL_TOKENS = 16

LONGEST_STREAM = 10
"""Times `llm_timeout` that a streamed reply may take in all; between its words the timeout itself holds."""

Json = dict[str, Any]

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Completion:
    """One reply. `finish_reason` is stop, length (cut off) or refusal; `seconds` include a second try."""

    text: str
    finish_reason: str
    usage: Usage
    seconds: float


def spent(problem: ModelProblem) -> Usage:
    """What the calls that ended in this problem cost, as far as it is known: their number."""
    return Usage(calls=problem.__dict__.get("calls", 0))


class _ShapeRefused(Exception):
    """The endpoint does not take this way of shaping a reply; `calls` were made to learn it."""

    def __init__(self, option: str, calls: int) -> None:
        super().__init__(option)
        self.option = option
        self.calls = calls


class Model:
    """The configured language model. One instance serves all threads of a process."""

    def __init__(self, settings: Settings) -> None:
        """Make the client; nothing is asked yet. Raises ValueError when an option cannot be understood."""
        if settings.profile not in PROFILES:
            raise ValueError(f"ONRECORD_PROFILE: {settings.profile!r} is none of {', '.join(PROFILES)}")
        try:
            self._prices = prices.parse(settings.prices)
        except ValueError as error:
            raise ValueError(f"ONRECORD_PRICES: {error}") from None
        self._settings = settings
        self._url = endpoint.address(settings)
        self._client = connect(self._url, settings)
        self._finalizer = weakref.finalize(self, self._client.close)
        self._endpoint: Endpoint | None = None
        self._examining = threading.Lock()
        self._examined_in_vain: tuple[float, ModelProblem] | None = None
        self._learning = threading.Lock()
        self.breaker = Breaker()
        self._slots = Slots(settings.embedded_model_slots)
        self._refused: frozenset[str] = frozenset()

    @property
    def name(self) -> str:
        """The model's name for people and provenance. May ask the endpoint, and raises what `ask` raises."""
        return endpoint.readable_name(self._known().model)

    @property
    def profile(self) -> str:
        """How an article is put to this model: small, large or plain. May ask the endpoint, as `name`."""
        return self._settings.profile if self._settings.profile != "auto" else self._known().profile

    @property
    def capabilities(self) -> Capabilities:
        """What the endpoint can do, found out once. May ask the endpoint, as `name`."""
        return self._known().capabilities

    def close(self) -> None:
        """Close the connections; they are closed as well when the model is no longer referred to."""
        self._finalizer()

    def ready(self) -> None:
        """Return when the model can be asked; raise the problem it has otherwise. Takes at most some two seconds."""
        endpoint.models(self._client, patience=READINESS)

    def ask(
        self,
        messages: Sequence[dict[str, Any]],
        *,
        schema: dict[str, Any] | None = None,
        schema_name: str = "reply",
        grammar: str | None = None,
        max_tokens: int,
        stop: list[str] | None = None,
        temperature: float = 0.0,
        slots: Sequence[int] = (),
    ) -> Completion:
        """The reply to `messages`, held to the strictest of `grammar`, `schema` and JSON mode the endpoint can follow.

        `slots` are those of the embedded model's server that have the beginning of the messages in memory; questions
        for one slot wait for each other, which costs less than reading the beginning again. Others know no slots.

        Raises ModelUnavailable, ModelRateLimited, ModelTooSlow, ModelMisconfigured or ModelUnintelligible; `spent`
        tells how many calls that took.
        """
        started, calls = time.monotonic(), 0
        limits = {"max_tokens": max_tokens, "stop": stop or None, "temperature": temperature}
        self.breaker.enter()
        with self._slots.taken(slots if self._settings.model_is_embedded else ()) as slot, self._judged():
            while True:
                at = self._known()
                options = chat.shape(at.capabilities, messages, grammar, schema, schema_name) | limits
                try:
                    answer, attempts = self._exchange(at.model, messages, {**options, "id_slot": slot})
                except _ShapeRefused as refused:
                    calls += refused.calls
                    self._step_down(at, refused.option)
                    continue
                return self._completion(at, answer, calls + attempts, time.monotonic() - started)

    @contextmanager
    def _judged(self) -> Iterator[None]:
        """Let the breaker know how a call went."""
        try:
            yield
        except ModelProblem as problem:
            self.breaker.failed(problem)
            raise
        self.breaker.succeeded()

    def _exchange(self, model: str, messages: Sequence[dict[str, Any]], options: dict[str, Any]) -> tuple[Json, int]:
        """The endpoint's answer, and the calls it took. Raises a ModelProblem or _ShapeRefused."""
        call: dict[str, Any] = {"model": model, "messages": list(messages)}
        calls, tried_again = 0, False
        while True:
            calls += 1
            sent = self._accepted(options)
            try:
                answer = self._answer(call | sent)
                choice = chat.choice_of(answer)
                if choice is not None and chat.ending_of(choice) != "broken":
                    assert isinstance(answer, dict), "it has a choice"
                    return answer, calls
                failure = unintelligible() if choice is None else given_up()
            except (openai.OpenAIError, ValueError) as error:
                refused = refused_option(error, sent)
                if refused in SHAPES:
                    raise _ShapeRefused(refused, calls) from None
                if refused in SPARABLE:
                    self._do_without(refused)
                    continue
                failure = too_long() if deadline.was_too_long() else diagnose(error)
                if isinstance(error, openai.NotFoundError):
                    self._endpoint = None  # another model may be served there by now
            log.warning("model call %d failed: %s", calls, failure.problem.slug)
            if tried_again or failure.pause is None:
                failure.problem.__dict__["calls"] = calls
                raise failure.problem
            tried_again = True
            spread = random.uniform(1.0, 1.25)  # noqa: S311  - so that a crowd that failed together returns apart
            time.sleep(failure.pause * spread)

    def _answer(self, call: Json) -> object:
        """What the endpoint answers. The embedded model is listened to word by word, so that only silence is slow.

        The body goes to the client as it is: its typed method would walk through every member, and build an object of
        the answer, for more than the rest of the call costs.
        """
        if not self._settings.model_is_embedded:
            with deadline.within(self._settings.llm_timeout):
                return self._client.post(COMPLETIONS, cast_to=object, body=call)
        with deadline.within(LONGEST_STREAM * self._settings.llm_timeout):
            chunks = self._client.post(
                COMPLETIONS,
                cast_to=ChatCompletionChunk,
                body=call | stream.OPTIONS,
                stream=True,
                stream_cls=openai.Stream[ChatCompletionChunk],
            )
            return stream.gathered(chunks) if isinstance(chunks, openai.Stream) else None

    def _accepted(self, options: dict[str, Any]) -> dict[str, Any]:
        """The options that have a value and that this endpoint has not refused, by the names it takes."""
        hosted = endpoint.is_openai(self._url)
        wanted = {**options, "reasoning_effort": self._settings.llm_reasoning} if hosted else dict(options)
        if "max_completion_tokens" not in self._refused and (hosted or "max_tokens" in self._refused):
            wanted["max_completion_tokens"] = wanted.pop("max_tokens")
        return {name: value for name, value in wanted.items() if value is not None and name not in self._refused}

    def _do_without(self, option: str) -> None:
        log.info("the model's endpoint refuses %s", option)
        with self._learning:
            self._refused |= {option}

    def _step_down(self, at: Endpoint, option: str) -> None:
        """Remember that the endpoint refuses what `at` said it can do, unless another thread has done so."""
        can = at.capabilities
        if option != "response_format":
            can = replace(can, grammar=None)
        else:
            can = replace(can, json_schema=False) if can.json_schema else replace(can, json_object=False)
        log.warning("the model's endpoint refuses %s", option)
        with self._learning:
            if self._endpoint is at:
                self._endpoint = replace(at, capabilities=can)

    def _completion(self, at: Endpoint, answer: Json, calls: int, seconds: float) -> Completion:
        choice = chat.choice_of(answer) or {}
        text, refusal = chat.text_of(choice), chat.refusal_of(choice)
        cut = chat.ending_of(choice)
        usage = replace(chat.usage_of(answer), calls=calls, seconds=seconds)
        usage = replace(usage, cost=prices.cost(self._prices, at.model, usage))
        return Completion(text or refusal or "", "refusal" if refusal else cut, usage, seconds)

    def _known(self) -> Endpoint:
        """The endpoint, examined once. A failure is told to all who waited for this answer, then forgotten."""
        since = time.monotonic()
        if (known := self._endpoint) is not None:
            return known
        with self._examining:
            if (known := self._endpoint) is not None:
                return known
            if self._examined_in_vain is not None and self._examined_in_vain[0] > since:
                problem = self._examined_in_vain[1]
                raise type(problem)(problem.detail, retry_after=problem.retry_after)
            try:
                known = endpoint.examine(self._client, self._settings, self._follows)
            except ModelProblem as problem:
                self._examined_in_vain = (time.monotonic(), problem)
                raise
            self._endpoint = known
            return known

    def _follows(self, model: str, kind: str) -> bool:
        """Whether a reply of `model` keeps to a `response_format` of this kind, by asking for a very short one."""
        messages, response_format = chat.trial(kind)
        options = {"response_format": response_format, "max_tokens": TRIAL_TOKENS, "temperature": 0.0}
        try:
            answer, _ = self._exchange(model, messages, options)
        except _ShapeRefused:
            return False
        said = chat.text_of(chat.choice_of(answer) or {}).lstrip()
        return not said or said.startswith("{")  # a model that spent the tokens on thinking has at least not refused
