"""Answers to requests that may be sent again under an Idempotency-Key."""

from __future__ import annotations

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

REPEATS = """
CREATE TABLE repeats (
    asker text,
    key text,
    fingerprint text NOT NULL,
    status integer,
    headers json NOT NULL,
    body text NOT NULL,
    begun_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT repeats_pkey PRIMARY KEY (asker, key)
)
"""


def upgrade() -> None:
    op.execute(REPEATS)
    op.execute("CREATE INDEX repeats_begun_at_idx ON repeats (begun_at)")


def downgrade() -> None:
    op.execute("DROP TABLE repeats")
