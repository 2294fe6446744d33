"""What happens while an article is read, as rows, and whether somebody wants a reading stopped."""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

COLUMNS = """
ALTER TABLE extractions
    ADD COLUMN last_event integer NOT NULL DEFAULT 0,
    ADD COLUMN stop_asked boolean NOT NULL DEFAULT false
"""

EVENTS = """
CREATE TABLE extraction_events (
    extraction_id uuid NOT NULL
        CONSTRAINT extraction_events_extraction_id_fkey REFERENCES extractions ON DELETE CASCADE,
    number integer NOT NULL,
    type text NOT NULL,
    data json,
    CONSTRAINT extraction_events_pkey PRIMARY KEY (extraction_id, number)
)
"""


def upgrade() -> None:
    op.execute(COLUMNS)
    op.execute(EVENTS)


def downgrade() -> None:
    op.execute("DROP TABLE extraction_events")
    op.execute("ALTER TABLE extractions DROP COLUMN last_event, DROP COLUMN stop_asked")
