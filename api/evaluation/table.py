"""An evaluation as tables on the terminal."""

from __future__ import annotations

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from api.evaluation.outcomes import Evaluation
from api.evaluation.tallies import KINDS, SHARES, Score


def show(evaluation: Evaluation, console: Console) -> None:
    """Print the figures of an evaluation."""
    console.print(_kinds(evaluation.score))
    languages = evaluation.by_language()
    if len(languages) > 1:
        console.print(_languages(languages))
    shares = [
        f"{name} {share.value:.3f} ({share.part} of {share.whole})"
        for name in SHARES
        if (share := evaluation.score.shares.get(name)) is not None and share.value is not None
    ]
    console.print(Text("Shares: " + ", ".join(shares)) if shares else Text("Nothing was delivered."))
    cost, count = evaluation.cost, len(evaluation.outcomes)
    console.print(
        f"{count} articles in {cost.seconds:,.1f} s ({evaluation.median_seconds:.1f} s the median one), "
        f"{cost.calls:,} calls, {cost.input_tokens:,} tokens in, {cost.output_tokens:,} out"
    )
    if evaluation.floors:
        console.print(f"At the least {distance(evaluation)}")
    for outcome in evaluation.lost:
        console.print(Text(f"lost: {outcome.article.id}: {outcome.fault}", style="red"))


def distance(evaluation: Evaluation) -> str:
    """The least seconds the articles could have taken, and how many times as many they took."""
    least, taken = sum(evaluation.floors), evaluation.cost.seconds
    apart = f"{taken / least:.1f} times that was taken"
    return f"{least:,.1f} s, each article read once and a token a decision; {apart}"


def number(value: float | None) -> str:
    """A figure from 0 to 1 with three decimals; a dash where there is none."""
    return "–" if value is None else f"{value:.3f}"


def _kinds(score: Score) -> Table:
    table = Table(title="Against gold", title_justify="left", box=SIMPLE_HEAD, pad_edge=False, collapse_padding=True)
    table.add_column("kind", no_wrap=True)
    for name in ("right", "delivered", "wanted", "precision", "recall", "F1"):
        table.add_column(name, justify="right")
    for kind in KINDS:
        if (tally := score.tallies.get(kind)) is not None:
            counts = (str(tally.right), str(tally.delivered), str(tally.wanted))
            table.add_row(kind, *counts, number(tally.precision), number(tally.recall), number(tally.f1))
    return table


def _languages(languages: dict[str, Score]) -> Table:
    table = Table(title="F1 by language", title_justify="left", box=SIMPLE_HEAD, pad_edge=False, collapse_padding=True)
    table.add_column("kind", no_wrap=True)
    for language in languages:
        table.add_column(language, justify="right")
    for kind in KINDS:
        cells = [score.tallies.get(kind) for score in languages.values()]
        if any(cell is not None for cell in cells):
            table.add_row(kind, *("" if cell is None else number(cell.f1) for cell in cells))
    return table
