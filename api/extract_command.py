"""`onrecord extract`: one article from a file or a pipe, its facts on the terminal. No database, no running service.

It asks the model that the settings name, else the embedded one: that of a running service if there is one, else one
that is started for this article alone. Each fact is shown on standard error as soon as it is proven; tables follow, or
with `--json` the whole extraction and the canonical text to which its offsets point. `--events` prints what happens as
it happens, a line of JSON an event, as the service tells it.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import socket
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from api import contracts
from api.embedded import model_files, model_server
from api.embedded.parts import Part, told
from api.embedded.supervisor import Plan, environment
from api.engine.document.text import Article
from api.engine.facts import Claim, Deal, Extraction, Person, Rejection, as_json
from api.engine.llm.client import Model
from api.engine.pipeline import Engine
from api.engine.telling import Fact, OnFact, kind_of
from api.extractions import read
from api.progress import ProgressLine
from api.settings import Settings


class CannotExtract(Exception):
    """Why there are no facts, in one line, and the exit status."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Read, extract, print. Raises CannotExtract, and the problems of the article and of the model."""
    article = _article(arguments, settings.max_article_chars)
    with ProgressLine() as line, model_at_hand(settings, line) as reachable:
        line.show("asking the model", 0, 0)
        began = time.monotonic()
        engine = Engine(Model(reachable), reachable)
        progress, on_fact = _listeners(arguments, line)
        extraction = engine.extract(article, progress, on_fact)
        seconds = time.monotonic() - began
    if arguments.events:
        _print_event("extraction.finished", document(article, extraction))
    elif arguments.json:
        print(json.dumps(document(article, extraction), ensure_ascii=False, indent=2))
    else:
        show(article, extraction, seconds, Console(highlight=False))
    for warning in extraction.warnings:
        print(f"onrecord: {warning}", file=sys.stderr)
    return 1 if extraction.status == "failed" else 0


def _listeners(arguments: argparse.Namespace, line: ProgressLine) -> tuple[Callable[[int, int], None], OnFact]:
    """What is told while the article is read: how far it is, and each fact."""
    if not arguments.events:
        show_fact = line.say if not arguments.json else lambda words: None
        return (
            lambda done, total: line.show("asking the model", done, total),
            lambda fact: None if isinstance(fact, Rejection) else show_fact(in_a_line(fact)),
        )

    def on_fact(fact: Fact | Rejection) -> None:
        if isinstance(fact, Rejection):
            _print_event("fact.rejected", as_json(fact))
        else:
            _print_event("fact.proven", {"kind": kind_of(fact), "fact": as_json(fact)})

    return lambda done, total: _print_event("progress", {"done": done, "total": total}), on_fact


def _print_event(event: str, data: dict[str, Any]) -> None:
    print(json.dumps({"event": event, "data": data}), flush=True)


def document(article: Article, extraction: Extraction) -> dict[str, Any]:
    """The extraction as JSON types, with the canonical text that the offsets point into."""
    shape: dict[str, Any] = as_json(extraction)
    del shape["replies"]  # kept by the service for its own records
    about = {
        "title": article.title,
        "language": article.language,
        "published_at": article.published_at.isoformat() if article.published_at else None,
        "url": article.url,
        "publisher": article.publisher,
        "text": article.text,
    }
    return {"status": shape.pop("status"), "article": about, **shape}


def _article(arguments: argparse.Namespace, limit: int) -> Article:
    name = arguments.file
    try:
        content = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        raise CannotExtract(f"{name}: {error.strerror}", 2) from None
    try:
        words = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CannotExtract(f"{name}: not UTF-8 (at byte {error.start}); convert it first.", 2) from None
    beginning = words.lstrip()[:200].lower()
    html = name.lower().endswith((".html", ".htm", ".xhtml")) or beginning.startswith(("<!doctype html", "<html"))
    given = {n: getattr(arguments, n) for n in ("title", "language", "published_at", "url", "publisher")}
    request = {"html" if html else "text": words} | {n: value for n, value in given.items() if value}
    return read(contracts.parse("article_request", request), limit)


@contextlib.contextmanager
def model_at_hand(settings: Settings, line: ProgressLine) -> Iterator[Settings]:
    """The settings with which a model is reached; one is started for the time of the block if it has to be."""
    if not Plan.of(settings).model or model_server.answers(settings):
        yield settings
        return
    try:
        path = model_files.ensure(settings, line.bytes)
    except model_files.ModelFileMissing as error:
        raise CannotExtract(str(error), 1) from None
    with socket.socket() as probe:  # a port of its own, so that a service can be started meanwhile
        probe.bind(("127.0.0.1", 0))
        own = replace(settings, embedded_model_port=probe.getsockname()[1], model_path=path)
    log = settings.data_dir.expanduser() / "logs" / f"model-{own.embedded_model_port}.log"
    part = Part(
        name="model",
        command=[sys.executable, "-m", "api.embedded.model_server"],
        environment=environment(own),
        ready=lambda: model_server.answers(own),
        log=log,
    )
    line.show("starting the embedded model", 0, 0)
    try:
        part.start()
        while not part.ready():
            if part.status is not None or time.monotonic() - part.started > 180:
                what = "is not ready after three minutes" if part.status is None else told(part.status)
                raise CannotExtract(f"the model server {what}: {part.last_words() or 'it says nothing'}", 1)
            time.sleep(0.05)
        yield own
    finally:
        part.ask_to_stop()
        part.see_it_end(time.monotonic() + 2.0)
        log.unlink(missing_ok=True)


def in_a_line(fact: Fact) -> str:
    """The fact in few words: what it is, and what the article says."""
    if isinstance(fact, Claim):
        words = f"{_source(fact, {})}: {_words(fact.content) or fact.text}"
    elif isinstance(fact, Deal):
        words = f"{fact.type}, {fact.status}: {_parties(fact, {})}".replace("_", " ")
    elif isinstance(fact, Person):
        words = ", ".join(filter(None, (fact.name, _roles(fact))))
    else:
        words = f"{fact.name} ({fact.kind.replace('_', ' ')})"
    return f"{kind_of(fact):<8} {' '.join(words.split())}"


def show(article: Article, extraction: Extraction, seconds: float, console: Console) -> None:
    """Print the facts as tables, each with the words of the article."""
    facts = extraction.facts
    names = {c.id: c.name for c in facts.companies} | {p.id: p.name for p in facts.people}
    if article.title:
        console.print(Text(article.title, style="bold"))
    _table(
        console,
        "Companies",
        ("name", "kind", "also", "mentions"),
        [(c.name, c.kind.replace("_", " "), ", ".join(c.aliases), str(len(c.mentions))) for c in facts.companies],
    )
    _table(
        console,
        "People",
        ("name", "roles", "also", "mentions"),
        [(p.name, _roles(p), ", ".join(p.aliases), str(len(p.mentions))) for p in facts.people],
    )
    _table(
        console,
        "Deals",
        ("deal", "parties", "amounts", "words"),
        [
            (f"{d.type}, {d.status}".replace("_", " "), _parties(d, names), _amounts(d), _words(d.evidence))
            for d in facts.deals
        ],
    )
    _table(
        console,
        "Claims",
        ("who says it", "how", "what"),
        [(_source(c, names), c.cue.text if c.cue else "", _words(c.content) or c.text) for c in facts.claims],
    )
    usage = extraction.usage
    console.print(
        f"{extraction.status} in {seconds:.1f} s; {usage.calls} calls, {usage.input_tokens:,} tokens in, "
        f"{usage.output_tokens:,} out; {len(extraction.rejected)} left out for want of proof; "
        f"{extraction.provenance.model}",
        style="dim",
    )


def _table(console: Console, title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    if not rows:
        console.print(f"{title}: none", style="dim")
        return
    table = Table(title=f"{title} ({len(rows)})", title_justify="left", title_style="bold", show_lines=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))  # not as markup: an article may hold brackets
    console.print(table)


def _roles(person: Person) -> str:
    said = []
    for role in person.roles:
        where = f", {role.organization.name}" if role.organization else ""
        status = "" if role.status == "current" else f" ({role.status})"
        said.append(f"{role.title}{where}{status}")
    return "; ".join(said)


def _parties(deal: Deal, names: dict[str, str]) -> str:
    return "; ".join(f"{names.get(p.id or '', p.name)} ({p.role})" for p in deal.parties)


def _amounts(deal: Deal) -> str:
    return "; ".join([amount.text for amount in deal.amounts] + ([deal.stake.text] if deal.stake else []))


def _source(claim: Claim, names: dict[str, str]) -> str:
    source = claim.source
    name = names.get(source.id or "", source.name)
    return f"{name}, for {source.speaks_for.name}" if source.speaks_for else name


def _words(spans: Sequence[Any]) -> str:
    return " … ".join(span.quote for span in spans)
