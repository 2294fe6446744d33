"""Reviews: what people decide about facts, and facts that they add. It knows no HTTP.

A decision is recorded with what it changed and by whom, holds for the fact whatever later runs find, and can be undone,
the latest first. Whoever decides may say which version of the fact was looked at; the second of two reviewers is told.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Container, Mapping
from typing import Any

from sqlalchemy import Connection
from sqlalchemy import Engine as Database

from api.engine.entities.mentions import occurrences
from api.engine.facts import as_json
from api.engine.grounding import align
from api.engine.identity import candidates, fingerprint, name_place, places
from api.engine.languages.language import language
from api.problems import Conflict, Fault, InvalidDocument, NotFound, PreconditionFailed, WordsNotThere
from api.record.filling import Filling
from api.store import articles, changes, decisions, readings, reviewed
from api.store.decisions import REVIEWS, Decision
from api.store.reviewed import FactRow

Document = dict[str, Any]

KINDS: Mapping[str, str] = {"company": "companies", "person": "people", "deal": "deals", "claim": "claims"}
"""The kinds of facts, by the name of their schema, and where each stands among an extraction's facts."""

_NAMES = {table: kind for kind, table in KINDS.items()}
_FOLLOWS: Mapping[str, Mapping[str, frozenset[str]]] = {
    "claim": {
        "text": frozenset({"content"}),
        "directness": frozenset({"content"}),
        "evidence": frozenset({"content", "source", "cue"}),
    },
    "deal": {"evidence": frozenset({"parties", "trigger"})},
}
"""Members that are made anew when one of those is corrected, unless they are given too."""

_OF_THE_SERVICE = frozenset({"id", "href", "review", "article", "extraction_id"})


class Reviews:
    """Reads and writes decisions. One instance serves all threads of a process."""

    def __init__(self, database: Database) -> None:
        """Keep the database and ask it nothing yet."""
        self._database = database

    def get(self, fact_id: str) -> Document:
        """A fact as it stands, beside how it was found, with the decision that holds. Raises NotFound."""
        with self._database.connect() as conn:
            return _document(conn, _found(conn, fact_id))

    def history(self, fact_id: str) -> list[Document]:
        """Every decision about a fact, undone ones too, the latest first. Raises NotFound."""
        with self._database.connect() as conn:
            made = decisions.of_fact(conn, fact_id)
            if not made:
                _found(conn, fact_id)
        return [one.as_json() for one in reversed(made)]

    def decide(
        self,
        fact_id: str,
        action: str,
        changes: Mapping[str, Any] | None = None,
        *,
        by: str | None = None,
        note: str | None = None,
        expected: Container[str] | None = None,
    ) -> Document:
        """Accept, reject or correct a fact; the fact as it stands then.

        `changes` are for `correct`, a merge patch (RFC 7396) of the fact. `expected` holds the versions of the fact
        that the decision is about. Raises NotFound, PreconditionFailed, WordsNotThere and InvalidDocument.
        """
        with self._database.begin() as conn:
            row = _held(conn, fact_id)
            if expected is not None and version(_document(conn, row)) not in expected:
                raise PreconditionFailed()
            fact = row.fact if action != "correct" else self._corrected(conn, row, changes or {})
            before = {"review": row.review, "fact": row.fact}
            after = {"review": REVIEWS[action], "fact": fact}
            decisions.record(conn, row.article["id"], row.kind, action, before, after, by=by, note=note)
            _settle(conn, row.article["id"], row.extraction_id)
            return _document(conn, _found(conn, fact_id))

    def add(
        self, article_id: str, kind: str, given: Mapping[str, Any], *, by: str | None = None, note: str | None = None
    ) -> Document:
        """Add a fact that the run missed; `kind` is company, person, deal or claim.

        Raises NotFound when there is no such article, Conflict when it has not been read or has the fact already, and
        WordsNotThere and InvalidDocument.
        """
        with self._database.begin() as conn:
            row = articles.get(conn, article_id)
            if row is None or not decisions.hold(conn, article_id):
                raise NotFound(f"There is no article {article_id[:80]!r}.")
            current = reviewed.current(conn, row.id)
            if current is None:
                raise Conflict("The article has not been read yet: there are no facts to add to.")
            known = reviewed.facts(conn, current)
            article = articles.as_read(row)
            wanted = {name: part for name, part in given.items() if name not in _OF_THE_SERVICE}
            if kind in ("company", "person"):
                wanted = _with_all_mentions(article, wanted)
            fact = _filled(Filling(article, known), kind, wanted)
            named = {one["id"]: name_place(one) for one in (*known["companies"], *known["people"])}
            id_ = next(candidates(fingerprint(article), KINDS[kind], places(KINDS[kind], fact, named)))
            if reviewed.find(conn, id_) is not None:
                raise Conflict("The article has this fact already; it can be reviewed.", fact_id=id_)
            added = {"id": id_} | fact
            before, after = {"review": None, "fact": None}, {"review": "added", "fact": added}
            decisions.record(conn, row.id, KINDS[kind], "add", before, after, by=by, note=note)
            _settle(conn, row.id, current)
            return _document(conn, _found(conn, id_))

    def undo(self, fact_id: str, decision_id: str, *, by: str | None = None) -> None:
        """Undo the latest decision about a fact that still holds; what was added is gone then.

        Raises NotFound when there is no such decision, Conflict when it is undone already or others came after it.
        """
        with self._database.begin() as conn:
            made = decisions.of_fact(conn, fact_id)
            if made:
                decisions.hold(conn, made[0].article_id)
                made = decisions.of_fact(conn, fact_id)
            one = next((each for each in made if each.id == decision_id.lower()), None)
            if one is None:
                raise NotFound(f"There is no decision {decision_id[:80]!r} about this fact.")
            if one.undone_at is not None:
                raise Conflict("It is undone already.")
            if any(each.undone_at is None for each in made[made.index(one) + 1 :]):
                raise Conflict("Later decisions about this fact rest on it; undo the latest first.")
            decisions.undo(conn, one.id, by)
            row = reviewed.find(conn, fact_id)
            _settle(conn, one.article_id, row.extraction_id if row else None)

    def undo_last(self, article_id: str, *, by: str | None = None) -> str | None:
        """Undo the latest decision of this reviewer about an article that still holds.

        Returns the id of the fact it was about; None when there is nothing left to undo.
        """
        with self._database.connect() as conn:
            last = readings.last_decision(conn, article_id, by)
        if last is None:
            return None
        decision_id, fact_id = last
        self.undo(fact_id, decision_id, by=by)
        return fact_id

    def _corrected(self, conn: Connection, row: FactRow, changes: Mapping[str, Any]) -> Document:
        stored = articles.get(conn, row.article["id"])
        assert stored is not None, "the article is held"
        kind = _NAMES[row.kind]
        wanted = {name: part for name, part in changes.items() if name not in _OF_THE_SERVICE}
        if not wanted:
            raise InvalidDocument("Nothing is corrected.", errors=[Fault("Names no member of the fact.", "/fact")])
        filling = Filling(articles.as_read(stored), reviewed.facts(conn, row.extraction_id))
        patched = _patched(row.fact, wanted)
        for member in {"id", *_FOLLOWS.get(kind, {}).keys()} - {*wanted}:
            if member == "id" or {*wanted} & _FOLLOWS[kind][member]:
                patched.pop(member, None)
        return {"id": row.fact["id"]} | _filled(filling, kind, patched)


def version(document: Document) -> str:
    """The version of a fact as `get` returns it: an entity tag, the same as long as nothing about it changes."""
    words = json.dumps(document, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(words.encode()).hexdigest()[:32]


def _document(conn: Connection, row: FactRow) -> Document:
    made = decisions.of_fact(conn, row.fact["id"])
    holding: Decision | None = next((one for one in reversed(made) if one.undone_at is None), None)
    return {
        "id": row.fact["id"],
        "kind": _NAMES[row.kind],
        "review": row.review,
        "fact": row.fact,
        "found": row.found,
        "decision": None if holding is None else holding.as_json(),
        "article": row.article,
        "extraction_id": row.extraction_id,
    }


def _found(conn: Connection, fact_id: str) -> FactRow:
    row = reviewed.find(conn, fact_id)
    if row is None:
        raise NotFound(f"There is no fact {fact_id[:80]!r}.")
    return row


def _held(conn: Connection, fact_id: str) -> FactRow:
    """The fact, with its article held for the rest of the transaction."""
    if not decisions.hold(conn, _found(conn, fact_id).article["id"]):
        raise NotFound(f"There is no fact {fact_id[:80]!r}.")
    return _found(conn, fact_id)


def _settle(conn: Connection, article_id: str, extraction_id: str | None) -> None:
    """Bring the newest extraction, and the one that has the fact, to what holds now."""
    with changes.of_article(conn, article_id):
        for one in {reviewed.current(conn, article_id), extraction_id} - {None}:
            assert one is not None
            reviewed.settle(conn, article_id, one)


def _filled(filling: Filling, kind: str, given: Mapping[str, Any]) -> Document:
    """The whole fact; faults are told by their place in the request, where the fact stands under `fact`."""
    try:
        return filling.fill(kind, given)
    except (InvalidDocument, WordsNotThere) as problem:
        problem.errors = tuple(_below(fault) for fault in problem.errors)
        raise


def _below(fault: Fault) -> Fault:
    return Fault(fault.detail, f"/fact{fault.pointer or ''}")


def _with_all_mentions(article: Any, given: Mapping[str, Any]) -> Document:
    """The company or person with every other place that has the words of the mentions given."""
    mentions = given.get("mentions")
    if not isinstance(mentions, list):
        return dict(given)
    quotes = [one["quote"] for one in mentions if isinstance(one, Mapping) and isinstance(one.get("quote"), str)]
    taken = [(one.get("start"), one.get("end")) for one in mentions if isinstance(one, Mapping)]
    further = [
        as_json(align.span(article, start, end))
        for start, end, _ in occurrences(article.text, quotes, language(article.language))
        if (start, end) not in taken
    ]
    return {**given, "mentions": [*mentions, *further]}


def _patched(target: Any, patch: Any) -> Any:
    """RFC 7396, except that null sets null: members of a fact are never absent.

    A new span takes its words and what they mean along; another person or company, what was known of the one before.
    """
    if not isinstance(patch, Mapping) or not isinstance(target, Mapping):
        return patch
    patched = dict(target)
    if "span" in patch:
        for derived in ("name", "text", "value", "currency", "approximate", "disclosed", "percent", "id", "resolved"):
            patched.pop(derived, None)
    if patch.get("id", target.get("id")) != target.get("id"):
        for derived in ("kind", "class", "role", "resolved"):
            patched.pop(derived, None)
    return patched | {name: _patched(target.get(name), part) for name, part in patch.items()}
