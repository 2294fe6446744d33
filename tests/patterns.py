"""The regular expressions of the engine, gathered without compiling them: `python -m tests.patterns` prints them as JSON.

In a process of its own: what is made of tables once would otherwise be kept uncompiled.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import json
import pkgutil
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import api.engine
from api.engine.deals.vocabulary import vocabulary
from api.engine.languages import borders, lexicon
from api.engine.languages.language import language

_OF: dict[str, Callable[[str], Any]] = {
    "str": str,
    "Language": language,
    "Vocabulary": lambda code: vocabulary(language(code)),
}
"""What a function that makes a pattern of a language's tables is handed, by the name of its type."""


def gathered() -> dict[str, str]:
    """Each pattern with the name of its module."""
    found: dict[str, str] = {}
    for listed in pkgutil.walk_packages(api.engine.__path__, "api.engine."):
        module = importlib.import_module(listed.name)
        compiled = [value.pattern for value in vars(module).values() if isinstance(value, re.Pattern)]
        for pattern in (*compiled, *_written(module), *_made(module)):
            # Marks that are no word letters to Python stand in every border, and one of them tells as much as all.
            found.setdefault(pattern.replace(borders.MARKS, "\u0301"), module.__name__)
    return found


def _written(module: ModuleType) -> Iterator[str]:
    """Patterns that stand in the source as they are, handed to a function of `re`."""
    source = Path(str(module.__file__)).read_text(encoding="utf-8")
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute) or not node.args:
            continue
        first = node.args[0]
        of_re = isinstance(node.func.value, ast.Name) and node.func.value.id == "re" and node.func.attr != "escape"
        if of_re and isinstance(first, ast.Constant) and isinstance(first.value, str):
            yield first.value


class _Uncompiled(str):
    pattern = property(str)


def _made(module: ModuleType) -> list[str]:
    """Patterns that functions make of the tables of a language, of every language."""
    asked: list[str] = []

    def record(pattern: Any, flags: int = 0) -> Any:
        asked.append(str(pattern))
        return _Uncompiled(pattern)

    compiler, re.compile = re.compile, record  # type: ignore[assignment]
    try:
        for function in vars(module).values():
            made_once = getattr(function, "__wrapped__", None)
            if made_once is None or function.__module__ != module.__name__:
                continue
            signature = inspect.signature(made_once)
            kinds = [str(parameter.annotation) for parameter in signature.parameters.values()]
            if "re.Pattern" in str(signature.return_annotation) and len(kinds) == 1 and kinds[0] in _OF:
                for code in (*lexicon.languages(), "und"):
                    made_once(_OF[kinds[0]](code))
    finally:
        re.compile = compiler  # type: ignore[assignment]
    return asked


if __name__ == "__main__":
    print(json.dumps(gathered()))
