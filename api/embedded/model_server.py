"""The embedded model: llama.cpp's own server, run in this process by xllamacpp, OpenAI-compatible under /v1.

`python -m api.embedded.model_server` serves until it is told to stop. It is ready when /health answers 200. It
listens on loopback unless another host is given and asks for no key.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import signal
import sys
import threading
from pathlib import Path

import httpx2

from api.embedded import warm_up
from api.embedded.model_files import ModelFileMissing, ensure
from api.settings import Settings


class ModelServerFailed(Exception):
    """The model server cannot be started; the message says why in one line."""


def cores() -> int:
    """The cores this process may use: its affinity, and the quota of its control group where there is one."""
    available = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    try:
        quota, period = Path("/sys/fs/cgroup/cpu.max").read_text().split()
        allowed = int(quota) // int(period)
    except (OSError, ValueError):
        return available
    return max(1, min(available, allowed))


def serve(settings: Settings, model: Path, host: str = "127.0.0.1") -> str:
    """Load the model and serve it from threads of this process; its address, once it answers.

    Raises ModelServerFailed.
    """
    # Imported here: loading llama.cpp takes a second that the rest of the command line need not pay.
    from xllamacpp import CommonParams, Server

    threads = settings.embedded_model_threads or cores()
    params = CommonParams()
    params.model.path = str(model)
    params.model_alias = {model.stem}
    params.hostnames = [host]
    params.port = settings.embedded_model_port
    params.n_parallel = settings.embedded_model_slots
    params.n_ctx = settings.embedded_model_context
    params.cpuparams.n_threads = threads
    params.cpuparams_batch.n_threads = threads
    params.cache_ram_mib = 0  # each prompt keeps a slot; copies of it would only take up gigabytes
    params.ui = False
    params.sse_ping_interval = -1  # a comment every half minute would hide that the model has fallen silent
    saved = warm_up.folder(settings)
    with contextlib.suppress(OSError):  # a folder that cannot be written: each start reads the prompts anew
        saved.mkdir(parents=True, exist_ok=True)
        params.slot_save_path = f"{saved}{os.sep}"
    params.verbosity = 1  # errors alone: its log quotes prompts at higher levels
    try:
        server = Server(params)
    except Exception as error:  # xllamacpp raises what the C++ side threw
        raise ModelServerFailed(f"The model server cannot serve {model}: {error}") from None
    _keep.append(server)
    return str(server.listening_address)


_keep: list[object] = []
"""Servers of this process: one that is garbage collected stops."""


def answers(settings: Settings) -> bool:
    """Whether a model server answers, ready, on the embedded model's port."""
    address = f"http://127.0.0.1:{settings.embedded_model_port}"
    try:
        with httpx2.Client(timeout=2.0, trust_env=False) as client:
            if client.get(f"{address}/health").status_code != 200:
                return False
            listed = client.get(f"{address}/v1/models").json()["data"]
            return bool(listed) and listed[0].get("owned_by") == "llamacpp"
    except (httpx2.HTTPError, ValueError, LookupError, AttributeError):
        return False


def main(argv: list[str] | None = None) -> int:
    """Serve until SIGTERM or SIGINT."""
    parser = argparse.ArgumentParser(prog="python -m api.embedded.model_server", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    arguments = parser.parse_args(argv)
    stop = threading.Event()
    # Loading cannot be interrupted from Python, so until it is done the signals keep their default: the end.
    settings = Settings.from_environment()
    try:
        address = serve(settings, ensure(settings), arguments.host)
    except (ModelFileMissing, ModelServerFailed) as error:
        print(error, file=sys.stderr)
        return 1
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    print(f"The model is served at {address}/v1", flush=True)
    threading.Thread(target=warm_up.warm_up, args=(address, settings), daemon=True).start()
    stop.wait()
    # llama.cpp's threads have nothing to save and take seconds to wind down while they compute.
    os._exit(0)


if __name__ == "__main__":
    sys.exit(main())
