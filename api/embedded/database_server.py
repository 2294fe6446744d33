"""The embedded PostgreSQL, held up by a process of its own for as long as that process lives.

`python -m api.embedded.database_server` starts or joins it, prints its address and lets go of it when told to
stop. When PostgreSQL itself dies, this process ends with status 1, so that whoever watches it can start it again.
"""

from __future__ import annotations

import signal
import sys
import threading

from api.embedded.postgres import PostgresFailed, start
from api.settings import Settings

LOOK = 1.0
"""Seconds between two looks at whether PostgreSQL lives."""


def main() -> int:
    """Hold the database up until SIGTERM or SIGINT."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    try:
        cluster = start(Settings.from_environment().data_dir)
    except (PostgresFailed, OSError) as error:
        print(f"The database does not start: {error}", file=sys.stderr)
        return 1
    print(cluster.url, flush=True)
    try:
        while not stop.wait(LOOK):
            if cluster.pid is None:
                print("PostgreSQL has ended.", file=sys.stderr)
                return 1
    finally:
        cluster.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
