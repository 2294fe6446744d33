"""`python -m bench.hostile`: how time and questions grow with texts made to hold the service up.

Every text is read at a length and at four times that, by the whole engine, with a model that answers at once; each in
a process of its own, which is ended when it takes too long. What grows with the text takes four times as long.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from api.engine.document import text
from api.engine.pipeline import Engine
from api.problems import Problem
from api.settings import Settings
from bench.hostile_texts import HTML, TEXTS
from bench.instant import InstantModel

TIMES = 4
"""How much longer the second text is."""

MOST_GROWTH = 8.0
"""Times longer that four times the text may take: twice what linear time is, since short texts are cheap for caches."""

SLIGHT = 1.0
"""Seconds below which the longer text is no trouble, however it grows: starting costs weigh more than the text."""

PROSE, LONGER, MOST_PROSE = 20_000, 200_000, 12.0
"""The ordinary article, the one ten times as long, and how much longer it may take."""

BOUND, WALL = 60.0, 120.0
"""Seconds, of the processor and of the clock, after which a text counts as one that never ends."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What one text took: seconds without the start of the process, questions, and the peak of memory in MB."""

    seconds: float
    questions: int
    memory: int
    outcome: str


def main(argv: Sequence[str] | None = None) -> int:
    """Print the table; 1 when a text grows too fast."""
    parser = argparse.ArgumentParser(prog="python -m bench.hostile", description=(__doc__ or "").partition("\n\n")[0])
    parser.add_argument("texts", nargs="*", help="names of texts (default: all)")
    parser.add_argument("--length", type=int, default=50_000, help="code points of the shorter text (%(default)s)")
    parser.add_argument("--profile", choices=("small", "large"), default="small")
    arguments = parser.parse_args(argv)
    _warm()
    named = [("text", name) for name in TEXTS] + [("html", name) for name in HTML]
    chosen = [each for each in named if not arguments.texts or each[1] in arguments.texts]
    made = Table(title="growth", title_justify="left", box=SIMPLE_HEAD, pad_edge=False)
    for column in ("text", "code points", "seconds", "× 4", "growth", "questions", "× 4", "MB", ""):
        made.add_column(column, justify="left" if column in ("text", "") else "right")
    failed = 0
    for kind, name in chosen:
        lengths = (PROSE, LONGER) if (kind, name) == ("text", "prose") else (arguments.length, TIMES * arguments.length)
        short, long = (_apart(kind, name, length, arguments.profile) for length in lengths)
        growth = long.seconds / max(short.seconds, 0.001)
        allowed = MOST_PROSE if lengths[1] == LONGER and name == "prose" else MOST_GROWTH
        good = long.seconds < BOUND and (growth <= allowed or (long.seconds < SLIGHT and name != "prose"))
        failed += not good
        made.add_row(
            name if kind == "text" else f"HTML: {name}",
            f"{lengths[0]:,}",
            f"{short.seconds:.2f}",
            f"{long.seconds:.2f}",
            f"{growth:.1f}",
            str(short.questions),
            str(long.questions),
            str(long.memory),
            ("" if good else "grows too fast ") + long.outcome,
        )
        print(f"{kind} {name}: {short.seconds:.2f} s, {long.seconds:.2f} s", file=sys.stderr)
    Console(highlight=False, width=None if sys.stdout.isatty() else 150).print(made)
    return 1 if failed else 0


def _warm() -> None:
    """Make what a process makes once, not once an article: imports, tables, the patterns of languages."""
    for sample in (
        "Vexel Metals buys Tarn Foods for 3 million euros, said Ada Lowe.",
        *(f(400) for f in TEXTS.values()),
    ):
        _read("text", sample, "small")
    _read("html", "<p>Vexel Metals buys Tarn Foods, said Ada Lowe.</p>", "large")


def _apart(kind: str, name: str, length: int, profile: str) -> Reading:
    """The text read in a process of its own, which begins as this one is now."""
    made = (TEXTS if kind == "text" else HTML)[name](length)
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=lambda: theirs.send(_read(kind, made, profile)))
    process.start()
    theirs.close()
    try:
        return ours.recv() if ours.poll(WALL) else Reading(BOUND, 0, 0, "does not end")
    except EOFError:
        return Reading(BOUND, 0, 0, "raises")
    finally:
        process.kill()
        process.join()


def _read(kind: str, made: str, profile: str) -> Reading:
    model = InstantModel(profile)
    settings = Settings(llm_base_url="http://127.0.0.1:9/v1", llm_parallel=1)
    engine = Engine(model, settings)  # type: ignore[arg-type]
    started, outcome = time.process_time(), ""
    try:
        article = text.read(text.from_html(made).text if kind == "html" else made)
        told = len(engine.extract(article).warnings)
        outcome = f"{told} warning{'s' * (told != 1)}" if told else ""
    except Problem as problem:
        outcome = problem.title
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return Reading(time.process_time() - started, model.questions, memory, outcome)


if __name__ == "__main__":
    sys.exit(main())
