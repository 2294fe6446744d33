"""Keys that people make, and who changed what when."""

from __future__ import annotations

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

TABLES = """
CREATE TABLE access_keys (
    id uuid CONSTRAINT access_keys_pkey PRIMARY KEY,
    name text NOT NULL,
    digest text NOT NULL CONSTRAINT access_keys_digest_key UNIQUE,
    scopes text[] NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    created_by text,
    expires_at timestamptz,
    last_used_at timestamptz,
    revoked_at timestamptz,
    revoked_by text
);
CREATE TABLE audit (
    id uuid CONSTRAINT audit_pkey PRIMARY KEY,
    at timestamptz NOT NULL DEFAULT now(),
    "by" text,
    key_id text,
    method text NOT NULL,
    path text NOT NULL,
    status integer NOT NULL,
    request_id text NOT NULL
)
"""


def upgrade() -> None:
    for statement in TABLES.split(";"):
        op.execute(statement)


def downgrade() -> None:
    op.execute("DROP TABLE audit")
    op.execute("DROP TABLE access_keys")
