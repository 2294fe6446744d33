"""The command line as a person meets it: its two outputs and its exit status.

The commands run in this process, which saves their imports; one is run as a program of its own.
"""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from api.cli import main
from tests.fake_openai import FakeOpenAI, Fault

ROOT = Path(__file__).resolve().parent.parent
ARTICLE = "Northwind will buy Fabrikam for $2 million, its chief executive Ana Lima said."


@dataclass(frozen=True, slots=True)
class Done:
    """What a command left: its exit status, its answer and what it said beside."""

    status: int
    stdout: str
    stderr: str


Onrecord = Callable[..., Done]


@pytest.fixture
def onrecord(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Onrecord:
    """Runs a command in an environment that sets nothing of ours but what is given by name."""

    def run(*arguments: str, stdin: str | bytes = "", **environ: str) -> Done:
        for name in [n for n in os.environ if n.startswith(("ONRECORD_", "LLM_", "OPENAI_", "DATABASE_"))]:
            monkeypatch.delenv(name)
        for name, value in environ.items():
            monkeypatch.setenv(name, value)
        given = stdin.encode() if isinstance(stdin, str) else stdin
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given)))
        capsys.readouterr()
        try:
            status = main(arguments)
        except SystemExit as end:  # argparse ends the program itself
            status = int(end.code or 0)
        said = capsys.readouterr()
        return Done(status, said.out, said.err)

    return run


def complaint(done: Done) -> str:
    """The one line it complains with."""
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    lines = [line for line in done.stderr.splitlines() if line.startswith("onrecord: ")]
    assert len(lines) == 1, done.stderr
    return lines[0]


def test_help_names_every_verb(onrecord: Onrecord) -> None:
    done = onrecord("--help")
    assert done.status == 0
    for verb in ("serve", "extract", "model", "worker", "evaluate", "keys"):
        assert re.search(rf"^    {verb} ", done.stdout, re.MULTILINE), verb


def test_without_a_verb_it_says_how_it_is_used(onrecord: Onrecord) -> None:
    done = onrecord()
    assert done.status == 2
    assert done.stderr.startswith("usage: onrecord")


def test_keys_are_long_and_never_the_same(onrecord: Onrecord) -> None:
    first, second = onrecord("keys").stdout.strip(), onrecord("keys").stdout.strip()
    assert len(first) >= 40
    assert first != second


def test_an_option_that_cannot_be_read_is_named(onrecord: Onrecord) -> None:
    done = onrecord("keys", ONRECORD_PORT="eighty")
    assert done.status == 2
    assert "ONRECORD_PORT" in complaint(done)


def test_a_worker_without_a_database_is_told_so(onrecord: Onrecord) -> None:
    done = onrecord("worker")
    assert done.status == 2
    assert "DATABASE_URL" in complaint(done)


def test_a_model_file_that_is_not_there_is_told(onrecord: Onrecord) -> None:
    done = onrecord("model", "fetch", ONRECORD_MODEL_PATH="/nowhere/model.gguf")
    assert done.status == 1
    assert "/nowhere/model.gguf" in complaint(done)


def test_a_model_file_that_is_there_is_printed(onrecord: Onrecord, tmp_path: Path) -> None:
    file = tmp_path / "own.gguf"
    file.write_bytes(b"GGUF")
    done = onrecord("model", "fetch", ONRECORD_MODEL_PATH=str(file))
    assert (done.status, done.stdout) == (0, f"{file}\n")


# extract


@pytest.mark.parametrize(
    ("arguments", "stdin", "words"),
    [
        (["/nowhere/article.txt"], "", "No such file"),
        (["-"], "   \n\n", "no text"),
        (["-"], "caf\u00e9".encode("latin-1"), "not UTF-8"),
        (["-"], "one\0two", "NUL"),
        (["-", "--language", "klingonese-tongue"], ARTICLE, "language"),
        (["-", "--published-at", "yesterday"], ARTICLE, "published_at"),
    ],
)
def test_an_article_that_cannot_be_read_is_told_in_one_line(
    onrecord: Onrecord, arguments: list[str], stdin: str | bytes, words: str
) -> None:
    done = onrecord("extract", *arguments, stdin=stdin, LLM_BASE_URL="http://127.0.0.1:9/v1")
    assert done.status == 2
    assert words in complaint(done)


def test_an_article_over_the_limit_is_refused_with_the_limit(onrecord: Onrecord) -> None:
    done = onrecord(
        "extract", "-", stdin=ARTICLE, ONRECORD_MAX_ARTICLE_CHARS="20", LLM_BASE_URL="http://127.0.0.1:9/v1"
    )
    assert done.status == 2
    assert "20" in complaint(done)


def test_a_model_that_is_down_is_told_in_one_line(onrecord: Onrecord) -> None:
    done = onrecord("extract", "-", stdin=ARTICLE, LLM_BASE_URL="http://127.0.0.1:9/v1")
    assert done.status == 1
    complaint(done)


def test_a_rejected_key_is_told_in_one_line(onrecord: Onrecord) -> None:
    with FakeOpenAI("llama.cpp", replies=[Fault("unauthorized")] * 9) as llm:
        done = onrecord("extract", "-", stdin=ARTICLE, LLM_BASE_URL=llm.url, OPENAI_API_KEY="sk-made-up")
    assert done.status == 1
    assert "sk-made-up" not in complaint(done)


def extracted(onrecord: Onrecord, *arguments: str, stdin: str = ARTICLE) -> Done:
    """What `extract --json` makes of an article in which the model finds nothing."""
    nothing = json.dumps({"companies": [], "people": [], "deals": [], "claims": []})
    with FakeOpenAI("llama.cpp", replies=[nothing] * 20) as llm:
        done = onrecord("extract", *arguments, stdin=stdin, LLM_BASE_URL=llm.url, OPENAI_API_KEY="sk-made-up")
    assert done.status == 0, done.stderr
    return done


def test_json_is_the_whole_extraction_with_the_text_it_points_into(onrecord: Onrecord) -> None:
    document = json.loads(extracted(onrecord, "-", "--json", "--title", "A deal").stdout)
    assert document["article"]["text"].startswith("A deal\n")
    assert document["article"]["text"].endswith(ARTICLE)
    assert set(document) == {"status", "article", "facts", "rejected", "warnings", "usage", "provenance"}
    assert set(document["facts"]) == {"companies", "people", "deals", "claims"}


def test_a_page_is_read_as_html(onrecord: Onrecord, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    body = f"<p>{ARTICLE}</p>" * 3
    page.write_text(f"<!doctype html><html><body><article><h1>A deal</h1>{body}</article></body></html>")
    document = json.loads(extracted(onrecord, str(page), "--json").stdout)
    assert "<p>" not in document["article"]["text"]
    assert ARTICLE in document["article"]["text"]


def test_tables_are_for_people_and_progress_goes_to_standard_error(onrecord: Onrecord) -> None:
    done = extracted(onrecord, "-")
    for kind in ("Companies", "People", "Deals", "Claims"):
        assert kind in done.stdout
    assert "asking the model" in done.stderr
    assert "asking the model" not in done.stdout


def test_it_is_a_program_that_ends_quietly_when_its_reader_has_seen_enough() -> None:
    """As before `head`: no traceback for a closed pipe."""
    program = subprocess.Popen(
        [sys.executable, "-m", "api.cli", "keys"], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert program.stdout is not None
    program.stdout.close()
    _, said = program.communicate(timeout=60)
    assert said == b""
