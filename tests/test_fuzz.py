"""Some of the seeded cases of `bench.fuzz`, others each time its seed is changed."""

from __future__ import annotations

import pytest

from bench.fuzz import run


@pytest.mark.parametrize("seed", [1, 2])
def test_nonsense_breaks_nothing(seed: int) -> None:
    run(1000, seed)
