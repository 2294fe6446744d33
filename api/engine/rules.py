"""The digest of everything but the model that decides what is made of an article.

The engine's code and language files, the prompts and reply schemas that are asked with, the libraries that read
numbers, dates and languages, and the settings that matter go into it as they lie on the disk. So an upgrade that
changes a rule or a word needs no number to be raised by hand: what the old rules made has another provenance.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from api import data_files
from api.engine.llm import prompts
from api.settings import Settings

FOLDER = Path(__file__).resolve().parent
"""Where the engine's code and language files lie."""

LIBRARIES = ("babel", "dateparser", "faker", "py3langid", "pysbd", "rapidfuzz", "simplemma")
"""Those whose next version may read the same words differently; not those that carry requests or parse HTML."""

SETTINGS = ("llm_reasoning", "questions", "window_chars")
"""Settings that decide an answer beside the model and its profile, which stand in the provenance themselves."""

_RULES = (".py", ".toml", ".json")


def digest(asked: Sequence[str], settings: Settings) -> str:
    """A SHA-256 over all that decides an answer, where the prompts of these names are asked."""
    chosen = {name: str(getattr(settings, name)) for name in SETTINGS}
    return _digest(FOLDER, tuple(asked), tuple(chosen.items()))


@lru_cache(maxsize=8)
def _digest(folder: Path, asked: tuple[str, ...], settings: tuple[tuple[str, str], ...]) -> str:
    whole = sha256()
    for name, content in _parts(folder, asked, dict(settings)):
        whole.update(f"{name}\0{sha256(content).hexdigest()}\n".encode())
    return whole.hexdigest()


def _parts(folder: Path, asked: Iterable[str], settings: Mapping[str, str]) -> Iterable[tuple[str, bytes]]:
    """Every part with a name of its own, in an order that no machine decides."""
    for path in sorted(folder.rglob("*"), key=lambda path: path.relative_to(folder).as_posix()):
        if path.suffix in _RULES and path.is_file():
            yield path.relative_to(folder).as_posix(), path.read_bytes()
    for name in asked:
        yield f"prompts/{name}", (data_files.locate("prompts") / f"{name}.md").read_bytes()
        reply = prompts.load(name).reply
        yield f"schemas/{reply}", (data_files.locate("schemas") / f"{reply}.json").read_bytes()
    for library in LIBRARIES:
        yield f"libraries/{library}", version(library).encode()
    for setting, value in settings.items():
        yield f"settings/{setting}", value.encode()
