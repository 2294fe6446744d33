"""The service's processes: started in order, watched, and none left behind, however the supervisor ends.

The whole is run as a person runs it, `onrecord serve`, with the embedded database, gunicorn and a worker; the language
model alone is a stand-in.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import httpx2
import psutil
import pytest

from api.embedded.preflight import CannotServe
from api.embedded.supervisor import PAUSES, Plan, Supervisor, environment
from api.settings import Settings
from tests.fake_openai import FakeOpenAI
from tests.processes import eventually, free_port, lives, sleeper

ROOT = Path(__file__).resolve().parent.parent


# What is started


def test_on_a_bare_machine_everything_is_started() -> None:
    assert Plan.of(Settings()) == Plan(database=True, model=True, worker=True)


@pytest.mark.parametrize("option", [{"openai_api_key": "sk-made-up"}, {"llm_base_url": "http://vllm:8000/v1"}])
def test_with_a_model_elsewhere_none_is_started(option: dict[str, str]) -> None:
    assert not Plan.of(replace(Settings(), **option)).model  # type: ignore[arg-type]


def test_with_a_database_elsewhere_none_is_started() -> None:
    assert not Plan.of(Settings(database_url="postgresql://elsewhere/onrecord")).database


def test_the_parts_get_exactly_the_settings_of_the_supervisor(tmp_path: Path) -> None:
    settings = Settings(port=8123, api_keys=("one", "two"), data_dir=tmp_path, llm_timeout=7.5)
    given = environment(settings, {"PATH": "/bin", "LLM_BASE_URL": "http://left-over"})
    assert given["PATH"] == "/bin"
    assert Settings.from_environment(given) == settings


def test_a_part_that_keeps_ending_stops_the_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.embedded.supervisor.PAUSES", tuple(pause / 100 for pause in PAUSES))
    said: list[str] = []
    supervisor = Supervisor(Settings(data_dir=tmp_path), say=said.append)
    part = sleeper("broken", code="raise SystemExit(3)")
    part.start()
    supervisor.parts.append(part)
    with pytest.raises(CannotServe, match="the broken ended with status 3, 5 times within 60 seconds"):
        supervisor._watch()
    assert len(said) == len(PAUSES)
    assert all("The broken ended with status 3; it is started again" in line for line in said)


# The whole


class Run:
    """`onrecord serve` as a process, with what it says."""

    def __init__(self, folder: Path, llm: str) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.output = folder / "output"
        base = {name: value for name, value in os.environ.items() if not name.startswith(("ONRECORD_", "DATABASE_"))}
        settings = Settings(port=self.port, data_dir=folder / "data", llm_base_url=llm, web_workers=1, web_threads=8)
        with self.output.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "api.cli", "serve"],
                env=environment(settings, base), cwd=ROOT, stdout=output, stderr=output,
            )  # fmt: skip
        if not eventually(lambda: "listens on" in self.said() or self.process.poll() is not None, 90):
            raise AssertionError(f"it is not up after 90 seconds:\n{self.said()}")
        assert self.process.poll() is None, self.said()

    def said(self) -> str:
        return self.output.read_text(errors="replace")

    def family(self) -> dict[str, psutil.Process]:
        """The parts by a word of their command line, and PostgreSQL, which is no child of ours."""
        found = {}
        for process in psutil.Process(self.process.pid).children():
            line = " ".join(process.cmdline())
            for word, name in (("gunicorn", "web"), ("worker", "worker"), ("database_server", "database")):
                if word in line:
                    found[name] = process
        pid = int((self.output.parent / "data" / "postgres" / "postmaster.pid").read_text().split()[0])
        return found | {"postgres": psutil.Process(pid)}

    def healthy(self) -> bool:
        with contextlib.suppress(httpx2.HTTPError):
            return httpx2.get(f"{self.url}/readyz", timeout=3, trust_env=False).status_code == 200
        return False

    def end(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(30)
            except subprocess.TimeoutExpired:
                self.process.kill()


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Run]:
    with FakeOpenAI("llama.cpp") as llm:
        run = Run(tmp_path, llm.url)
        try:
            yield run
        finally:
            run.end()


def gone(processes: dict[str, psutil.Process]) -> list[str]:
    """The names of those that still live."""
    return [name for name, process in processes.items() if lives(process)]


def test_it_comes_up_recovers_from_kills_and_leaves_nothing_behind(run: Run) -> None:
    """One run for all of it: each start costs seconds."""
    assert run.healthy(), run.said()
    assert f"curl {run.url}/v1/extractions" in run.said()
    before = run.family()
    assert set(before) == {"web", "worker", "database", "postgres"}
    for name in ("web", "worker", "database", "postgres"):
        old = run.family()[name]
        old.kill()
        assert eventually(partial(_another, run, name, old)), f"{name} did not come back: {run.said()}"
        assert eventually(run.healthy), f"not ready after {name} was killed: {run.said()}"
    assert "The web was ended by SIGKILL; it is started again" in run.said()
    family = run.family()
    run.process.send_signal(signal.SIGINT)
    assert run.process.wait(30) == 0
    assert eventually(lambda: not gone(family), 5), gone(family)


def _another(run: Run, name: str, old: psutil.Process) -> bool:
    with contextlib.suppress(psutil.Error, OSError, ValueError, IndexError):
        now = run.family().get(name)
        return now is not None and now.pid != old.pid
    return False


def test_nothing_outlives_a_killed_supervisor(run: Run) -> None:
    family = run.family()
    workers = psutil.Process(family["web"].pid).children()
    run.process.kill()
    run.process.wait()
    everyone = family | {f"web {n}": worker for n, worker in enumerate(workers)}
    assert eventually(lambda: not gone(everyone), 20), gone(everyone)


def test_a_second_start_on_the_same_data_is_refused_in_one_line(run: Run) -> None:
    settings = Settings(port=free_port(), data_dir=run.output.parent / "data", llm_base_url="http://127.0.0.1:9/v1")
    second = subprocess.run(
        [sys.executable, "-m", "api.cli", "serve"], env=environment(settings), cwd=ROOT, capture_output=True, text=True
    )
    assert second.returncode == 1
    assert second.stderr.count("\n") == 1
    assert "runs already on the data" in second.stderr
