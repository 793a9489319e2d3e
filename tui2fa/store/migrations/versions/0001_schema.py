"""The whole schema: accounts, factors, sessions, challenges, pushes, and the activity that is only added to."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make every table, parents first, and close the activity table against change."""
    _account()
    _activity()
    _throttle()
    _contact()
    _device()
    _login_session()
    _pairing()
    _factor()
    _enrolment()
    _challenge()
    _delivery()
    _push()
    _close_activity()


def _account() -> None:
    _table(
        "account",
        _text("id"),
        _text("login"),
        _text("first_name"),
        _text("last_name"),
        _text("role"),
        _text("language"),
        _text("password"),
        _column("disabled", sa.Boolean()),
        _moment("created_at"),
        sa.UniqueConstraint("login", name="uq_account_login"),
        sa.CheckConstraint("language in ('nl','en')", name="ck_account_language"),
        sa.CheckConstraint("length(login) between 3 and 57", name="ck_account_login"),
        sa.CheckConstraint("length(first_name) between 1 and 64 and length(last_name) <= 64", name="ck_account_names"),
        sa.CheckConstraint("password like '$argon2id$%'", name="ck_account_password"),
        sa.CheckConstraint("role in ('user','administrator','support')", name="ck_account_role"),
    )


def _activity() -> None:
    _table(
        "activity",
        _row_id(),
        _text("account_id"),
        _moment("at"),
        _text("what"),
        _column("details", sa.Text()),
        _text("origin"),
        _text("actor"),
    )
    op.create_index("ix_activity_account_id", "activity", ["account_id", "id"])


def _throttle() -> None:
    _table(
        "throttle",
        _text("subject"),
        _column("failures", sa.Integer()),
        _moment("until", nullable=True),
        sa.CheckConstraint("failures between 0 and 50", name="ck_throttle_failures"),
    )


def _contact() -> None:
    _table(
        "contact",
        _row_id(),
        _text("account_id"),
        _column("position", sa.Integer()),
        _text("medium"),
        _text("usage"),
        _text("value"),
        sa.UniqueConstraint("account_id", "position", name="uq_contact_account_id_position"),
        _refers("contact", "account_id", "account", "CASCADE"),
        sa.CheckConstraint("medium in ('number','email')", name="ck_contact_medium"),
        sa.CheckConstraint("usage in ('business','mobile','private')", name="ck_contact_usage"),
        sa.CheckConstraint("length(value) between 3 and 254", name="ck_contact_value"),
    )


def _device() -> None:
    _table(
        "device",
        _text("id"),
        _text("account_id"),
        _text("name"),
        _column("public_key", sa.LargeBinary()),
        _column("verifier", sa.LargeBinary()),
        _moment("created_at"),
        _moment("ended_at", nullable=True),
        _refers("device", "account_id", "account", "CASCADE"),
        sa.CheckConstraint("length(name) between 1 and 64", name="ck_device_name"),
        sa.CheckConstraint("length(public_key) = 32", name="ck_device_public_key"),
        sa.CheckConstraint("length(verifier) = 32", name="ck_device_verifier"),
    )
    op.create_index("ix_device_account_id", "device", ["account_id"])


def _login_session() -> None:
    _table(
        "login_session",
        _text("id"),
        _text("account_id"),
        _text("level"),
        _text("origin"),
        _moment("started_at"),
        _column("started_uptime", sa.Float()),
        _column("seen_uptime", sa.Float()),
        _column("editor_until", sa.Float(), nullable=True),
        _moment("ended_at", nullable=True),
        _refers("login_session", "account_id", "account", "CASCADE"),
        sa.CheckConstraint("level in ('password','verified')", name="ck_login_session_level"),
    )
    op.create_index("ix_login_session_account_id", "login_session", ["account_id"])


def _pairing() -> None:
    _table(
        "pairing",
        _text("id"),
        _text("account_id"),
        _column("digest", sa.LargeBinary()),
        _moment("expires_at"),
        _column("tries", sa.Integer()),
        _moment("consumed_at", nullable=True),
        _refers("pairing", "account_id", "account", "CASCADE"),
        sa.CheckConstraint("tries between 0 and 5", name="ck_pairing_tries"),
    )
    _only_where("uq_pairing_open", "pairing", "consumed_at is null", "account_id")


def _factor() -> None:
    _table(
        "factor",
        _text("id"),
        _text("account_id"),
        _text("kind"),
        _column("slot", sa.Integer(), nullable=True),
        _column("position", sa.Integer()),
        _text("label"),
        _text("e164", nullable=True),
        _column("secret", sa.LargeBinary(), nullable=True),
        _column("last_step", sa.BigInteger(), nullable=True),
        _text("device_id", nullable=True),
        _column("is_primary", sa.Boolean()),
        _moment("created_at"),
        _text("created_from"),
        _moment("last_used_at", nullable=True),
        sa.UniqueConstraint("account_id", "e164", name="uq_factor_account_id_e164"),
        sa.UniqueConstraint("account_id", "slot", name="uq_factor_account_id_slot"),
        _refers("factor", "account_id", "account", "CASCADE"),
        _refers("factor", "device_id", "device"),
        sa.CheckConstraint(
            "(kind = 'authenticator') = (secret is not null) and (kind = 'authenticator') = (last_step is not null)",
            name="ck_factor_authenticator",
        ),
        sa.CheckConstraint("e164 is null or (e164 like '+%' and length(e164) between 8 and 16)", name="ck_factor_e164"),
        sa.CheckConstraint("kind in ('qaller','phone','authenticator')", name="ck_factor_kind"),
        sa.CheckConstraint("length(label) <= 64", name="ck_factor_label"),
        sa.CheckConstraint(
            "(kind = 'phone' and slot is not null and slot between 1 and 8 and e164 is not null) or "
            "(kind <> 'phone' and slot is null and e164 is null)",
            name="ck_factor_phone",
        ),
        sa.CheckConstraint("(kind = 'qaller') = (device_id is not null)", name="ck_factor_qaller"),
    )
    _only_where("uq_factor_one_authenticator", "factor", "kind = 'authenticator'", "account_id")
    _only_where("uq_factor_one_primary", "factor", "is_primary", "account_id")
    _only_where("uq_factor_one_qaller", "factor", "kind = 'qaller'", "account_id")


def _enrolment() -> None:
    _table(
        "enrolment",
        _text("id"),
        _text("account_id"),
        _text("session_id"),
        _text("kind"),
        _text("label"),
        _text("e164", nullable=True),
        _column("secret", sa.LargeBinary(), nullable=True),
        _text("device_id", nullable=True),
        _text("replaces", nullable=True),
        _moment("expires_at"),
        sa.UniqueConstraint("session_id", name="uq_enrolment_session_id"),
        _refers("enrolment", "account_id", "account", "CASCADE"),
        _refers("enrolment", "device_id", "device", "CASCADE"),
        _refers("enrolment", "replaces", "factor", "CASCADE"),
        _refers("enrolment", "session_id", "login_session", "CASCADE"),
        sa.CheckConstraint("(kind = 'authenticator') = (secret is not null)", name="ck_enrolment_authenticator"),
        sa.CheckConstraint("kind in ('qaller','phone','authenticator')", name="ck_enrolment_kind"),
        sa.CheckConstraint("(kind = 'phone') = (e164 is not null)", name="ck_enrolment_phone"),
        sa.CheckConstraint("(kind = 'qaller') = (device_id is not null)", name="ck_enrolment_qaller"),
    )


def _challenge() -> None:
    _table(
        "challenge",
        _text("id"),
        _text("account_id"),
        _text("session_id"),
        _text("factor_id", nullable=True),
        _text("enrolment_id", nullable=True),
        _text("recipient", nullable=True),
        _column("digest", sa.LargeBinary(), nullable=True),
        _column("code", sa.LargeBinary(), nullable=True),
        _moment("created_at"),
        _moment("expires_at", nullable=True),
        _column("tries", sa.Integer()),
        _moment("consumed_at", nullable=True),
        _moment("voided_at", nullable=True),
        _column("declined", sa.Boolean()),
        _refers("challenge", "account_id", "account", "CASCADE"),
        _refers("challenge", "enrolment_id", "enrolment", "CASCADE"),
        _refers("challenge", "factor_id", "factor", "CASCADE"),
        _refers("challenge", "session_id", "login_session", "CASCADE"),
        sa.CheckConstraint(
            "(digest is null) = (code is null) and (digest is null) = (recipient is null)", name="ck_challenge_code"
        ),
        sa.CheckConstraint("(factor_id is null) <> (enrolment_id is null)", name="ck_challenge_purpose"),
        sa.CheckConstraint("tries between 0 and 5", name="ck_challenge_tries"),
    )
    _only_where("uq_challenge_open", "challenge", "consumed_at is null and voided_at is null", "session_id")


def _delivery() -> None:
    _table(
        "delivery",
        _text("id"),
        _text("account_id"),
        _text("challenge_id", nullable=True),
        _text("recipient"),
        _text("channel"),
        _text("outcome"),
        _moment("at"),
        _column("spent", sa.Boolean()),
        _refers("delivery", "account_id", "account", "CASCADE"),
        _refers("delivery", "challenge_id", "challenge", "SET NULL"),
    )
    op.create_index("ix_delivery_account_at", "delivery", ["account_id", "at"])
    op.create_index("ix_delivery_recipient_at", "delivery", ["recipient", "at"])


def _push() -> None:
    _table(
        "push",
        _row_id(),
        _text("device_id"),
        _text("challenge_id", nullable=True),
        _text("kind"),
        _column("sealed", sa.LargeBinary()),
        _moment("sent_at"),
        _moment("expires_at", nullable=True),
        _moment("declined_at", nullable=True),
        _refers("push", "challenge_id", "challenge", "SET NULL"),
        _refers("push", "device_id", "device", "CASCADE"),
        sa.CheckConstraint("kind in ('code','notice')", name="ck_push_kind"),
    )
    op.create_index("ix_push_device_id", "push", ["device_id"])


def _close_activity() -> None:
    """Nothing that happened is changed or taken away afterwards, by whatever program."""
    if op.get_bind().dialect.name == "sqlite":
        for change in ("update", "delete"):
            op.execute(
                f"create trigger activity_no_{change} before {change} on activity"
                " begin select raise(abort, 'activity is only added to'); end"
            )
        return
    op.execute(
        "create function activity_only_added() returns trigger language plpgsql as $$"
        " begin raise exception 'activity is only added to' using errcode = 'restrict_violation'; end $$"
    )
    op.execute(
        "create trigger activity_no_change before update or delete or truncate on activity"
        " for each statement execute function activity_only_added()"
    )


def _table(name: str, key: sa.Column[Any], *rest: sa.Column[Any] | sa.Constraint) -> None:
    op.create_table(name, key, *rest, sa.PrimaryKeyConstraint(key.name, name=f"pk_{name}"))


def _column(name: str, kind: sa.types.TypeEngine[Any], *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=nullable)


def _text(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return _column(name, sa.String(), nullable=nullable)


def _moment(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return _column(name, sa.DateTime(timezone=True), nullable=nullable)


def _row_id() -> sa.Column[Any]:
    return _column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"))


def _refers(table: str, column: str, other: str, ondelete: str | None = None) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=f"fk_{table}_{column}_{other}", ondelete=ondelete)


def _only_where(name: str, table: str, condition: str, *columns: str) -> None:
    where = sa.text(condition)
    op.create_index(name, table, list(columns), unique=True, sqlite_where=where, postgresql_where=where)
