"""The digest of the rules that made an extraction, and of the question that each raw reply answers."""

from __future__ import annotations

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE extractions ADD COLUMN rules_sha256 text")
    op.execute("ALTER TABLE model_replies ADD COLUMN question_sha256 text")


def downgrade() -> None:
    op.execute("ALTER TABLE extractions DROP COLUMN rules_sha256")
    op.execute("ALTER TABLE model_replies DROP COLUMN question_sha256")
