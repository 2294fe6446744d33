"""The model server built for this very processor: `make native`.

The wheel's server is built for any processor with AVX2. This one is llama.cpp's own `llama-server`, compiled with all
that the processor can, from the source package of llama-cpp-python, whose hash is pinned. It lies in the cache folder
under the processor's name, is kept only if it answers as the wheel's does, and is used from then on; nothing needs it.
"""

from __future__ import annotations

import hashlib
import os
import platform
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Callable
from pathlib import Path

from api.engine.llm.slots import processor
from api.settings import Settings

VERSION = "0.3.36"
SHA256 = "832db0699007f1be95a7e41ef12e88926b02ba836461e36a36372db2760c1a2e"
SOURCES = f"llama-cpp-python=={VERSION} --hash=sha256:{SHA256}"

OPTIONS = {
    "CMAKE_BUILD_TYPE": "Release",
    "BUILD_SHARED_LIBS": "OFF",
    "GGML_NATIVE": "ON",
    "GGML_CCACHE": "OFF",
    "LLAMA_CURL": "OFF",
    "LLAMA_OPENSSL": "OFF",
    "LLAMA_BUILD_TESTS": "OFF",
    "LLAMA_BUILD_EXAMPLES": "OFF",
    "LLAMA_BUILD_APP": "OFF",
    "LLAMA_BUILD_UI": "OFF",
    "LLAMA_USE_PREBUILT_UI": "OFF",
}
"""No network while it is built, nothing but the server, and no libraries beside it."""

WITHOUT_AMX = ("-mno-amx-tile", "-mno-amx-int8", "-mno-amx-bf16")
"""Left out of what the processor can: a process has to ask the kernel for AMX, virtual machines often announce it and
do not give it, and then the first use ends the server with an illegal instruction."""

COMPILERS = ("c++", "g++", "clang++")


class CannotBuild(Exception):
    """The server cannot be built; the message says why and what to do, in one line."""


def path(settings: Settings) -> Path:
    """Where this processor's server lies or would lie."""
    return settings.model_dir.expanduser() / "native" / f"llama-server-{VERSION}-{processor()}"


def built(settings: Settings) -> Path | None:
    """The server for this processor, where one was built and checked."""
    found = path(settings)
    return found if os.access(found, os.X_OK) else None


def missing_tools() -> list[str]:
    """What building needs and is not there."""
    absent = [] if shutil.which("cmake") else ["cmake"]
    return absent if _compiler() else [*absent, "a C++ compiler"]


def _compiler() -> str | None:
    return next((one for one in (os.environ.get("CXX"), *COMPILERS) if one and shutil.which(one)), None)


def build(settings: Settings, say: Callable[[str], None], agrees: Callable[[Path], str | None]) -> Path:
    """Build the server for this processor and keep it if it is right; its path.

    `agrees` is given the new server and says what is wrong with it, None if nothing. Raises CannotBuild.
    """
    if absent := missing_tools():
        raise CannotBuild(f"Building the model server needs {' and '.join(absent)}; without it the wheel's is used.")
    target = path(settings)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".build-") as name:
            folder = Path(name)
            say("Fetching the sources (77 MB)")
            source = _unpacked(_fetched(folder), folder)
            say(f"Building for this processor with {_jobs()} compilers at once; some minutes")
            made = _compiled(source, folder)
            say("Comparing its answers with those of the wheel's server")
            if trouble := agrees(made):
                raise CannotBuild(f"The server that was built is not used: {trouble}")
            os.replace(made, target)
    except OSError as error:
        raise CannotBuild(f"The server cannot be built in {target.parent}: {error.strerror or error}.") from None
    return target


def _fetched(folder: Path) -> Path:
    wanted = folder / "sources.txt"
    wanted.write_text(SOURCES + "\n")
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary=llama-cpp-python"]
    command += ["--no-cache-dir", "--disable-pip-version-check", "--retries=2", "--timeout=20", "--require-hashes"]
    _run([*command, "--dest", str(folder), "-r", str(wanted)], folder, "The sources could not be fetched")
    return next(folder.glob("*.tar.gz"))


def _unpacked(archive: Path, folder: Path) -> Path:
    with archive.open("rb") as file:
        if hashlib.file_digest(file, "sha256").hexdigest() != SHA256:
            raise CannotBuild("The sources that were fetched are not the published ones.")
    with tarfile.open(archive) as whole:
        whole.extractall(folder, filter="data")
    return next(folder.glob("llama_cpp_python-*/vendor/llama.cpp"))


def _compiled(source: Path, folder: Path) -> Path:
    out = folder / "out"
    _leave_out_amx(source / "ggml" / "src" / "ggml-cpu" / "CMakeLists.txt")
    options = [f"-D{name}={value}" for name, value in OPTIONS.items()]
    _run(["cmake", "-S", str(source), "-B", str(out), *options], folder, "The build could not be set up")
    command = ["cmake", "--build", str(out), "--target", "llama-server", "-j", str(_jobs())]
    _run(command, folder, "The build failed")
    return out / "bin" / "llama-server"


def _leave_out_amx(file: Path) -> None:
    """Take AMX out of the build, where the compiler knows it; only what stands behind -march=native has a say."""
    knows = subprocess.run(
        [_compiler() or "c++", *WITHOUT_AMX, "-E", "-x", "c++", os.devnull],
        stdin=subprocess.DEVNULL,
        capture_output=True,
    )
    if knows.returncode == 0 and platform.machine() in ("x86_64", "AMD64") and file.exists():
        told = file.read_text(encoding="utf-8")
        file.write_text(
            told.replace("ARCH_FLAGS -march=native)", " ".join(("ARCH_FLAGS -march=native", *WITHOUT_AMX)) + ")"),
            encoding="utf-8",
        )


def _jobs() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _run(command: list[str], folder: Path, failed: str) -> None:
    done = subprocess.run(
        command, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace"
    )
    if done.returncode != 0:
        lines = [line.strip() for line in (done.stderr + done.stdout).splitlines() if "error" in line.lower()]
        raise CannotBuild(f"{failed}: {(lines or ['it gives no reason'])[0][:300]}")
