"""How far a piece of work has come: lines in a log, a bar on a terminal."""

from __future__ import annotations

import io

from api.progress import ProgressLine


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_in_a_log_it_is_a_line_at_each_tenth() -> None:
    stream = io.StringIO()
    with ProgressLine(stream) as line:
        for done in range(0, 1001):
            line.bytes("fetching", done * 1_000_000, 1_000_000_000)
    lines = stream.getvalue().splitlines()
    assert len(lines) == 11
    assert lines[0] == "  fetching: 0 of 1,000 MB"
    assert lines[-1] == "  fetching: 1,000 of 1,000 MB"


def test_work_of_unknown_length_is_said_once() -> None:
    stream = io.StringIO()
    with ProgressLine(stream) as line:
        for _ in range(5):
            line.show("asking the model", 0, 0)
    assert stream.getvalue() == "  asking the model\n"


def test_nothing_is_drawn_when_there_is_nothing_to_tell() -> None:
    stream = Terminal()
    with ProgressLine(stream):
        pass
    assert stream.getvalue() == ""


def test_on_a_terminal_the_bar_goes_away_when_the_work_is_done() -> None:
    stream = Terminal()
    with ProgressLine(stream) as line:
        line.show("asking the model", 1, 3)
        assert "asking the model" in stream.getvalue()
        line.show("asking the model", 3, 3)
        drawn = stream.getvalue()
    assert stream.getvalue() == drawn, "nothing is drawn any more"
