"""gunicorn's settings, as gunicorn reads them."""

from __future__ import annotations

import os
import runpy
from pathlib import Path
from typing import Any

import pytest

CONFIGURATION = Path(__file__).resolve().parent.parent / "gunicorn.conf.py"


def read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, **environ: str) -> dict[str, Any]:
    for name in [n for n in os.environ if n.startswith(("ONRECORD_", "LLM_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", str(tmp_path))
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    return runpy.run_path(str(CONFIGURATION))


def test_it_knows_every_name_that_gunicorn_knows(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from gunicorn.config import Config

    known = Config().settings
    ours = {
        name
        for name, value in read(monkeypatch, tmp_path).items()
        if not name.startswith("_") and name.islower() and isinstance(value, int | str | bool)
    }
    assert ours - set(known) == set()


def test_few_processes_with_many_threads_on_loopback(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    said = read(monkeypatch, tmp_path)
    assert (said["worker_class"], said["workers"], said["threads"]) == ("api.server.worker.PatientWorker", 2, 64)
    assert said["bind"] == "127.0.0.1:8000"
    assert said["preload_app"] is False


def test_an_address_of_version_6_is_put_in_brackets(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert read(monkeypatch, tmp_path, ONRECORD_HOST="::1", ONRECORD_PORT="81")["bind"] == "[::1]:81"


def test_a_request_may_take_longer_than_a_model_call(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert read(monkeypatch, tmp_path, LLM_TIMEOUT="300")["timeout"] > 300


def test_no_control_socket_is_put_into_the_home_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert read(monkeypatch, tmp_path)["control_socket_disable"] is True
