"""An account is found whatever the case of its letters and the marks on them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from tui2fa.domain.text import folded

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add what is sought, for the accounts that there are, too."""
    op.add_column("account", sa.Column("sought", sa.String(), nullable=False, server_default=sa.text("''")))
    names = sa.table("account", *map(sa.column, ("id", "login", "first_name", "last_name", "sought")))
    connection = op.get_bind()
    rows = connection.execute(sa.select(names.c.id, names.c.login, names.c.first_name, names.c.last_name)).all()
    if rows:
        connection.execute(
            sa.update(names).where(names.c.id == sa.bindparam("of")).values(sought=sa.bindparam("words")),
            [{"of": key, "words": folded(f"{login} {first} {last}")} for key, login, first, last in rows],
        )
