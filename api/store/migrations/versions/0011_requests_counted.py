"""How many requests each client has made in the minute at hand. Unlogged: it means nothing a minute later."""

from __future__ import annotations

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

RATES = """
CREATE UNLOGGED TABLE rates (
    asker text CONSTRAINT rates_pkey PRIMARY KEY,
    minute bigint NOT NULL,
    used integer NOT NULL
)
"""


def upgrade() -> None:
    op.execute(RATES)


def downgrade() -> None:
    op.execute("DROP TABLE rates")
