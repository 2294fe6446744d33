"""A database filled with made-up facts, as many as one likes and the same each time: for lists at their full size.

Ten facts an article: four claims, two deals, two companies, two people. One name in five is common, most stand once or
twice, and so do the articles' words; dates run over ten years, a tenth of a promille is in a rare language.
"""

from __future__ import annotations

from sqlalchemy import Connection, text

COMMON, RARE, NEVER = "northwind", "quillback", "zyzzogeton"
"""Words of a fifth of the names and articles, of one in ten thousand, and of none."""

_WORD = "substr(md5({n} || '{salt}'), 1, 7)"
_NAME = (
    "CASE WHEN {n} % 5 = 0 THEN 'northwind ' WHEN {n} % 10007 = 1 THEN 'quillback ' ELSE '' END"
    " || substr(md5({n} || '{salt}'), 1, 7) || ' ' || substr(md5(({n} % 997) || '{salt}'), 1, 6)"
)
_CLOCK = "lpad(to_hex(1700000000000 + {n}), 12, '0') || '70008000'"

ARTICLES = f"""
INSERT INTO articles (id, fingerprint, sha256, text, title, language, publisher, publisher_folded, published_at,
    search_config, search)
SELECT ({_CLOCK.format(n="n")} || '00000000000a')::uuid, 'seeded ' || n, '', words, 'Article ' || n,
    CASE WHEN n % 10007 = 2 THEN 'gl' WHEN n % 3 = 0 THEN 'pt' ELSE 'en' END,
    paper, lower(paper), timestamptz '2015-01-01Z' + n * interval '10 years' / :articles,
    'simple', to_tsvector('simple', words)
FROM generate_series(1, :articles) AS n,
    LATERAL (SELECT 'Paper ' || {_WORD.format(n="(n % 499)", salt="p")} AS paper) AS p,
    LATERAL (SELECT {_NAME.format(n="n", salt="w")} || repeat(' some more words of this story', 40) AS words) AS w
"""

EXTRACTIONS = f"""
INSERT INTO extractions (id, article_id, status)
SELECT ({_CLOCK.format(n="n")} || '000000000000')::uuid, ({_CLOCK.format(n="n")} || '00000000000a')::uuid, 'succeeded'
FROM generate_series(1, :articles) AS n
"""

CURRENT = """
UPDATE articles SET current_extraction_id = e.id FROM extractions e WHERE e.article_id = articles.id
"""

FACTS = """
INSERT INTO {table} (id, extraction_id, article_id, position, fact_id, names, entities, document, {names})
SELECT ({clock} || lpad(to_hex(16777215 - position), 6, '0') || '000000')::uuid,
    ({clock} || '000000000000')::uuid, ({clock} || '00000000000a')::uuid, position,
    '{letter}' || lpad((n * 10 + position)::text, 16, '0'), name, ARRAY['c' || lpad(n::text, 16, '0')],
    json_build_object('id', '{letter}' || lpad((n * 10 + position)::text, 16, '0'), 'name', name,
        'padding', repeat('x', 1500)), {values}
FROM generate_series(1, :articles) AS n, generate_series(0, {most}) AS position,
    LATERAL (SELECT {name} AS name) AS named
"""

TABLES = {
    "companies": ("c", 1, {"kind": "CASE WHEN n % 10007 = 3 THEN 'ngo' ELSE 'company' END"}),
    "people": ("p", 1, {"role_statuses": "ARRAY[CASE WHEN n % 10007 = 3 THEN 'interim' ELSE 'current' END]"}),
    "deals": (
        "d",
        1,
        {
            "type": "CASE WHEN n % 10007 = 3 THEN 'ipo' ELSE 'acquisition' END",
            "status": "CASE WHEN n % 10007 = 3 THEN 'postponed' ELSE 'agreed' END",
            "party_roles": "ARRAY[CASE WHEN n % 10007 = 3 THEN 'licensor' ELSE 'acquirer' END]",
        },
    ),
    "claims": (
        "q",
        3,
        {
            "source_names": "name",
            "source_kind": "CASE WHEN n % 10007 = 3 THEN 'document' ELSE 'person' END",
            "source_class": "CASE WHEN n % 10007 = 3 THEN 'anonymous' ELSE 'official' END",
            "channel": "CASE WHEN n % 10007 = 3 THEN 'leak' ELSE 'statement' END",
            "directness": "CASE WHEN n % 10007 = 3 THEN 'mixed' ELSE 'direct' END",
            "certainty": "CASE WHEN n % 10007 = 3 THEN 'possible' ELSE 'certain' END",
            "polarity": "CASE WHEN n % 10007 = 3 THEN 'denied' ELSE 'affirmed' END",
        },
    ),
}


def fill(conn: Connection, articles: int) -> None:
    """Write so many articles with ten facts each into an empty, migrated database, and gather its statistics."""
    slow = "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' AND indexdef LIKE '%USING gin%'"
    indexes = conn.execute(text(slow)).all()
    for index in indexes:  # made anew afterwards: that is many times as fast
        conn.execute(text(f"DROP INDEX {index.indexname}"))
    for statement in (ARTICLES, EXTRACTIONS, CURRENT):
        conn.execute(text(statement), {"articles": articles} if ":articles" in statement else {})
    for table, (letter, most, own) in TABLES.items():
        statement = FACTS.format(
            table=table,
            letter=letter,
            most=most,
            clock=_CLOCK.format(n="n"),
            name=_NAME.format(n="(n * 10 + position)", salt=letter),
            names=", ".join(own),
            values=", ".join(own.values()),
        )
        conn.execute(text(statement), {"articles": articles})
    conn.execute(text("SET LOCAL maintenance_work_mem = '256MB'"))
    for index in indexes:
        conn.execute(text(index.indexdef))
    conn.execute(text("ANALYZE"))
