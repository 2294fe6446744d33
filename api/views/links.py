"""The addresses of things, put beside their ids."""

from __future__ import annotations

from typing import Any

Document = dict[str, Any]


def extraction_href(extraction_id: str) -> str:
    """Where an extraction is found."""
    return f"/v1/extractions/{extraction_id}"


def article_href(article_id: str) -> str:
    """Where an article is found, with its canonical text."""
    return f"/v1/articles/{article_id}"


def fact_href(fact_id: str) -> str:
    """Where a fact is found, as it stands in its article's newest extraction."""
    return f"/v1/facts/{fact_id}"


def extraction(document: Document) -> Document:
    """An extraction with its own address, its article's and those of its facts."""
    linked = {"id": document["id"], "href": extraction_href(document["id"]), **document}
    facts = {kind: [fact(each) for each in found] for kind, found in document["facts"].items()}
    return linked | {"article": article(document["article"]), "facts": facts}


def beginning(document: Document) -> Document:
    """An extraction that is about to be made, with its own address and its article's."""
    linked = {"id": document["id"], "href": extraction_href(document["id"]), **document}
    return linked | {"article": article(document["article"])}


def fact(document: Document) -> Document:
    """A fact with its address, and how it stands right after it."""
    review = {"review": document["review"]} if "review" in document else {}
    return {"id": document["id"], "href": fact_href(document["id"]), **review, **document}


def check_href(extraction_id: str) -> str:
    """Where the article of an extraction is set beside the rest of the record."""
    return f"/v1/checks/{extraction_id}"


def check(document: Document) -> Document:
    """A check of a draft with its own address, if it is kept, and those of what the record has."""
    extraction_id = document["extraction_id"]
    href = None if extraction_id is None else check_href(extraction_id)
    draft = document["draft"]
    findings = [
        {
            **one,
            "record": [
                {**place, "article": article(place["article"]), "href": fact_href(place["fact_id"])}
                for place in one["record"]
            ],
        }
        for one in document["findings"]
    ]
    kept = draft if extraction_id is None else article(draft)
    return {"href": href, **document, "draft": kept, "findings": findings}


def article(document: Document) -> Document:
    """An article, whole or summed up, with its address."""
    return {"id": document["id"], "href": article_href(document["id"]), **document}


def reviewed(document: Document) -> Document:
    """A fact under review with its address, its article's, and that of the decision that holds."""
    decided = None if document["decision"] is None else decision(document["decision"])
    return fact(document) | {"decision": decided, "article": article(document["article"])}


def decision(document: Document) -> Document:
    """A decision with its address, where it can be undone."""
    href = f"{fact_href(document['fact_id'])}/decisions/{document['id']}"
    return {"id": document["id"], "href": href, **document}


def item(document: Document) -> Document:
    """An item of a list with its address and its article's; a list of articles has items without an id."""
    linked = fact(document) if "id" in document else document
    return linked | {"article": article(document["article"])}


def change(document: Document) -> Document:
    """A change with the addresses of the fact or entity it is about and of its article."""
    told = {"article_href": None if document["article_id"] is None else article_href(document["article_id"])}
    linked = None if document["fact"] is None else fact(document["fact"])
    href = entity_href if document["kind"] == "entity" else fact_href
    return {**document, "href": href(document["id"]), **told, "fact": linked}


def entity_href(entity_id: str) -> str:
    """Where an entity is found."""
    return f"/v1/entities/{entity_id}"


def entity(document: Document) -> Document:
    """An entity in a line with its address."""
    return {"id": document["id"], "href": entity_href(document["id"]), **document}


def suggestion(document: Document) -> Document:
    """A judgement that is left to a person, with the addresses of the entities it is about."""
    return {**judgement(document), "entities": [entity(one) for one in document["entities"]]}


def judgement(document: Document) -> Document:
    """A judgement with the addresses of the facts it stands between."""
    facts = [{"id": id_, "href": fact_href(id_)} for id_ in document["facts"]]
    return {**document, "facts": facts}


def whole_entity(document: Document) -> Document:
    """An entity with the addresses of all it tells of."""
    linked = entity(document)
    for member in ("deals", "claims", "about", "people"):
        linked[member] = [item(one) for one in document[member]]
    for member in ("titles", "mentioned"):
        linked[member] = [_told(one) for one in document[member]]
    linked["judgements"] = [judgement(one) for one in document["judgements"]]
    return linked


def _told(document: Document) -> Document:
    told = {"fact_id": document["fact_id"], "href": fact_href(document["fact_id"])}
    return {**document, **told, "article": article(document["article"])}
