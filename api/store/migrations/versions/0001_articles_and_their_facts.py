"""Articles, their extractions, and the facts found in them."""

from __future__ import annotations

from alembic import op
from sqlalchemy import text

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

ARTICLES = """
CREATE TABLE articles (
    id uuid CONSTRAINT articles_pkey PRIMARY KEY,
    fingerprint text NOT NULL CONSTRAINT articles_fingerprint_key UNIQUE,
    sha256 text NOT NULL,
    text text NOT NULL,
    title text,
    language text NOT NULL,
    url text,
    publisher text,
    publisher_folded text,
    published_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    search_config text NOT NULL,
    search tsvector NOT NULL,
    current_extraction_id uuid
);
CREATE INDEX articles_search_idx ON articles USING gin (search);
CREATE INDEX articles_published_at_idx ON articles (published_at);
CREATE INDEX articles_publisher_folded_idx ON articles (publisher_folded);
CREATE INDEX articles_current_extraction_id_idx ON articles (current_extraction_id);
"""

EXTRACTIONS = """
CREATE TABLE extractions (
    id uuid CONSTRAINT extractions_pkey PRIMARY KEY,
    article_id uuid NOT NULL CONSTRAINT extractions_article_id_fkey REFERENCES articles ON DELETE CASCADE,
    key text CONSTRAINT extractions_key_key UNIQUE,
    status text NOT NULL
        CHECK (status IN ('queued', 'running', 'succeeded', 'partial', 'failed', 'cancelled')),
    engine text,
    model text,
    prompt text,
    prompt_sha256 text,
    schema_version text,
    usage json,
    warnings json,
    rejected json,
    failure json,
    runner text,
    lease_until timestamptz,
    attempts integer NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL DEFAULT now(),
    queued_at timestamptz NOT NULL DEFAULT now(),
    started_at timestamptz,
    finished_at timestamptz
);
CREATE INDEX extractions_article_id_idx ON extractions (article_id);
CREATE INDEX extractions_unfinished_idx ON extractions (status) WHERE status IN ('queued', 'running');
ALTER TABLE articles ADD CONSTRAINT articles_current_extraction_id_fkey
    FOREIGN KEY (current_extraction_id) REFERENCES extractions ON DELETE SET NULL;
"""

FACTS = """
CREATE TABLE {table} (
    id uuid CONSTRAINT {table}_pkey PRIMARY KEY,
    extraction_id uuid NOT NULL CONSTRAINT {table}_extraction_id_fkey REFERENCES extractions ON DELETE CASCADE,
    article_id uuid NOT NULL CONSTRAINT {table}_article_id_fkey REFERENCES articles ON DELETE CASCADE,
    position integer NOT NULL,
    local_id text NOT NULL,
    names text NOT NULL,
    entities text[] NOT NULL,
    document json NOT NULL,
    {columns},
    CONSTRAINT {table}_extraction_id_position_key UNIQUE (extraction_id, position)
);
CREATE INDEX {table}_article_id_idx ON {table} (article_id);
"""

OWN_COLUMNS = {
    "companies": "kind text NOT NULL",
    "people": "role_statuses text[] NOT NULL",
    "deals": "type text NOT NULL, status text NOT NULL, party_roles text[] NOT NULL",
    "claims": "source_names text NOT NULL, source_kind text NOT NULL, source_class text NOT NULL, "
    "channel text NOT NULL, directness text NOT NULL, certainty text NOT NULL, polarity text NOT NULL",
}

FILTERED = {
    "companies": ("kind",),
    "deals": ("type", "status"),
    "claims": ("source_kind", "source_class", "channel"),
}

TRACES = """
CREATE TABLE mentions (
    id bigserial CONSTRAINT mentions_pkey PRIMARY KEY,
    extraction_id uuid NOT NULL CONSTRAINT mentions_extraction_id_fkey REFERENCES extractions ON DELETE CASCADE,
    article_id uuid NOT NULL CONSTRAINT mentions_article_id_fkey REFERENCES articles ON DELETE CASCADE,
    local_id text NOT NULL,
    start_offset integer NOT NULL,
    end_offset integer NOT NULL,
    sentence integer NOT NULL,
    quote text NOT NULL
);
CREATE INDEX mentions_extraction_id_idx ON mentions (extraction_id);
CREATE INDEX mentions_article_id_idx ON mentions (article_id);
CREATE TABLE model_replies (
    id bigserial CONSTRAINT model_replies_pkey PRIMARY KEY,
    extraction_id uuid NOT NULL CONSTRAINT model_replies_extraction_id_fkey REFERENCES extractions ON DELETE CASCADE,
    step text NOT NULL,
    start_offset integer NOT NULL,
    end_offset integer NOT NULL,
    content text NOT NULL,
    finish_reason text NOT NULL,
    input_tokens integer NOT NULL,
    output_tokens integer NOT NULL,
    seconds double precision NOT NULL,
    model text NOT NULL,
    prompt_sha256 text NOT NULL
);
CREATE INDEX model_replies_extraction_id_idx ON model_replies (extraction_id);
"""


def upgrade() -> None:
    op.execute(ARTICLES)
    op.execute(EXTRACTIONS)
    for table, columns in OWN_COLUMNS.items():
        op.execute(FACTS.format(table=table, columns=columns))
        for column in FILTERED.get(table, ()):
            op.execute(f"CREATE INDEX {table}_{column}_id_idx ON {table} ({column}, id)")
    op.execute(TRACES)
    _index_names()


def _index_names() -> None:
    """Where pg_trgm can be had, names are found by it; elsewhere (as in the embedded PostgreSQL) they are scanned."""
    connection = op.get_bind()
    allowed = connection.execute(
        text(
            "SELECT has_database_privilege(current_database(), 'CREATE') "
            "FROM pg_available_extension_versions WHERE name = 'pg_trgm' AND (trusted OR installed) LIMIT 1"
        )
    ).scalar()
    if not allowed:
        return
    op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    for table in OWN_COLUMNS:
        op.execute(f"CREATE INDEX {table}_names_trigrams ON {table} USING gin (names gin_trgm_ops)")


def downgrade() -> None:
    op.execute("ALTER TABLE articles DROP CONSTRAINT articles_current_extraction_id_fkey")
    for table in ("model_replies", "mentions", *OWN_COLUMNS, "extractions", "articles"):
        op.execute(f"DROP TABLE {table}")
