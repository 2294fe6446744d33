"""What happens to facts, in one sequence; what is stored already is told as new."""

from __future__ import annotations

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

CHANGES = """
CREATE TABLE changes (
    id bigserial CONSTRAINT changes_pkey PRIMARY KEY,
    number bigint CONSTRAINT changes_number_key UNIQUE,
    change text NOT NULL,
    kind text NOT NULL,
    subject text NOT NULL,
    article_id uuid,
    at timestamptz NOT NULL DEFAULT now()
)
"""

STORED = """
INSERT INTO changes (number, change, kind, subject, article_id, at)
SELECT row_number() OVER (ORDER BY f.extraction_id, f.letter, f.position),
    'new', f.kind, f.fact_id, f.article_id, e.finished
FROM (
    SELECT 1 AS letter, 'companies' AS kind, extraction_id, article_id, position, fact_id FROM companies
    UNION ALL SELECT 2, 'people', extraction_id, article_id, position, fact_id FROM people
    UNION ALL SELECT 3, 'deals', extraction_id, article_id, position, fact_id FROM deals
    UNION ALL SELECT 4, 'claims', extraction_id, article_id, position, fact_id FROM claims
) AS f
JOIN articles a ON a.id = f.article_id AND a.current_extraction_id = f.extraction_id
JOIN (SELECT id, coalesce(finished_at, created_at) AS finished FROM extractions) AS e ON e.id = f.extraction_id
"""


def upgrade() -> None:
    op.execute(CHANGES)
    op.execute(STORED)
    op.execute("CREATE INDEX changes_waiting_idx ON changes (id) WHERE number IS NULL")


def downgrade() -> None:
    op.execute("DROP TABLE changes")
