"""What keeps the service from starting, said in one line before anything is started."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from api.embedded.preflight import CannotServe, check
from api.embedded.supervisor import Supervisor
from api.settings import Settings
from tests.processes import free_port


def test_a_busy_port_is_said_in_one_line(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as busy:
        port = busy.getsockname()[1]
        supervisor = Supervisor(Settings(port=port, data_dir=tmp_path))
        with pytest.raises(CannotServe, match=rf"^Port {port} on 127\.0\.0\.1 is in use; set ONRECORD_PORT to another"):
            supervisor.run()
    assert supervisor.parts == []
    assert list(tmp_path.iterdir()) == []


def test_a_busy_port_of_the_model_is_said_too(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as busy:
        settings = Settings(port=free_port(), embedded_model_port=busy.getsockname()[1], data_dir=tmp_path)
        with pytest.raises(CannotServe, match="ONRECORD_MODEL_PORT"):
            Supervisor(settings).run()


@pytest.mark.parametrize("host", ["0.0.0.0", "::"])
def test_beyond_loopback_a_key_is_wanted(host: str, tmp_path: Path) -> None:
    with pytest.raises(CannotServe, match="ONRECORD_API_KEYS"):
        Supervisor(Settings(host=host, port=free_port(), data_dir=tmp_path)).run()


def test_an_address_that_is_not_ours_is_told(tmp_path: Path) -> None:
    with pytest.raises(CannotServe, match=r"Port \d+ on 203\.0\.113\.9 cannot be used"):
        Supervisor(Settings(host="203.0.113.9", api_keys=("k",), port=free_port(), data_dir=tmp_path)).run()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_data_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(CannotServe, match="ONRECORD_DATA_DIR"):
        Supervisor(Settings(port=free_port(), embedded_model_port=free_port(), data_dir=tmp_path / "data")).run()


def test_the_data_is_claimed_for_as_long_as_the_lock_is_held(tmp_path: Path) -> None:
    settings = Settings(port=free_port(), data_dir=tmp_path / "new" / "data")
    held = check(settings, model=False)
    with pytest.raises(CannotServe, match="runs already on the data"):
        check(settings, model=False)
    held.close()
    check(settings, model=False).close()


@pytest.mark.parametrize("port", [0, 65_536, -1])
def test_a_port_that_is_none_is_told(port: int, tmp_path: Path) -> None:
    with pytest.raises(CannotServe, match="a number from 1 to 65535"):
        check(Settings(port=port, data_dir=tmp_path), model=False)


def test_loopback_by_its_other_names_wants_no_key(tmp_path: Path) -> None:
    for host in ("localhost", "127.0.0.1", "127.0.0.53"):
        check(Settings(host=host, port=free_port(), data_dir=tmp_path), model=False).close()
