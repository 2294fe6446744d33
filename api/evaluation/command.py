"""`onrecord evaluate GOLD…`: score a running service, or the engine in this process, on gold articles.

The table goes to standard output, the progress to standard error. Exit status: 0 when every article was answered, 1
when some were lost or nothing answers, 2 when the gold or the arguments are wrong.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from api.settings import Settings

if TYPE_CHECKING:
    from api.evaluation.outcomes import Evaluation
    from api.evaluation.respondents import Respondent
    from api.progress import ProgressLine

# What is heavy is imported when it is needed: the command line asks for `add_arguments` each time it starts.


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the verb takes."""
    parser.add_argument("gold", nargs="+", type=Path, metavar="GOLD", help="JSONL, JSON, or a folder of them")
    parser.add_argument(
        "--url", help="a running service, such as http://127.0.0.1:8000; default: the engine in-process"
    )
    parser.add_argument("--api-key", help="the service's key; default: ONRECORD_API_KEY")
    parser.add_argument(
        "--stored", action="store_true", help="take extractions the service has stored; times mean nothing"
    )
    parser.add_argument("--timeout", type=float, default=900.0, help="seconds an article may take (default: 900)")
    parser.add_argument("--limit", type=int, help="only the first N articles")
    parser.add_argument(
        "--report", type=Path, metavar="OUT.html", help="write a report with plots, misses and false facts"
    )
    parser.add_argument(
        "--floor",
        action="store_true",
        help="learn the model's pace too, and tell how far the seconds are from the least possible",
    )
    parser.add_argument("--json", action="store_true", help="print every figure as JSON instead of tables")


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Evaluate, print, write the report; the exit status."""
    from api.evaluation import gold_files
    from api.evaluation.gold import strays
    from api.evaluation.outcomes import evaluate
    from api.evaluation.respondents import Unreachable
    from api.progress import ProgressLine

    try:
        articles = gold_files.read(*arguments.gold)[: arguments.limit]
    except gold_files.GoldError as error:
        return _complain(str(error), 2)
    if arguments.report is not None and not arguments.report.resolve().parent.is_dir():
        return _complain(f"{arguments.report}: there is no such folder", 2)
    for article in articles:
        if words := strays(article):
            _complain(f"{article.id}: not words of the article, so never found: {words[0]!r} (of {len(words)})", 0)
    try:
        with ProgressLine() as line, _respondent(arguments, settings, line) as (respondent, reachable):
            evaluation = evaluate(
                articles, respondent, lambda done, name: line.show(name or "Done", done, len(articles))
            )
            if arguments.floor:
                line.show("the model's pace", 0, 0)
                evaluation = _with_floors(evaluation, reachable)
    except Unreachable as error:
        return _complain(str(error), 1)
    _show(evaluation, arguments)
    return 1 if evaluation.lost else 0


def main(argv: list[str] | None = None) -> int:
    """The verb as a command of its own: `python -m api.evaluation.command GOLD`."""
    parser = argparse.ArgumentParser(prog="onrecord evaluate", description=(__doc__ or "").partition("\n\n")[0])
    add_arguments(parser)
    return run(parser.parse_args(argv), Settings.from_environment())


def _show(evaluation: Evaluation, arguments: argparse.Namespace) -> None:
    from rich.console import Console

    from api.evaluation import report, table

    if arguments.json:
        print(json.dumps(evaluation.as_json(), ensure_ascii=False, indent=1))
    else:
        table.show(evaluation, Console(highlight=False))
    if arguments.report is not None:
        arguments.report.write_text(report.page(evaluation), encoding="utf-8")
        print(f"The report is in {arguments.report}", file=sys.stderr)


@contextlib.contextmanager
def _respondent(
    arguments: argparse.Namespace, settings: Settings, line: ProgressLine
) -> Iterator[tuple[Respondent, Settings]]:
    """The respondent, and the settings by which its model can be reached."""
    if arguments.url:
        from api.evaluation.respondents import OverHttp

        key = arguments.api_key or os.environ.get("ONRECORD_API_KEY")
        with OverHttp(arguments.url, key, timeout=arguments.timeout, stored=arguments.stored) as service:
            yield service, settings
        return
    from api.evaluation.in_process import InProcess
    from api.evaluation.respondents import Unreachable
    from api.extract_command import CannotExtract, model_at_hand

    with contextlib.ExitStack() as stack:
        try:
            reachable = stack.enter_context(model_at_hand(settings, line))
        except CannotExtract as error:
            raise Unreachable(str(error)) from None
        yield InProcess(reachable), reachable


def _with_floors(evaluation: Evaluation, settings: Settings) -> Evaluation:
    """The evaluation with the least seconds of each article; as it is, and told so, where no pace is to be had."""
    import openai

    from api.evaluation import floor

    try:
        return floor.measured(evaluation, settings)
    except (openai.OpenAIError, ValueError) as error:
        _complain(f"the model's pace cannot be learnt: {error}", 0)
        return evaluation


def _complain(message: str, status: int) -> int:
    print(f"onrecord: {message}", file=sys.stderr)
    return status


if __name__ == "__main__":
    sys.exit(main())
