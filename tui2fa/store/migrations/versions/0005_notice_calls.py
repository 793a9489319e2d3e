"""A number that can only be called hears of a change, too: when it was called about it, and how often."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add what is new."""
    op.add_column("notice", sa.Column("called_at", sa.DateTime(timezone=True)))
    op.add_column("notice", sa.Column("calls", sa.Integer(), nullable=False, server_default=sa.text("0")))
