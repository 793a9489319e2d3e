"""Run by Alembic: migrates within the connection and the transaction that the store already holds (DB-13)."""

from alembic import context

context.configure(connection=context.config.attributes["connection"])
context.run_migrations()
