"""Entities over all articles: their members, names and judgements. What is stored is gathered from its changes."""

from __future__ import annotations

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

DISTINCT = """
CREATE FUNCTION onrecord_distinct(words text[]) RETURNS text[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$ SELECT array_agg(DISTINCT word) FROM unnest(words) AS word $$
"""

TABLES = """
CREATE TABLE entities (
    id uuid CONSTRAINT entities_pkey PRIMARY KEY,
    kind text NOT NULL,
    name text NOT NULL,
    names text NOT NULL,
    anchor text NOT NULL,
    evidence text[] NOT NULL,
    merged_into uuid CONSTRAINT entities_merged_into_fkey REFERENCES entities,
    articles integer NOT NULL DEFAULT 0,
    first_seen timestamptz,
    last_seen timestamptz,
    external_ids json NOT NULL DEFAULT '{}'
);
CREATE TABLE entity_members (
    fact_id text CONSTRAINT entity_members_pkey PRIMARY KEY,
    kind text NOT NULL,
    entity_id uuid NOT NULL CONSTRAINT entity_members_entity_id_fkey REFERENCES entities,
    article_id uuid NOT NULL,
    names text[] NOT NULL,
    evidence text[] NOT NULL,
    seen timestamptz NOT NULL,
    gone boolean NOT NULL
);
CREATE TABLE entity_names (
    entity_id uuid CONSTRAINT entity_names_entity_id_fkey REFERENCES entities,
    form text,
    name text NOT NULL,
    found_by text[] NOT NULL,
    CONSTRAINT entity_names_pkey PRIMARY KEY (entity_id, form)
);
CREATE TABLE entity_cursor (number bigint CONSTRAINT entity_cursor_pkey PRIMARY KEY);
INSERT INTO entity_cursor VALUES (0);
CREATE TABLE judgements (
    id uuid CONSTRAINT judgements_pkey PRIMARY KEY,
    one text NOT NULL,
    other text NOT NULL,
    judgement text NOT NULL CHECK (judgement IN ('same', 'not_same', 'unsure')),
    made text NOT NULL CHECK (made IN ('rule', 'person')),
    by text,
    why text,
    created_at timestamptz NOT NULL DEFAULT now(),
    undone_at timestamptz,
    undone_by text
);
CREATE INDEX entities_kind_id_idx ON entities (kind, id);
CREATE INDEX entities_anchor_idx ON entities (anchor);
CREATE INDEX entities_merged_into_idx ON entities (merged_into);
CREATE INDEX entities_names_endings ON entities USING gin (onrecord_endings(names));
CREATE INDEX entity_members_article_id_idx ON entity_members (article_id);
CREATE INDEX entity_members_entity_id_seen_idx ON entity_members (entity_id, seen);
CREATE INDEX entity_names_found_by_idx ON entity_names USING gin (found_by);
CREATE INDEX judgements_one_idx ON judgements (one);
CREATE INDEX judgements_other_idx ON judgements (other);
CREATE INDEX judgements_open_idx ON judgements (id) WHERE judgement = 'unsure' AND undone_at IS NULL;
"""


def upgrade() -> None:
    op.execute(DISTINCT)
    op.execute(TABLES)


def downgrade() -> None:
    op.execute("DROP TABLE judgements, entity_cursor, entity_names, entity_members, entities")
    op.execute("DROP FUNCTION onrecord_distinct")
