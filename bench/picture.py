"""`python -m bench.picture`: the picture of the desk that the README shows, made anew. Needs Chromium, and no model."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from api.app import create_app
from api.settings import Settings
from api.store import articles, database, extractions
from tests import browser, stored
from tests.database import serve
from tests.stand_in import StandIn

PLACE = Path(__file__).parent.parent / "docs" / "desk.png"


def main() -> int:
    """Take the picture; 1 where there is no Chromium."""
    if not (browser.CHROMIUM and browser.DRIVER):
        print("picture: needs Debian's packages chromium and chromium-driver", file=sys.stderr)
        return 1
    with serve() as server, server.fresh() as url, tempfile.TemporaryDirectory() as folder:
        engine = database.connect(url)
        app = create_app(Settings(database_url=url, data_dir=Path(folder)), engine=StandIn(), database=engine)
        with engine.begin() as conn:
            row = articles.save(conn, stored.VINHO)
            made = extractions.create(conn, row.id, "picture", provenance=stored.PROVENANCE)
            assert made
            extractions.claim_run(conn, made, "picture")
            extractions.finish(conn, made, stored.extraction(), "picture")
        with browser.served(app) as base, browser.chromium(width=1180, height=760) as driver:
            desk = browser.Desk(driver, base)
            desk.open(f"/articles/{row.id}")
            desk.one("#reviewing")
            desk.press("j")
            desk.until(desk.active)
            PLACE.write_bytes(driver.get_screenshot_as_png())
        app.extensions["onrecord"].extractions.close()
        engine.dispose()
    print(f"{PLACE.name}: {PLACE.stat().st_size / 1000:,.0f} KB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
