"""`onrecord export FORMAT`: what a running service knows, in a format, to a file or standard output.

Whole articles are asked for in our own shape and written here, so that progress is told article by article and no
format keeps the service waiting for its first byte. A file gets its name once all of it is there: what broke off is
never taken for an export. `gold` is what people reviewed, as `onrecord evaluate` reads it.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO
from urllib.parse import urlencode, urljoin

import httpx2

from api.exports.fact_parts import Addresses
from api.exports.formats import FORMATS
from api.progress import ProgressLine
from api.running_service import RunningService, detail
from api.settings import Settings
from api.store.article_facts import ArticleFacts

PAGE = 100
"""So many reviewed articles are asked for at once."""

FLAT = ("csv", "ndjson")
_OURS = "onrecord.ndjson"
_BINARY = frozenset({"xlsx"})

Say = Callable[[int, int, str], None]
"""Tells how many of how many are done, and that in words; a total of 0 when nobody knows it."""


class CannotExport(Exception):
    """Why there is nothing to export, in one line."""


def names() -> list[str]:
    """Every format there is."""
    return ["gold", *FLAT, *FORMATS]


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Write the export. Raises CannotExport."""
    name = arguments.format
    if name not in names():
        raise CannotExport(f"there is no format {name!r}; known are {', '.join(names())}")
    if arguments.output == "-" and name in _BINARY and sys.stdout.isatty():
        raise CannotExport(f"{name} is nothing for a terminal; give --output FILE")
    query = _query(arguments)
    service = RunningService(settings, arguments.url, arguments.api_key)
    try:
        with ExitStack() as stack:
            line = stack.enter_context(ProgressLine())
            client = stack.enter_context(service.client())
            file = stack.enter_context(_output(arguments.output))
            for piece in _pieces(name, arguments.kind, query, service, client, _saying(line, name)):
                file.write(piece)
    except httpx2.HTTPError as error:
        raise CannotExport(f"{service.base} cannot be asked, or broke off: {error}") from None
    except BrokenPipeError:
        raise  # whoever reads our output has had enough
    except OSError as error:
        raise CannotExport(f"{arguments.output} cannot be written: {error.strerror or error}") from None
    return 0


def _pieces(
    name: str, kind: str, query: str, service: RunningService, client: httpx2.Client, say: Say
) -> Iterator[bytes]:
    """The bytes of the export, with what is done told on the way."""
    if name == "gold":
        yield from _gold(query, service, client, say)
    elif kind == "articles" and name in FORMATS and name != _OURS:
        address = f"{service.base}/v1/articles.{name}{query}"
        articles = (_read(line) for line in _lines(f"/v1/articles.{_OURS}{query}", service, client, say))
        yield from FORMATS[name].write(articles, Addresses(service.base), address)
    elif name == _OURS and kind == "articles":
        yield from _lines(f"/v1/articles.{_OURS}{query}", service, client, say)
    else:
        with _asked(service, client, f"/v1/{kind}.{name}{query}") as response:
            done = 0
            for piece in response.iter_bytes():
                yield piece
                done += len(piece)
                say(done, 0, f"{done / 1e6:,.1f} MB")


def _gold(query: str, service: RunningService, client: httpx2.Client, say: Say) -> Iterator[bytes]:
    """Every reviewed article, a line each, page by page."""
    address: str | None = f"/v1/gold{query}{'&' if query else '?'}limit={PAGE}"
    done = 0
    while address is not None:
        with _asked(service, client, address, "application/x-ndjson") as response:
            body = response.read()
            following = response.links.get("next", {}).get("url")
        yield body
        done += body.count(b"\n")
        say(done, 0, f"{done:,} articles")
        address = following


def _lines(path: str, service: RunningService, client: httpx2.Client, say: Say) -> Iterator[bytes]:
    """The lines of an answer; how many there will be is told with it."""
    with _asked(service, client, path) as response:
        total = int(response.headers.get("X-Total-Count", 0))
        say(0, total, f"0 of {total:,} articles")
        rest, done = b"", 0
        for piece in response.iter_bytes():
            *whole, rest = (rest + piece).split(b"\n")
            for line in whole:
                yield line + b"\n"
                done += 1
                say(done, total, f"{done:,} of {total:,} articles" if total else f"{done:,} articles")


def _read(line: bytes) -> ArticleFacts:
    """A whole article as its line has it."""
    document = json.loads(line)
    facts = document["facts"]
    entities = {one["id"]: (kind, one) for kind in ("companies", "people") for one in facts[kind]}
    return ArticleFacts(document["article"], document["extraction_id"], facts, entities)


@contextmanager
def _asked(service: RunningService, client: httpx2.Client, path: str, accept: str = "*/*") -> Iterator[httpx2.Response]:
    """The answer as it comes. Raises CannotExport when it is none."""
    with client.stream("GET", urljoin(f"{service.base}/", path), headers={"Accept": accept}) as response:
        if response.status_code != 200:
            response.read()
            raise CannotExport(f"{service.base} answers {response.status_code}: {detail(response)}")
        yield response


@contextmanager
def _output(name: str) -> Iterator[IO[bytes]]:
    """The file, under another name until all of it is written; standard output for `-`."""
    if name == "-":
        yield sys.stdout.buffer
        sys.stdout.flush()
        return
    part = Path(f"{name}.part")
    try:
        with part.open("wb") as file:
            yield file
        part.replace(name)
    finally:
        part.unlink(missing_ok=True)


def _query(arguments: argparse.Namespace) -> str:
    given = [tuple(one.split("=", 1)) for one in arguments.where]
    if any(len(one) != 2 for one in given):
        raise CannotExport("--where takes NAME=VALUE, such as language=pt")
    if arguments.limit is not None and arguments.format != "gold":
        given.append(("limit", str(arguments.limit)))
    return f"?{urlencode(given)}" if given else ""


def _saying(line: ProgressLine, name: str) -> Say:
    return lambda done, total, words: line.show(f"exporting {name}", done, total, words)
