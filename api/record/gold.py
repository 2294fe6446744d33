"""Reviewed articles as gold: what people stand by, in the shape that `onrecord evaluate` reads.

A kind of fact is gold once every fact of that kind is decided about, and all kinds are, empty ones too, once every fact
of the article is: what nobody has looked at is left out, so that it is not scored. It knows no HTTP.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Engine as Database

from api.store import articles, facts, reviewed
from api.store.articles import ArticleRow, timestamp
from api.store.standing import KEPT

Document = dict[str, Any]
Facts = Mapping[str, Sequence[tuple[str, Document]]]

_AROUND_WORDS = " \t\n\"'“”„«»‹›‘’「」『』,"
"""What stands around the words of a claim and is none of them: gold has them without quotation marks."""


class Gold:
    """Gives reviewed articles. One instance serves all threads of a process."""

    def __init__(self, database: Database) -> None:
        """Keep the database and ask it nothing yet."""
        self._database = database

    def page(self, filters: Mapping[str, Any], after: str | None, limit: int) -> facts.Page:
        """Some reviewed articles as gold, newest first; the filters are those of lists of articles."""
        with self._database.connect() as conn:
            listed = facts.list_decided_articles(conn, filters, after, limit)
            items = []
            for item in listed.items:
                row = articles.get(conn, item["article"]["id"])
                if row is not None:
                    items.append(gold(row, reviewed.standing_facts(conn, item["extraction_id"])))
        return facts.Page(items, listed.next)


def gold(article: ArticleRow, found: Facts) -> Document:
    """The article with what people decided about its facts, (review, fact) of each kind, as gold_article.json says."""
    kept = {kind: [fact for review, fact in ones if review in KEPT] for kind, ones in found.items()}
    names = {one["id"]: one["name"] for kind in ("companies", "people") for _, one in found[kind]}
    made: Document = {}
    for kind in _decided(found):
        made[kind] = [_SHAPES[kind](fact, names) for fact in kept[kind]]
        if kind == "people":
            made["roles"] = [role for person in kept[kind] for role in _roles(person)]
    about: Document = {"id": article.id, "text": article.text, "gold": made}
    if article.language != "und":
        about["language"] = article.language
    if article.published_at is not None:
        about["published_at"] = timestamp(article.published_at)
    return about


def _decided(found: Facts) -> Iterator[str]:
    """The kinds of which nothing is left to decide."""
    open_kinds = {kind for kind, ones in found.items() if any(review == "unreviewed" for review, _ in ones)}
    for kind, ones in found.items():
        if kind not in open_kinds and (ones or not open_kinds):
            yield kind


def _company(company: Document, names: Mapping[str, str]) -> Document:
    return {"name": company["name"], "kind": company["kind"], "aliases": _aliases(company)}


def _person(person: Document, names: Mapping[str, str]) -> Document:
    return {"name": person["name"], "aliases": _aliases(person)}


def _aliases(entity: Document) -> list[str]:
    mentioned = (" ".join(span["quote"].split()) for span in entity["mentions"])
    return [words for words in dict.fromkeys((*entity["aliases"], *mentioned)) if words != entity["name"]]


def _roles(person: Document) -> Iterator[Document]:
    for role in person["roles"]:
        organization = role["organization"]["name"] if role["organization"] else None
        yield {"name": person["name"], "title": role["title"], "organization": organization}


def _deal(deal: Document, names: Mapping[str, str]) -> Document:
    return {
        "type": deal["type"],
        "status": deal["status"],
        "parties": [
            {"name": names.get(party["id"] or "", party["name"]), "role": party["role"]} for party in deal["parties"]
        ],
        "amounts": [
            {name: amount[name] for name in ("text", "value", "currency", "disclosed") if amount.get(name) is not None}
            for amount in deal["amounts"]
        ],
    }


def _claim(claim: Document, names: Mapping[str, str]) -> Document:
    source = claim["source"]
    name = names.get(source["id"] or "", source["name"])
    written = [words for words in (source["name"], (source.get("resolved") or {}).get("name")) if words]
    return {
        "content": [span["quote"].strip(_AROUND_WORDS) or span["quote"] for span in claim["content"]],
        "source": name,
        "source_also": [words for words in dict.fromkeys(written) if words != name],
        "directness": claim["directness"],
        "channel": source["channel"],
        "polarity": claim["polarity"],
    }


_SHAPES = {"companies": _company, "people": _person, "deals": _deal, "claims": _claim}
