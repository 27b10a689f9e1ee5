"""Alembic's entry. The connection, and the transaction around it, come from `store/upgrade.py`."""

from alembic import context

from secondreading.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    # SQLite cannot alter most things in place; batch mode rebuilds the table instead.
    render_as_batch=True,
    # The caller's transaction already holds the lock; one of Alembic's own would end it early.
    transactional_ddl=False,
)
context.run_migrations()
