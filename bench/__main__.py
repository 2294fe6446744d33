"""`python -m bench [GOLD…]`: every tool on every article in turn, and one table.

The tools alternate article by article, in an order that turns with each, so that none always comes first; whoever
slows the machine down meanwhile slows all of them. Figures go to bench/results/ as JSON.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import subprocess
import sys
import time
import urllib.request
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from api.evaluation import floor, gold_files
from api.evaluation.delivered import Delivered
from api.evaluation.gold import GoldArticle
from api.evaluation.outcomes import Cost, Evaluation, Outcome
from api.evaluation.respondents import Unanswered
from api.evaluation.scoring import score
from api.evaluation.table import number
from api.settings import Settings
from bench.tools import HERE, Onrecord, Peer, Tool

ARTICLES = HERE.parent / "tests" / "articles"
TOOLS = ("onrecord", "langextract", "instructor")
KINDS = ("claims", "claims with source", "people", "companies", "deal slots")

WARM_UP = GoldArticle(
    "warm-up", "en", "Lindqvist Glass bought a plant, Petra Hahn said.", None, None, None, None, None, None, None, None
)  # fmt: skip


def main(argv: Sequence[str] | None = None) -> int:
    """Run the benchmark; its exit status."""
    arguments = _arguments(argv)
    articles = gold_files.read(*arguments.gold)[: arguments.limit]
    model = arguments.model or _first_model(arguments.base_url)
    if model is None:
        print(
            f"bench: no model server answers at {arguments.base_url}. Start one with `onrecord serve`,", file=sys.stderr
        )
        print("       `onrecord model serve`, or name one with --base-url.", file=sys.stderr)
        return 1
    python = arguments.peers_python or (_peers() if set(arguments.tools) - {"onrecord"} else Path(sys.executable))
    settings = Settings.from_environment()
    tools: list[Tool] = [
        Onrecord(arguments.base_url, model, settings)
        if name == "onrecord"
        else Peer(name, arguments.base_url, model, python)
        for name in arguments.tools
    ]
    with contextlib.ExitStack() as stack:
        for tool in tools:
            stack.enter_context(tool)
        evaluations = alternate(tools, articles)
    at = replace(settings, llm_base_url=arguments.base_url, llm_model=model)
    known = floor.paces(articles, at)
    evaluations = [floor.under(evaluation, known) for evaluation in evaluations]
    Console(highlight=False, width=None if sys.stdout.isatty() else 150).print(table(evaluations, model))
    for evaluation in evaluations:
        for outcome in evaluation.lost:
            print(f"{evaluation.subject} lost {outcome.article.id}: {outcome.fault}")
    arguments.out.mkdir(parents=True, exist_ok=True)
    path = arguments.out / f"{datetime.now(UTC):%Y%m%d-%H%M%S}.json"
    figures = {"model": model, "tools": [evaluation.as_json() for evaluation in evaluations]}
    path.write_text(json.dumps(figures, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(f"All figures: {path}")
    return 0


def alternate(tools: Sequence[Tool], articles: Sequence[GoldArticle]) -> list[Evaluation]:
    """Each article through each tool before the next; the first tool of an article is the second of the one before."""
    outcomes: dict[str, list[Outcome]] = {tool.name: [] for tool in tools}
    for tool in tools:
        _outcome(tool, WARM_UP)  # connections, caches and lazy imports are nobody's seconds
    for place, article in enumerate(articles):
        turn = place % len(tools)
        for tool in (*tools[turn:], *tools[:turn]):
            outcome = _outcome(tool, article)
            outcomes[tool.name].append(outcome)
            told = outcome.fault or f"{outcome.cost.output_tokens} tokens out"
            print(
                f"{place + 1}/{len(articles)} {article.id} {tool.name} {outcome.cost.seconds:.1f} s {told}",
                file=sys.stderr,
            )
    return [Evaluation(tool.name, tuple(outcomes[tool.name])) for tool in tools]


def _outcome(tool: Tool, article: GoldArticle) -> Outcome:
    before, start = tool.meter.count, time.perf_counter()
    fault = None
    try:
        facts = tool.facts(article)
    except Unanswered as lost:
        facts, fault = Delivered(), str(lost)
    seconds, used = time.perf_counter() - start, tool.meter.count - before
    cost = Cost(seconds, used.calls, used.input_tokens, used.output_tokens)
    return Outcome(article, facts, score(article, facts), cost, "lost" if fault else "succeeded", fault=fault)


def table(evaluations: Sequence[Evaluation], model: str) -> Table:
    """One row a tool."""
    count = len(evaluations[0].outcomes)
    made = Table(title=f"{count} articles, {model}", title_justify="left", box=SIMPLE_HEAD, pad_edge=False)
    made.add_column("tool", no_wrap=True)
    for name in (
        "seconds",
        "median",
        "÷ floor",
        "calls",
        "tokens in",
        "tokens out",
        *(f"{kind} F1" for kind in KINDS),
        "verbatim",
        "lost",
    ):
        made.add_column(name, justify="right")
    for evaluation in evaluations:
        cost, result = evaluation.cost, evaluation.score
        verbatim = result.shares.get("verbatim")
        made.add_row(
            evaluation.subject,
            f"{cost.seconds:,.1f}",
            f"{evaluation.median_seconds:.1f}",
            f"{cost.seconds / sum(evaluation.floors):.1f}" if evaluation.floors else "–",
            f"{cost.calls:,}",
            f"{cost.input_tokens:,}",
            f"{cost.output_tokens:,}",
            *(number(tally.f1) if (tally := result.tallies.get(kind)) else "" for kind in KINDS),
            number(verbatim.value if verbatim else None),
            str(len(evaluation.lost)),
        )
    return made


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=(__doc__ or "").partition("\n\n")[0])
    settings = Settings.from_environment()
    own = f"http://127.0.0.1:{settings.embedded_model_port}/v1"
    parser.add_argument(
        "gold", nargs="*", type=Path, default=[ARTICLES], help="gold articles (default: tests/articles)"
    )
    parser.add_argument(
        "--base-url", default=settings.llm_base_url or own, help="the model server (default: %(default)s)"
    )
    parser.add_argument("--model", help="the model's name there (default: the first it lists)")
    parser.add_argument("--tools", nargs="+", choices=TOOLS, default=list(TOOLS), metavar="TOOL", help=", ".join(TOOLS))
    parser.add_argument("--limit", type=int, help="only the first N articles")
    parser.add_argument(
        "--out", type=Path, default=HERE / "results", help="folder of the figures (default: bench/results)"
    )
    parser.add_argument(
        "--peers-python", type=Path, help="a Python that has the peers (default: bench/.venv, made if absent)"
    )
    return parser.parse_args(argv)


def _first_model(base_url: str) -> str | None:
    try:
        with urllib.request.urlopen(f"{base_url.rstrip('/')}/models", timeout=5) as response:
            listed: list[dict[str, Any]] = json.load(response)["data"]
    except (OSError, ValueError, KeyError):
        return None
    return str(listed[0]["id"]) if listed else None


def _peers() -> Path:
    """The Python of the peers' environment, which is made when it is not there."""
    subprocess.run(["make", "--silent", "-C", str(HERE), "venv", f"PYTHON={sys.executable}"], check=True)
    return HERE / ".venv" / "bin" / "python"


if __name__ == "__main__":
    sys.exit(main())
