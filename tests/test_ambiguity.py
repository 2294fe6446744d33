"""No pattern of the engine can be made to try two to the power of a text's length ways of matching it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.ambiguity import is_exponential

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize(
    "pattern", [r"(?:\d+ ?)+x", r"(a*)*b", r"(?>(?:a+)+b)", r"(?:ab|a|b)*c", r"(?:\w{0,40} ?){0,40}!"]
)
def test_a_repeat_of_what_repeats_is_seen(pattern: str) -> None:
    assert is_exponential(pattern)


@pytest.mark.parametrize(
    "pattern", [r"(?:\d+ )+x", r"(?:\d++ ?)+x", r"(?:a|b)*c", r"a{1,3}(?:-\d{1,3})*c", r"\s*\n?\s*x"]
)
def test_what_can_be_read_in_one_way_is_not(pattern: str) -> None:
    assert not is_exponential(pattern)


def test_no_pattern_of_the_engine_is_exponential() -> None:
    told = subprocess.run([sys.executable, "-m", "tests.patterns"], cwd=ROOT, capture_output=True, check=True)
    patterns: dict[str, str] = json.loads(told.stdout)
    for pattern, module in patterns.items():
        assert not is_exponential(pattern), f"{module}: {pattern[:300]}"
    assert len(patterns) > 300
    assert any(module.endswith("uncased_money") for module in patterns.values())
