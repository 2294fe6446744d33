"""What decides an answer stands in its provenance: another rule, another word, another extraction."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from api.engine import rules
from api.settings import Settings
from tests.fake_openai import FakeOpenAI, fake_openai
from tests.harbour import ARTICLE, GOOD, engine_at, said

__all__ = ["fake_openai"]

ASKED = ("names", "statements")
CARRIERS = {"openai", "httpcore2", "httpx2", "jsonschema", "lxml", "trafilatura"}
"""Libraries that carry requests, check shapes or make an article of HTML, and read no words of one."""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the engine's files, of which digests are made."""
    copied = tmp_path / "engine"
    shutil.copytree(rules.FOLDER, copied, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(rules, "FOLDER", copied)
    return copied


def digest(**settings: object) -> str:
    rules._digest.cache_clear()
    return rules.digest(ASKED, replace(Settings(), **settings))  # type: ignore[arg-type]


def change_a_word(folder: Path) -> None:
    language = folder / "languages" / "en.toml"
    words = language.read_text(encoding="utf-8")
    assert "spokeswoman" in words
    language.write_text(words.replace("spokeswoman", "spokeswombat", 1), encoding="utf-8")
    rules._digest.cache_clear()


def test_the_same_files_give_the_same_digest_wherever_they_lie(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copied = digest()
    monkeypatch.undo()
    assert digest() == copied


def test_one_word_of_a_language_file_makes_another_digest(folder: Path) -> None:
    before = digest()
    change_a_word(folder)
    assert digest() != before


@pytest.mark.parametrize("file", ["assembly.py", "entities/filters.py", "languages/legal_forms.toml"])
def test_any_file_of_the_engine_makes_another_digest(folder: Path, file: str) -> None:
    before = digest()
    with (folder / file).open("a", encoding="utf-8") as opened:
        opened.write("\n# another line\n")
    assert digest() != before


def test_prompts_and_settings_that_matter_make_another_digest_and_others_do_not() -> None:
    before = digest()
    assert digest(window_chars=10_000) != before
    assert digest(llm_reasoning="low") != before
    assert digest(port=9000, llm_parallel=2, api_keys=("k",)) == before
    rules._digest.cache_clear()
    assert rules.digest(ASKED[:1], Settings()) != before


def test_every_library_that_reads_words_is_in_it() -> None:
    sources = "\n".join(path.read_text(encoding="utf-8") for path in rules.FOLDER.rglob("*.py"))
    imported = set(re.findall(r"^\s*(?:from|import) ([a-z_0-9]+)", sources, re.MULTILINE))
    foreign = imported - set(sys.stdlib_module_names) - {"api"}
    assert foreign - CARRIERS == set(rules.LIBRARIES)


def test_another_word_in_a_language_file_reads_the_article_anew_and_the_old_reading_stays(
    app_with: Callable[..., Flask], fake_openai: Callable[..., FakeOpenAI], folder: Path
) -> None:
    fake = fake_openai("openai", replies=[said(GOOD)])
    client = app_with(engine_at(fake)).test_client()

    def post() -> tuple[int, dict[str, object]]:
        response = client.post("/v1/extractions", json={"text": ARTICLE.text, "language": "en"})
        return response.status_code, response.json  # type: ignore[return-value]

    status, first = post()
    assert status == 201
    assert post() == (200, first), "the same rules: what is stored"
    change_a_word(folder)
    status, second = post()
    assert status == 201
    assert second["id"] != first["id"]
    assert client.get(first["href"]).json == first, "the old one stays readable"
    assert second["provenance"]["rules_sha256"] != first["provenance"]["rules_sha256"]  # type: ignore[index]
    assert len(fake.requests) == 2
