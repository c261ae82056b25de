"""Run migrations on the connection handed in; never opens one, never commits."""

from __future__ import annotations

from alembic import context

import store.columns
import store.tables_life
import store.tables_posting
import store.tables_surveys  # noqa: F401  (they register their tables)
from store.tables import Table

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Table.metadata,
    render_as_batch=True,
    transactional_ddl=True,
)
context.run_migrations()
