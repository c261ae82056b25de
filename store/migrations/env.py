"""Run migrations on the connection handed in; never opens one, never commits."""

from __future__ import annotations

from alembic import context

import store.columns  # noqa: F401  (registers what the column types are called in a STRICT table)
from store.tables import Table

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Table.metadata,
    render_as_batch=True,
    transactional_ddl=True,
)
context.run_migrations()
