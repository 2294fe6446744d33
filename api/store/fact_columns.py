"""The columns by which lists find a fact, made from the fact as it is delivered.

They are read from the document's members by name, so that a member more (an outer source, a resolved name) is found as
the others are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from api.engine.identity import LETTERS, references
from api.store.folding import fold_all

Document = Mapping[str, Any]
Roster = Mapping[str, tuple[str, ...]]

_ENTITIES = (LETTERS["companies"], LETTERS["people"])


def roster(facts: Mapping[str, Iterable[Document]]) -> Roster:
    """Every name of each company and person, by its id."""
    entities = [*facts["companies"], *facts["people"]]
    return {one["id"]: (one["name"], *one["aliases"]) for one in entities}


def columns(kind: str, fact: Document, known: Roster) -> dict[str, Any]:
    """The columns of a fact of the table `kind`, its document among them."""
    entities = list(dict.fromkeys(_entities(fact)))
    if kind in ("companies", "people"):
        names: Iterable[str] = (fact["name"], *fact["aliases"])
    else:
        names = (*_names(fact), *_known(entities, known))
    common = {"fact_id": fact["id"], "names": fold_all(names), "entities": entities, "document": fact}
    return common | _OWN[kind](fact, known)


def _company(company: Document, known: Roster) -> dict[str, Any]:
    return {"kind": company["kind"]}


def _person(person: Document, known: Roster) -> dict[str, Any]:
    return {"role_statuses": _unique(role["status"] for role in person["roles"])}


def _deal(deal: Document, known: Roster) -> dict[str, Any]:
    return {
        "type": deal["type"],
        "status": deal["status"],
        "party_roles": _unique(party["role"] for party in deal["parties"]),
    }


def _claim(claim: Document, known: Roster) -> dict[str, Any]:
    source = claim["source"]
    speakers = {"source": source, "said_by": claim.get("said_by")}
    return {
        "source_names": fold_all((*_names(speakers), *_known(_entities(speakers), known))),
        "source_kind": source["kind"],
        "source_class": source["class"],
        "channel": source["channel"],
        "directness": claim["directness"],
        "certainty": claim["certainty"],
        "polarity": claim["polarity"],
    }


_OWN = {"companies": _company, "people": _person, "deals": _deal, "claims": _claim}


def _entities(document: Any) -> Iterator[str]:
    return (id_ for id_ in references(document) if id_.startswith(_ENTITIES))


def _names(document: Any) -> Iterator[str]:
    """Every name that stands anywhere in a document."""
    if isinstance(document, Mapping):
        for member, part in document.items():
            if member == "name" and isinstance(part, str):
                yield part
            else:
                yield from _names(part)
    elif isinstance(document, list | tuple):
        for part in document:
            yield from _names(part)


def _known(ids: Iterable[str], known: Roster) -> Iterator[str]:
    return (name for id_ in ids for name in known.get(id_, ()))


def _unique(values: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(values))
