"""A draft beside the record: every quotation, statement, title, part, stage and sum, in the order of the draft."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from api.record.checking import claims, deals, titles
from api.record.checking.findings import Document, Finding, Record


def compare(facts: Mapping[str, Sequence[Document]], language: str, record: Record) -> list[Finding]:
    """What is found where the facts of a draft in this language are set beside the record.

    Facts are by kind (companies, people, deals, claims), in their public shape.
    """
    found = [
        *claims.compare(list(facts["claims"]), language, record),
        *titles.compare(list(facts["people"]), language, record),
        *deals.compare(list(facts["deals"]), record),
    ]
    return sorted(found, key=lambda one: (one.start, one.end))
