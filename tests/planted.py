"""A reader that finds the facts that an article lists, a line each, for tests about what facts are worth.

    Company: Corvane Logistics
    Title: Fiona Strand | spokeswoman | Corvane Logistics
    Quote: Fiona Strand | Not a single post is at risk
    Said: Fiona Strand | pay would rise by four percent
    Denied: Fiona Strand | posts would be cut
    Deal: acquisition | agreed | acquirer=Corvane Logistics; target=Brackwater docks | £96 million | 51 %

Whoever is no company of the article is a person of it. Every part but the first may be left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from api.engine import facts
from api.engine.document.text import Article
from api.engine.identity import fingerprint, identified
from api.engine.values.money import money
from api.engine.values.normalise import percent
from tests.stand_in import PROVENANCE

_LINE = re.compile(r"^(Company|Title|Quote|Said|Denied|Deal): (.+)$", re.MULTILINE)


@dataclass
class Planted:
    """Reads what is listed."""

    provenance: facts.Provenance = PROVENANCE

    def extract(self, article: Article, *_: Any, **__: Any) -> facts.Extraction:
        whole = identified(fingerprint(article), planted(article))
        return facts.Extraction("succeeded", whole, (), (), facts.Usage(), self.provenance, ())


def planted(article: Article) -> facts.Facts:
    """The facts that the article lists, under ids of their own."""
    return _Listed(article).facts()


class _Listed:
    def __init__(self, article: Article) -> None:
        self._article = article
        self._lines = [(m[1], [p.strip() for p in m[2].split("|")], m.span()) for m in _LINE.finditer(article.text)]
        self._companies = list(dict.fromkeys(parts[0] for kind, parts, _ in self._lines if kind == "Company"))
        speaking = [parts[0] for kind, parts, _ in self._lines if kind in ("Title", "Quote", "Said", "Denied")]
        self._people = [name for name in dict.fromkeys(speaking) if name not in self._companies]

    def facts(self) -> facts.Facts:
        companies = tuple(
            facts.Company(self._id(name) or "", name, "company", (), self._everywhere(name)) for name in self._companies
        )
        people = tuple(
            facts.Person(self._id(name) or "", name, (), self._everywhere(name), self._roles(name))
            for name in self._people
        )
        deals = tuple(self._deal(n, parts, at) for n, (kind, parts, at) in enumerate(self._lines) if kind == "Deal")
        claims = tuple(
            self._claim(n, kind, parts, at)
            for n, (kind, parts, at) in enumerate(self._lines)
            if kind in ("Quote", "Said", "Denied")
        )
        return facts.Facts(companies, people, deals, claims)

    def _id(self, name: str) -> str | None:
        if name in self._companies:
            return f"c{self._companies.index(name) + 1}"
        return f"p{self._people.index(name) + 1}" if name in self._people else None

    def _roles(self, name: str) -> tuple[facts.Role, ...]:
        found = []
        for kind, parts, at in self._lines:
            if kind == "Title" and parts[0] == name:
                where = self._reference(parts[2], at) if len(parts) > 2 else None
                found.append(facts.Role(parts[1], where, "current", (self._span(parts[1], at),)))
        return tuple(found)

    def _claim(self, number: int, kind: str, parts: list[str], at: tuple[int, int]) -> facts.Claim:
        name, said = parts[0], parts[1:]
        sort = "organization" if name in self._companies else "person"
        source = facts.Source(
            self._id(name), sort, name, "official", None, None, "statement", None, self._span(name, at)
        )
        content = tuple(self._span(part, at) for part in said)
        direct = "direct" if kind == "Quote" else "indirect"
        polarity = "denied" if kind == "Denied" else "affirmed"
        return facts.Claim(
            f"q{number}", " ".join(said), content, direct, None, source, "certain", polarity, (), content
        )  # fmt: skip

    def _deal(self, number: int, parts: list[str], at: tuple[int, int]) -> facts.Deal:
        sides = [side.strip().split("=") for side in parts[2].split(";")]
        parties = tuple(facts.Party(self._id(name), name, role, self._span(name, at)) for role, name in sides)
        amounts = tuple(self._amount(words, at) for words in parts[3:4] if words)
        stake = facts.Stake(parts[4], percent(parts[4]), self._span(parts[4], at)) if len(parts) > 4 else None
        status = self._span(parts[1], at)
        return facts.Deal(f"d{number}", parts[0], parts[1], status, None, parties, amounts, stake, (), (status,), None)

    def _amount(self, words: str, at: tuple[int, int]) -> facts.Amount:
        read = money(words, self._article.language)
        assert read.value is not None, words
        return facts.Amount(
            words, read.value, read.currency, "total", read.approximate, read.disclosed, self._span(words, at)
        )

    def _reference(self, name: str, at: tuple[int, int]) -> facts.Reference:
        return facts.Reference(self._id(name), name, self._span(name, at))

    def _everywhere(self, words: str) -> tuple[facts.Span, ...]:
        found = re.finditer(re.escape(words), self._article.text)
        return tuple(self._at(match.start(), match.end()) for match in found)

    def _span(self, words: str, at: tuple[int, int]) -> facts.Span:
        start = self._article.text.index(words, *at)
        return self._at(start, start + len(words))

    def _at(self, start: int, end: int) -> facts.Span:
        text = self._article.text
        return facts.Span(
            start, end, text[start:end], text[max(0, start - 32) : start], text[end : end + 32],
            self._article.sentence_at(start),
        )  # fmt: skip
