"""What an extraction found, as rows: facts with the columns that lists filter by, mentions, raw model replies.

The public JSON of each fact is kept as the engine delivers it; nothing here changes, drops or reorders it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Row, Table, func, insert, literal_column, select
from sqlalchemy.dialects.postgresql import JSON, aggregate_order_by

from api.engine.facts import Claim, Company, Deal, Extraction, Facts, Person, Provenance, Usage, as_json
from api.store import identifiers, tables
from api.store.folding import fold_all

NO_USAGE: dict[str, Any] = as_json(Usage())
_PROVENANCE = ("engine", "model", "prompt", "prompt_sha256", "schema_version")


def provenance_columns(provenance: Provenance) -> dict[str, str]:
    """Give the columns of `extractions` that say what made it."""
    return {name: getattr(provenance, name) for name in _PROVENANCE}


def provenance(row: Row[Any]) -> dict[str, str] | None:
    """Read those columns back; None when the model was never asked."""
    return {name: getattr(row, name) for name in _PROVENANCE} if row.engine is not None else None


def outcome_columns(extraction: Extraction) -> dict[str, Any]:
    """Give the columns of `extractions` that an ended run sets."""
    return {
        "usage": as_json(extraction.usage),
        "warnings": as_json(extraction.warnings),
        "rejected": as_json(extraction.rejected),
        **provenance_columns(extraction.provenance),
    }


def documents(table: Table, extraction_id: ColumnElement[UUID]) -> ColumnElement[Any]:
    """Select the facts of one table as one JSON array, in the order of the engine."""
    array = func.json_agg(aggregate_order_by(table.c.document, table.c.position), type_=JSON)
    found = func.coalesce(array, literal_column("'[]'::json"), type_=JSON)
    return select(found).where(table.c.extraction_id == extraction_id).scalar_subquery()


def replace(conn: Connection, extraction_id: UUID, article_id: UUID, extraction: Extraction) -> None:
    """Write an extraction's facts, mentions and replies, in place of any that an earlier attempt left."""
    whose = {"extraction_id": extraction_id, "article_id": article_id}
    facts = extraction.facts
    roster = _Roster(facts)
    rows: dict[Table, Sequence[dict[str, Any]]] = {
        tables.companies: [_company(company) for company in facts.companies],
        tables.people: [_person(person) for person in facts.people],
        tables.deals: [_deal(deal, roster) for deal in facts.deals],
        tables.claims: [_claim(claim, roster) for claim in facts.claims],
    }
    for table, found in rows.items():
        # Lists run from the greatest id down; so that they keep the article's order, its last fact has the least.
        ids = reversed(identifiers.fresh(len(found)))
        facts_of = [whose | {"id": i, "position": n} | row for n, (i, row) in enumerate(zip(ids, found, strict=True))]
        _put(conn, table, extraction_id, facts_of)
    _put(conn, tables.mentions, extraction_id, [whose | row for row in _mentions(facts)])
    made = {"extraction_id": extraction_id, "model": extraction.provenance.model,
            "prompt_sha256": extraction.provenance.prompt_sha256}  # fmt: skip
    _put(conn, tables.model_replies, extraction_id, [made | row for row in _replies(extraction)])


def _put(conn: Connection, table: Table, extraction_id: UUID, rows: Sequence[dict[str, Any]]) -> None:
    conn.execute(table.delete().where(table.c.extraction_id == extraction_id))
    if rows:
        conn.execute(insert(table), rows)


def _entities(facts: Facts) -> tuple[Company | Person, ...]:
    return (*facts.companies, *facts.people)


class _Roster:
    """Every name of each company and person, by its id."""

    def __init__(self, facts: Facts) -> None:
        self._names = {one.id: (one.name, *one.aliases) for one in _entities(facts)}

    def names(self, ids: Iterable[str | None]) -> list[str]:
        return [name for one in ids if one is not None for name in self._names.get(one, ())]


def _company(company: Company) -> dict[str, Any]:
    return _fact(company, company.id, (company.name, *company.aliases), (company.id,)) | {"kind": company.kind}


def _person(person: Person) -> dict[str, Any]:
    employers = [role.organization.id for role in person.roles if role.organization]
    return _fact(person, person.id, (person.name, *person.aliases), (person.id, *employers)) | {
        "role_statuses": _unique(role.status for role in person.roles)
    }


def _deal(deal: Deal, roster: _Roster) -> dict[str, Any]:
    ids = [party.id for party in deal.parties]
    names = [*(party.name for party in deal.parties), *roster.names(ids)]
    return _fact(deal, deal.id, names, ids) | {
        "type": deal.type,
        "status": deal.status,
        "party_roles": _unique(party.role for party in deal.parties),
    }


def _claim(claim: Claim, roster: _Roster) -> dict[str, Any]:
    source = claim.source
    speaks_for = source.speaks_for
    said_by = [source.id, speaks_for.id if speaks_for else None]
    sources = [source.name, speaks_for.name if speaks_for else None, *roster.names(said_by)]
    return _fact(claim, claim.id, [*sources, *roster.names(claim.about)], [*said_by, *claim.about]) | {
        "source_names": fold_all(sources),
        "source_kind": source.kind,
        "source_class": source.grade,
        "channel": source.channel,
        "directness": claim.directness,
        "certainty": claim.certainty,
        "polarity": claim.polarity,
    }


def _fact(fact: Any, fact_id: str, names: Iterable[str | None], entities: Iterable[str | None]) -> dict[str, Any]:
    return {
        "fact_id": fact_id,
        "names": fold_all(names),
        "entities": _unique(entities),
        "document": as_json(fact),
    }


def _mentions(facts: Facts) -> list[dict[str, Any]]:
    return [
        {
            "fact_id": entity.id,
            "start_offset": span.start,
            "end_offset": span.end,
            "sentence": span.sentence,
            "quote": span.quote,
        }
        for entity in _entities(facts)
        for span in entity.mentions
    ]


def _replies(extraction: Extraction) -> list[dict[str, Any]]:
    return [
        {
            "step": reply.step,
            "start_offset": reply.start,
            "end_offset": reply.end,
            "content": _storable(reply.content),
            "finish_reason": reply.finish_reason,
            "input_tokens": reply.input_tokens,
            "output_tokens": reply.output_tokens,
            "seconds": reply.seconds,
        }
        for reply in extraction.replies
    ]


def _storable(content: str) -> str:
    """Escape what PostgreSQL's text cannot hold: NUL and lone surrogates, which only a broken reply contains."""
    return content.encode("utf-8", "backslashreplace").decode().replace("\x00", "\\x00")


def _unique(values: Iterable[str | None]) -> list[str]:
    return list(dict.fromkeys(value for value in values if value is not None))
