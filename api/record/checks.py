"""A draft set beside the record: read as an article is, compared with what the record has. It knows no HTTP.

A draft that is not to be kept is read in memory alone: nothing of it is written to the database, to events or to logs.
One that is kept is an article like any other, and can be checked again whenever the record has grown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy import Connection
from sqlalchemy import Engine as Database

from api.engine.document import paragraphs, sentences
from api.engine.document.text import Article
from api.engine.facts import as_json
from api.extractions import DONE, read
from api.problems import NotFound
from api.record import naming
from api.record.checking import claims, wording
from api.record.checking.comparing import compare
from api.record.checking.findings import DIFFERS, NOT_ON_RECORD, ON_RECORD, Finding, Place, Record
from api.record.gathering import catch_up, evidence_of
from api.record.naming import Named
from api.runs import Reader
from api.settings import Settings
from api.store import articles, beside, entities, extractions
from api.store.articles import timestamp
from api.store.beside import Itself

Document = dict[str, Any]
Facts = Mapping[str, Sequence[Mapping[str, Any]]]

MOST_NAMES = 40
"""So many companies and people of a draft are looked for in the record, those that it names first."""

MOST_DOUBTFUL = 3
"""So many entities are looked at of whom nobody knows whether somebody of the draft is meant."""

PIECE, MOST_PIECES = 4, 6
"""Words of a piece by which a quotation is looked for, and so many pieces of one: an altered one keeps some whole."""

MOST_QUOTATIONS = 20
"""So many quotations of a draft are looked for by their words."""

WINDOW = 400
"""Code points around words of the record in which the sentence that they stand in is looked for."""

_BATCHES = 2


@dataclass(frozen=True, slots=True)
class _Draft:
    """What is checked: facts of a text, and by what it is known in the record if it is there."""

    facts: Facts
    language: str
    publisher: str | None
    itself: Itself


class Checks:
    """Checks drafts. One instance serves all threads of a process."""

    def __init__(self, settings: Settings, database: Database, reader: Reader) -> None:
        """Keep what is needed and ask nobody yet."""
        self._settings = settings
        self._database = database
        self._reader = reader

    def read(self, request: Mapping[str, Any]) -> Article:
        """The draft of an article request. Raises EmptyArticle, ArticleTooLong and UnreadableText."""
        return read(request, self._settings.max_article_chars)

    def check(
        self,
        article: Article,
        progress: Callable[[int, int], None] | None = None,
        stopped: Callable[[], bool] | None = None,
    ) -> Document:
        """Read the draft and set it beside the record; nothing is kept. Raises ModelProblem."""
        extraction = self._reader.extract(article, progress, None, stopped)
        facts = as_json(extraction.facts)
        itself = Itself(sha256(article.text.encode()).hexdigest(), article.url)
        findings = self._findings(_Draft(facts, article.language, article.publisher, itself))
        about = {
            "title": article.title,
            "url": article.url,
            "publisher": article.publisher,
            "language": article.language,
            "published_at": timestamp(article.published_at),
            "text": article.text,
        }
        return _document(None, extraction.status, about, findings, list(extraction.warnings))

    def of_extraction(self, extraction_id: str) -> Document:
        """The article of an extraction set beside the rest of the record, as both stand now. Raises NotFound.

        While it is being read there is nothing to be found yet.
        """
        with self._database.connect() as conn:
            found = extractions.get(conn, extraction_id)
            row = None if found is None else articles.get(conn, found["article"]["id"])
        if found is None or row is None:
            raise NotFound(f"There is no extraction {extraction_id[:80]!r}.")
        itself = Itself(row.sha256, row.url, UUID(row.id))
        draft = _Draft(found["facts"], row.language, row.publisher, itself)
        findings = self._findings(draft) if found["status"] in DONE else []
        return _document(found["id"], found["status"], {**row.summary(), "text": row.text}, findings, found["warnings"])

    def _findings(self, draft: _Draft) -> list[Document]:
        catch_up(self._database, _BATCHES)
        with self._database.connect() as conn:
            found = compare(draft.facts, draft.language, _record(conn, draft))
            told = _sentences(conn, (place for one in found for place in one.places))
        return [_finding(one, told) for one in found]


def _record(conn: Connection, draft: _Draft) -> Record:
    """What of the record may bear on the draft."""
    who = _who(conn, draft)
    known = [UUID(key) for key in dict.fromkeys(key for keys in who.values() for key in keys if len(key) == 36)]
    involved = beside.members(conn, known)
    told = beside.involving(conn, "claims", involved, draft.itself)
    alike = beside.claims_of(conn, _with_words(conn, draft), draft.itself)
    said = list({one["id"]: one for one in (*told, *alike)}.values())
    deals = beside.involving(conn, "deals", involved, draft.itself)
    people = beside.people(conn, [id_ for id_ in involved.fact_ids if id_.startswith("p")], draft.itself)
    return Record(
        claims=said,
        deals=deals,
        people=people,
        who={**_entities(conn, (said, deals, people)), **who},
        around={one["id"]: one["around"] for one in said},
    )


def _who(conn: Connection, draft: _Draft) -> dict[str, frozenset[str]]:
    """For each company and person of the draft the entities that it is or may be; its own id where there is none."""
    evidence = evidence_of(draft.facts, draft.publisher)
    found: dict[str, frozenset[str]] = {}
    mine = [(kind, fact) for kind in entities.KINDS for fact in draft.facts[kind]]
    named = {
        fact["id"]: Named(kind, (fact["name"], *fact["aliases"]), frozenset(evidence[fact["id"]]))
        for kind, fact in sorted(mine, key=lambda one: one[1]["mentions"][0]["start"])[:MOST_NAMES]
    }
    keys = {id_: set(naming.keys(one.kind, one.names, one.evidence)) for id_, one in named.items()}
    candidates = entities.candidates(conn, set().union(*keys.values()))
    for id_, one in named.items():
        near = [each for each in candidates if each.kind == one.kind and each.keys & keys[id_]]
        verdicts = [(naming.compare(one, Named(each.kind, each.names, each.evidence)), each) for each in near]
        same = [str(each.id) for verdict, each in verdicts if verdict.judgement == "same"]
        doubtful = [str(each.id) for verdict, each in verdicts if verdict.judgement == "unsure"]
        found[id_] = frozenset(same or [id_, *doubtful[:MOST_DOUBTFUL]])
    return found


def _entities(conn: Connection, facts: Iterable[Sequence[Document]]) -> dict[str, frozenset[str]]:
    """By which entities the companies and people go that facts of the record refer to."""
    ids = {id_ for some in facts for fact in some for id_ in _named_in(fact)}
    return {id_: frozenset({entity}) for id_, entity in beside.entities_of(conn, ids).items()}


def _named_in(fact: Document) -> list[str]:
    source, parties = fact.get("source") or {}, fact.get("parties") or ()
    roles = [role["organization"] for role in fact.get("roles") or () if role["organization"]]
    references = [source, source.get("resolved"), source.get("speaks_for"), *parties, *roles, fact]
    return [one["id"] for one in references if one and one.get("id")]


def _with_words(conn: Connection, draft: _Draft) -> list[UUID]:
    """The extractions of articles in which some words of the draft's quotations stand."""
    found: dict[UUID, None] = {}
    for claim in draft.facts["claims"][:MOST_QUOTATIONS]:
        pieces = _pieces(claims.said(claim), draft.language)
        found.update(dict.fromkeys(beside.with_words(conn, pieces, draft.language, draft.itself)))
    return list(found)


def _pieces(words: str, language: str) -> list[str]:
    """Pieces of some words each, taken from all over; with too few words that tell something there are none."""
    all_words = wording.words(words, language)
    starts = range(0, max(1, len(all_words) - PIECE + 1), PIECE)
    pieces = [all_words[at : at + PIECE] for at in starts]
    telling = [piece for piece in pieces if sum(word.telling for word in piece) >= 2]
    return [words[piece[0].start : piece[-1].end] for piece in telling[:: max(1, len(telling) // MOST_PIECES)]]


_Sentences = dict[tuple[str, int, int], str]


def _sentences(conn: Connection, places: Iterable[Place]) -> _Sentences:
    """The sentences of the record in which these places stand."""
    wanted = {(one.article["id"], one.start, one.end): one.article["language"] for one in places}
    windows = {at: (at[0], max(0, at[1] - WINDOW), at[2] + WINDOW) for at in wanted}
    texts = beside.passages(conn, windows.values())
    return {at: _sentence(texts.get(windows[at], ""), windows[at][1], at, wanted[at]) for at in wanted}


def _sentence(passage: str, begins: int, at: tuple[str, int, int], language: str) -> str:
    start, end = at[1] - begins, at[2] - begins
    held = [one for one in paragraphs.find(passage) if one.start < end and start < one.end]
    parts = [part for one in held for part in sentences.split(passage, one.start, one.end, language)]
    touched = [part for part in parts if part[0] < end and start < part[1]] or [(start, end)]
    return passage[touched[0][0] : touched[-1][1]]


def _finding(one: Finding, told: _Sentences) -> Document:
    shape = as_json(replace(one, places=()))
    del shape["places"], shape["start"], shape["end"]
    places = [
        {
            "article": dict(place.article),
            "fact_id": place.fact_id,
            "said": place.said,
            "of": place.of,
            "start": place.start,
            "end": place.end,
            "sentence": told[place.article["id"], place.start, place.end],
        }
        for place in one.places
    ]
    return {**shape, "start": one.start, "end": one.end, "record": places}


def _document(
    extraction_id: str | None, status: str, about: Document, findings: list[Document], warnings: list[str]
) -> Document:
    verdicts = [one["verdict"] for one in findings]
    return {
        "extraction_id": extraction_id,
        "status": status,
        "draft": about,
        "counts": {verdict: verdicts.count(verdict) for verdict in (ON_RECORD, DIFFERS, NOT_ON_RECORD)},
        "findings": findings,
        "warnings": warnings,
    }
