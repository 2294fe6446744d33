"""How gunicorn runs the service. Every number a person may want to change is an option of `api.settings`.

A request waits for a language model, so few processes with many threads serve hundreds of them at once; what stands
before the threads is in `api.server`.
"""

from __future__ import annotations

import os
import resource
import shutil
import tempfile
from pathlib import Path

from api.settings import Settings

_settings = Settings.from_environment()

wsgi_app = "api.app:create_app()"
bind = f"[{_settings.host}]:{_settings.port}" if ":" in _settings.host else f"{_settings.host}:{_settings.port}"

worker_class = "api.server.worker.PatientWorker"
workers = _settings.web_workers
threads = _settings.web_threads
# Each process makes its own clients and pools: a connection shared over a fork breaks.
preload_app = False

# For gthread this is the time a process may not answer its master at all, not a request's time; still, it stands
# above the longest model call, so that no request is lost to it.
timeout = int(_settings.llm_timeout) + 60
# What is being read has most of it to come to its end; the rest is left to a worker (api.extractions).
graceful_timeout = 10
keepalive = 75
backlog = 2048
# A connection takes a file, a long body that is coming in another.
_files, _most_files = resource.getrlimit(resource.RLIMIT_NOFILE)
if _files < 16_384 and (_most_files == resource.RLIM_INFINITY or _files < _most_files):
    _files = 16_384 if _most_files == resource.RLIM_INFINITY else min(16_384, _most_files)
    resource.setrlimit(resource.RLIMIT_NOFILE, (_files, _most_files))
worker_connections = 4_000 if _files == resource.RLIM_INFINITY else max(threads + 16, min(4_000, _files // 3))
limit_request_line = 8190

# The heartbeat's file: on a slow disk its touch alone can take longer than the timeout.
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108 - gunicorn makes a private file there
# It would put a socket into the home folder, and nothing here speaks to it.
control_socket_disable = True

# The service logs each request itself, with its id; gunicorn tells only what goes wrong.
loglevel = "warning"
accesslog = None

# Several processes share their counts through files; a run begins with none.
_own_metrics = "PROMETHEUS_MULTIPROC_DIR" not in os.environ
if _own_metrics:
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = tempfile.mkdtemp(prefix="onrecord-metrics-")


def on_starting(server):  # type: ignore[no-untyped-def]  # gunicorn's types are not published
    """Make what every article needs before the processes part, so that it is made once and its memory is shared."""
    import gc

    import api.app  # noqa: F401 - nothing of it is used here, all of it by every process
    from api.engine.preparing import prepare

    prepare(_settings)
    gc.collect()
    gc.freeze()  # a collection writes to what it visits, and what is written is no longer shared


def child_exit(server, worker):  # type: ignore[no-untyped-def]  # as above
    """Drop the gauges of a process that is gone, and what it said about its room."""
    from prometheus_client import multiprocess

    from api.server.worker import forget

    forget(worker.age)

    multiprocess.mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]


def on_exit(server):  # type: ignore[no-untyped-def]  # as above
    """Leave no files behind."""
    if _own_metrics:
        shutil.rmtree(Path(os.environ["PROMETHEUS_MULTIPROC_DIR"]), ignore_errors=True)
