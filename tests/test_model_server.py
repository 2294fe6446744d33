"""The embedded model's server. One test loads the real model; the others need no more than its doorstep."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx2
import pytest

from api.embedded import model_server
from api.embedded.model_files import EMBEDDED
from api.embedded.supervisor import environment
from api.settings import Settings
from tests.fake_openai import FakeOpenAI
from tests.processes import free_port

ROOT = Path(__file__).resolve().parent.parent
MODEL = Settings.from_environment().model_dir.expanduser() / EMBEDDED.name


def start(settings: Settings) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "api.embedded.model_server"]
    return subprocess.Popen(
        command, env=environment(settings), cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def test_cores_are_those_we_may_use() -> None:
    assert 1 <= model_server.cores() <= (os.cpu_count() or 1)


def test_nobody_listening_is_no_model_server() -> None:
    assert not model_server.answers(Settings(embedded_model_port=free_port()))


def test_another_service_on_the_port_is_no_model_server() -> None:
    with FakeOpenAI("vllm") as other:
        port = httpx2.URL(other.url).port
        assert port is not None
        assert not model_server.answers(Settings(embedded_model_port=port))


def test_a_file_that_is_no_model_is_told_in_one_line(tmp_path: Path) -> None:
    broken = tmp_path / "broken.gguf"
    broken.write_bytes(b"GGUF? no.")
    process = start(Settings(embedded_model_port=free_port(), model_path=broken))
    _, complaint = process.communicate(timeout=60)
    assert process.returncode == 1
    assert f"The model server cannot serve {broken}" in complaint
    assert "Traceback" not in complaint


@pytest.mark.model
@pytest.mark.skipif(not MODEL.exists(), reason="the model file is not fetched; `onrecord model fetch` does it")
def test_the_embedded_model_answers_and_stops_when_told(tmp_path: Path) -> None:
    settings = Settings(
        embedded_model_port=free_port(), model_path=MODEL, embedded_model_context=1024, embedded_model_slots=1
    )
    process = start(settings)
    try:
        deadline = time.monotonic() + 120
        while not model_server.answers(settings) and time.monotonic() < deadline:
            assert process.poll() is None
            time.sleep(0.1)
        base = f"http://127.0.0.1:{settings.embedded_model_port}"
        (listed,) = httpx2.get(f"{base}/v1/models", trust_env=False).json()["data"]
        assert listed["id"] == EMBEDDED.name.removesuffix(".gguf")
        assert listed["meta"]["n_ctx"] == 1024
        question = {"messages": [{"role": "user", "content": "Say yes."}], "max_tokens": 3, "grammar": 'root ::= "yes"'}
        reply = httpx2.post(f"{base}/v1/chat/completions", json=question, timeout=120, trust_env=False).json()
        assert reply["choices"][0]["message"]["content"] == "yes"
        assert httpx2.get(base, trust_env=False).status_code == 404, "llama.cpp's own pages stay away"
    finally:
        began = time.monotonic()
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=30)
    assert process.returncode == 0
    assert time.monotonic() - began < 5
