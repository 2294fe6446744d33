"""Whether the parts of a run are ready, asked the way their users would ask."""

from __future__ import annotations

from datetime import datetime
from typing import LiteralString

import httpx2
import psycopg

from api.settings import Settings


def local_address(settings: Settings) -> str:
    """The address at which a person on this machine reaches the service."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.host, settings.host)  # noqa: S104 - compared, not bound
    return f"http://[{host}]:{settings.port}" if ":" in host else f"http://{host}:{settings.port}"


def answers(url: str) -> bool:
    """Whether a GET of this address is answered with 200."""
    try:
        return httpx2.get(url, timeout=2.0, trust_env=False).status_code == 200
    except httpx2.HTTPError:
        return False


def now(url: str) -> datetime:
    """The time by the database's clock."""
    return datetime.fromisoformat(_one_value(url, "SELECT now()::timestamptz", ()))


def a_worker_since(url: str, moment: datetime) -> bool:
    """Whether a worker has shown itself to the queue since then."""
    known = "SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat >= %s"
    return _one_value(url, known, (moment,)) != "0"


def _one_value(url: str, query: LiteralString, values: tuple[object, ...]) -> str:
    from api.store.database import conninfo

    with psycopg.connect(conninfo(url), connect_timeout=10) as connection:
        row = connection.execute(query, values).fetchone()
    assert row is not None
    return str(row[0])
