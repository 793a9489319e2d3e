"""The tables; every limit that a race could break is a constraint here (DB-1).

Rows are never shown to people: services turn them into the frozen views. Times are UTC. Only verified factors have a
row in `factor`; what is not verified yet lies in `enrolment` and counts for nothing.
"""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    DateTime,
    Dialect,
    Index,
    Integer,
    LargeBinary,
    String,
    Text,
    TypeDecorator,
    UniqueConstraint,
    text,
)
from sqlmodel import Field, SQLModel

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
SQLModel.metadata.naming_convention = NAMING


class Moment(TypeDecorator[datetime]):
    """A UTC moment; SQLite keeps no time zone, so it is put back on the way out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Only aware moments go in."""
        if value is not None and value.tzinfo is None:
            raise ValueError("a moment without a time zone")
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Every moment comes out in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


ROW_ID = BigInteger().with_variant(Integer, "sqlite")
"""SQLite numbers rows by itself only for INTEGER."""


def _only_where(name: str, condition: str, *columns: str) -> Index:
    return Index(name, *columns, unique=True, sqlite_where=text(condition), postgresql_where=text(condition))


class Account(SQLModel, table=True):
    """One login."""

    __table_args__ = (
        CheckConstraint("role in ('user','administrator','support')", name="role"),
        CheckConstraint("language in ('nl','en')", name="language"),
        CheckConstraint("password like '$argon2id$%'", name="password"),
        CheckConstraint("length(login) between 3 and 57", name="login"),
        CheckConstraint("length(first_name) between 1 and 64 and length(last_name) <= 64", name="names"),
    )
    id: str = Field(primary_key=True, sa_type=String)
    login: str = Field(unique=True, sa_type=String)
    first_name: str = Field(sa_type=String)
    last_name: str = Field(default="", sa_type=String)
    role: str = Field(sa_type=String)
    language: str = Field(sa_type=String)
    password: str = Field(sa_type=String, repr=False)
    disabled: bool = Field(default=False)
    created_at: datetime = Field(sa_type=Moment)
    password_expires_at: datetime | None = Field(default=None, sa_type=Moment)
    """Set for a one-time password, which somebody else gave: it leads to the choice of one's own, and nowhere else."""
    last_login_at: datetime | None = Field(default=None, sa_type=Moment)
    sought: str = Field(default="", sa_type=String, sa_column_kwargs={"server_default": text("''")})
    """Login and names as they are sought: without case and marks (`domain.text.folded`)."""


class Contact(SQLModel, table=True):
    """One number or e-mail address of the personal settings."""

    __table_args__ = (
        CheckConstraint("medium in ('number','email')", name="medium"),
        CheckConstraint("usage in ('business','mobile','private')", name="usage"),
        CheckConstraint("length(value) between 3 and 254", name="value"),
        UniqueConstraint("account_id", "position"),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=ROW_ID)
    account_id: str = Field(sa_type=String, foreign_key="account.id", ondelete="CASCADE")
    position: int = Field(ge=0)
    medium: str = Field(sa_type=String)
    usage: str = Field(sa_type=String)
    value: str = Field(sa_type=String)


class Device(SQLModel, table=True):
    """A Qaller app that logged in with a pairing code; only what is public of it (OOB-11)."""

    __table_args__ = (
        CheckConstraint("length(public_key) = 32", name="public_key"),
        CheckConstraint("length(verifier) = 32", name="verifier"),
        CheckConstraint("length(name) between 1 and 64", name="name"),
    )
    id: str = Field(primary_key=True, sa_type=String)
    account_id: str = Field(sa_type=String, foreign_key="account.id", ondelete="CASCADE", index=True)
    name: str = Field(sa_type=String)
    public_key: bytes = Field(sa_type=LargeBinary)
    verifier: bytes = Field(sa_type=LargeBinary, repr=False)
    created_at: datetime = Field(sa_type=Moment)
    ended_at: datetime | None = Field(default=None, sa_type=Moment)


class Factor(SQLModel, table=True):
    """A verified factor: the limits R2, R3, R4 and the one primary R5 hold here, whoever races."""

    __table_args__ = (
        CheckConstraint("kind in ('qaller','phone','authenticator')", name="kind"),
        CheckConstraint(
            "(kind = 'phone' and slot is not null and slot between 1 and 8 and e164 is not null)"
            " or (kind <> 'phone' and slot is null and e164 is null)",
            name="phone",
        ),
        CheckConstraint("e164 is null or (e164 like '+%' and length(e164) between 8 and 16)", name="e164"),
        CheckConstraint(
            "(kind = 'authenticator') = (secret is not null) and (kind = 'authenticator') = (last_step is not null)",
            name="authenticator",
        ),
        CheckConstraint("(kind = 'qaller') = (device_id is not null)", name="qaller"),
        CheckConstraint("length(label) <= 64", name="label"),
        UniqueConstraint("account_id", "slot"),
        UniqueConstraint("account_id", "e164"),
        _only_where("uq_factor_one_primary", "is_primary", "account_id"),
        _only_where("uq_factor_one_authenticator", "kind = 'authenticator'", "account_id"),
        _only_where("uq_factor_one_qaller", "kind = 'qaller'", "account_id"),
    )
    id: str = Field(primary_key=True, sa_type=String)
    account_id: str = Field(sa_type=String, foreign_key="account.id", ondelete="CASCADE")
    kind: str = Field(sa_type=String)
    slot: int | None = None
    position: int
    label: str = Field(default="", sa_type=String)
    e164: str | None = Field(default=None, sa_type=String, repr=False)
    secret: bytes | None = Field(default=None, sa_type=LargeBinary, repr=False)
    last_step: int | None = Field(default=None, sa_type=BigInteger)
    device_id: str | None = Field(default=None, sa_type=String, foreign_key="device.id")
    is_primary: bool = False
    created_at: datetime = Field(sa_type=Moment)
    created_from: str = Field(sa_type=String)
    last_used_at: datetime | None = Field(default=None, sa_type=Moment)


class LoginSession(SQLModel, table=True):
    """One person at one terminal; idle and overall limits run on that machine's uptime (SE-1, SE-2, SE-5)."""

    __tablename__ = "login_session"
    __table_args__ = (CheckConstraint("level in ('password','verified')", name="level"),)
    id: str = Field(primary_key=True, sa_type=String, repr=False)
    account_id: str = Field(sa_type=String, foreign_key="account.id", ondelete="CASCADE", index=True)
    level: str = Field(sa_type=String)
    origin: str = Field(sa_type=String)
    started_at: datetime = Field(sa_type=Moment)
    started_uptime: float
    seen_uptime: float
    editor_until: float | None = None
    ended_at: datetime | None = Field(default=None, sa_type=Moment)


class Enrolment(SQLModel, table=True):
    """A factor on its way in, at most one a session; it logs nobody in (OOB-7, TO-12)."""

    __table_args__ = (
        CheckConstraint("kind in ('qaller','phone','authenticator')", name="kind"),
        CheckConstraint("(kind = 'phone') = (e164 is not null)", name="phone"),
        CheckConstraint("(kind = 'authenticator') = (secret is not null)", name="authenticator"),
        CheckConstraint("(kind = 'qaller') = (device_id is not null)", name="qaller"),
    )
    id: str = Field(primary_key=True, sa_type=String)
    account_id: str = Field(sa_type=String, foreign_key="account.id", ondelete="CASCADE")
    session_id: str = Field(sa_type=String, foreign_key="login_session.id", ondelete="CASCADE", unique=True, repr=False)
    kind: str = Field(sa_type=String)
    label: str = Field(default="", sa_type=String)
    e164: str | None = Field(default=None, sa_type=String, repr=False)
    secret: bytes | None = Field(default=None, sa_type=LargeBinary, repr=False)
    device_id: str | None = Field(default=None, sa_type=String, foreign_key="device.id", ondelete="CASCADE")
    replaces: str | None = Field(default=None, sa_type=String, foreign_key="factor.id", ondelete="CASCADE")
    expires_at: datetime = Field(sa_type=Moment)


class Challenge(SQLModel, table=True):
    """A question for one code, bound to purpose, account, authenticator and session (OOB-3); newest only (OOB-2)."""

    __table_args__ = (
        CheckConstraint("(factor_id is null) <> (enrolment_id is null)", name="purpose"),
        CheckConstraint("(digest is null) = (code is null) and (digest is null) = (recipient is null)", name="code"),
        CheckConstraint("tries between 0 and 5", name="tries"),
        _only_where("uq_challenge_open", "consumed_at is null and voided_at is null", "session_id"),
    )
    id: str = Field(primary_key=True, sa_type=String)
    account_id: str = Field(sa_type=String, foreign_key="account.id", ondelete="CASCADE")
    session_id: str = Field(sa_type=String, foreign_key="login_session.id", ondelete="CASCADE", repr=False)
    factor_id: str | None = Field(default=None, sa_type=String, foreign_key="factor.id", ondelete="CASCADE")
    enrolment_id: str | None = Field(default=None, sa_type=String, foreign_key="enrolment.id", ondelete="CASCADE")
    recipient: str | None = Field(default=None, sa_type=String, repr=False)
    digest: bytes | None = Field(default=None, sa_type=LargeBinary, repr=False)
    code: bytes | None = Field(default=None, sa_type=LargeBinary, repr=False)
    created_at: datetime = Field(sa_type=Moment)
    expires_at: datetime | None = Field(default=None, sa_type=Moment)
    tries: int = 0
    consumed_at: datetime | None = Field(default=None, sa_type=Moment)
    voided_at: datetime | None = Field(default=None, sa_type=Moment)
    declined: bool = False


class Delivery(SQLModel, table=True):
    """One sending of a code, saved before anything is sent; the send limits count these rows (OOB-5)."""

    __table_args__ = (
        Index("ix_delivery_account_at", "account_id", "at"),
        Index("ix_delivery_at", "at"),
        Index("ix_delivery_recipient_at", "recipient", "at"),
    )
    id: str = Field(primary_key=True, sa_type=String)
    account_id: str = Field(sa_type=String, foreign_key="account.id", ondelete="CASCADE")
    challenge_id: str | None = Field(default=None, sa_type=String, foreign_key="challenge.id", ondelete="SET NULL")
    recipient: str = Field(sa_type=String, repr=False)
    channel: str = Field(sa_type=String)
    outcome: str = Field(default="", sa_type=String)
    at: datetime = Field(sa_type=Moment)
    spent: bool = False
    """Whether a code sent to this recipient came back since: limits against bombing count only what did not."""


class Notice(SQLModel, table=True):
    """What is to be told to a number of an account, written with the change it tells of and sent afterwards."""

    __table_args__ = (Index("ix_notice_at", "at"), Index("ix_notice_recipient_at", "recipient", "at"))
    id: str = Field(primary_key=True, sa_type=String)
    account_id: str = Field(sa_type=String, foreign_key="account.id", ondelete="CASCADE")
    recipient: str = Field(sa_type=String, repr=False)
    message: str = Field(sa_type=Text, repr=False)
    language: str = Field(sa_type=String)
    at: datetime = Field(sa_type=Moment)
    taken_at: datetime | None = Field(default=None, sa_type=Moment)
    outcome: str = Field(default="", sa_type=String)
    called_at: datetime | None = Field(default=None, sa_type=Moment)
    """When the number was last called about it; one call is about all that waited for the number then."""
    calls: int = Field(default=0, sa_column_kwargs={"server_default": text("0")})


class Push(SQLModel, table=True):
    """A message for one Qaller app, sealed for that device."""

    __table_args__ = (CheckConstraint("kind in ('code','notice')", name="kind"),)
    id: int | None = Field(default=None, primary_key=True, sa_type=ROW_ID)
    device_id: str = Field(sa_type=String, foreign_key="device.id", ondelete="CASCADE", index=True)
    challenge_id: str | None = Field(default=None, sa_type=String, foreign_key="challenge.id", ondelete="SET NULL")
    kind: str = Field(sa_type=String)
    sealed: bytes = Field(sa_type=LargeBinary, repr=False)
    sent_at: datetime = Field(sa_type=Moment)
    expires_at: datetime | None = Field(default=None, sa_type=Moment)
    declined_at: datetime | None = Field(default=None, sa_type=Moment)


class Pairing(SQLModel, table=True):
    """A pairing code, at most one open an account (OOB-10)."""

    __table_args__ = (
        CheckConstraint("tries between 0 and 5", name="tries"),
        _only_where("uq_pairing_open", "consumed_at is null", "account_id"),
    )
    id: str = Field(primary_key=True, sa_type=String)
    account_id: str = Field(sa_type=String, foreign_key="account.id", ondelete="CASCADE")
    digest: bytes = Field(sa_type=LargeBinary, repr=False)
    expires_at: datetime = Field(sa_type=Moment)
    tries: int = 0
    consumed_at: datetime | None = Field(default=None, sa_type=Moment)


class Reset(SQLModel, table=True):
    """A reset of somebody's factors by support (R10), at most one open an account, until a new factor is there.

    It is asked, by a second agent confirmed where it must be, carried out (then there is a code to read out), and
    redeemed with that code in one session. Nobody resets himself, and a second agent is somebody else (RC-5, RC-6).
    """

    __table_args__ = (
        CheckConstraint("agent_id <> account_id", name="not_oneself"),
        CheckConstraint("second_agent_id not in (agent_id, account_id)", name="second_agent"),
        CheckConstraint("executed_at is null or second_agent_id is not null or not needs_second", name="confirmed"),
        CheckConstraint("(executed_at is null) = (digest is null)", name="code"),
        CheckConstraint("(executed_at is null) = (expires_at is null)", name="lifetime"),
        CheckConstraint("session_id is null or executed_at is not null", name="redeemed"),
        CheckConstraint("length(reason) between 10 and 200", name="reason"),
        CheckConstraint("length(ticket) between 1 and 32", name="ticket"),
        CheckConstraint("tries between 0 and 5", name="tries"),
        _only_where("uq_reset_open", "closed_at is null", "account_id"),
    )
    id: str = Field(primary_key=True, sa_type=String)
    account_id: str = Field(sa_type=String, foreign_key="account.id", ondelete="CASCADE")
    agent_id: str = Field(sa_type=String)
    second_agent_id: str | None = Field(default=None, sa_type=String)
    needs_second: bool
    reason: str = Field(sa_type=String)
    ticket: str = Field(sa_type=String)
    asked_at: datetime = Field(sa_type=Moment)
    executed_at: datetime | None = Field(default=None, sa_type=Moment)
    digest: bytes | None = Field(default=None, sa_type=LargeBinary, repr=False)
    expires_at: datetime | None = Field(default=None, sa_type=Moment)
    tries: int = 0
    session_id: str | None = Field(default=None, sa_type=String, repr=False)
    """The session in which the code was entered; no other one gets on to the set-up."""
    closed_at: datetime | None = Field(default=None, sa_type=Moment)


class Follow(SQLModel, table=True):
    """A session that its owner lets an agent follow: where they are, and never what is typed or shown there."""

    __table_args__ = (
        CheckConstraint("(agent_session_id is null) = (joined_at is null)", name="joined"),
        _only_where("uq_follow_open", "ended_at is null", "session_id"),
        _only_where("uq_follow_code", "ended_at is null and joined_at is null", "digest"),
    )
    id: str = Field(primary_key=True, sa_type=String)
    session_id: str = Field(sa_type=String, foreign_key="login_session.id", ondelete="CASCADE", repr=False)
    digest: bytes = Field(sa_type=LargeBinary, repr=False)
    created_at: datetime = Field(sa_type=Moment)
    expires_at: datetime = Field(sa_type=Moment)
    agent_session_id: str | None = Field(
        default=None, sa_type=String, foreign_key="login_session.id", ondelete="CASCADE", repr=False
    )
    joined_at: datetime | None = Field(default=None, sa_type=Moment)
    spot: str = Field(default="{}", sa_type=Text)
    spot_at: datetime | None = Field(default=None, sa_type=Moment)
    ended_at: datetime | None = Field(default=None, sa_type=Moment)


class Throttle(SQLModel, table=True):
    """Wrong tries in a row for one authenticator, shared by all sessions and front ends (TH-4).

    The subject is a keyed digest, so that it can be a login nobody has: unknown logins wait just as known ones do.
    """

    __table_args__ = (CheckConstraint("failures between 0 and 50", name="failures"),)
    subject: str = Field(primary_key=True, sa_type=String)
    failures: int = 0
    until: datetime | None = Field(default=None, sa_type=Moment)


class Activity(SQLModel, table=True):
    """An audit event; append-only by trigger, and no foreign key, so that it outlives what it tells of.

    `actor` is the login of whoever did it, the owner's own or somebody else's.
    """

    __table_args__ = (Index("ix_activity_account_id", "account_id", "id"), Index("ix_activity_actor", "actor", "id"))
    id: int | None = Field(default=None, primary_key=True, sa_type=ROW_ID)
    account_id: str = Field(sa_type=String)
    at: datetime = Field(sa_type=Moment)
    what: str = Field(sa_type=String)
    details: str = Field(default="{}", sa_type=Text)
    origin: str = Field(sa_type=String)
    actor: str = Field(sa_type=String)
