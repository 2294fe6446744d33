"""Indexes for every filter of the lists, and ids of facts that sort by their extraction.

A part of a name is found by the endings of its words: "orthw" is how an ending of "northwind" begins, and GIN finds
what begins so. This needs no extension, so the trigrams of before go.
"""

from __future__ import annotations

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

TABLES = ("companies", "people", "deals", "claims")

ENDINGS = """
CREATE FUNCTION onrecord_endings(words text) RETURNS tsvector
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 1000 AS $$
    SELECT coalesce(array_to_tsvector(array_agg(DISTINCT substr(word, place, 24))), ''::tsvector)
    FROM string_to_table(translate(words, E'\\n', ' '), ' ') AS word, generate_series(1, length(word)) AS place
$$
"""

# The clock of the extraction's id (its first 80 bits), then the position, the first fact last, then chance.
IDS = """
UPDATE {table} SET id = (
    substr(replace(extraction_id::text, '-', ''), 1, 20)
    || lpad(to_hex(16777215 - position), 6, '0')
    || substr(md5(random()::text), 1, 6)
)::uuid
"""

INDEXES = {
    "{table}_names_endings": "{table} USING gin (onrecord_endings(names))",
    "{table}_entities_idx": "{table} USING gin (entities)",
}

OWN = {
    "claims_source_names_endings": "claims USING gin (onrecord_endings(source_names))",
    "claims_directness_id_idx": "claims (directness, id)",
    "claims_certainty_id_idx": "claims (certainty, id)",
    "claims_polarity_id_idx": "claims (polarity, id)",
    "people_role_statuses_idx": "people USING gin (role_statuses)",
    "deals_party_roles_idx": "deals USING gin (party_roles)",
    "articles_publisher_folded_endings": "articles USING gin (onrecord_endings(publisher_folded))",
    "articles_language_id_idx": "articles (language, id)",
    "articles_language_current_extraction_id_idx": "articles (language, current_extraction_id)",
    "articles_published_at_current_extraction_id_id_idx": "articles (published_at, current_extraction_id, id)",
}


def upgrade() -> None:
    op.execute(ENDINGS)
    op.execute("DROP INDEX articles_publisher_folded_idx, articles_published_at_idx")
    for table in TABLES:
        op.execute(f"DROP INDEX IF EXISTS {table}_names_trigrams")
        op.execute(IDS.format(table=table))
        for name, on in INDEXES.items():
            op.execute(f"CREATE INDEX {name.format(table=table)} ON {on.format(table=table)}")
    for name, on in OWN.items():
        op.execute(f"CREATE INDEX {name} ON {on}")


def downgrade() -> None:
    names = [*OWN, *(name.format(table=table) for table in TABLES for name in INDEXES)]
    op.execute(f"DROP INDEX {', '.join(names)}")
    op.execute("CREATE INDEX articles_published_at_idx ON articles (published_at)")
    op.execute("CREATE INDEX articles_publisher_folded_idx ON articles (publisher_folded)")
    op.execute("DROP FUNCTION onrecord_endings")
