"""Whether a server that was built here answers as the wheel's does: both are put the questions of a short article."""

from __future__ import annotations

import os
import socket
import sys
import time
from dataclasses import replace
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

ARTICLE = (
    "Ferry line to close\n\n"
    "Marlow Ferries said on Monday it would stop its service to Tessel in May. Its managing director Ines Varga told "
    "the Tessel Courier that the harbour had become too expensive. Critics of the council, among them the port union, "
    "argue that it has waited too long. Rents in the harbour, says the mayor's office, have not risen since spring.\n"
)


def trouble(settings: Settings, program: Path) -> str | None:
    """What is wrong with the server that was built; None if it answers as the wheel's does."""
    try:
        model = ensure(settings)
        ours = _replies(replace(settings, embedded_model_port=_free_port()), model, None)
        theirs = _replies(replace(settings, embedded_model_port=_free_port()), model, program)
    except (ModelFileMissing, ModelProblem, OSError) as error:
        return str(error)
    if not ours:
        return "the wheel's server does not answer, so there is nothing to compare with."
    if not theirs:
        return "it does not start."
    same = sum(one == other for one, other in zip(ours, theirs, strict=False))
    return None if ours == theirs else f"it answers {same} of {len(ours)} questions as the wheel's does."


def _replies(settings: Settings, model: Path, program: Path | None) -> list[str]:
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
                return []
            time.sleep(0.1)
        if part.status is not None:
            return []
        elsewhere = Settings(llm_base_url=f"http://127.0.0.1:{settings.embedded_model_port}/v1")
        conversation = Conversation(Model(elsewhere))
        small.read(text.read(ARTICLE), conversation)
        return [reply.content for reply in conversation.replies]
    finally:
        part.sweep()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
