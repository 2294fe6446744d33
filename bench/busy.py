"""`python -m bench.busy`: how much longer an article takes a running service while the machine is busy.

It posts one article to a running `onrecord serve` over and over, by turns in quiet and beside one endless loop for each
core, each time to be read anew, and prints the ratio of the medians and how many readings failed. Run it on a machine
that does nothing else.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from api.embedded.model_server import cores

MOST = 4.0
"""Times its quiet time that an article may take beside one busy process a core."""

PATIENCE = 900.0
"""Seconds a reading may take; one that takes longer has failed."""

ARTICLE = Path(__file__).parent.parent / "tests" / "articles" / "pt-dados-rotulados.json"

LOOP = "import sys, time\nend = time.monotonic() + float(sys.argv[1])\nwhile time.monotonic() < end:\n    pass"
"""Endless but for an end that nobody waits for, should whoever started it be killed."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How long one reading took, in seconds, and what was wrong with it; None if nothing."""

    seconds: float
    fault: str | None


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print; 1 when the ratio is over its bar or a reading failed."""
    parser = argparse.ArgumentParser(prog="python -m bench.busy", description=(__doc__ or "").partition("\n\n")[0])
    parser.add_argument("article", nargs="?", type=Path, default=ARTICLE, help="a text, or JSON with one in `text`")
    parser.add_argument("--service", default="http://127.0.0.1:8000")
    parser.add_argument("--times", type=int, default=3, help="how often each way (%(default)s)")
    parser.add_argument("--loops", type=int, default=cores(), help="busy processes (default: one a core)")
    given = parser.parse_args(argv)
    raw = given.article.read_text(encoding="utf-8")
    text = str(json.loads(raw)["text"]) if given.article.suffix == ".json" else raw
    quiet, busy = measured(given.service, text, given.times, given.loops)
    ratio = statistics.median(one.seconds for one in busy) / statistics.median(one.seconds for one in quiet)
    faults = [one.fault for one in (*quiet, *busy) if one.fault]
    print(f"beside {given.loops} busy processes: {ratio:.2f} times the quiet time (at most {MOST:.0f}); medians")
    print(f"{len(faults)} of {len(quiet) + len(busy)} readings failed{': ' if faults else ''}{'; '.join(faults)}")
    return int(ratio > MOST or bool(faults))


def measured(service: str, text: str, times: int, loops: int) -> tuple[list[Reading], list[Reading]]:
    """The readings in quiet and those beside so many busy processes, so many of each, by turns."""
    read(service, text)  # the first reading of a language loads its dictionaries
    quiet, busy = [], []
    for turn in range(1, times + 1):
        quiet.append(read(service, text))
        with busy_processes(loops):
            busy.append(read(service, text))
        print(f"{turn}: {quiet[-1].seconds:.1f} s in quiet, {busy[-1].seconds:.1f} s busy", file=sys.stderr)
    return quiet, busy


def read(service: str, text: str) -> Reading:
    """Have the service read the text anew."""
    url = f"{service.rstrip('/')}/v1/extractions?refresh=true"
    request = urllib.request.Request(url, text.encode(), {"Content-Type": "text/plain; charset=utf-8"})
    began = time.perf_counter()
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE) as response:
            status = str(json.load(response).get("status"))
            fault = None if status == "succeeded" else status
    except urllib.error.HTTPError as error:
        with error:
            fault = f"HTTP {error.code}"
    except (OSError, ValueError) as error:
        fault = str(error) or type(error).__name__
    return Reading(time.perf_counter() - began, fault)


@contextmanager
def busy_processes(count: int) -> Iterator[list[subprocess.Popen[bytes]]]:
    """So many processes that compute without a pause, and are ended afterwards."""
    started: list[subprocess.Popen[bytes]] = []
    try:
        for _ in range(count):
            started.append(subprocess.Popen([sys.executable, "-c", LOOP, str(2 * PATIENCE)], stdin=subprocess.DEVNULL))
        yield started
    finally:
        for process in started:
            process.kill()
        for process in started:
            process.wait()


if __name__ == "__main__":
    sys.exit(main())
