"""What would keep the service from starting, said in one line before anything is started."""

from __future__ import annotations

import errno
import fcntl
import ipaddress
import socket
from typing import IO

from api.settings import Settings


class CannotServe(Exception):
    """The service cannot start or go on; the message says why in one line."""


def check(settings: Settings, *, model: bool) -> IO[str]:
    """Check the host, the ports and the data's folder; returns the lock on that folder, held while it is open.

    `model` tells whether the embedded model is to be started. Raises CannotServe.
    """
    if not settings.api_keys and not _is_loopback(settings.host):
        raise CannotServe(
            f"Beyond loopback ({settings.host}) every request needs a key: "
            "make one with `onrecord keys` and set ONRECORD_API_KEYS."
        )
    _check_port(settings.host, settings.port, "ONRECORD_PORT")
    if model:
        _check_port("127.0.0.1", settings.embedded_model_port, "ONRECORD_MODEL_PORT")
    return _claim_data(settings)


def _claim_data(settings: Settings) -> IO[str]:
    data = settings.data_dir.expanduser()
    try:
        data.mkdir(parents=True, exist_ok=True)
        lock = (data / "serve.lock").open("a+")
    except OSError as error:
        raise CannotServe(f"{data} cannot be used ({error.strerror}); set ONRECORD_DATA_DIR.") from None
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        raise CannotServe(
            f"The service runs already on the data in {data}; set ONRECORD_DATA_DIR for a second one."
        ) from None
    return lock


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _check_port(host: str, port: int, option: str) -> None:
    """Raise CannotServe when nobody can listen there; found out by listening for a moment."""
    if not 0 < port < 65_536:
        raise CannotServe(f"{option} is {port}; a port is a number from 1 to 65535.")
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            probe.listen(1)
    except OSError as error:
        why = "is in use" if error.errno == errno.EADDRINUSE else f"cannot be used ({error.strerror or error})"
        raise CannotServe(f"Port {port} on {host} {why}; set {option} to another one.") from None
