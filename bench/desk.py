"""`python -m bench.desk`: how heavy and how fast the desk is. Needs Chromium for the second half, and no model.

Tells the bytes of the first page with all it loads, as a browser gets them; the milliseconds until the server has sent
a page of 200,000 characters with 2,000 facts; and until that page answers a key in Chromium.
"""

from __future__ import annotations

import gc
import gzip
import re
import statistics
import sys
import tempfile
import time
import urllib.request
from dataclasses import replace
from pathlib import Path

from api.app import create_app
from api.settings import Settings
from api.store import articles, database, extractions
from tests import browser, stored
from tests.crowd import crowd
from tests.database import serve
from tests.stand_in import StandIn

CHARACTERS, FACTS, SPANS = 200_000, 2_000, 10_000
TIMES = 5


def main() -> int:
    """Measure and print."""
    with serve() as server, server.fresh() as url, tempfile.TemporaryDirectory() as folder:
        engine = database.connect(url)
        app = create_app(Settings(database_url=url, data_dir=Path(folder)), engine=StandIn(), database=engine)
        article = _put(engine)
        gc.collect()
        gc.freeze()  # as gunicorn.conf.py does before the web processes part
        with browser.served(app) as base:
            _first_page(base)
            _long_page(f"{base}/articles/{article}")
            if browser.CHROMIUM and browser.DRIVER:
                _in_chromium(base, f"/articles/{article}")
            else:
                print("in Chromium: not measured, there is none")
        app.extensions["onrecord"].extractions.close()
        engine.dispose()
    return 0


def _put(engine: database.Engine) -> str:
    text, facts = crowd(characters=CHARACTERS, facts=FACTS, spans=SPANS)
    with engine.begin() as conn:
        row = articles.save(conn, stored.Article(text, language="en"))
        made = extractions.create(conn, row.id, "bench", provenance=stored.PROVENANCE)
        assert made
        extractions.claim_run(conn, made, "bench")
        extractions.finish(conn, made, replace(stored.extraction(), facts=facts, rejected=()), "bench")
    return row.id


def _get(address: str) -> tuple[bytes, float]:
    """What a browser is sent, as packed as it comes, and the milliseconds until it was there."""
    request = urllib.request.Request(address, headers={"Accept": "text/html", "Accept-Encoding": "gzip"})
    began = time.perf_counter()
    with urllib.request.urlopen(request) as response:
        return response.read(), (time.perf_counter() - began) * 1000


def _first_page(base: str) -> None:
    body, _ = _get(f"{base}/")
    page = gzip.decompress(body).decode()
    sizes = {"/": len(body)}
    for address in re.findall(r'(?:href|src)="(/static/[^"]+)"', page):
        sizes[address.partition("?")[0]] = len(_get(base + address)[0])
    print(f"first page: {sum(sizes.values()) / 1000:,.1f} KB compressed, {len(sizes)} requests")
    for name, size in sizes.items():
        print(f"  {size / 1000:6.1f}  {name}")


def _long_page(address: str) -> None:
    took = [_get(address) for _ in range(TIMES)]
    body, whole = took[-1][0], gzip.decompress(took[-1][0])
    print(
        f"{CHARACTERS:,} characters, {FACTS:,} facts, {SPANS:,} spans: "
        f"{statistics.median(each[1] for each in took):,.0f} ms from the server (of {TIMES}, the median; "
        f"least {min(each[1] for each in took):,.0f}); {len(body) / 1000:,.0f} KB compressed, {len(whole) / 1e6:.1f} MB"
    )


def _in_chromium(base: str, path: str) -> None:
    with browser.chromium() as driver:
        desk = browser.Desk(driver, base)
        desk.open("/")
        took = []
        for _ in range(TIMES):
            began = time.perf_counter()
            desk.open(path)
            desk.press("j")
            desk.until(desk.active)
            took.append(time.perf_counter() - began)
            desk.open("/")
        middle = statistics.median(took)
        print(f"in Chromium: {middle:.2f} s until it answers a key (of {TIMES}, the median; least {min(took):.2f})")


if __name__ == "__main__":
    sys.exit(main())
