"""How Alembic runs our migrations: on the connection and in the transaction that `database.migrate` hands it.

A new migration is a file in `versions/` named by its number and what it does; `tests/test_migrations.py` holds the
result against `api/store/tables.py` and prints what differs.
"""

from __future__ import annotations

from alembic import context

from api.store.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
