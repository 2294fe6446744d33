"""`python -m bench.exports`: a full export of many articles in every format: facts a second, and is memory flat.

It starts a PostgreSQL of its own and fills it with copies of one read article, each with ids of its own. Each format is
exported by a process of its own, through the service; a busy machine shows in the figures.
"""

from __future__ import annotations

import argparse
import multiprocessing
import shutil
import tempfile
import threading
import time
from dataclasses import dataclass, replace
from pathlib import Path

import psutil
from rich.console import Console
from rich.table import Table
from sqlalchemy import Connection, NullPool, create_engine, func, select, text
from sqlalchemy import Table as SqlTable

from api.app import create_app
from api.embedded import postgres
from api.exports.formats import FORMATS
from api.settings import Settings
from api.store import articles, database, extractions, tables
from api.views.exporting import FLAT
from tests.stand_in import StandIn
from tests.stored import PROVENANCE, VINHO, extraction

BAR = 2_000  # facts a second
GROWTH = 1.1
"""How many times the memory of the first quarter the last one may have."""

PARAGRAPH = "\n\nNas encostas do rio, a vindima começa cedo e acaba tarde; quem a faz conhece cada socalco pelo nome."

_CLOCK = "(lpad(to_hex(1700000000000 + n), 12, '0') || '70008000' || '{tail}')::uuid"
_RENAMED = """regexp_replace({value}::text, '"([cpdq][0-9a-v]{{8}})[0-9a-v]{{8}}"',
    '"\\1' || lpad(to_hex(n), 8, '0') || '"', 'g')"""


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one export. `early` and `late` are the resident megabytes within and after its first quarter, at most."""

    size: int
    seconds: float
    early: float
    late: float


def main() -> int:
    """Run the benchmark; 1 when a format is too slow or grows."""
    parser = argparse.ArgumentParser(prog="python -m bench.exports", description=__doc__)
    parser.add_argument("--articles", type=int, default=100_000, help="six facts each")
    parser.add_argument("--formats", nargs="*", default=[*FORMATS, "csv"], help="csv is of claims")
    arguments = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="onrecord-exports-"))
    cluster = postgres.start(folder)
    worst = 0
    try:
        database.migrate(cluster.url)
        engine = create_engine(database.address(cluster.url), poolclass=NullPool)
        with engine.begin() as conn:
            facts = fill(conn, arguments.articles)
        print(f"{arguments.articles:,} articles, {facts:,} facts", flush=True)
        table = Table("format", "MB", "seconds", "facts a second", "MB of memory, first quarter", "later")
        for name in arguments.formats:
            known = facts // 3 if name == "csv" else facts
            with multiprocessing.get_context("spawn").Pool(1) as pool:
                found = pool.apply(export, (cluster.url, name, arguments.articles))
            speed = known / found.seconds
            row = (f"{found.size / 1e6:,.0f}", f"{found.seconds:.1f}", f"{speed:,.0f}")
            row = (*row, f"{found.early:.0f}", f"{found.late:.0f}")
            table.add_row(name, *row)
            print(name, *row, flush=True)
            worst |= speed < BAR or found.late > GROWTH * found.early
    finally:
        cluster.stop()
        shutil.rmtree(folder, ignore_errors=True)
    Console(width=100).print(table)
    return int(worst)


def fill(conn: Connection, wanted: int) -> int:
    """Store one article with its facts, and copies of it until there are so many; how many facts there are in all."""
    story = replace(VINHO, text=VINHO.text + PARAGRAPH * 25)
    row = articles.save(conn, story)
    made = extractions.find_or_create(conn, row.id, "bench", PROVENANCE).id
    extractions.claim_run(conn, made, "bench")
    extractions.finish(conn, made, extraction(story), "bench")
    of = {"article": row.id, "most": wanted - 1}
    article, reading = (_CLOCK.format(tail=tail) for tail in ("00000000000a", "000000000000"))
    _copy(conn, tables.articles, {"id": article, "fingerprint": "'copy ' || n", "current_extraction_id": "NULL"}, of)
    _copy(conn, tables.extractions, {"id": reading, "article_id": article, "key": "NULL"}, of)
    for table in tables.FACTS.values():
        own = {
            "id": _CLOCK.format(tail="' || lpad(to_hex(16777215 - position), 6, '0') || '000000"),
            "article_id": article,
            "extraction_id": reading,
            "fact_id": "left(fact_id, 9) || lpad(to_hex(n), 8, '0')",
            "document": f"{_RENAMED.format(value='document')}::json",
        }
        _copy(conn, table, own, of)
    current = "SELECT article_id, max(id::text)::uuid AS id FROM extractions GROUP BY article_id"
    newest = f"UPDATE articles SET current_extraction_id = e.id FROM ({current}) e WHERE e.article_id = articles.id"
    conn.execute(text(newest))
    conn.execute(text("ANALYZE"))
    return sum(conn.execute(select(func.count()).select_from(table)).scalar_one() for table in tables.FACTS.values())


def _copy(conn: Connection, table: SqlTable, own: dict[str, str], of: dict[str, object]) -> None:
    """Copy the article's rows of a table so many times, with values of their own in these columns."""
    names = [column.name for column in table.c if column.computed is None]
    values = ", ".join(own.get(name, name) for name in names)
    whose = "id" if table.name == "articles" else "article_id"
    statement = f"INSERT INTO {table.name} ({', '.join(names)}) SELECT {values} FROM {table.name} AS one"
    conn.execute(text(f"{statement}, generate_series(1, :most) AS n WHERE one.{whose} = :article"), of)


def export(url: str, name: str, wanted: int) -> Figures:
    """Export everything in a format through the service, in this process."""
    engine = database.connect(url)
    client = create_app(Settings(database_url=url), engine=StandIn(), database=engine).test_client()
    over, held = threading.Event(), [0.0]
    watch = threading.Thread(target=_watch, args=(over, held))
    began = time.perf_counter()
    watch.start()
    response = client.get(f"/v1/{'claims' if name in FLAT else 'articles'}.{name}?limit={10 * wanted}")
    assert response.status_code == 200, response.text
    size = sum(len(piece) for piece in response.response)
    seconds = time.perf_counter() - began
    over.set()
    watch.join()
    quarter = max(1, len(held) // 4)
    engine.dispose()
    return Figures(size, seconds, max(held[:quarter]), max(held[quarter:] or held))


def _watch(over: threading.Event, held: list[float]) -> None:
    """Note the resident megabytes of this process ten times a second."""
    process = psutil.Process()
    while not over.wait(0.1):
        held.append(process.memory_info().rss / 1e6)


if __name__ == "__main__":
    raise SystemExit(main())
