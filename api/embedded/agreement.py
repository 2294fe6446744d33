"""Whether a server that was built here answers as the wheel's does: both are put the questions of short articles.

The articles bring several questions of every kind that a small model is asked (`small.PROMPTS`), asked as the service
asks them, grammar and all. Two builds add numbers up in another order, so that near ties fall otherwise now and then; a
build that computes wrongly answers nearly everything otherwise.
"""

from __future__ import annotations

import os
import socket
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from api.embedded import model_server
from api.embedded.model_files import ModelFileMissing, ensure
from api.embedded.parts import Part
from api.embedded.supervisor import environment
from api.engine.document import text
from api.engine.llm.client import Model
from api.engine.llm.conversation import Conversation
from api.engine.readers import small
from api.problems import ModelProblem
from api.settings import Settings

ARTICLES = (
    (
        "en",
        "Ferry line to close\n\n"
        "Marlow Ferries said on Monday it would stop its service to Tessel in May. Fears that rents would rise, first "
        "voiced by the port union, proved right, Ines Varga told the Tessel Courier. Among sailors in Selby there is a "
        "belief that the line is cursed. Hopes of a second ferry were dashed, notes the Harbour Office. Hidden in the "
        "annex, auditors of Pell & Rowe found a warning that money had run out.\n",
    ),
    (
        "pt",
        "Balsa de Tessel vai parar\n\n"
        "Rita Valadão, relatora do caso na Câmara de Arante, acha que ninguém leu o contrato da Navegação Sul. Segundo "
        "relatos de que o cais afunda, a obra deve parar antes do Festival da Maré. O Diário de Arante deu a nota.\n",
    ),
    (
        "de",
        "Fähre nach Tessel vor dem Aus\n\n"
        "Am Hafen von Olden hieß es, die Linie werde an die Nordkai verkauft. Wie zu erfahren war, glaubt im Rat kaum "
        "jemand an den Bau. Anwohner begrüßten, was der Rat beschloss, berichtet der Oldener Bote.\n",
    ),
    (
        "zh",
        "澜港航运总经理许文澜周一表示，公司将以3亿元收购青屿码头。\n\n"
        "岚州市交通局尚未批准这笔交易。《岚州晚报》率先报道了此事。\n",
    ),
    ("ko", "가온해운은 다울조선과 계약을 맺었다고 밝혔다. 윤서래 가온해운 대표는 기쁘다고 말했다.\n"),
    ("ar", "قالت شركة مرسى للنقل إنها ستشتري رصيف البحر. وقال مديرها سامر الحلبي لصحيفة الميناء إن الصفقة عادلة.\n"),
    (
        "et",
        "Laevaliin suletakse\n\n"
        "Merelinna vallavanem Tiit Oras ütles, et sadam on liiga kallis. Ettevõtte Lainela sõnul algavad tööd mais. "
        "Reisijate liit arvab, et linn on liiga kaua oodanud.\n",
    ),
)
"""(language, text): of names and of speakers that grammar leaves open, in scripts without capitals, without a file."""

ENOUGH = 2 / 3
"""The share of questions that are to be answered alike: a sound build answered seven of nine so."""

PATIENCE = 600.0
"""Seconds one question may take: machines that build are busy, and nobody waits for the answer."""

Asked = tuple[str, str, int, int]
"""A question: language and prompt, and the place of the article it is about."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """How two servers answered the same questions. `differ` are those they answered differently, or one of them not."""

    questions: int
    differ: tuple[tuple[Asked, str | None, str | None], ...]

    @property
    def same(self) -> int:
        """How many they answered alike."""
        return self.questions - len(self.differ)

    @property
    def is_enough(self) -> bool:
        """Whether enough are answered alike for both to be the same model."""
        return self.same >= ENOUGH * self.questions > 0


def trouble(settings: Settings, program: Path, say: Callable[[str], None] = lambda line: None) -> str | None:
    """What is wrong with the server that was built; None if it answers as the wheel's does.

    `say` is told in a line how many questions were answered alike, and each that was not.
    """
    try:
        model = ensure(settings)
        ours = _served(replace(settings, embedded_model_port=_free_port()), model, None)
        theirs = _served(replace(settings, embedded_model_port=_free_port()), model, program)
    except (ModelFileMissing, ModelProblem, OSError) as error:
        return str(error)
    if not ours:
        return "the wheel's server does not answer, so there is nothing to compare with."
    if not theirs:
        return "it does not start."
    found = compared(ours, theirs)
    say(f"{found.same} of {found.questions} questions are answered alike")
    for (language, prompt, start, end), one, other in found.differ:
        say(f"  {prompt} ({language}, {start}–{end}): {_short(one)} by the wheel's, {_short(other)} by this one")
    if found.is_enough:
        return None
    return f"it answers {found.same} of {found.questions} questions as the wheel's does."


def compared(ours: Mapping[Asked, str], theirs: Mapping[Asked, str]) -> Agreement:
    """How two servers agree, of the replies of each."""
    asked = sorted(ours.keys() | theirs.keys())
    differ = tuple((one, ours.get(one), theirs.get(one)) for one in asked if ours.get(one) != theirs.get(one))
    return Agreement(len(asked), differ)


def replies(base_url: str) -> dict[Asked, str]:
    """What the model server at that address says to each question. Raises ModelProblem."""
    model = Model(Settings(llm_base_url=base_url, profile="small", llm_timeout=PATIENCE))
    said: dict[Asked, str] = {}
    for language, words in ARTICLES:
        conversation = Conversation(model)
        small.read(text.read(words, language=language), conversation)
        if conversation.failures:
            raise conversation.failures[0]
        said |= {(language, one.step, one.start, one.end): one.content for one in conversation.replies}
    return said


def _short(reply: str | None, most: int = 80) -> str:
    if reply is None:
        return "no answer"
    return reply if len(reply) <= most else reply[: most - 1] + "…"


def _served(settings: Settings, model: Path, program: Path | None) -> dict[Asked, str]:
    """What the wheel's server says, or the program's; nothing if it does not come up."""
    if program is None:
        command = [sys.executable, "-m", "api.embedded.model_server", "--wheel"]
        env = environment(replace(settings, model_path=model))
        part = Part(
            name="wheel",
            command=command,
            environment=env,
            ready=lambda: model_server.answers(settings),
            log=Path(os.devnull),
        )
    else:
        part = model_server.native_part(settings, model, program)
    part.start()
    try:
        while part.status is None and not part.ready():
            if time.monotonic() - part.started > part.patience:
                return {}
            time.sleep(0.1)
        if part.status is not None:
            return {}
        return replies(f"http://127.0.0.1:{settings.embedded_model_port}/v1")
    finally:
        part.sweep()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
