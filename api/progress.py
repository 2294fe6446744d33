"""How far a long piece of work has come, on standard error: a bar on a terminal, a line at each tenth elsewhere."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import TextIO

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeRemainingColumn
from rich.text import Text


class ProgressLine:
    """One line that tells what is being done and how much of it. Use it as a context: leaving it clears the line.

    Nothing is drawn before the first `show`, nor once the work it tells of is done.
    """

    def __init__(self, stream: TextIO | None = None) -> None:
        self._console = Console(file=stream or sys.stderr)
        self._bars: Progress | None = None
        self._task: TaskID | None = None
        self._last: tuple[str, int] | None = None

    def __enter__(self) -> ProgressLine:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.clear()

    def bytes(self, doing: str, done: int, total: int) -> None:
        """So many bytes are done."""
        self.show(doing, done, total, f"{done / 1e6:,.0f} of {total / 1e6:,.0f} MB")

    def show(self, doing: str, done: int, total: int, amount: str | None = None) -> None:
        """`done` of `total` are done; `amount` says it in words. A `total` of 0 means that nobody knows it."""
        amount = amount or (f"{done} of {total}" if total else "")
        if not self._console.is_terminal:
            tenth = 10 * done // total if total else 0
            if self._last != (doing, tenth):
                self._last = (doing, tenth)
                print(f"  {doing}{': ' if amount else ''}{amount}", file=self._console.file, flush=True)
            return
        if self._bars is None:
            columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[amount]}"))
            self._bars = Progress(*columns, TimeRemainingColumn(), console=self._console, transient=True)
            self._task = self._bars.add_task(doing, amount=amount)
            self._bars.start()
        assert self._task is not None
        self._bars.update(self._task, description=doing, completed=done, total=total or None, amount=amount)
        if total and done >= total:
            self.clear()

    def say(self, words: str) -> None:
        """A line that stays, above the one that moves."""
        self._console.print(Text(words), style="dim", soft_wrap=True)

    def clear(self) -> None:
        """Take the line away; the next `show` draws a new one."""
        if self._bars is not None:
            self._bars.stop()
            self._bars = None
