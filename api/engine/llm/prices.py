"""What a model call costs, by a price table in the settings.

The table reads `model=input/cached/output, ...` in currency units per million tokens, as providers publish it. It knows
nothing of batch, regional or long-prompt tariffs: the figure is an estimate for the newsroom's bookkeeping, not a bill.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from api.engine.facts import Usage

PER = 1_000_000


@dataclass(frozen=True, slots=True)
class Price:
    """Currency units per million tokens: fresh input, input read from the provider's cache, output."""

    input: float
    cached: float
    output: float


def parse(table: str) -> dict[str, Price]:
    """Read a price table: "model=input/cached/output, ..."; with two figures, cached input costs what fresh input does.

    Raises ValueError quoting the entry that cannot be read.
    """
    prices: dict[str, Price] = {}
    for entry in filter(None, (part.strip() for part in table.split(","))):
        model, _, figures = entry.rpartition("=")
        try:
            numbers = [float(figure) for figure in figures.split("/")]
        except ValueError:
            numbers = []
        if not model.strip() or len(numbers) not in (2, 3) or not all(0 <= number < PER for number in numbers):
            raise ValueError(f"cannot read {entry!r} as model=input/cached/output per million tokens")
        prices[model.strip()] = Price(numbers[0], numbers[-2] if len(numbers) == 3 else numbers[0], numbers[-1])
    return prices


def cost(prices: Mapping[str, Price], model: str, usage: Usage) -> float | None:
    """What `usage` costs with `model`; None when the table does not know it.

    A dated snapshot ("gpt-x-2026-03-17") costs what the longest listed name it begins with costs.
    """
    known = [name for name in prices if model == name or model.startswith(f"{name}-")]
    if not known:
        return None
    price = prices[max(known, key=len)]
    fresh = max(0, usage.input_tokens - usage.cached_tokens)
    return (fresh * price.input + usage.cached_tokens * price.cached + usage.output_tokens * price.output) / PER
