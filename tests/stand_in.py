"""A reader that needs no model: it finds what a test planted, and fails, waits or counts as the test tells it.

Used where a test is about the service and not about reading. Its facts are spans of the article like any others.
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from api.engine import facts
from api.engine.document.text import Article
from api.engine.identity import fingerprint, identified
from api.engine.telling import OnFact

STORY = (
    "Northwind buys Fabrikam\n"
    "Northwind will buy Fabrikam for $2 million, its chief executive Ana Lima said on Monday. "
    '"We have known each other for years," she added.'
)

COMPANIES = (("Northwind", "company"), ("Fabrikam", "company"), ("=Tax Office", "public_body"))

PROVENANCE = facts.Provenance("onrecord/test", "stand-in", "none/1", "0" * 64, "1" * 64, "1")


@dataclass
class StandIn:
    """Reads the names of STORY wherever they stand.

    `before` is called with each article first and may raise; `midway` once its companies are told. With `until_stopped`
    it then reads on for ever.
    """

    before: Callable[[Article], object] = lambda article: None
    midway: Callable[[Article], object] = lambda article: None
    until_stopped: bool = False
    provenance: facts.Provenance = PROVENANCE
    status: str = "succeeded"
    read: list[str] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def extract(
        self,
        article: Article,
        progress: Callable[[int, int], None] | None = None,
        on_fact: OnFact | None = None,
        stopped: Callable[[], bool] | None = None,
        known: Sequence[facts.RawReply] = (),
    ) -> facts.Extraction:
        with self._lock:
            self.read.append(article.text)
        self.before(article)
        companies = tuple(
            facts.Company(f"c{number}", name, kind, (), mentions)
            for number, (name, kind) in enumerate(COMPANIES, 1)
            if (mentions := spans(article, name))
        )
        known = {company.name: company for company in companies}
        people, claims, deals = [], [], []
        if lima := spans(article, "Ana Lima"):
            title = spans(article, "chief executive")
            of = known.get("Northwind")
            organization = facts.Reference(of.id, of.name, of.mentions[0]) if of else None
            role = facts.Role("chief executive", organization, "current", title) if title else None
            people.append(facts.Person("p1", "Ana Lima", (), lima, (role,) if role else ()))
            source = facts.Source(
                "p1", "person", "Ana Lima", "official", "chief executive", organization, "statement", None, lima[0]
            )
            cues = spans(article, "said")
            if content := spans(article, "Northwind will buy Fabrikam for $2 million"):
                cue = facts.Cue("said", cues[0]) if cues else None
                said, about = content[0].quote, ("c1", "c2")
                claims.append(
                    facts.Claim("q1", said, content, "indirect", cue, source, "certain", "affirmed", about, content)
                )
        if len(known) >= 2 and "Northwind" in known and (money := spans(article, "$2 million")):
            buyer, bought = known["Northwind"], known["Fabrikam"]
            parties = (
                facts.Party(buyer.id, buyer.name, "acquirer", buyer.mentions[0]),
                facts.Party(bought.id, bought.name, "target", bought.mentions[0]),
            )
            amount = facts.Amount("$2 million", 2_000_000.0, "USD", "total", False, True, money[0])
            monday = spans(article, "Monday")
            dates = tuple(facts.DealDate("announced", "Monday", None, None, day) for day in monday[:1])
            buy = next(iter(spans(article, "will buy")), None)
            deals.append(
                facts.Deal("d1", "acquisition", "agreed", buy, buy, parties, (amount,), None, dates, money, None)
            )
        found = identified(fingerprint(article), facts.Facts(companies, tuple(people), tuple(deals), tuple(claims)))
        if on_fact is not None:
            for company in found.companies:
                on_fact(company)
        self.midway(article)
        while self.until_stopped and not (stopped is not None and stopped()):
            time.sleep(0.01)
        if stopped is not None and stopped():
            found, self.status = facts.Facts(found.companies), "partial"
        rejected = (facts.Rejection("company", "Contoso \ud83d", "not in the article", "No such words.", (0, 10)),)
        if on_fact is not None:
            for told in (*found.people, *found.deals, *found.claims, *rejected):
                on_fact(told)
        if progress is not None:
            progress(1, 1)
        usage = facts.Usage(1, 100, 20, 0, 0.5)
        reply = facts.RawReply("facts", 0, len(article.text), "{}", "stop", 100, 20, 0.5)
        return facts.Extraction(self.status, found, rejected, (), usage, self.provenance, (reply,))


def spans(article: Article, words: str) -> tuple[facts.Span, ...]:
    """Every place of these words."""
    text = article.text
    return tuple(
        facts.Span(
            found.start(),
            found.end(),
            found.group(),
            text[max(0, found.start() - 32) : found.start()],
            text[found.end() : found.end() + 32],
            article.sentence_at(found.start()),
        )
        for found in re.finditer(re.escape(words), text)
    )
