"""`python -m bench.streaming`: how soon a running service shows its first fact, and what telling as it goes costs.

It posts one article to a running `onrecord serve` over and over, by turns with and without streaming, each time to be
read anew, and prints ratios of medians: first proven fact to whole answer, streamed answer to plain one.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
import urllib.request
from pathlib import Path
from typing import NamedTuple

from api.desk.pages.front import EXAMPLE

FIRST, WHOLE = 1 / 3, 1.05
"""What the ratios may be at most."""


class Streamed(NamedTuple):
    """Seconds until the first proven fact and until the last event."""

    first: float
    whole: float


def main() -> int:
    """Measure and print; 1 when a ratio is over its bar."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("article", nargs="?", type=Path, default=EXAMPLE, help="a text file; without it, an example")
    parser.add_argument("--service", default="http://127.0.0.1:8000")
    parser.add_argument("--times", type=int, default=5, help="how often each way")
    given = parser.parse_args()
    text = given.article.read_bytes()
    _plain(given.service, text)  # the first reading of a language loads its dictionaries
    plain, streamed = [], []
    for _ in range(given.times):
        plain.append(_plain(given.service, text))
        streamed.append(_streamed(given.service, text))
    whole = statistics.median(each.whole for each in streamed)
    first = statistics.median(each.first for each in streamed) / whole
    ratio = whole / statistics.median(plain)
    print(f"first fact after {first:.2f} of the whole time (at most {FIRST:.2f})")
    print(f"streamed to plain: {ratio:.2f} of the time (at most {WHOLE:.2f}); {given.times} times each, medians")
    return int(first > FIRST or ratio > WHOLE)


def _ask(service: str, text: bytes, accept: str) -> urllib.request.Request:
    headers = {"Content-Type": "text/plain; charset=utf-8", "Accept": accept}
    return urllib.request.Request(f"{service}/v1/extractions?refresh=true", data=text, headers=headers)


def _plain(service: str, text: bytes) -> float:
    began = time.perf_counter()
    with urllib.request.urlopen(_ask(service, text, "application/json"), timeout=600) as response:
        response.read()
    return time.perf_counter() - began


def _streamed(service: str, text: bytes) -> Streamed:
    began = time.perf_counter()
    first = None
    with urllib.request.urlopen(_ask(service, text, "application/x-ndjson"), timeout=600) as response:
        for line in response:
            if first is None and json.loads(line).get("event") == "fact.proven":
                first = time.perf_counter() - began
    whole = time.perf_counter() - began
    return Streamed(whole if first is None else first, whole)


if __name__ == "__main__":
    sys.exit(main())
