"""A reader that finds the companies and people that an article lists, for tests about who is who.

`Company: Northwind Ltd; Person: Ana Lima, head of Northwind Ltd; Said: Ana Lima, all is well` is such an article.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from api.engine import facts
from api.engine.document.text import Article
from api.engine.identity import fingerprint, identified
from tests.stand_in import PROVENANCE, spans


@dataclass
class Cast:
    """Reads what is listed, each name once for all its places."""

    provenance: facts.Provenance = PROVENANCE

    def extract(self, article: Article, *_: Any, **__: Any) -> facts.Extraction:
        listed = re.findall(r"(Company|Person|Said): ([^;\n]+)", article.text)
        names = list(dict.fromkeys(words.strip() for kind, words in listed if kind == "Company"))
        companies = {
            name: facts.Company(f"c{number}", name, "company", (), spans(article, name))
            for number, name in enumerate(names, 1)
        }
        people = {}
        for kind, words in listed:
            if kind == "Person":
                name, _, title = (part.strip() for part in words.partition(","))
                held, _, where = title.partition(" of ")
                employer = companies.get(where)
                organization = facts.Reference(employer.id, where, employer.mentions[0]) if employer else None
                role = facts.Role(held, organization, "current", spans(article, held)[:1]) if held else None
                roles = (role,) if role else ()
                people[name] = facts.Person(f"p{len(people) + 1}", name, (), spans(article, name), roles)
        claims = []
        for kind, words in listed:
            if kind == "Said":
                name, said = (part.strip() for part in words.split(",", 1))
                speaker = people[name]
                source = facts.Source(
                    speaker.id, "person", name, "official", None, None, "statement", None, speaker.mentions[0]
                )
                about = tuple(company.id for name, company in companies.items() if name in said)
                place = spans(article, said)[:1]
                claims.append(
                    facts.Claim(f"q{len(claims) + 1}", said, place, "indirect", None, source, "certain", "affirmed",
                                about, place)
                )  # fmt: skip
        found = facts.Facts(tuple(companies.values()), tuple(people.values()), (), tuple(claims))
        whole = identified(fingerprint(article), found)
        return facts.Extraction("succeeded", whole, (), (), facts.Usage(), self.provenance, ())
