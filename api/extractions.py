"""The service: accept an article, find or make its extraction, hand it back. It knows no HTTP.

An article is stored before the model is asked, so that whatever fails can be tried again by sending it once more. The
same article with the same provenance is read once: the first to ask runs it, in whatever process, and the others wait
for that run. A run holds a lease on its extraction; when its process dies, a waiter or a worker takes it over.
"""

from __future__ import annotations

import json
import threading
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection
from sqlalchemy import Engine as Database

from api.engine.document import text
from api.engine.facts import Provenance, as_json
from api.engine.identity import fingerprint
from api.engine.llm.client import Model
from api.engine.pipeline import Engine
from api.problems import ArticleTooLong, ModelProblem, NotFound, recalled
from api.runs import Reader, Runs
from api.settings import Settings
from api.store import articles, repeats
from api.store import extractions as stored
from api.store.waiting import Waiter
from api.streams import Streams

Document = dict[str, Any]

DONE = ("succeeded", "partial", "failed", "cancelled")

_FINISH_WITHIN = 6.0
"""Seconds that a reading has to come to its end when its process is asked to."""

_TAKE_OVER = 5.0
"""Seconds between two looks whether the one who runs an extraction is still alive."""


@dataclass(frozen=True, slots=True)
class Submission:
    """What became of an article that was sent: its extraction, and whether it was made for this request."""

    extraction: Document
    fresh: bool

    @property
    def done(self) -> bool:
        """Whether the extraction is finished, well or badly."""
        return self.extraction["status"] in DONE


class Extractions:
    """Finds or makes extractions. One instance serves all threads of a process."""

    def __init__(
        self,
        settings: Settings,
        database: Database,
        reader: Reader,
        defer: Callable[[Connection, str], object] | None = None,
    ) -> None:
        """Keep what is needed and ask nobody yet. `defer` queues an extraction for a worker, in the transaction."""
        self._settings = settings
        self._database = database
        self._reader = reader
        self._defer = defer
        self._waiter = Waiter(database)
        self._runs = Runs(database, reader, self._waiter, most=settings.web_threads)
        self._streams = Streams(database, self._waiter, most=settings.streams)

    @property
    def streams(self) -> Streams:
        """The events of extractions as they happen."""
        return self._streams

    @property
    def waiter(self) -> Waiter:
        """Who waits in this process for what others do."""
        return self._waiter

    def submit(self, request: Mapping[str, Any], *, refresh: bool = False) -> Submission:
        """Read the article of an article request here and now, or hand back what is known of it.

        It is left to a worker, unfinished, when this process is asked to end while it reads.

        Raises EmptyArticle, ArticleTooLong and UnreadableText before anything is stored, and ModelProblem, with the
        id of the failed extraction, after.
        """
        article = read(request, self._settings.max_article_chars)
        found, runner = self._claim(article, refresh)
        try:
            if runner is not None:
                self._runs.start(found.id, article, runner).result()
            else:
                self._until_done(found.id, article)
        except ModelProblem:
            if self.get(found.id)["status"] != "partial":  # what an earlier reading proved is there all the same
                raise
        extraction = self.get(found.id)
        _raise_failure(extraction)
        return Submission(extraction, fresh=found.fresh)

    def start(self, request: Mapping[str, Any], *, refresh: bool = False) -> Submission:
        """Begin to read the article here and return at once, for those who watch its events.

        Raises what `submit` raises before anything is stored, and Busy.
        """
        article = read(request, self._settings.max_article_chars)
        found, runner = self._claim(article, refresh)
        if runner is not None:
            self._runs.start(found.id, article, runner)
        return Submission(self.get(found.id), fresh=found.fresh)

    def enqueue(self, request: Mapping[str, Any], *, refresh: bool = False, wait: float = 0) -> Submission:
        """Leave the article to a worker, and wait up to `wait` seconds for it.

        Raises what `submit` raises; ModelProblem only if the extraction failed within that time.
        """
        assert self._defer is not None, "no queue was given"
        article = read(request, self._settings.max_article_chars)
        provenance = self._provenance()
        with self._database.begin() as conn:
            found = self._find_or_create(conn, article, provenance, refresh=refresh)
            if found.fresh:
                self._defer(conn, found.id)
        extraction = self.get(found.id, wait=wait)
        _raise_failure(extraction)
        return Submission(extraction, fresh=found.fresh)

    def get(self, extraction_id: str, *, wait: float = 0, rejected: bool = False) -> Document:
        """The extraction, once it is done or after `wait` seconds; with `rejected`, facts that a person rejected too.

        Raises NotFound.
        """
        if wait > 0:
            self._waiter.wait(extraction_id, wait)
        with self._database.connect() as conn:
            extraction = stored.get(conn, extraction_id, rejected=rejected)
        if extraction is None:
            raise NotFound(f"There is no extraction {extraction_id[:80]!r}.")
        return extraction

    def stop(self, extraction_id: str, *, wait: float = 0) -> Document:
        """Have the extraction end with what is proven by now; as it stands after at most `wait` seconds.

        One that nobody runs yet is cancelled, one that has ended stays as it is. Raises NotFound.
        """
        with self._database.begin() as conn:
            stored.ask_to_stop(conn, extraction_id)
        return self.get(extraction_id, wait=wait)

    def delete(self, extraction_id: str) -> None:
        """Delete the extraction and its facts; one that is running is given up. Raises NotFound."""
        with self._database.begin() as conn:
            if not stored.delete(conn, extraction_id):
                raise NotFound(f"There is no extraction {extraction_id[:80]!r}.")
            repeats.forget(conn, extraction_id)

    def run(self, extraction_id: str) -> None:
        """Do a queued extraction, or one whose runner died; return quietly when another has it or it is gone.

        Raises ModelProblem after it is recorded with the extraction.
        """
        runner = _runner_name()
        with self._database.begin() as conn:
            if not stored.claim_run(conn, extraction_id, runner):
                return
            found = stored.get(conn, extraction_id)
            row = None if found is None else articles.get(conn, found["article"]["id"])
        if row is None:
            return
        self._runs.run(extraction_id, articles.as_read(row), runner)

    def take_over(self, extraction_id: str) -> None:
        """Run the extraction in a thread of its own if whoever ran it is gone."""
        runner = _runner_name()
        with self._database.begin() as conn:
            found = stored.get(conn, extraction_id) if stored.claim_run(conn, extraction_id, runner) else None
            row = None if found is None else articles.get(conn, found["article"]["id"])
        if row is not None:
            self._runs.start(extraction_id, articles.as_read(row), runner)

    def end(self) -> None:
        """Let all go who wait, finish what can be, and leave the rest to a worker: the process is asked to end."""
        self._waiter.end()
        threading.Thread(target=self._runs.hand_over, args=(self._defer, _FINISH_WITHIN), daemon=True).start()

    def close(self) -> None:
        """Wait for what is being read, and stop listening for what others read."""
        self._runs.close()
        self._waiter.close()

    def _provenance(self) -> Provenance | None:
        """What would make an extraction now.

        While the model has never been reached its name may be unknown: the failure is then kept under a key of its own.
        """
        try:
            return self._reader.provenance
        except ModelProblem:
            return None

    def _find_or_create(
        self, conn: Connection, article: text.Article, provenance: Provenance | None, *, refresh: bool
    ) -> stored.Found:
        """Store the article and find or make its extraction, in one transaction."""
        identity = fingerprint(article)
        article_id = articles.save(conn, article, identity).id
        return stored.find_or_create(conn, article_id, _key(identity, provenance), provenance, refresh=refresh)

    def _claim(self, article: text.Article, refresh: bool) -> tuple[stored.Found, str | None]:
        """Find or make the article's extraction; with the name of its runner if it is to be run here."""
        runner = _runner_name()
        provenance = self._provenance()
        with self._database.begin() as conn:
            found = self._find_or_create(conn, article, provenance, refresh=refresh)
            mine = found.status in ("queued", "running") and stored.claim_run(conn, found.id, runner)
        return found, runner if mine else None

    def _until_done(self, extraction_id: str, article: text.Article) -> None:
        """Wait for whoever runs the extraction; run it here when they are gone."""
        while self._waiter.wait(extraction_id, _TAKE_OVER) in ("queued", "running") and not self._waiter.over:
            runner = _runner_name()
            with self._database.begin() as conn:
                mine = stored.claim_run(conn, extraction_id, runner)
            if mine:
                self._runs.start(extraction_id, article, runner).result()


def read(request: Mapping[str, Any], limit: int) -> text.Article:
    """The article of an article request, in canonical form. What the request says goes before what the HTML says.

    Raises EmptyArticle, ArticleTooLong (more than `limit` code points) and UnreadableText.
    """
    said: Document = {name: request.get(name) for name in ("title", "language", "published_at", "url", "publisher")}
    if said["published_at"] is not None:
        said["published_at"] = _moment(said["published_at"])
    if said["language"] is not None:
        said["language"] = said["language"].partition("-")[0].lower()
    body = request.get("text")
    if body is None:
        page = text.from_html(request["html"])
        body = page.text
        for name in ("title", "published_at", "url", "publisher"):
            said[name] = said[name] or getattr(page, name)
    canonical = text.canonical(body)
    if len(canonical) > limit:  # before the costly work, and again with the title
        raise ArticleTooLong(limit=limit, length=len(canonical))
    article = text.read(body, **said)
    if len(article.text) > limit:
        raise ArticleTooLong(limit=limit, length=len(article.text))
    return article


@contextmanager
def runner(settings: Settings, database: Database) -> Iterator[Callable[[str], None]]:
    """What a worker calls with the id of each extraction it is to do."""
    service = Extractions(settings, database, Engine(Model(settings), settings))
    try:
        yield service.run
    finally:
        service.close()


def _raise_failure(extraction: Document) -> None:
    """Raise the problem that a failed extraction was left with."""
    if extraction["status"] == "failed":
        raise recalled(extraction["error"] or {}, extraction_id=extraction["id"])


def _key(identity: str, provenance: Provenance | None) -> str:
    made_by = json.dumps(None if provenance is None else as_json(provenance), sort_keys=True)
    return sha256(f"{identity}\n{made_by}".encode()).hexdigest()


def _moment(words: str) -> datetime:
    """An RFC 3339 date (its first moment in UTC) or date-time."""
    moment = datetime.fromisoformat(words.upper())
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _runner_name() -> str:
    return uuid.uuid4().hex
