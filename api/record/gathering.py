"""Companies and people of all articles, gathered into entities as articles come, change and go.

It follows the changes of the record, so that nothing is missed and everything can be made again from the beginning.
A fact joins the entity that `naming` says is the same, or begins one of its own; what is unsure is asked of a person.
Two facts of one article are never joined by rule: whoever read the article has told them apart.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection
from sqlalchemy import Engine as Database

from api.record import company_names, naming
from api.record.naming import Named
from api.store import changes, entities, entity_lines, judgements
from api.store.entities import Candidate, Member

AT_ONCE = 200
"""So many changes are followed in one transaction."""

BATCHES = 20
"""So many transactions are made before who called goes on; the next call goes on where this one ended."""

MOST_QUESTIONS = 3
"""So many entities that may be the same are asked about for one fact."""


def catch_up(database: Database, batches: int = BATCHES) -> bool:
    """Follow what has changed since the last call, whoever made it; whether nothing is left."""
    for _ in range(batches):
        with database.begin() as conn:
            if not changes.after(conn, entities.cursor(conn), 1):
                return True
            entities.alone(conn)
            rows = changes.after(conn, entities.cursor(conn), AT_ONCE)
            articles = dict.fromkeys(row.article_id for row in rows if row.kind in entities.KINDS and row.article_id)
            for article_id in articles:
                gather(conn, UUID(article_id))
            if rows:
                entities.advance(conn, rows[-1].number)
    return False


def gather(conn: Connection, article_id: UUID) -> None:
    """Bring the members of entities to what holds of an article now. The caller holds `entities.alone`."""
    known = entities.members_of(conn, article_id)
    told = {one.fact_id: one for one in _members(conn, article_id)}
    lost = [id_ for id_, row in known.items() if id_ not in told and not row.gone]
    entities.lose(conn, lost)
    touched = {known[id_].entity_id for id_ in lost}
    for id_, row in known.items():
        if id_ in told and not _stands(row, told[id_]):
            entities.put_member(conn, told[id_], row.entity_id)
            entities.add_names(conn, row.entity_id, forms(told[id_].kind, told[id_].names, told[id_].evidence))
            touched.add(row.entity_id)
    new = [one for id_, one in told.items() if id_ not in known]
    taken = {row.entity_id for id_, row in known.items() if id_ in told}
    found = entities.candidates(conn, {key for one in new for key in _keys(one)})
    for one in new:
        taken.add(entity_id := _join(conn, one, found, taken))
        entity_lines.count_in(conn, entity_id, one)
    entity_lines.add_up(conn, touched)


def forms(kind: str, names: Iterable[str], evidence: Collection[str]) -> dict[str, tuple[str, Sequence[str]]]:
    """For each form of these names the name and the keys by which it is found."""
    return {naming.form(kind, name): (name, naming.keys(kind, [name], evidence)) for name in names}


def _join(conn: Connection, one: Member, found: Iterable[Candidate], taken: Collection[UUID]) -> UUID:
    """Make a fact a member of the entity it belongs to, or of a new one; that entity."""
    mine, named = set(_keys(one)), Named(one.kind, one.names, frozenset(one.evidence))
    verdicts = [
        (each, naming.compare(named, Named(each.kind, each.names, each.evidence)))
        for each in found
        if each.kind == one.kind and each.keys & mine
    ]
    same = [(each, verdict) for each, verdict in verdicts if verdict.judgement == "same" and each.id not in taken]
    doubtful = [pair for pair in verdicts if pair[1].judgement != "not_same" and pair not in same]
    same.sort(key=lambda pair: (-len(pair[0].evidence & named.evidence), pair[0].id))
    if same:
        best, verdict = same[0]
        entity_id, anchor = best.id, best.anchor
        judgements.record(conn, one.fact_id, best.anchor, "same", made="rule", why=verdict.why)
    else:
        entity_id, anchor = entities.create(conn, one.kind, one.names[0], one.fact_id), one.fact_id
    entities.put_member(conn, one, entity_id)
    entities.add_names(conn, entity_id, forms(one.kind, one.names, one.evidence))
    asked = [*same[1:], *([] if same else doubtful)]
    for other, verdict in asked[:MOST_QUESTIONS]:
        if not judgements.between(conn, [anchor], [other.anchor]):
            judgements.record(conn, anchor, other.anchor, "unsure", made="rule", why=verdict.why)
    return entity_id


def _keys(one: Member) -> list[str]:
    return naming.keys(one.kind, one.names, one.evidence)


def _stands(row: Any, one: Member) -> bool:
    return not row.gone and tuple(row.names) == one.names and tuple(row.evidence) == one.evidence


def _members(conn: Connection, article_id: UUID) -> list[Member]:
    """The companies and people of an article, with the evidence that the article has for each."""
    article = entities.article(conn, article_id)
    if article is None:
        return []
    seen, publisher = article
    facts = entities.facts_of(conn, article_id)
    evidence = evidence_of(facts, publisher)
    return [
        Member(fact["id"], kind, article_id, (fact["name"], *fact["aliases"]), tuple(evidence[fact["id"]]), seen)
        for kind in entities.KINDS
        for fact in facts[kind]
    ]


def evidence_of(facts: Mapping[str, Sequence[Mapping[str, Any]]], publisher: str | None) -> dict[str, list[str]]:
    """Of each person the organisations where the article gives them a title; of each of these, who they are.

    Of a name that many bear ("City Council"), who publishes the article: a paper means the same one each time.
    """
    found: dict[str, list[str]] = {fact["id"]: [] for kind in entities.KINDS for fact in facts[kind]}
    names = {fact["id"]: fact["name"] for fact in facts["companies"]}
    for person in facts["people"]:
        for role in person["roles"]:
            if (organization := role["organization"]) is None:
                continue
            name = names.get(organization["id"] or "", organization["name"])
            found[person["id"]].append(naming.core("companies", name))
            if organization["id"] in found:
                found[organization["id"]].append(naming.core("people", person["name"]))
    for company in facts["companies"]:
        if publisher and company_names.is_generic(company["name"]):
            found[company["id"]].append(f"in {publisher}")
    return {id_: sorted({each for each in evidence if each}) for id_, evidence in found.items()}
