"""The steps from one schema to the next, for SQLite and PostgreSQL alike."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection

SCHEMA = 5
"""The number of the newest schema; revision `0001` leads to schema 1, and so on."""

VERSIONS = [Path(__file__).parent / "versions"]


def upgrade(connection: Connection) -> None:
    """Bring the store behind a connection to `SCHEMA`, in the transaction that is already open there."""
    # Alembic is wanted on the day a store is made or grows, not at every start.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", _escaped(Path(__file__).parent))
    config.set_main_option("path_separator", "newline")
    config.set_main_option("version_locations", "\n".join(map(_escaped, VERSIONS)))
    config.attributes["connection"] = connection
    command.upgrade(config, f"{SCHEMA:04}")


def _escaped(path: Path) -> str:
    return str(path).replace("%", "%%")
