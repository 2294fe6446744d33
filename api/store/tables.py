"""The tables: articles, their extractions, and one row for each fact.

A fact's public JSON stands in `document` as it is delivered; the columns beside it are what lists filter by. Its type
is `json`, not `jsonb`, so that the order of its members and every escape survive. The migrations are the law for the
database; a test holds these definitions against them.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    TextClause,
    UniqueConstraint,
    Uuid,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSON, TSVECTOR

metadata = MetaData(
    naming_convention={
        "ix": "%(table_name)s_%(column_0_N_name)s_idx",
        "uq": "%(table_name)s_%(column_0_N_name)s_key",
        "fk": "%(table_name)s_%(column_0_name)s_fkey",
        "pk": "%(table_name)s_pkey",
    }
)


def _endings(column: str) -> TextClause:
    """Every ending of every word of a column: what any part of a word begins (a function of the database)."""
    return text(f"onrecord_endings({column})")


articles = Table(
    "articles",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("fingerprint", Text, nullable=False, unique=True),  # identity: SHA-256 of text and metadata
    Column("sha256", Text, nullable=False),  # SHA-256 of the canonical text in UTF-8
    Column("text", Text, nullable=False),  # the canonical text; all offsets are code points into it
    Column("title", Text),
    Column("language", Text, nullable=False),
    Column("url", Text),
    Column("publisher", Text),
    Column("publisher_folded", Text),
    Column("published_at", DateTime(timezone=True)),
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Column("search_config", Text, nullable=False),  # the text search configuration of `search`
    Column("search", TSVECTOR, nullable=False),
    Column(
        "current_extraction_id",  # the newest extraction with facts; lists show these facts alone
        Uuid,
        ForeignKey("extractions.id", ondelete="SET NULL", use_alter=True),
    ),
    Index(None, "search", postgresql_using="gin"),
    Index(None, "published_at", "current_extraction_id", "id"),
    Index(None, "language", "id"),
    Index(None, "language", "current_extraction_id"),
    Index("articles_publisher_folded_endings", _endings("publisher_folded"), postgresql_using="gin"),
    Index(None, "current_extraction_id"),
)

extractions = Table(
    "extractions",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("article_id", Uuid, ForeignKey("articles.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("key", Text, unique=True),  # article and provenance; null once a newer extraction has taken it over
    Column("status", Text, nullable=False),
    Column("engine", Text),
    Column("model", Text),
    Column("prompt", Text),
    Column("prompt_sha256", Text),
    Column("rules_sha256", Text),
    Column("schema_version", Text),
    Column("usage", JSON),
    Column("warnings", JSON),
    Column("rejected", JSON),
    Column("failure", JSON),  # the problem it ended with, or the last one before another try
    Column("runner", Text),  # who runs it
    Column("lease_until", DateTime(timezone=True)),  # when a runner that stays silent has lost it
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("last_event", Integer, nullable=False, server_default="0"),  # the number of the newest of its events
    Column("stop_asked", Boolean, nullable=False, server_default=text("false")),  # somebody wants it to end now
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Column("queued_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Column("started_at", DateTime(timezone=True)),
    Column("finished_at", DateTime(timezone=True)),
    Index("extractions_unfinished_idx", "status", postgresql_where=text("status IN ('queued', 'running')")),
)

extraction_events = Table(
    "extraction_events",
    metadata,
    Column("extraction_id", Uuid, ForeignKey("extractions.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),  # within the extraction, from 1
    Column("type", Text, nullable=False),
    Column("data", JSON),
)


def _fact_table(name: str, *own: Column[Any] | Index) -> Table:
    return Table(
        name,
        metadata,
        Column("id", Uuid, primary_key=True),  # sorts by when it was found; the cursor of lists
        Column("extraction_id", Uuid, ForeignKey("extractions.id", ondelete="CASCADE"), nullable=False),
        Column("article_id", Uuid, ForeignKey("articles.id", ondelete="CASCADE"), nullable=False, index=True),
        Column("position", Integer, nullable=False),
        Column("fact_id", Text, nullable=False, index=True),  # the same in all extractions of its article
        Column("names", Text, nullable=False),  # every name it goes by or involves, folded, a line each
        Column("entities", ARRAY(Text), nullable=False),  # fact ids of the companies and people in it
        Column("document", JSON, nullable=False),  # the fact as delivered
        Column("review", Text, nullable=False, server_default="unreviewed"),  # how it stands with people
        Column("found", JSON),  # as this run found it, where a person has changed it since
        Column("by_hand", Boolean, nullable=False, server_default=text("false")),  # not found by this run at all
        Index(None, "review", "id"),
        Index(None, "entities", postgresql_using="gin"),
        Index(f"{name}_names_endings", _endings("names"), postgresql_using="gin"),
        UniqueConstraint("extraction_id", "position"),
        *own,
    )


companies = _fact_table("companies", Column("kind", Text, nullable=False), Index(None, "kind", "id"))

people = _fact_table(
    "people",
    Column("role_statuses", ARRAY(Text), nullable=False),
    Index(None, "role_statuses", postgresql_using="gin"),
)

deals = _fact_table(
    "deals",
    Column("type", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("party_roles", ARRAY(Text), nullable=False),
    Index(None, "party_roles", postgresql_using="gin"),
    Index(None, "type", "id"),
    Index(None, "status", "id"),
)

claims = _fact_table(
    "claims",
    Column("source_names", Text, nullable=False),  # the source, whom it speaks for, and their other names; folded
    Column("source_kind", Text, nullable=False),
    Column("source_class", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("directness", Text, nullable=False),
    Column("certainty", Text, nullable=False),
    Column("polarity", Text, nullable=False),
    Index(None, "source_kind", "id"),
    Index(None, "source_class", "id"),
    Index(None, "channel", "id"),
    Index(None, "directness", "id"),
    Index(None, "certainty", "id"),
    Index(None, "polarity", "id"),
    Index("claims_source_names_endings", _endings("source_names"), postgresql_using="gin"),
)

mentions = Table(
    "mentions",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=True),
    Column("extraction_id", Uuid, ForeignKey("extractions.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("article_id", Uuid, ForeignKey("articles.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("fact_id", Text, nullable=False),  # the company or person that is named here
    Column("start_offset", Integer, nullable=False),
    Column("end_offset", Integer, nullable=False),
    Column("sentence", Integer, nullable=False),
    Column("quote", Text, nullable=False),
)

model_replies = Table(
    "model_replies",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=True),
    Column("extraction_id", Uuid, ForeignKey("extractions.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("step", Text, nullable=False),
    Column("start_offset", Integer, nullable=False),
    Column("end_offset", Integer, nullable=False),
    Column("content", Text, nullable=False),  # as it came; what PostgreSQL cannot hold is escaped
    Column("finish_reason", Text, nullable=False),
    Column("input_tokens", Integer, nullable=False),
    Column("output_tokens", Integer, nullable=False),
    Column("seconds", Float, nullable=False),
    Column("model", Text, nullable=False),
    Column("prompt_sha256", Text, nullable=False),
    Column("question_sha256", Text),  # of all that the model was sent
)

decisions = Table(
    "decisions",
    metadata,
    Column("id", Uuid, primary_key=True),  # sorts by when it was made
    Column("article_id", Uuid, ForeignKey("articles.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("fact_id", Text, nullable=False, index=True),
    Column("kind", Text, nullable=False),  # the table of the fact
    Column("action", Text, nullable=False),
    Column("before", JSON, nullable=False),  # {review, fact}; fact is null before it was added
    Column("after", JSON, nullable=False),
    Column("by", Text),  # the name of the key it was made with
    Column("note", Text),
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Column("undone_at", DateTime(timezone=True)),
    Column("undone_by", Text),
)

changes = Table(
    "changes",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=True),  # as they were written; not in order of commit
    Column("number", BigInteger, unique=True),  # given once it is committed; what readers count by
    Column("change", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("subject", Text, nullable=False),  # the id of the fact or entity
    Column("article_id", Uuid),  # refers to nothing: what is gone is told of, too
    Column("at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Index("changes_waiting_idx", "id", postgresql_where=text("number IS NULL")),
)

entities = Table(
    "entities",
    metadata,
    Column("id", Uuid, primary_key=True),  # sorts by when it was first met
    Column("kind", Text, nullable=False),
    Column("name", Text, nullable=False),  # the one that most articles use
    Column("names", Text, nullable=False),  # every name it goes by, folded, a line each
    Column("anchor", Text, nullable=False),  # the fact it begins with: whoever has that is this entity
    Column("evidence", ARRAY(Text), nullable=False),
    Column("merged_into", Uuid, ForeignKey("entities.id")),
    Column("articles", Integer, nullable=False, server_default="0"),
    Column("first_seen", DateTime(timezone=True)),
    Column("last_seen", DateTime(timezone=True)),
    Column("external_ids", JSON, nullable=False, server_default=text("'{}'")),
    Index(None, "kind", "id"),
    Index(None, "anchor"),
    Index(None, "merged_into"),
    Index("entities_names_endings", _endings("names"), postgresql_using="gin"),
)

entity_members = Table(
    "entity_members",
    metadata,
    Column("fact_id", Text, primary_key=True),  # a company or person of an article, also one that is gone
    Column("kind", Text, nullable=False),
    Column("entity_id", Uuid, ForeignKey("entities.id"), nullable=False),
    Column("article_id", Uuid, nullable=False, index=True),  # refers to nothing: judgements outlive an article
    Column("names", ARRAY(Text), nullable=False),  # as the article writes them, the fullest first
    Column("evidence", ARRAY(Text), nullable=False),
    Column("seen", DateTime(timezone=True), nullable=False),
    Column("gone", Boolean, nullable=False),
    Index(None, "entity_id", "seen"),
)

entity_names = Table(
    "entity_names",
    metadata,
    Column("entity_id", Uuid, ForeignKey("entities.id"), primary_key=True),
    Column("form", Text, primary_key=True),  # the name as it is compared
    Column("name", Text, nullable=False),
    Column("found_by", ARRAY(Text), nullable=False),  # keys that alike names share
    Index(None, "found_by", postgresql_using="gin"),
)

entity_cursor = Table(
    "entity_cursor",
    metadata,
    Column("number", BigInteger, primary_key=True, autoincrement=False),  # the last change that entities know of
)

judgements = Table(
    "judgements",
    metadata,
    Column("id", Uuid, primary_key=True),  # sorts by when it was made
    Column("one", Text, nullable=False, index=True),  # the ids of two facts
    Column("other", Text, nullable=False, index=True),
    Column("judgement", Text, nullable=False),
    Column("made", Text, nullable=False),
    Column("by", Text),
    Column("why", Text),
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Column("undone_at", DateTime(timezone=True)),
    Column("undone_by", Text),
    Index("judgements_open_idx", "id", postgresql_where=text("judgement = 'unsure' AND undone_at IS NULL")),
)

repeats = Table(
    "repeats",
    metadata,
    Column("asker", Text, primary_key=True),  # a digest of whose key it was; keys of two askers never meet
    Column("key", Text, primary_key=True),  # the Idempotency-Key
    Column("fingerprint", Text, nullable=False),
    Column("status", Integer),  # null while it is worked on
    Column("headers", JSON, nullable=False),
    Column("body", Text, nullable=False),
    Column("begun_at", DateTime(timezone=True), nullable=False, server_default=func.now(), index=True),
)

rates = Table(
    "rates",
    metadata,
    Column("asker", Text, primary_key=True),
    Column("minute", BigInteger, nullable=False),  # since the epoch
    Column("used", Integer, nullable=False),
    prefixes=["UNLOGGED"],
)

access_keys = Table(
    "access_keys",
    metadata,
    Column("id", Uuid, primary_key=True),  # sorts by when it was made
    Column("name", Text, nullable=False),
    Column("digest", Text, nullable=False, unique=True),  # SHA-256 of its words, which are nowhere
    Column("scopes", ARRAY(Text), nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Column("created_by", Text),
    Column("expires_at", DateTime(timezone=True)),
    Column("last_used_at", DateTime(timezone=True)),
    Column("revoked_at", DateTime(timezone=True)),
    Column("revoked_by", Text),
)

audit = Table(
    "audit",
    metadata,
    Column("id", Uuid, primary_key=True),  # sorts by when it was written
    Column("at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Column("by", Text),  # the name of the key
    Column("key_id", Text),  # refers to nothing: a key of the settings has none
    Column("method", Text, nullable=False),
    Column("path", Text, nullable=False),
    Column("status", Integer, nullable=False),
    Column("request_id", Text, nullable=False),
)

FACTS = {"companies": companies, "people": people, "deals": deals, "claims": claims}
