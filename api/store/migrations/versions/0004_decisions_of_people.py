"""What people decide about facts, and on each fact how it stands and what the run itself had found."""

from __future__ import annotations

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

FACTS = ("companies", "people", "deals", "claims")

COLUMNS = """
ALTER TABLE {table} ADD COLUMN review text NOT NULL DEFAULT 'unreviewed',
    ADD COLUMN found json,
    ADD COLUMN by_hand boolean NOT NULL DEFAULT false;
CREATE INDEX {table}_review_id_idx ON {table} (review, id);
"""

DECISIONS = """
CREATE TABLE decisions (
    id uuid CONSTRAINT decisions_pkey PRIMARY KEY,
    article_id uuid NOT NULL CONSTRAINT decisions_article_id_fkey REFERENCES articles ON DELETE CASCADE,
    fact_id text NOT NULL,
    kind text NOT NULL,
    action text NOT NULL CHECK (action IN ('accept', 'reject', 'correct', 'add')),
    before json NOT NULL,
    after json NOT NULL,
    by text,
    note text,
    created_at timestamptz NOT NULL DEFAULT now(),
    undone_at timestamptz,
    undone_by text
);
CREATE INDEX decisions_article_id_idx ON decisions (article_id);
CREATE INDEX decisions_fact_id_idx ON decisions (fact_id);
"""


def upgrade() -> None:
    for table in FACTS:
        op.execute(COLUMNS.format(table=table))
    op.execute(DECISIONS)


def downgrade() -> None:
    op.execute("DROP TABLE decisions")
    for table in FACTS:
        op.execute(f"ALTER TABLE {table} DROP COLUMN review, DROP COLUMN found, DROP COLUMN by_hand")
