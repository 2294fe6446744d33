"""Asking the model about one article: every call of it counted, every reply kept, every failure held to its passage.

`ask` answers the value the reply holds, or None when the question failed; what failed stands in `warnings`. One repair
turn tells the model exactly what was wrong with its reply; after that what is complete is salvaged.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, TypeVar

from api import contracts
from api.engine.document.control_tokens import plain, restored
from api.engine.facts import RawReply, Usage
from api.engine.llm import reply
from api.engine.llm.client import Capabilities, Completion, Model, spent
from api.engine.llm.copy_grammar import Vocabulary, compile_grammar
from api.engine.llm.prompts import Message, Prompt
from api.problems import ModelMisconfigured, ModelProblem, ModelRateLimited, ModelUnavailable

_FATAL = (ModelUnavailable, ModelMisconfigured, ModelRateLimited)
"""Problems of the endpoint rather than of one passage: asking on would only repeat them."""

Asked = TypeVar("Asked")

STOPPED = "Reading was stopped before all of the article was asked about."
"""The warning of an extraction that somebody stopped."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question: the prompt with its variables, and the place of the article it is about."""

    prompt: Prompt
    variables: Mapping[str, str]
    place: tuple[int, int]
    max_tokens: int
    vocabularies: Mapping[str, Vocabulary] | None = None
    weight: float = 0.0
    """How likely something hangs on it: where there are more questions than may be asked, the weightiest are."""


class Conversation:
    """The calls for one article. Safe for the threads that ask several questions at once."""

    def __init__(
        self,
        model: Model,
        parallel: int = 1,
        report: Callable[[int, int], None] | None = None,
        window: int = 24_000,
        stopped: Callable[[], bool] | None = None,
        known: Sequence[RawReply] = (),
        budget: int | None = None,
    ) -> None:
        """`report` is told how many questions are answered, and of how many, as they are.

        `window` is how much of an article, in code points, a large model is shown at once. Once `stopped` returns true
        nothing more is asked. `known` are replies of an earlier conversation about the same article: a question that
        one of them answers whole is not asked again. `budget` is how many questions are asked at most.
        """
        self.window = window
        self._model = model
        self._parallel = parallel
        self._report = report
        self._stopped = stopped
        self._known = {one.question: one for one in known if one.question is not None}
        self._left = budget
        self._reached = False
        self._lock = threading.Lock()
        self._done = self._asked = 0
        self.usage = Usage()
        self.replies: list[RawReply] = []
        self.warnings: list[str] = []
        self.failures: list[ModelProblem] = []
        self.incomplete = False
        self._refusals = 0

    @property
    def capabilities(self) -> Capabilities:
        """What the model's endpoint can be asked for. Raises ModelProblem when that takes asking it in vain."""
        return self._model.capabilities

    @property
    def answered(self) -> bool:
        """Whether any question was answered."""
        return bool(self.replies)

    @property
    def refused(self) -> bool:
        """Whether the model declined to answer whatever it was asked."""
        return 0 < self._refusals == len(self.replies)

    def ask_all(self, questions: Sequence[Question], share: float = 1.0) -> list[Any]:
        """The values of the replies, in the order of the questions; None for each that failed or is not asked.

        `share` is how much of what is left of the budget may be spent; a warning tells when it is not enough.
        """
        chosen = self._within_budget(questions, share)
        with self._lock:
            self._asked += len(chosen)
        if self._parallel == 1 or len(chosen) < 2:
            return [self._ask(question) if at in chosen else None for at, question in enumerate(questions)]
        with ThreadPoolExecutor(min(self._parallel, len(chosen))) as pool:
            asked = pool.map(self._ask, (question for at, question in enumerate(questions) if at in chosen))
            return [next(asked) if at in chosen else None for at in range(len(questions))]

    def _within_budget(self, questions: Sequence[Question], share: float) -> frozenset[int]:
        """Which of the questions are asked: all, or the weightiest, the first of the article before others."""
        if self._left is None:
            return frozenset(range(len(questions)))
        with self._lock:
            most = max(int(self._left * share), 1 if self._left else 0)
            chosen = sorted(range(len(questions)), key=lambda at: (-questions[at].weight, at))[:most]
            self._left -= len(chosen)
        if len(chosen) < len(questions):
            name = questions[0].prompt.name
            with self._lock:
                self.warnings.append(
                    f"{name}: {len(questions):,} questions would have to be asked about this article; "
                    f"{len(chosen):,} were, the likeliest first (ONRECORD_QUESTIONS). Facts may be missing."
                )
        return frozenset(chosen)

    def affords(self, questions: int) -> bool:
        """Whether so many questions leave at least as much of the budget for others."""
        return self._left is None or 2 * questions <= self._left

    @contextmanager
    def beside(self, call: Callable[[], Asked]) -> Iterator[Callable[[], Asked | None]]:
        """Ask what `call` asks beside what is asked within, where several questions are asked at once.

        Gives a function that waits for what `call` returns; None where questions are asked one by one.
        """
        if self._parallel == 1:
            yield lambda: None
            return
        with ThreadPoolExecutor(1) as pool:
            yield pool.submit(call).result

    def _ask(self, question: Question) -> Any:
        messages = question.prompt.messages(**{name: plain(words) for name, words in question.variables.items()})
        schema = contracts.schema(question.prompt.reply)
        grammar = None if question.vocabularies is None else compile_grammar(schema, question.vocabularies)
        if (recalled := self._recalled(question, messages, grammar)) is not None:
            return restored(recalled.value, *question.variables.values())
        if any(isinstance(failure, _FATAL) for failure in self.failures) and not self._reached:
            return None
        if self._stopped is not None and self._stopped():
            self._note_once(STOPPED)
            return None
        try:
            reading, said = self._turn(question, messages, schema, grammar)
            if reading.fault and said.finish_reason == "stop":
                again = _told_what_was_wrong(messages, said.text, reading)
                reading, said = self._repaired(question, again, schema, grammar, (reading, said))
        except ModelProblem as problem:
            self._failed(question, problem)
            return None
        finally:
            with self._lock:
                self._done += 1
            if self._report is not None:
                self._report(self._done, self._asked)
        if reading.fault:
            self._note(f"{question.prompt.name} at {question.place[0]}–{question.place[1]}: {_cut(said, reading)}")
        return restored(reading.value, *question.variables.values())

    def _recalled(self, question: Question, messages: Sequence[Message], grammar: str | None) -> reply.Reading | None:
        """What a known reply says to the question, or the one to being told what was wrong with it; None if neither."""
        used: list[RawReply] = []
        while self._known and len(used) < 2:
            one = self._known.get(self._digest(question, messages, grammar))
            if one is None or one.finish_reason != "stop":
                return None
            used.append(one)
            reading = reply.read(one.content, question.prompt.reply)
            if reading.fault is None:
                with self._lock:
                    self.replies += used
                    self._done += 1
                if self._report is not None:
                    self._report(self._done, self._asked)
                return reading
            messages = _told_what_was_wrong(messages, one.content, reading)
        return None

    def _digest(self, question: Question, messages: Sequence[Message], grammar: str | None) -> str:
        """The SHA-256 of all that the model is sent, and of which model."""
        sent = [self._model.name, list(messages), question.prompt.reply, question.max_tokens, grammar]
        return sha256(json.dumps(sent, ensure_ascii=True, sort_keys=True).encode()).hexdigest()

    def _repaired(
        self,
        question: Question,
        messages: Sequence[Message],
        schema: dict[str, Any],
        grammar: str | None,
        first: tuple[reply.Reading, Completion],
    ) -> tuple[reply.Reading, Completion]:
        """The better of the first reply and the one to `messages`, which tell what was wrong with it."""
        try:
            second = self._turn(question, messages, schema, grammar)
        except ModelProblem as problem:
            if first[0].value is None:
                raise
            with self._lock:
                self.usage += spent(problem)
            return first
        return max(second, first, key=lambda turn: (turn[0].fault is None, _held(turn[0].value)))

    def _turn(
        self, question: Question, messages: Sequence[Message], schema: dict[str, Any], grammar: str | None
    ) -> tuple[reply.Reading, Completion]:
        completion = self._model.ask(
            list(messages),
            schema=schema,
            schema_name=question.prompt.reply,
            grammar=grammar,
            max_tokens=question.max_tokens,
            slots=question.prompt.slots,
        )
        usage = completion.usage
        raw = RawReply(
            question.prompt.name,
            *question.place,
            completion.text,
            completion.finish_reason,
            usage.input_tokens,
            usage.output_tokens,
            round(completion.seconds, 3),
            self._digest(question, messages, grammar),
        )
        with self._lock:
            self._reached = True
            self.usage += usage
            self.replies.append(raw)
        if completion.finish_reason == "refusal":
            with self._lock:
                self._refusals += 1
            return reply.Reading(None, "The model refused to answer."), completion
        return reply.read(completion.text, question.prompt.reply), completion

    def _failed(self, question: Question, problem: ModelProblem) -> None:
        with self._lock:
            self.usage += spent(problem)
            self.failures.append(problem)
        self._note(f"{question.prompt.name} at {question.place[0]}–{question.place[1]}: {problem.title}")

    def _note_once(self, warning: str) -> None:
        if warning not in self.warnings:
            self._note(warning)

    def _note(self, warning: str) -> None:
        with self._lock:
            self.warnings.append(warning)
            self.incomplete = True


def _told_what_was_wrong(messages: Sequence[Message], said: str, reading: reply.Reading) -> list[Message]:
    """The conversation with the model's reply and what to mend in it."""
    told = f"{reading.fault} Answer again with the corrected JSON only."
    return [*messages, {"role": "assistant", "content": plain(said)}, _user(plain(told))]


def _held(value: Any) -> int:
    """How much a value holds."""
    return 0 if value is None else len(json.dumps(value))


def _cut(said: Completion, reading: reply.Reading) -> str:
    kept = "what was complete is kept" if reading.value is not None else "nothing of it could be kept"
    return f"the reply was cut off; {kept}" if said.finish_reason == "length" else f"{reading.fault} ({kept})"


def _user(content: str) -> Message:
    return {"role": "user", "content": content}
