"""The embedded PostgreSQL: started, joined, killed, recovered, and closed to everyone else."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import textwrap
import time
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from api.embedded import postgres

ROOT = Path(__file__).parent.parent


@pytest.fixture
def folder() -> Iterator[Path]:
    # Not pytest's tmp_path: its parents belong to root alone when root runs the tests.
    place = Path(tempfile.mkdtemp(prefix="onrecord-pg-"))
    yield place
    shutil.rmtree(place, ignore_errors=True)


@pytest.fixture(scope="module")
def data() -> Iterator[Path]:
    """A folder with a cluster in it that the tests share, stopped between them; its parent is closed to others."""
    parent = Path(tempfile.mkdtemp(prefix="onrecord-pg-"))
    yield parent / "data"
    shutil.rmtree(parent, ignore_errors=True)


@pytest.fixture
def cluster(data: Path) -> Iterator[postgres.Cluster]:
    cluster = postgres.start(data)
    yield cluster
    cluster.stop()


def ask(cluster: postgres.Cluster, query: str) -> object:
    with psycopg.connect(cluster.libpq_url, autocommit=True) as connection:
        cursor = connection.execute(query)
        return cursor.fetchone()[0] if cursor.description else None  # type: ignore[index]


def run_python(program: str, *arguments: str) -> subprocess.Popen[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(program), *arguments],
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
        cwd="/",
    )


HOLD = """
    import sys, time
    from pathlib import Path
    from api.embedded import postgres
    cluster = postgres.start(Path(sys.argv[1]))
    print(cluster.pid, flush=True)
    time.sleep(float(sys.argv[2]))
    cluster.stop()
"""


def test_what_is_written_survives_a_restart_which_is_quick(data: Path) -> None:
    first = postgres.start(data)
    ask(first, "CREATE TABLE kept AS SELECT 'São João' AS words")
    first.stop()
    assert not first.running()
    before = time.monotonic()
    second = postgres.start(data)
    assert time.monotonic() - before < 5
    assert ask(second, "SELECT words FROM kept") == "São João"
    second.stop()


def test_a_server_that_runs_already_is_joined_and_the_last_to_leave_stops_it(cluster: postgres.Cluster) -> None:
    other = postgres.start(cluster.folder.parent)
    assert other.pid == cluster.pid
    other.stop()
    other.stop()
    assert cluster.running()
    cluster.stop()
    assert not cluster.running()
    assert cluster.pid is None


def test_processes_that_start_it_at_once_share_one_server(folder: Path) -> None:
    started = [run_python(HOLD, str(folder), "2") for _ in range(3)]
    pids = {process.communicate(timeout=60)[0].strip() for process in started}
    assert [process.returncode for process in started] == [0, 0, 0]
    assert len(pids) == 1
    assert pids != {""}
    assert not (folder / "postgres" / "postmaster.pid").exists()


def test_a_holder_that_is_killed_does_not_keep_the_server_from_stopping(data: Path) -> None:
    holder = run_python(HOLD, str(data), "60")
    assert holder.stdout is not None
    pid = int(holder.stdout.readline())
    joined = postgres.start(data)
    assert joined.pid == pid
    holder.kill()
    holder.communicate()
    assert joined.running()
    joined.stop()
    assert not joined.running()


def test_a_server_killed_outright_is_recovered_with_what_was_committed(cluster: postgres.Cluster) -> None:
    ask(cluster, "CREATE TABLE committed AS SELECT 7 AS number")
    assert cluster.pid is not None
    os.kill(cluster.pid, signal.SIGKILL)
    again = postgres.start(cluster.folder.parent)
    assert ask(again, "SELECT number FROM committed") == 7
    again.stop()


def test_a_lock_file_that_names_another_program_does_not_keep_it_from_starting(data: Path) -> None:
    cluster = postgres.start(data)
    lock = (cluster.folder / "postmaster.pid").read_text().split("\n")
    cluster.stop()
    stranger = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    (cluster.folder / "postmaster.pid").write_text("\n".join([str(stranger.pid), *lock[1:]]))
    again = postgres.start(data)
    assert again.running()
    again.stop()
    stranger.kill()
    stranger.wait()


def test_a_cut_off_first_start_in_a_deep_folder_with_an_odd_name_does_not_matter(folder: Path) -> None:
    deep = folder / "it's  my data é" / ("a-rather-long-name-" * 5)
    (deep / "postgres.new").mkdir(parents=True)
    (deep / "postgres.new" / "half").write_text("a cluster")
    cluster = postgres.start(deep)
    assert ask(cluster, "SELECT 1") == 1
    assert not (deep / "postgres.new").exists()
    assert len(str(cluster.socket_folder)) < 90  # a socket's path is short, or it is none
    assert stat.S_IMODE(cluster.socket_folder.stat().st_mode) == 0o700
    cluster.stop()
    shutil.rmtree(cluster.socket_folder)


def test_data_of_another_version_is_refused_in_words_and_left_alone(folder: Path) -> None:
    (folder / "postgres").mkdir()
    (folder / "postgres" / "PG_VERSION").write_text("12\n")
    with pytest.raises(postgres.PostgresFailed, match="PostgreSQL 12"):
        postgres.start(folder)
    assert (folder / "postgres" / "PG_VERSION").read_text() == "12\n"


def test_files_that_are_not_ours_are_never_deleted(folder: Path) -> None:
    (folder / "postgres").mkdir()
    (folder / "postgres" / "letter.txt").write_text("dear")
    with pytest.raises(postgres.PostgresFailed, match="not empty"):
        postgres.start(folder)
    assert (folder / "postgres" / "letter.txt").read_text() == "dear"


def test_it_listens_on_no_network_and_only_its_owner_can_reach_it(cluster: postgres.Cluster) -> None:
    assert ask(cluster, "SHOW listen_addresses") == ""
    assert cluster.pid is not None
    assert not psutil.Process(cluster.pid).net_connections("inet")
    assert stat.S_IMODE(cluster.socket_folder.stat().st_mode) == 0o700


def test_it_takes_enough_connections_and_speaks_unicode_whatever_the_locale(cluster: postgres.Cluster) -> None:
    assert ask(cluster, "SHOW max_connections") == "200"
    assert ask(cluster, "SHOW server_encoding") == "UTF8"
    assert ask(cluster, "SELECT lower('ÀÉÎÕÜ Ж Ω')") == "àéîõü ж ω"
    assert ask(cluster, "SHOW timezone") == "UTC"


def as_nobody(work: Callable[[], object]) -> str:
    """What a child process that is `nobody` returns or raises, in words; forked, for the interpreter may be root's."""
    reading, writing = os.pipe()
    with warnings.catch_warnings(action="ignore"):
        child = os.fork()
    if child == 0:
        entry = pwd.getpwnam("nobody")
        os.setgroups([])
        os.setgid(entry.pw_gid)
        os.setuid(entry.pw_uid)
        try:
            said = str(work())
        except BaseException as error:
            said = f"{type(error).__name__}: {error}"
        os.write(writing, said.encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        said = pipe.read()
    os.waitpid(child, 0)
    return said


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root to become someone else")
def test_an_ordinary_user_runs_it_himself(folder: Path) -> None:
    os.chown(folder, pwd.getpwnam("nobody").pw_uid, -1)

    def run() -> object:
        cluster = postgres.start(folder / "data")
        answer = ask(cluster, "SELECT 'served'")
        cluster.stop()
        return answer

    assert as_nobody(run) == "served"
    assert (folder / "data" / "postgres").owner() == "nobody"


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root to become someone else")
def test_a_folder_of_another_user_is_refused_in_words(folder: Path) -> None:
    folder.chmod(0o755)
    said = as_nobody(lambda: postgres.start(folder))
    assert said.startswith("PostgresFailed: ")
    assert "belongs to root" in said


@pytest.mark.skipif(os.geteuid() != 0, reason="only root starts it as someone else")
def test_root_runs_it_as_someone_else_without_opening_folders_to_everyone(
    data: Path, cluster: postgres.Cluster
) -> None:
    assert cluster.pid is not None
    assert psutil.Process(cluster.pid).uids().real != 0
    assert stat.S_IMODE(data.parent.stat().st_mode) == 0o710
    assert ask(cluster, "SELECT 1") == 1
