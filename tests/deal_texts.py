"""What the grammar of deals reads in a text whose names are given: short lines to compare, for the tests of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime

from api.engine.deals import delivery, telling
from api.engine.document import text
from api.engine.draft import DraftName
from api.engine.entities.grouping import gathered
from api.engine.facts import Deal

PUBLISHED = datetime(2026, 3, 12, tzinfo=UTC)


def deals_of(words: str, language: str, *names: str) -> Sequence[Deal]:
    """The deals of a text; a name with "@" in front is a person's, one with "#" a public body's."""
    article = text.read(words, language=language, published_at=PUBLISHED)
    listed = []
    for name in names:
        kind = {"@": "person", "#": "public_body"}.get(name[0], "company")
        spelled = r"\s+".join(map(re.escape, name.lstrip("@#").split()))
        place = re.search(rf"(?<!\w){spelled}(?!\w)", article.text)
        assert place is not None, name
        listed.append(DraftName(place.span(), kind))
    roster = gathered(article, listed)
    made, _ = delivery.deals(article, roster, telling.told(article, roster))
    return made


def told(words: str, language: str, *names: str) -> list[str]:
    """The deals as "type status: role=name, role=name", parties in alphabetical order."""
    return [
        f"{deal.type} {deal.status}: " + ", ".join(sorted(f"{party.role}={party.name}" for party in deal.parties))
        for deal in deals_of(words, language, *names)
    ]
