"""A made-up article and an extraction of it, complete enough to exercise every column of the store."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from api.engine.facts import (
    Amount,
    Claim,
    Company,
    Cue,
    Deal,
    Extraction,
    Facts,
    Party,
    Person,
    Provenance,
    RawReply,
    Reference,
    Rejection,
    Role,
    Source,
    Span,
    Usage,
)
from api.engine.identity import fingerprint, identified

IDS = ("c1", "c2", "p1", "d1", "q1", "q2")
"""What the tests call the companies, the person, the deal and the claims of `extraction`."""

PROVENANCE = Provenance("onrecord 0.1.0", "a-model", "facts@1", "a" * 64, "b" * 64, "1")


@dataclass(frozen=True)
class Article:
    """What the store reads of an article."""

    text: str
    title: str | None = None
    language: str = "pt"
    published_at: datetime | None = None
    url: str | None = None
    publisher: str | None = None


VINHO = Article(
    text=(
        "Quinta do Açor compra adegas da Herdade Nova\n\n"
        "A Quinta do Açor vai comprar três adegas da Herdade Nova por 12 milhões de euros, "
        "disse a diretora-geral, Inês Sardinha, em entrevista. "
        "O negócio não depende de reguladores, segundo um porta-voz da Herdade."
    ),
    title="Quinta do Açor compra adegas da Herdade Nova",
    published_at=datetime(2025, 3, 4, 9, 30, tzinfo=UTC),
    url="https://example.org/vinho",
    publisher="Diário do Douro",
)


def span(article: Article, words: str, nth: int = 0) -> Span:
    """The nth place where the words stand in the article."""
    start = -1
    for _ in range(nth + 1):
        start = article.text.index(words, start + 1)
    end = start + len(words)
    return Span(start, end, words, article.text[max(0, start - 32) : start], article.text[end : end + 32], 0)


def extraction(article: Article = VINHO, **changes: object) -> Extraction:
    """The facts of VINHO, or what `changes` make of them."""

    def at(words: str, nth: int = 0) -> Span:
        return span(article, words, nth)

    companies = (
        Company("c1", "Quinta do Açor", "company", (), (at("Quinta do Açor"), at("Quinta do Açor", 1))),
        Company("c2", "Herdade Nova", "company", ("Herdade",), (at("Herdade Nova"), at("Herdade Nova", 1))),
    )
    employer = Reference("c1", "Quinta do Açor", at("Quinta do Açor", 1))
    people = (
        Person(
            "p1",
            "Inês Sardinha",
            (),
            (at("Inês Sardinha"),),
            (Role("diretora-geral", employer, "current", (at("diretora-geral"),)),),
        ),
    )
    deals = (
        Deal(
            "d1",
            "acquisition",
            "agreed",
            at("vai comprar"),
            at("comprar"),
            (
                Party("c1", "Quinta do Açor", "acquirer", at("Quinta do Açor", 1)),
                Party("c2", "Herdade Nova", "seller", at("Herdade Nova", 1)),
            ),
            (Amount("12 milhões de euros", 12e6, "EUR", "total", False, True, at("12 milhões de euros")),),
            None,
            (),
            (at("vai comprar"),),
            "q1",
        ),
    )
    speaker = Source("p1", "person", "Inês Sardinha", "official", "diretora-geral", employer, "interview", None,
                     at("Inês Sardinha"))  # fmt: skip
    voice = Source(None, "unnamed", "um porta-voz da Herdade", "partially_anonymous", "spokesperson",
                   Reference("c2", "Herdade", at("Herdade", 2)), "unknown", None,
                   at("um porta-voz da Herdade"))  # fmt: skip
    said = "A Quinta do Açor vai comprar três adegas da Herdade Nova por 12 milhões de euros"
    claims = (
        Claim("q1", said, (at(said),), "indirect", Cue("disse", at("disse")), speaker, "certain", "affirmed",
              ("c1", "c2"), (at(said),)),
        Claim("q2", "O negócio não depende de reguladores", (at("O negócio não depende de reguladores"),), "indirect",
              Cue("segundo", at("segundo")), voice, "certain", "denied", (), (at("segundo"),)),
    )  # fmt: skip
    whole = Extraction(
        status="succeeded",
        facts=identified(fingerprint(article), Facts(companies, people, deals, claims)),
        rejected=(Rejection("company", "Douro \x00\ud800", "not in the text", "", (0, 20)),),
        warnings=("one passage was short",),
        usage=Usage(2, 900, 120, 700, 3.5),
        provenance=PROVENANCE,
        replies=(RawReply("facts", 0, 200, 'C "Quinta\x00 \ud800"', "stop", 450, 60, 1.75),),
    )
    return replace(whole, **changes)  # type: ignore[arg-type]


def called(found: Extraction) -> dict[str, str]:
    """The lasting id of each of IDS."""
    facts = found.facts
    ids = (fact.id for kind in (facts.companies, facts.people, facts.deals, facts.claims) for fact in kind)
    return dict(zip(IDS, ids, strict=True))
