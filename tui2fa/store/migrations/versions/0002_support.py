"""Administrators and support: one-time passwords, resets with their code, sessions that are followed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add what is new; when somebody last logged in is taken over from the activity."""
    op.add_column("account", sa.Column("password_expires_at", sa.DateTime(timezone=True)))
    op.add_column("account", sa.Column("last_login_at", sa.DateTime(timezone=True)))
    op.execute(
        "update account set last_login_at ="
        " (select max(at) from activity where activity.account_id = account.id and activity.what = 'LOGGED_IN')"
    )
    op.create_index("ix_activity_actor", "activity", ["actor", "id"])
    _reset()
    _follow()


def _reset() -> None:
    op.create_table(
        "reset",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("agent_id", sa.String(), nullable=False),
        sa.Column("second_agent_id", sa.String()),
        sa.Column("needs_second", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("ticket", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("executed_at", sa.DateTime(timezone=True)),
        sa.Column("digest", sa.LargeBinary()),
        sa.Column("expires_at", sa.DateTime(timezone=True)),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.String()),
        sa.Column("closed_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name="pk_reset"),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_reset_account_id_account", ondelete="CASCADE"),
        sa.CheckConstraint("(executed_at is null) = (digest is null)", name="ck_reset_code"),
        sa.CheckConstraint(
            "executed_at is null or second_agent_id is not null or not needs_second", name="ck_reset_confirmed"
        ),
        sa.CheckConstraint("(executed_at is null) = (expires_at is null)", name="ck_reset_lifetime"),
        sa.CheckConstraint("agent_id <> account_id", name="ck_reset_not_oneself"),
        sa.CheckConstraint("length(reason) between 10 and 200", name="ck_reset_reason"),
        sa.CheckConstraint("session_id is null or executed_at is not null", name="ck_reset_redeemed"),
        sa.CheckConstraint("second_agent_id not in (agent_id, account_id)", name="ck_reset_second_agent"),
        sa.CheckConstraint("length(ticket) between 1 and 32", name="ck_reset_ticket"),
        sa.CheckConstraint("tries between 0 and 5", name="ck_reset_tries"),
    )
    _only_where("uq_reset_open", "reset", "closed_at is null", "account_id")


def _follow() -> None:
    op.create_table(
        "follow",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("session_id", sa.String(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("agent_session_id", sa.String()),
        sa.Column("joined_at", sa.DateTime(timezone=True)),
        sa.Column("spot", sa.Text(), nullable=False),
        sa.Column("spot_at", sa.DateTime(timezone=True)),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name="pk_follow"),
        sa.ForeignKeyConstraint(
            ["session_id"], ["login_session.id"], name="fk_follow_session_id_login_session", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["agent_session_id"],
            ["login_session.id"],
            name="fk_follow_agent_session_id_login_session",
            ondelete="CASCADE",
        ),
        sa.CheckConstraint("(agent_session_id is null) = (joined_at is null)", name="ck_follow_joined"),
    )
    _only_where("uq_follow_code", "follow", "ended_at is null and joined_at is null", "digest")
    _only_where("uq_follow_open", "follow", "ended_at is null", "session_id")


def _only_where(name: str, table: str, condition: str, *columns: str) -> None:
    where = sa.text(condition)
    op.create_index(name, table, list(columns), unique=True, sqlite_where=where, postgresql_where=where)
