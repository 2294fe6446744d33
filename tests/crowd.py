"""A long article crowded with facts, made up: for what must not grow too slow."""

from __future__ import annotations

import random

from api.engine.facts import Claim, Company, Cue, Facts, Source, Span

_WORDS = (
    "harbour quiet price ferry north winter board grain signal copper meadow tariff bridge yield cargo lantern".split()
)


def crowd(*, characters: int, facts: int, spans: int, seed: int = 7) -> tuple[str, Facts]:
    """A text of about so many characters, and so many facts with so many spans, some of them crossing."""
    rng = random.Random(seed)
    lines, size = ["The long day"], 12
    while size < characters:
        line = " ".join(rng.choices(_WORDS, k=rng.randint(40, 90))).capitalize() + "."
        lines.append(line)
        size += len(line) + 1
    text = "\n".join(lines)[:characters]

    def span(length: int) -> Span:
        while True:
            start = rng.randrange(len(text) - length - 1)
            quote = text[start : start + length]
            if "\n" not in quote and quote.strip() == quote:
                return Span(start, start + length, quote, "", "", 0)

    half = facts // 2
    mentions = max(1, (spans - half * 3) // half)
    companies = []
    for number in range(half):
        places = tuple(sorted((span(rng.randint(4, 14)) for _ in range(mentions)), key=lambda place: place.start))
        companies.append(Company(f"c{number}", places[0].quote, "company", (), places))
    claims = []
    for number in range(facts - half):
        said, cue, who = span(rng.randint(40, 160)), span(4), span(8)
        source = Source(None, "unnamed", who.quote, "anonymous", None, None, "unknown", None, who)
        claims.append(
            Claim(
                f"q{number}",
                said.quote,
                (said,),
                "indirect",
                Cue(cue.quote, cue),
                source,
                "certain",
                "affirmed",
                (),
                (said,),
            )
        )
    return text, Facts(tuple(companies), (), (), tuple(claims))
