"""Facts in the vocabulary of schema.org, as JSON-LD: what search engines and news systems read from pages.

What is said in quotation marks is a Quotation, what the reporter words a Claim that appears in the NewsArticle; a claim
that its source denies has no author, but a Comment by whoever denies it. Nothing is ever a ClaimReview: nobody here has
judged what is true. Of a deal, only what the vocabulary has a word for is said; what no words tell is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from api.exports import fact_parts, json_writing
from api.exports.fact_parts import Addresses, Document
from api.store.article_facts import ArticleFacts

MEDIA_TYPE = "application/ld+json"
CONTEXT = "https://schema.org"

_ORGANIZATIONS = {
    "company": "Corporation",
    "public_body": "GovernmentOrganization",
    "media": "NewsMediaOrganization",
    "ngo": "NGO",
}
_ACTIONS = {"acquisition": "BuyAction", "stake_purchase": "BuyAction", "divestiture": "SellAction"}
_STATUSES = {
    "rumoured": "PotentialActionStatus",
    "proposed": "PotentialActionStatus",
    "announced": "PotentialActionStatus",
    "agreed": "PotentialActionStatus",
    "pending_approval": "PotentialActionStatus",
    "postponed": "PotentialActionStatus",
    "completed": "CompletedActionStatus",
    "cancelled": "FailedActionStatus",
}
_CURRENT = frozenset({"current", "interim"})

Node = dict[str, Any]


def write(articles: Iterable[ArticleFacts], at: Addresses, about: str) -> Iterator[bytes]:
    """One graph with a node for each article, entity and fact."""
    nodes = (node for article in articles for node in of_article(article, at))
    return json_writing.around(f'{{"@context":"{CONTEXT}","@graph":[', nodes, "]}")


def of_article(article: ArticleFacts, at: Addresses) -> Iterator[Node]:
    """The nodes of an article: itself, whom it names, and its facts."""
    cast = list(fact_parts.involved(article))
    yield _article(article.article, [entity for _, entity in cast], at)
    about = {"@id": at.article(article.article)}
    there = {entity["id"] for _, entity in cast}
    for kind, entity in cast:
        yield _person(entity, about, there, at) if kind == "people" else _organization(entity, about, at)
    for claim in article.facts["claims"]:
        yield _claim(claim, article.article, there, at)
    for deal in article.facts["deals"]:
        yield _deal(deal, about, there, at)


def _article(article: Document, cast: Sequence[Document], at: Addresses) -> Node:
    publisher = article["publisher"]
    return _given(
        {
            "@id": at.article(article),
            "@type": "NewsArticle",
            "url": article["url"] or at.article(article),
            "headline": fact_parts.headline(article),
            "inLanguage": article["language"] if article["language"] != "und" else None,
            "datePublished": article["published_at"],
            "publisher": publisher and {"@type": "Organization", "name": publisher},
            "articleBody": article["text"],
            "mentions": [{"@id": at.fact(entity["id"])} for entity in cast],
        }
    )


def _organization(company: Document, about: Node, at: Addresses) -> Node:
    return _named(company, _ORGANIZATIONS.get(company["kind"], "Organization"), about, at)


def _person(person: Document, about: Node, there: set[str], at: Addresses) -> Node:
    held = [role for role in person["roles"] if role["status"] in _CURRENT]
    employers = [role["organization"] for role in held if role["organization"] is not None]
    works_for = [_reference(one, "Organization", there, at) for one in employers]
    titles = list(dict.fromkeys(role["title"] for role in held))
    return _named(person, "Person", about, at) | _given({"jobTitle": titles, "worksFor": works_for})


def _named(entity: Document, type_: str, about: Node, at: Addresses) -> Node:
    return _given(
        {
            "@id": at.fact(entity["id"]),
            "@type": type_,
            "name": entity["name"],
            "alternateName": entity["aliases"],
            "subjectOf": about,
        }
    )


def _claim(claim: Document, article: Document, there: set[str], at: Addresses) -> Node:
    source, appears = claim["source"], {"@id": at.article(article)}
    speaker = _speaker(source, there, at)
    node = {
        "@id": at.fact(claim["id"]),
        "@type": "Quotation" if claim["directness"] == "direct" else "Claim",
        "text": claim["text"],
        "inLanguage": article["language"] if article["language"] != "und" else None,
        "creditText": source["name"],
        "about": [{"@id": at.fact(id_)} for id_ in claim["about"] if id_ in there],
        "isPartOf": appears,
    }
    if source["speaks_for"] is not None:
        node["sourceOrganization"] = _reference(source["speaks_for"], "Organization", there, at)
    if node["@type"] == "Quotation":
        return _given(node | {"spokenByCharacter": speaker})
    node["appearance"] = appears
    if claim["polarity"] == "affirmed":
        return _given(node | {"author": speaker})
    said = " ".join(span["quote"] for span in claim["evidence"])
    return _given(node | {"creditText": None, "comment": _given({"@type": "Comment", "text": said, "author": speaker})})


def _deal(deal: Document, about: Node, there: set[str], at: Addresses) -> Node:
    type_ = _ACTIONS.get(deal["type"], "Action")
    status = _STATUSES.get(deal["status"])
    node = {
        "@id": at.fact(deal["id"]),
        "@type": type_,
        "name": deal["type"].replace("_", " "),
        "description": " ".join(span["quote"] for span in deal["evidence"]),
        "actionStatus": status and {"@id": f"{CONTEXT}/{status}"},
        "subjectOf": about,
    }
    if type_ == "Action":
        return _given(node | {"participant": _parties(deal, None, there, at)})
    buyers, sellers = _parties(deal, "acquirer", there, at), _parties(deal, "seller", there, at)
    sides = {"agent": buyers, "seller": sellers} if type_ == "BuyAction" else {"agent": sellers, "buyer": buyers}
    bought = [
        _reference(party, "Thing", there, at) for party in deal["parties"] if party["role"] in ("target", "investee")
    ]
    return _given(node | sides | {"object": bought} | _price(deal))


def _parties(deal: Document, role: str | None, there: set[str], at: Addresses) -> list[Node]:
    """The parties in a role that are known for a person or an organisation; all with None."""
    return [
        {"@id": at.fact(party["id"])}
        for party in deal["parties"]
        if party["id"] in there and role in (None, party["role"])
    ]


def _price(deal: Document) -> Node:
    """The price, where one sum is told for the whole."""
    sums = [one for one in deal["amounts"] if one["kind"] == "total" and one["value"] is not None and one["currency"]]
    return {"price": sums[0]["value"], "priceCurrency": sums[0]["currency"]} if len(sums) == 1 else {}


def _speaker(source: Document, there: set[str], at: Addresses) -> Node | None:
    """Who says it: a person or organisation that is known, else one by the name, else nobody."""
    types = {"person": "Person", "organization": "Organization"}
    if source["id"] in there:
        return {"@id": at.fact(source["id"])}
    return {"@type": types[source["kind"]], "name": source["name"]} if source["kind"] in types else None


def _reference(reference: Document, type_: str, there: set[str], at: Addresses) -> Node:
    if reference["id"] in there:
        return {"@id": at.fact(reference["id"])}
    return {"@type": type_, "name": reference["name"]}


def _given(node: Node) -> Node:
    """The node without what is not told; a list of one as that one."""
    told = {name: value for name, value in node.items() if value is not None and value != []}
    return {name: value[0] if isinstance(value, list) and len(value) == 1 else value for name, value in told.items()}
