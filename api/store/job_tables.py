"""Procrastinate's tables in our database, created or brought up to the installed version.

The package ships its whole schema and one SQL file for each change since. A new database gets the schema; an older one
gets the files it has not seen, which `job_migrations` remembers by name.
"""

from __future__ import annotations

from importlib import resources

import psycopg
from procrastinate.schema import SchemaManager
from sqlalchemy import Connection, text


def bring_up_to_date(conn: Connection) -> None:
    """Create or update the job tables within the caller's transaction."""
    conn.execute(text("CREATE TABLE IF NOT EXISTS job_migrations (name text PRIMARY KEY)"))
    files = sorted(
        (entry for entry in resources.files("procrastinate.sql.migrations").iterdir() if entry.name.endswith(".sql")),
        key=lambda entry: entry.name,
    )
    seen = set(conn.execute(text("SELECT name FROM job_migrations")).scalars())
    fresh = conn.execute(text("SELECT to_regclass('procrastinate_jobs')")).scalar() is None
    scripts = [SchemaManager.get_schema()] if fresh else [f.read_text("utf-8") for f in files if f.name not in seen]
    driver = conn.connection.driver_connection
    assert isinstance(driver, psycopg.Connection)
    for script in scripts:
        # Straight to the driver and without parameters: these scripts hold many statements, and % and : of their own.
        driver.execute(script.encode())
    for name in sorted({f.name for f in files} - seen):
        conn.execute(text("INSERT INTO job_migrations (name) VALUES (:name)"), {"name": name})
