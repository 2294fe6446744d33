"""A database that is there and does not answer: nothing waits for it for good, and all goes on once it does."""

from __future__ import annotations

import shutil
import signal
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from api.app import create_app
from api.embedded import postgres
from api.settings import Settings
from api.store import database
from tests.conftest import CheckedClient
from tests.processes import eventually
from tests.stand_in import STORY, StandIn

Signal = Callable[[int], None]


@pytest.fixture(scope="module")
def cluster() -> Iterator[tuple[str, Signal]]:
    """The address of a migrated database of its own, and what sends a signal to all processes of its server."""
    folder = Path(tempfile.mkdtemp(prefix="onrecord-frozen-"))
    running = postgres.start(folder)
    database.migrate(running.url)
    master = psutil.Process(running.pid)

    def tell(number: int) -> None:
        for process in (master, *master.children(recursive=True)):
            process.send_signal(number)

    yield running.url, tell
    tell(signal.SIGCONT)
    running.stop()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def client(cluster: tuple[str, Signal], monkeypatch: pytest.MonkeyPatch) -> Iterator[CheckedClient]:
    monkeypatch.setattr(database._Impatient, "patience", 1.0)
    monkeypatch.setattr(database._Probing, "patience", 0.5)
    monkeypatch.setattr(database, "_GRACE", 0.2)
    app = create_app(Settings(database_url=cluster[0]), engine=StandIn())
    app.test_client_class = CheckedClient
    made = app.test_client()
    assert isinstance(made, CheckedClient)
    yield made
    app.extensions["onrecord"].extractions.close()
    app.extensions["onrecord"].database.dispose()


def test_every_request_is_told_and_all_goes_on_afterwards(client: CheckedClient, cluster: tuple[str, Signal]) -> None:
    tell = cluster[1]
    assert client.get("/v1/companies").status_code == 200
    tell(signal.SIGSTOP)
    try:
        began = time.monotonic()
        for response in (
            client.get("/v1/companies"),
            client.post("/v1/extractions", json={"text": STORY}),
            client.get("/readyz"),
        ):
            assert response.status_code == 503
            assert int(response.headers["Retry-After"]) > 0
        assert time.monotonic() - began < 60, "it would have been for good"
        assert not client.get("/readyz").json["checks"]["database"]["ready"]
        assert client.get("/healthz").status_code == 200
    finally:
        tell(signal.SIGCONT)
    assert eventually(lambda: client.get("/readyz").status_code == 200)
    assert client.get("/v1/companies").status_code == 200
    assert client.post("/v1/extractions", json={"text": STORY}).status_code == 201


def test_a_statement_that_takes_too_long_is_ended(cluster: tuple[str, Signal], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database._Impatient, "patience", 0.5)
    engine = database.connect(cluster[0])
    with pytest.raises(Exception, match="statement timeout") as caught, engine.connect() as conn:
        conn.exec_driver_sql("SELECT pg_sleep(30)")
    assert database.is_unavailable(caught.value)
    engine.dispose()
