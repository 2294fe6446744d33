"""The documentation where it can be wrong: every option, route, command, make verb and file that it must name."""

from __future__ import annotations

import argparse
import re
import tomllib
from collections.abc import Iterator
from dataclasses import MISSING, fields
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from api import cli
from api.app import create_app
from api.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
PAGES = ["README.md", *sorted(page.relative_to(ROOT).as_posix() for page in ROOT.glob("docs/**/*.md"))]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def table() -> str:
    """The table of options as the README has to have it."""
    rows = ["| variable | default | why |", "|---|---|---|"]
    for option in fields(Settings):
        assert option.default is not MISSING
        default = "" if option.default in (None, (), "") else f"`{option.default}`"
        rows.append(f"| `{option.metadata['env']}` | {default} | {option.metadata['why']} |")
    return "\n".join(rows)


def test_the_readme_has_every_option_with_its_default_and_its_reason() -> None:
    assert table() in README, f"the README's table of options should be:\n\n{table()}"


def test_every_route_is_in_the_readme() -> None:
    app = create_app(Settings(), database=create_engine("postgresql+psycopg://nobody@127.0.0.1:9/none"))
    rules = [rule for rule in app.url_map.iter_rules() if not rule.endpoint.startswith("desk.")]
    routes = {re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule) for rule in rules}
    assert routes, "the service has no routes"
    missing = sorted(route for route in routes if f"{route}`" not in README)
    assert missing == []


def test_every_page_is_in_the_documentation_of_the_desk() -> None:
    app = create_app(Settings(), database=create_engine("postgresql+psycopg://nobody@127.0.0.1:9/none"))
    desk = (ROOT / "docs" / "desk.md").read_text(encoding="utf-8")
    rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith("desk.") and "GET" in rule.methods]
    pages = {re.sub(r"<(?:[^<>]*:)?(\w+)>", r"{\1}", rule.rule) for rule in rules}
    assert {"/", "/articles/{article_id}"} <= pages
    assert sorted(page for page in pages if f"`{page}`" not in desk) == []


def commands(parser: argparse.ArgumentParser, path: str = "onrecord") -> Iterator[str]:
    """Every command of the command line, with those below it."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, below in action.choices.items():
                further = list(commands(below, f"{path} {name}"))
                yield from further or [f"{path} {name}"]


@pytest.mark.parametrize("command", list(commands(cli._parser())))
def test_every_command_is_in_the_readme(command: str) -> None:
    assert f"`{command}" in README


def test_every_make_verb_that_is_named_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    verbs = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    named = {name for page in pages() for name in re.findall(r"(?:^|`|\s)make ([a-z]+)\b(?=[`\s#]|$)", shell(page))}
    assert {"serve", "test"} <= named
    assert named <= verbs


def test_every_make_verb_has_its_line_of_help() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = re.search(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)
    assert phony is not None
    for verb in phony[1].split():
        assert re.search(rf"^{verb}:.*## \S", makefile, re.MULTILINE), verb


@pytest.mark.parametrize("page", PAGES)
def test_every_link_within_the_project_leads_somewhere(page: str) -> None:
    place = ROOT / page
    for link in re.findall(r"\]\(([^)#]+)[^)]*\)", place.read_text(encoding="utf-8")):
        if "://" not in link:
            assert (place.parent / link).exists(), f"{page}: {link}"


@pytest.mark.parametrize("page", PAGES)
def test_every_option_that_is_named_exists(page: str) -> None:
    known = {option.metadata["env"] for option in fields(Settings)}
    words = (ROOT / page).read_text(encoding="utf-8")
    named = set(re.findall(r"\b(?:ONRECORD|LLM|OPENAI|DATABASE)_[A-Z_]+\b", words))
    assert named <= known


def test_the_version_is_in_the_changelog() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert f"## {project['version']}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def pages() -> list[str]:
    return [(ROOT / page).read_text(encoding="utf-8") for page in PAGES]


def shell(page: str) -> str:
    """The commands of a page: its blocks of shell and its inline code."""
    blocks = re.findall(r"```sh\n(.*?)```", page, re.DOTALL)
    return "\n".join([*blocks, *(f"`{code}`" for code in re.findall(r"`([^`\n]+)`", page))])
