"""`python -m bench.lists`: how long every list and filter takes at a million facts, hit or not.

It starts a PostgreSQL of its own, fills it, and asks the service in this process; a busy machine shows in the figures.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console
from rich.table import Table
from sqlalchemy import NullPool, create_engine, text

from api.app import create_app
from api.embedded import postgres
from api.settings import Settings
from api.store import database
from bench import seeded_facts
from bench.seeded_facts import COMMON, NEVER, RARE
from tests.stand_in import StandIn

LISTS = ("articles", "companies", "people", "deals", "claims")
BAR = 50.0  # milliseconds, at the 99th percentile

OWN = {
    "companies": ("kind=ngo", "kind=fund"),
    "people": ("status=interim", "status=former"),
    "deals": ("type=ipo", "type=merger", "status=postponed", "status=terminated", "role=licensor", "role=adviser"),
    "claims": (
        *(f"source={word}" for word in (COMMON, RARE, NEVER)),
        *("channel=leak", "channel=filing", "kind=document", "kind=group", "class=anonymous", "class=unofficial"),
        *("directness=mixed", "directness=indirect", "certainty=possible", "certainty=uncertain", "polarity=denied"),
    ),
}


def questions(name: str) -> Iterator[str]:
    """Every query of a list: each filter with what is common, rare and nowhere."""
    yield ""
    for word in (COMMON, RARE, NEVER, "quill", "zq"):
        yield f"name={word}"
    for word in (COMMON, RARE, NEVER):
        yield f"q={word}"
    yield f"q={RARE}&language=en"
    yield from (f"publisher={word}" for word in ("paper", NEVER, "9bf"))
    yield from ("language=en", "language=gl", "language=tr", "language=gl&name=northwind")
    yield "published_from=2019-06-01&published_to=2019-06-01"
    yield from ("published_to=2016-01-01", "published_from=2031-01-01")
    yield from ("entity=c0000000000000777", "entity=c9999999999999999", "article=unknown")
    yield from ("review=unreviewed", "review=rejected", "review=reviewed", "review=any")
    yield from OWN.get(name, ())


def main() -> int:
    """Run the benchmark; 1 when a list is too slow."""
    parser = argparse.ArgumentParser(prog="python -m bench.lists", description=__doc__)
    parser.add_argument("--articles", type=int, default=100_000, help="ten facts each")
    parser.add_argument("--times", type=int, default=20, help="how often each question is asked")
    arguments = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="onrecord-lists-"))
    cluster = postgres.start(folder)
    try:
        database.migrate(cluster.url)
        patient = create_engine(database.address(cluster.url), poolclass=NullPool)  # filling takes minutes
        began = time.perf_counter()
        with patient.begin() as conn:
            seeded_facts.fill(conn, arguments.articles)
        with patient.connect().execution_options(isolation_level="AUTOCOMMIT") as conn:
            conn.execute(text("VACUUM ANALYZE"))
        engine = database.connect(cluster.url)
        print(f"{10 * arguments.articles:,} facts in {time.perf_counter() - began:.0f} s", flush=True)
        client = create_app(Settings(database_url=cluster.url), engine=StandIn(), database=engine).test_client()
        worst = measure(client, arguments.times)
        engine.dispose()
    finally:
        cluster.stop()
        shutil.rmtree(folder, ignore_errors=True)
    return int(worst > BAR)


def measure(client: object, times: int) -> float:
    """Ask every question so often, in turns; prints the slow ones and all in one line. The 99th percentile of all."""
    asked = [(name, query) for name in LISTS for query in questions(name)]
    spent: dict[tuple[str, str], list[float]] = {each: [] for each in asked}
    for _ in range(times):
        for name, query in asked:
            began = time.perf_counter()
            response = client.get(f"/v1/{name}?{query}")  # type: ignore[attr-defined]
            spent[name, query].append((time.perf_counter() - began) * 1000)
            assert response.status_code == 200, response.text
    table = Table("list", "question", "median ms", "slowest ms", title=f"the slowest of {len(asked)} questions")
    slowest = sorted(asked, key=lambda each: sorted(spent[each])[times // 2], reverse=True)
    for each in slowest[:15]:
        table.add_row(*each, f"{sorted(spent[each])[times // 2]:.1f}", f"{max(spent[each]):.1f}")
    Console(width=100).print(table)
    every = sorted(each for ones in spent.values() for each in ones)
    high = every[int(len(every) * 0.99)]
    middle = every[len(every) // 2]
    print(f"all {len(every)} answers: median {middle:.1f} ms, 99th percentile {high:.1f} ms (bar {BAR})")
    return high


if __name__ == "__main__":
    raise SystemExit(main())
