"""Facts as FollowTheMoney entities, a line of JSON each, for Aleph, OpenAleph and `ftm`.

The article itself comes first, with its text; every other entity has it as `proof`. A deal is an Event, with an
UnknownLink from side to side while it is on the way, and an Ownership once it is told as completed; one that is called
off, or that nobody vouches for, links nobody. A claim is a Note about whoever speaks and whom it is about.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from api.exports import fact_parts, json_writing
from api.exports.fact_parts import Addresses, Document
from api.store.article_facts import ArticleFacts

MEDIA_TYPE = "application/json+ftm"

Entity = dict[str, Any]

_ORGANIZATIONS = {"company": "Company", "public_body": "PublicBody"}

_LANGUAGES = {
    "ar": "ara", "ca": "cat", "cs": "ces", "da": "dan", "de": "deu", "el": "ell", "en": "eng", "es": "spa",
    "fi": "fin", "fr": "fra", "he": "heb", "hi": "hin", "hu": "hun", "id": "ind", "it": "ita", "ja": "jpn",
    "ko": "kor", "nb": "nor", "nl": "nld", "nn": "nor", "no": "nor", "pl": "pol", "pt": "por", "ro": "ron",
    "ru": "rus", "sv": "swe", "tr": "tur", "uk": "ukr", "zh": "zho",
}  # fmt: skip
"""ISO 639-1 to the ISO 639-3 codes that FollowTheMoney knows."""

_BOARD = re.compile(
    r"\b(chair(man|woman|person)?|(managing|executive|non-executive|independent) director|board member"
    r"|member of the( \w+)? board|aufsichtsr\w+|vorst[aä]nd\w*|verwaltungsr\w+|geschäftsführer\w*"
    r"|administrat(eur|rice)|consejer[oa]|conselheir[oa]|administrador[a]?|consiglier[ea]|commissaris)\b",
    re.IGNORECASE,
)
"""Words of a title that mean a seat on a board, or the running of a company as its organ."""

_TOWARDS = (
    ("acquirer", "target"),
    ("acquirer", "seller"),
    ("investor", "investee"),
    ("supplier", "customer"),
    ("licensor", "licensee"),
    ("partner", "partner"),
    ("party", "party"),
)
"""From which side of a deal to which a link leads."""

_UNTOLD = frozenset({"rumoured", "cancelled", "terminated", "unknown"})
_OWNING = frozenset({"acquisition", "stake_purchase", "investment"})

_LONGEST_TEXT = 60_000
_LONGEST_NAME = 380
_LONGEST_STRING = 1_000
"""Code points of a value; FollowTheMoney takes 65,000, 384 and 1,024."""


def write(articles: Iterable[ArticleFacts], at: Addresses, about: str) -> Iterator[bytes]:
    """A line for each entity."""
    return json_writing.lines(entity for article in articles for entity in of_article(article, at))


def of_article(article: ArticleFacts, at: Addresses) -> Iterator[Entity]:
    """The entities of an article: itself, whom it names, and what it says of them."""
    cast = list(fact_parts.involved(article))
    schemata = {entity["id"]: _schema(kind, entity) for kind, entity in cast}
    yield _article(article.article, cast)
    for kind, entity in cast:
        yield _named(kind, entity, schemata[entity["id"]], article.article, at)
        yield from _mentions(entity, schemata[entity["id"]], article.article)
    for kind, entity in cast:
        if kind == "people":
            yield from _posts(entity, schemata, article.article)
    for deal in article.facts["deals"]:
        yield from _deal(deal, schemata, article.article, at)
    for claim in article.facts["claims"]:
        yield _claim(claim, schemata, article.article, at)


def _schema(kind: str, entity: Document) -> str:
    return "Person" if kind == "people" else _ORGANIZATIONS.get(entity["kind"], "Organization")


def _article(article: Document, cast: Iterable[tuple[str, Document]]) -> Entity:
    named = [(kind, entity["name"]) for kind, entity in cast]
    return _entity(
        article["id"],
        "Article",
        title=[fact_parts.headline(article)[:_LONGEST_STRING]],
        bodyText=_pieces(article["text"]),
        language=[_LANGUAGES.get(article["language"])],
        publishedAt=[_moment(article["published_at"])],
        sourceUrl=[article["url"]],
        publisher=[article["publisher"]],
        mimeType=["text/plain"],
        peopleMentioned=[_name(name) for kind, name in named if kind == "people"],
        companiesMentioned=[_name(name) for kind, name in named if kind == "companies"],
    )


def _named(kind: str, entity: Document, schema: str, article: Document, at: Addresses) -> Entity:
    made = _proven(
        entity["id"],
        schema,
        article,
        name=[_name(entity["name"])],
        alias=[_name(alias) for alias in entity["aliases"]],
        sourceUrl=[at.page(article, entity["id"])],
    )
    if kind == "people" and entity["roles"]:
        made["properties"]["position"] = _once(fact_parts.title(role)[:_LONGEST_STRING] for role in entity["roles"])
    return made


def _mentions(entity: Document, schema: str, article: Document) -> Iterator[Entity]:
    """One for each way in which the article writes the name."""
    for number, words in enumerate(_once(_name(span["quote"]) for span in entity["mentions"]), 1):
        yield _entity(
            f"{entity['id']}-mention-{number}",
            "Mention",
            name=[words],
            document=[article["id"]],
            resolved=[entity["id"]],
            detectedSchema=[schema],
        )


def _posts(person: Document, schemata: dict[str, str], article: Document) -> Iterator[Entity]:
    for role in person["roles"]:
        employer = role["organization"] and role["organization"]["id"]
        if employer is None or schemata.get(employer, "Person") == "Person":
            continue
        at_board = _BOARD.search(role["title"]) is not None
        holder, house = ("director", "organization") if at_board else ("employee", "employer")
        yield _proven(
            f"{person['id']}-post-{role['evidence'][0]['start']}-{employer}",
            "Directorship" if at_board else "Employment",
            article,
            role=[role["title"][:_LONGEST_STRING]],
            status=[role["status"]],
            summary=[span["quote"][:_LONGEST_TEXT] for span in role["evidence"]],
            **{holder: [person["id"]], house: [employer]},
        )


def _deal(deal: Document, schemata: dict[str, str], article: Document, at: Addresses) -> Iterator[Entity]:
    quotes = [span["quote"][:_LONGEST_TEXT] for span in deal["evidence"]]
    days = [date["value"] for date in deal["dates"] if date["value"] and date["precision"] in ("day", "month", "year")]
    sums = "; ".join(amount["text"] for amount in deal["amounts"])
    told = {"summary": quotes, "date": days[:1]}
    yield _proven(
        deal["id"],
        "Event",
        article,
        name=[_name(fact_parts.in_words("deals", deal))],
        involved=_once(party["id"] for party in deal["parties"] if party["id"] in schemata),
        description=[f"{deal['type']}, {deal['status']}" + (f": {sums}" if sums else "")],
        keywords=[deal["type"], deal["status"]],
        sourceUrl=[at.page(article, deal["id"])],
        **told,
    )
    if deal["status"] in _UNTOLD:
        return
    for number, (one, other) in enumerate(_sides(deal, schemata), 1):
        link = {"role": [f"{deal['type']}: {one['role']} – {other['role']}"], "status": [deal["status"]], **told}
        id_ = f"{deal['id']}-link-{number}"
        bought = other["role"] in ("target", "investee") and schemata[other["id"]] == "Company"
        if deal["status"] == "completed" and deal["type"] in _OWNING and bought:
            percent = deal["stake"] and deal["stake"]["percent"]
            share = [] if percent is None else [f"{percent:g}"]
            yield _proven(id_, "Ownership", article, owner=[one["id"]], asset=[other["id"]], percentage=share, **link)
        else:
            yield _proven(id_, "UnknownLink", article, subject=[one["id"]], object=[other["id"]], **link)


def _sides(deal: Document, schemata: dict[str, str]) -> Iterator[tuple[Document, Document]]:
    """The pairs of parties that a deal ties, each pair once."""
    known = [party for party in deal["parties"] if party["id"] in schemata]
    for towards in _TOWARDS:
        for place, one in enumerate(known):
            for also, other in enumerate(known):
                same_side = one["role"] == other["role"]
                in_order = also > place or not same_side
                if (one["role"], other["role"]) == towards and in_order and one["id"] != other["id"]:
                    yield one, other


def _claim(claim: Document, schemata: dict[str, str], article: Document, at: Addresses) -> Entity:
    source = claim["source"]
    whom = [source["id"], (source["speaks_for"] or {}).get("id"), *claim["about"]]
    return _proven(
        claim["id"],
        "Note",
        article,
        name=[_name(fact_parts.in_words("claims", claim))],
        entity=_once(id_ for id_ in whom if id_ in schemata),
        description=[claim["text"][:_LONGEST_TEXT]],
        summary=[span["quote"][:_LONGEST_TEXT] for span in claim["evidence"]],
        keywords=[claim["directness"], claim["polarity"], claim["certainty"], source["class"], source["channel"]],
        sourceUrl=[at.page(article, claim["id"])],
    )


def _proven(id_: str, schema: str, article: Document, **properties: list[Any]) -> Entity:
    """An entity with the article as its proof."""
    return _entity(id_, schema, proof=[article["id"]], publisher=[article["publisher"]], **properties)


def _entity(id_: str, schema: str, **properties: list[Any]) -> Entity:
    told = {name: [value for value in values if value] for name, values in properties.items()}
    return {"id": id_, "schema": schema, "properties": {name: values for name, values in told.items() if values}}


def _name(words: str) -> str:
    return " ".join(words.split())[:_LONGEST_NAME]


def _once(values: Iterable[Any]) -> list[Any]:
    return list(dict.fromkeys(values))


def _moment(moment: str | None) -> str | None:
    """A moment in UTC as FollowTheMoney writes it: to the second, without its offset."""
    return moment and moment[:19]


def _pieces(text: str) -> list[str]:
    """The text in pieces that a value can hold, parted at line ends where there are any."""
    pieces = []
    while len(text) > _LONGEST_TEXT:
        cut = text.rfind("\n", 1, _LONGEST_TEXT) + 1 or _LONGEST_TEXT
        pieces.append(text[:cut])
        text = text[cut:]
    return [*pieces, text]
