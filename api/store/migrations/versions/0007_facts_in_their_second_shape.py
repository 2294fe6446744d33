"""Facts that were stored in the first shape get the members of the second, unknown, and lose those that nothing filled.

What was not looked for then stays null; sending the article again reads it anew.
"""

from __future__ import annotations

import json
from typing import Any

from alembic import op
from sqlalchemy import text

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

DEAL = "id type status status_evidence trigger parties amounts stake dates evidence claim_id".split()
SOURCE = "id kind name class role speaks_for channel via span resolved channel_evidence".split()
AMOUNTS = frozenset({"total", "per_share", "initial", "deferred", "debt_included", "valuation"})

FIRST = """
SELECT f.id, f.document FROM {table} f JOIN extractions e ON e.id = f.extraction_id WHERE e.schema_version = '1'
"""


def upgrade() -> None:
    conn = op.get_bind()
    for table, second in (("deals", _deal), ("claims", _claim)):
        update = text(f"UPDATE {table} SET document = CAST(:document AS json) WHERE id = :id")  # noqa: S608
        for row in conn.execute(text(FIRST.format(table=table))).all():
            document = json.dumps(second(row.document), separators=(",", ":"))
            conn.execute(update, {"id": row.id, "document": document})


def downgrade() -> None:
    """What is more is harmless to the first version, which hands documents on as they are."""


def _deal(deal: dict[str, Any]) -> dict[str, Any]:
    for amount in deal["amounts"]:
        amount["kind"] = amount["kind"] if amount["kind"] in AMOUNTS else "total"
    return {name: deal.get(name) for name in DEAL}


def _claim(claim: dict[str, Any]) -> dict[str, Any]:
    source = {name: claim["source"].get(name) for name in SOURCE}
    source["via"] = source["via"] if isinstance(source["via"], dict) else None
    return {**claim, "source": source, "said_by": claim.get("said_by")}
