"""Facts in the vocabulary of schema.org, held against that vocabulary and read by a JSON-LD library."""

from __future__ import annotations

import copy
import re
from typing import Any

import msgspec_schemaorg.models as models
import pytest
from rdflib import RDF, SDO, Graph, URIRef

from api.exports import schema_org
from api.exports.fact_parts import Addresses
from api.store.article_facts import ArticleFacts
from tests.exported import exported

AT = Addresses("https://facts.example")


def nodes(article: ArticleFacts | None = None) -> list[dict[str, Any]]:
    return list(schema_org.of_article(article or exported(), AT))


def of_type(type_: str, found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [node for node in found if node["@type"] == type_]


def outside_the_vocabulary(found: list[dict[str, Any]]) -> list[str]:
    """Properties that their node's type has not, and values of types that the property does not take."""
    types = {node["@id"]: node["@type"] for node in found}
    wrong: list[str] = []

    def look(node: dict[str, Any]) -> None:
        kind = getattr(models, node["@type"])
        for name, value in node.items():
            if name.startswith("@"):
                continue
            if name not in kind.__struct_fields__:
                wrong.append(f"{node['@type']}.{name}")
                continue
            takes = next(str(each.__annotations__[name]) for each in kind.__mro__ if name in each.__annotations__)
            for one in value if isinstance(value, list) else [value]:
                if not isinstance(one, dict):
                    continue
                type_ = one.get("@type") or types.get(one["@id"])
                if "@type" in one:
                    look(one)
                if type_ and not {each.__name__ for each in getattr(models, type_).__mro__} & set(
                    re.findall(r"\w+", takes)
                ):
                    wrong.append(f"{node['@type']}.{name} of {type_}")

    for node in found:
        look(node)
    return wrong


def test_every_property_is_one_of_its_type_and_has_values_that_it_takes() -> None:
    assert outside_the_vocabulary(nodes()) == []
    assert outside_the_vocabulary([{"@id": "a", "@type": "Claim", "jobTitle": "x"}]) == ["Claim.jobTitle"]
    wrong = [{"@id": "a", "@type": "Quotation", "spokenByCharacter": {"@type": "NewsArticle", "headline": "x"}}]
    assert outside_the_vocabulary(wrong) == ["Quotation.spokenByCharacter of NewsArticle"]


def graph(found: list[dict[str, Any]]) -> Graph:
    """The nodes as a JSON-LD library reads them; the vocabulary's own context is not fetched."""
    document = b"".join(schema_org.write([exported()], AT, "")).decode()
    assert document.startswith('{"@context":"https://schema.org",')
    local = document.replace('"https://schema.org"', '{"@vocab": "https://schema.org/"}', 1)
    return Graph().parse(data=local, format="json-ld")


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # within the library
def test_a_json_ld_library_reads_every_node_and_knows_every_term() -> None:
    read = graph(nodes())
    subjects = {str(subject) for subject in read.subjects(RDF.type)}
    assert {node["@id"] for node in nodes()} <= subjects
    for _, predicate, value in read:
        terms = [predicate] if predicate != RDF.type else [value]
        for term in terms:
            assert URIRef(term) in SDO, term
    for subject in read.objects():
        if str(subject).startswith(AT.base):
            assert (subject, RDF.type, None) in read, f"{subject} is referred to and not there"


def test_a_quotation_is_spoken_by_whom_the_article_says() -> None:
    article = copy.deepcopy(exported())
    article.facts["claims"][0]["directness"] = "direct"
    (quotation,) = of_type("Quotation", nodes(article))
    person = of_type("Person", nodes(article))[0]
    assert quotation["spokenByCharacter"] == {"@id": person["@id"]}
    assert (person["jobTitle"], person["worksFor"]["@id"]) == (
        "diretora-geral",
        AT.fact(article.facts["companies"][0]["id"]),
    )
    assert quotation["isPartOf"] == {"@id": AT.article(article.article)}


def test_what_a_source_denies_is_not_given_as_said_by_it() -> None:
    affirmed, denied = of_type("Claim", nodes())
    assert affirmed["author"]["@id"]
    assert "author" not in denied
    assert "creditText" not in denied
    assert denied["comment"]["@type"] == "Comment"


def test_a_deal_is_an_action_with_each_side_in_its_place() -> None:
    (deal,) = of_type("BuyAction", nodes())
    companies = exported().facts["companies"]
    assert deal["agent"] == {"@id": AT.fact(companies[0]["id"])}
    assert deal["seller"] == {"@id": AT.fact(companies[1]["id"])}
    assert (deal["price"], deal["priceCurrency"]) == (12e6, "EUR")
    assert deal["actionStatus"] == {"@id": "https://schema.org/PotentialActionStatus"}


@pytest.mark.parametrize("type_", ["merger", "joint_venture", "ipo", "other"])
def test_a_deal_that_the_vocabulary_has_no_word_for_names_who_takes_part(type_: str) -> None:
    article = copy.deepcopy(exported())
    article.facts["deals"][0]["type"] = type_
    (deal,) = of_type("Action", nodes(article))
    assert len(deal["participant"]) == 2
    assert outside_the_vocabulary(nodes(article)) == []


def test_former_titles_are_no_job_titles() -> None:
    article = copy.deepcopy(exported())
    article.facts["people"][0]["roles"][0]["status"] = "former"
    assert "jobTitle" not in of_type("Person", nodes(article))[0]


def test_nothing_is_ever_a_review_of_a_claim() -> None:
    assert b"ClaimReview" not in b"".join(schema_org.write([exported()], AT, ""))
