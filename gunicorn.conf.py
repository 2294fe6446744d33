"""How gunicorn runs the service. Every number a person may want to change is an option of `api.settings`.

A request waits for a language model, so few processes with many threads serve hundreds of them at once.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from api.settings import Settings

_settings = Settings.from_environment()

wsgi_app = "api.app:create_app()"
bind = f"[{_settings.host}]:{_settings.port}" if ":" in _settings.host else f"{_settings.host}:{_settings.port}"

worker_class = "gthread"
workers = _settings.web_workers
threads = _settings.web_threads
# Each process makes its own clients and pools: a connection shared over a fork breaks.
preload_app = False

# For gthread this is the time a process may not answer its master at all, not a request's time; still, it stands
# above the longest model call, so that no request is lost to it.
timeout = int(_settings.llm_timeout) + 60
graceful_timeout = 5
keepalive = 75
backlog = 2048

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


def child_exit(server, worker):  # type: ignore[no-untyped-def]  # gunicorn's types are not published
    """Drop the gauges of a process that is gone."""
    from prometheus_client import multiprocess

    multiprocess.mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]


def on_exit(server):  # type: ignore[no-untyped-def]  # as above
    """Leave no files behind."""
    if _own_metrics:
        shutil.rmtree(Path(os.environ["PROMETHEUS_MULTIPROC_DIR"]), ignore_errors=True)
