"""The tools under test, each behind its own meter: Onrecord's engine, and the peers in processes of their own."""

from __future__ import annotations

import contextlib
import json
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol

from api.evaluation import delivered as found
from api.evaluation.delivered import Delivered, of_extraction
from api.evaluation.gold import GoldArticle
from api.evaluation.in_process import InProcess
from api.evaluation.respondents import Unanswered
from api.settings import Settings
from bench.meter import Meter

HERE = Path(__file__).parent


class Tool(Protocol):
    name: str
    meter: Meter

    def __enter__(self) -> Tool: ...

    def __exit__(self, kind: Any, error: Any, at: Any) -> None: ...

    def facts(self, article: GoldArticle) -> Delivered:
        """What the tool finds. Raises Unanswered when it finds no way to an answer."""


class Onrecord:
    """The engine as the service runs it, one model call at a time like the peers."""

    name = "onrecord"

    def __init__(self, upstream: str, model: str, settings: Settings) -> None:
        self.meter = Meter(upstream)
        self._settings = replace(settings, llm_base_url=self.meter.url, llm_model=model, llm_parallel=1)

    def __enter__(self) -> Onrecord:
        self.meter.__enter__()
        self._engine = InProcess(self._settings)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.meter.__exit__(kind, error, at)

    def facts(self, article: GoldArticle) -> Delivered:
        # The peers have no ids, so sources and parties are compared by their words alone.
        return of_extraction(self._engine(article), by_id=False)


class Peer:
    """A peer in its own environment and process, which lives for the whole run."""

    def __init__(self, name: str, upstream: str, model: str, python: Path) -> None:
        self.name = name
        self.meter = Meter(upstream)
        self._command = [str(python), str(HERE / "peer.py"), name, self.meter.url, model]

    def __enter__(self) -> Peer:
        self.meter.__enter__()
        self._said = tempfile.TemporaryFile("w+", encoding="utf-8")
        self._process = subprocess.Popen(
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._said,
            text=True,
            encoding="utf-8",
        )
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._process.kill()
        with contextlib.suppress(BrokenPipeError):  # what it had not read of its input any more
            self._process.communicate()
        self._said.close()
        self.meter.__exit__(kind, error, at)

    def facts(self, article: GoldArticle) -> Delivered:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            self._process.stdin.write(json.dumps({"text": article.text}) + "\n")
            self._process.stdin.flush()
            line = self._process.stdout.readline()
        except BrokenPipeError:
            line = ""
        if not line:
            status = self._process.wait()  # it closed its output, so it is about to end
            self._said.seek(0)
            last = (self._said.read().strip().splitlines() or [""])[-1]
            raise Unanswered(f"its process ended with status {status}: {last}")
        answer = json.loads(line)
        if "error" in answer:
            raise Unanswered(answer["error"])
        return of_peer(answer["facts"])


def of_peer(facts: Mapping[str, list[dict[str, Any]]]) -> Delivered:
    """A peer's facts, in the shape of `bench.example.FACTS`; what is not text where text belongs counts as absent."""
    return Delivered(
        organizations=tuple(
            found.Organization(name) for each in facts["companies"] if (name := _text(each.get("name")))
        ),
        people=tuple(name for each in facts["people"] if (name := _text(each.get("name")))),
        roles=tuple(
            found.Role(name, title, _text(each.get("organization")) or None)
            for each in facts["people"]
            if (name := _text(each.get("name"))) and (title := _text(each.get("title")))
        ),
        deals=tuple(
            found.Deal(
                _text(each.get("type")) or None,
                None,
                tuple(found.Party(name, None) for party in _list(each.get("parties")) if (name := _text(party))),
                tuple(found.Amount(sum_) for sum_ in [_text(each.get("amount"))] if sum_),
            )
            for each in facts["deals"]
        ),
        claims=tuple(
            found.Claim(words, (words,), tuple(filter(None, [_text(each.get("source"))])))
            for each in facts["claims"]
            if (words := _text(each.get("text")))
        ),
    )


def _text(value: Any) -> str:
    return value.strip() if isinstance(value, str) else ""


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
