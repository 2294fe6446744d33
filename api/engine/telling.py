"""Handing facts out while an article is still being read: each whole and proven, as soon as nothing can change it.

After every stage the draft so far is made into facts as the whole draft will be; those that later stages have no part
in are told. What the end makes of all is told last, where it was not told before or is told otherwise by then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from api.engine.assembly import assemble
from api.engine.document.text import Article
from api.engine.draft import Draft
from api.engine.facts import Claim, Company, Deal, Facts, Person, Rejection
from api.engine.identity import fingerprint, identified
from api.engine.proof import proven

Fact = Company | Person | Deal | Claim
OnFact = Callable[[Fact | Rejection], None]
Stage = Callable[[str, Draft], None]
"""What a reader calls after each stage, with the stage's name and the draft as it stands."""

_SETTLED = {"names": ("company",), "claims": ("company", "person", "claim")}
"""The kinds that the stages still to come leave alone. A person's titles are known once it is known who speaks."""


class Teller:
    """Tells each fact of one article once. `on_fact` is called from the thread that reads."""

    def __init__(self, article: Article, on_fact: OnFact | None) -> None:
        self._article = article
        self._on_fact = on_fact
        self._told: dict[str, Fact] = {}
        self._refused: set[Rejection] = set()

    def after(self, stage: str, draft: Draft) -> None:
        """Tell what is settled once this stage is done."""
        if self._on_fact is None or stage not in _SETTLED:
            return
        kinds = _SETTLED[stage]
        facts, rejected = made(self._article, draft)
        self._tell(fact for fact in _listed(facts) if kind_of(fact) in kinds and _stands(fact, facts))
        self._refuse([each for each in rejected if each.kind in kinds])

    def at_the_end(self, facts: Facts, rejected: Sequence[Rejection]) -> None:
        """Tell what is left of the facts as they are delivered."""
        if self._on_fact is not None:
            self._tell(_listed(facts))
            self._refuse(rejected)

    def _tell(self, facts: Iterator[Fact]) -> None:
        assert self._on_fact is not None
        for fact in facts:
            if self._told.get(fact.id) != fact:
                self._told[fact.id] = fact
                self._on_fact(fact)

    def _refuse(self, rejected: Sequence[Rejection]) -> None:
        assert self._on_fact is not None
        for each in rejected:
            if each not in self._refused:
                self._refused.add(each)
                self._on_fact(each)


def made(article: Article, draft: Draft) -> tuple[Facts, tuple[Rejection, ...]]:
    """The facts of a draft, proven and under their lasting ids, and what of it is not delivered."""
    facts, rejected = assemble(article, draft)
    facts, unproven = proven(article, facts)
    return identified(fingerprint(article), facts), (*rejected, *unproven)


def kind_of(fact: Fact) -> str:
    """What it is, in the word that rejections use too."""
    return type(fact).__name__.lower()


def _listed(facts: Facts) -> Iterator[Fact]:
    yield from facts.companies
    yield from facts.people
    yield from facts.deals
    yield from facts.claims


def _stands(fact: Fact, facts: Facts) -> bool:
    """Whether deals, which are found last, leave the fact as it is: a claim that names a company may be about one."""
    if not isinstance(fact, Claim):
        return True
    return not any(company.id in fact.about for company in facts.companies)
