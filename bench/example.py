"""What every peer is told: one instruction, one worked example, one output cap.

The example is made up; it holds each kind of fact, a named source, an organisation as a source and an unnamed one.
"""

from __future__ import annotations

from typing import Any

OUTPUT_CAP = 1500
"""Output tokens that one call may take, for every peer."""

INSTRUCTIONS = (
    "List the facts of this news article: its companies, its people with their titles, the deals between companies, "
    "and the claims. A claim is something that a named person, an organisation, a document or an unnamed source says; "
    "give the words of what is said and who says it. A deal is a purchase, a merger, an investment, a partnership, a "
    "licence or a supply contract. Take every text word for word from the article, in the article's own language."
)

TEXT = (
    "The brewery Ostara said it had sold its bottling plant to Lindqvist Glass for 40 million kronor. Petra Hahn, head "
    "of production at Ostara, told the radio that nobody would lose their job. According to people at the plant, the "
    "price was far too low. Ostara will go on buying its bottles from Kvarn & Co, whose contract runs for three more "
    "years."
)

FACTS: dict[str, list[dict[str, Any]]] = {
    "companies": [{"name": "Ostara"}, {"name": "Lindqvist Glass"}, {"name": "Kvarn & Co"}],
    "people": [{"name": "Petra Hahn", "title": "head of production", "organization": "Ostara"}],
    "deals": [
        {
            "text": "it had sold its bottling plant to Lindqvist Glass for 40 million kronor",
            "type": "acquisition",
            "parties": ["Ostara", "Lindqvist Glass"],
            "amount": "40 million kronor",
        },
        {
            "text": "Ostara will go on buying its bottles from Kvarn & Co",
            "type": "supply_contract",
            "parties": ["Ostara", "Kvarn & Co"],
            "amount": None,
        },
    ],
    "claims": [
        {"text": "it had sold its bottling plant to Lindqvist Glass for 40 million kronor", "source": "Ostara"},
        {"text": "nobody would lose their job", "source": "Petra Hahn"},
        {"text": "the price was far too low", "source": "people at the plant"},
    ],
}
"""The facts of the example, in the shape in which every peer hands its own to the scorer."""
