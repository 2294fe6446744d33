"""Wire news made up by number, each different, and the reply that a large model would give to it.

The stub of `bench.throughput` finds the number in what it is asked, so that it can answer without reading.
"""

from __future__ import annotations

import json
import random
import re
from typing import Any

_FIRST = "Amara Bodil Cosima Dario Edda Fintan Gisela Henrik Imke Jonas Katya Lorcan Mireia Niall Odile Piers".split()
_HEAD = "Bran Dol Fen Gal Har Kel Lin Mar Nor Os Pel Quil Ros Sand Tor Wex".split()
_TAIL = "berg combe dale field ford grave holm mere ridge stead thwaite wick".split()
_TRADE = "Logistics Foundries Foods Ceramics Shipping Textiles Timber Optics Brewing Paper Glass Turbines".split()
_CUES = "said told added explained warned noted".split()

_NUMBER = re.compile(r"Reference (\d+)\.")


def number_in(words: str) -> int:
    """The number of the article that is quoted in `words`."""
    found = _NUMBER.search(words)
    assert found is not None, "it is none of these articles"
    return int(found[1])


def article(number: int) -> str:
    """The text of the article with this number: some 1,500 characters."""
    return "\n\n".join(" ".join(lines) for lines in _told(number)[0])


def reply(number: int) -> str:
    """What a large model answers about it, as JSON in the shape of schemas/reply_article.json."""
    return json.dumps(_told(number)[1])


def _told(number: int) -> tuple[list[list[str]], dict[str, Any]]:
    chance = random.Random(number)

    def place() -> str:
        return chance.choice(_HEAD) + chance.choice(_TAIL)

    def person() -> str:
        return f"{chance.choice(_FIRST)} {place().capitalize()}"

    buyer, target, seller = (f"{place()} {trade}" for trade in chance.sample(_TRADE, 3))
    chief, minister, analyst = person(), person(), person()
    bank, town, sum_, jobs = f"{place()} Bank", place(), chance.randint(11, 980), chance.randint(60, 900)
    cues = chance.sample(_CUES, 4)
    paragraphs = [
        [f"{buyer} to buy {target} from {seller}"],
        [
            f"{buyer} has agreed to buy {target} from {seller} for {sum_} million euros, the companies announced on "
            "Monday.",
            f"The contract was signed in {town} after eleven weeks of talks.",
        ],
        [
            f'"We have wanted this plant for years," {cues[0]} {chief}, chief executive of {buyer}.',
            f"{chief.split()[1]} {cues[1]} that the works in {town} would keep its {jobs} workers until the summer.",
            "The buyer plans to move the warehouse and to replace two of its four furnaces.",
        ],
        [
            f"The economy minister, {minister}, {cues[2]} that the ministry would look at the sale closely.",
            f"According to {analyst}, an analyst at {bank}, the price is high for a business without growth.",
            "A person close to the talks said that a second bidder had offered less.",
        ],
        [
            f"{seller} denied that it would leave the region.",
            f'"The furnaces are old," {cues[3]} {analyst}, "and the orders are few."',
            f"Shares in {seller} rose by {chance.randint(2, 9)} percent in the afternoon.",
            f"The sale is expected to close in the spring. Reference {number}.",
        ],
    ]
    companies = [buyer, target, seller, bank]
    parties = zip((buyer, target, seller), ("acquirer", "target", "seller"), strict=True)
    claims = [
        (4, chief, cues[0], ["We have wanted this plant for years"]),
        (5, chief, cues[1], [f"the works in {town} would keep its {jobs} workers until the summer"]),
        (7, minister, cues[2], ["the ministry would look at the sale closely"]),
        (8, analyst, "According to", ["the price is high for a business without growth"]),
        (9, "A person close to the talks", "said", ["a second bidder had offered less"]),
        (10, seller, "denied", ["it would leave the region"]),
        (11, analyst, cues[3], ["The furnaces are old", "and the orders are few"]),
    ]
    return paragraphs, {
        "companies": [{"name": name, "also": [], "kind": "company"} for name in companies],
        "people": [
            {"sentence": 4, "name": chief, "title": "chief executive", "organization": buyer},
            {"sentence": 7, "name": minister, "title": "economy minister", "organization": ""},
            {"sentence": 8, "name": analyst, "title": "analyst", "organization": bank},
        ],
        "deals": [
            {
                "sentences": [2],
                "type": "acquisition",
                "status": "agreed",
                "parties": [{"name": name, "role": role} for name, role in parties],
                "amounts": [f"{sum_} million euros"],
            }
        ],
        "claims": [
            {"sentences": [sentence], "source": source, "cue": cue, "content": content}
            for sentence, source, cue, content in claims
        ],
    }
