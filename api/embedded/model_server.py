"""The embedded model: llama.cpp's own server, OpenAI-compatible under /v1.

It is run in this process by xllamacpp, or as a process of its own where one was built for this processor (`native`).

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
import time
from importlib.metadata import version
from pathlib import Path

import httpx2

from api.embedded import native, pace, warm_up
from api.embedded.model_files import ModelFileMissing, ensure
from api.embedded.parts import Part, told
from api.settings import Settings

LOOK = 0.5
"""Seconds between two looks at a server of another process."""

SHORT_SPIN = ("GOMP_SPINCOUNT", "20000")
"""How long a thread spins for the others before it sleeps. Beside busy processes endless spinning takes the very time
that the awaited thread needs."""


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
    os.environ.setdefault(*SHORT_SPIN)  # read when the library is loaded
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
    if saved := _saved_slots(settings):
        params.slot_save_path = saved
    params.verbosity = 1  # errors alone: its log quotes prompts at higher levels
    try:
        server = Server(params)
    except Exception as error:  # xllamacpp raises what the C++ side threw
        raise ModelServerFailed(f"The model server cannot serve {model}: {error}") from None
    _keep.append(server)
    return str(server.listening_address)


def native_part(settings: Settings, model: Path, program: Path, host: str = "127.0.0.1") -> Part:
    """The same, served by a `llama-server` that was built for this processor; a process to start."""
    threads = str(settings.embedded_model_threads or cores())
    command = [str(program), "--model", str(model), "--alias", model.stem, "--host", host]
    command += ["--port", str(settings.embedded_model_port), "--parallel", str(settings.embedded_model_slots)]
    command += ["--ctx-size", str(settings.embedded_model_context), "--threads", threads, "--threads-batch", threads]
    command += ["--cache-ram", "0", "--no-ui", "--sse-ping-interval", "-1", "--log-verbosity", "1"]
    if saved := _saved_slots(settings):
        command += ["--slot-save-path", saved]
    return Part(
        name="native model server",
        command=command,
        environment={**dict([SHORT_SPIN]), **os.environ},
        ready=lambda: answers(settings),
        death_signal=signal.SIGKILL,
        patience=180.0,
        grace=0.0,
    )


def _saved_slots(settings: Settings) -> str | None:
    """The folder of saved slots as llama.cpp wants it; None where it cannot be: each start then reads prompts anew."""
    saved = warm_up.folder(settings)
    with contextlib.suppress(OSError):
        saved.mkdir(parents=True, exist_ok=True)
        return f"{saved}{os.sep}"
    return None


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
    parser.add_argument("--wheel", action="store_true", help="even where a server was built for this processor")
    arguments = parser.parse_args(argv)
    stop = threading.Event()
    # Loading cannot be interrupted from Python, so until it is done the signals keep their default: the end.
    settings = Settings.from_environment()
    part: Part | None = None
    try:
        model = ensure(settings)
        program = None if arguments.wheel else native.built(settings)
        if program is not None:
            part = _started(native_part(settings, model, program, arguments.host))
        address = _address(settings, arguments.host) if part else serve(settings, model, arguments.host)
    except (ModelFileMissing, ModelServerFailed) as error:
        print(error, file=sys.stderr)
        return 1
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    print(f"The model is served at {address}/v1", flush=True)
    build = f"native-{native.VERSION}" if part else f"wheel-{version('xllamacpp')}"
    threading.Thread(target=_prepare, args=(_address(settings, "127.0.0.1"), settings, build), daemon=True).start()
    while not stop.wait(LOOK):
        if part is not None and part.status is not None:
            print(f"The native model server {told(part.status)}.", file=sys.stderr)
            return 1
    if part is not None:
        part.sweep()
    # llama.cpp's threads have nothing to save and take seconds to wind down while they compute.
    os._exit(0)


def _started(part: Part) -> Part | None:
    """The part once it is ready; None, said in a line, when it does not come up, so that the wheel's serves."""
    part.start()
    while part.status is None and time.monotonic() - part.started < part.patience:
        if part.ready():
            return part
        time.sleep(0.1)
    print("The native model server does not start; the wheel's is used. `make native` builds it anew.", file=sys.stderr)
    part.sweep()
    return None


def _prepare(address: str, settings: Settings, build: str) -> None:
    warm_up.warm_up(address, settings, build)
    pace.measure(address, settings, build)


def _address(settings: Settings, host: str) -> str:
    name = f"[{host}]" if ":" in host else host
    return f"http://{name}:{settings.embedded_model_port}"


if __name__ == "__main__":
    sys.exit(main())
