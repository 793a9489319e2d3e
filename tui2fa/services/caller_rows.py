"""Rows of a caller's account as an agent may see them: every number masked, wherever it stands, and no secret (R10)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlmodel import Session, col, func, select

from tui2fa.domain import phone
from tui2fa.domain.events import EventKind
from tui2fa.domain.factors import Factor, Kind
from tui2fa.domain.outcomes import Outcome
from tui2fa.domain.roles import Role
from tui2fa.domain.support import SECOND_LIFETIME
from tui2fa.services.factor_rows import listing
from tui2fa.services.journal import newest
from tui2fa.services.oversight import CallerFile, CallerLine, DeliveryLine, Lock, ResetState
from tui2fa.services.pairing import connected
from tui2fa.services.people_rows import full_name
from tui2fa.services.sessions import Signed, open_reset
from tui2fa.services.views import Event
from tui2fa.store import tables

NEWEST = 20
"""Events and deliveries in a caller's file."""
TO_BE_SEEN = (
    EventKind.FACTOR_ADDED,
    EventKind.FACTOR_REPLACED,
    EventKind.FACTOR_REMOVED,
    EventKind.ACCOUNT_DISABLED,
    EventKind.ACCOUNT_ENABLED,
    EventKind.FIRST_PASSWORD_GIVEN,
    EventKind.RESET_ASKED,
    EventKind.RESET,
    EventKind.RESET_CODE_ENTERED,
    EventKind.LOCK_LIFTED,
)
"""Events after which an agent who acts on an account must look at it again."""


def caller_lines(db: Session, accounts: Sequence[tables.Account], e164: str | None) -> tuple[CallerLine, ...]:
    """The accounts that were found, by this number where it was one."""
    factor = tables.Factor
    owners = col(factor.account_id).in_([account.id for account in accounts])
    counted = dict(db.exec(select(factor.account_id, func.count()).where(owners).group_by(factor.account_id)).all())
    return tuple(
        CallerLine(
            login=account.login,
            name=phone.hide(full_name(account)),
            role=Role(account.role),
            disabled=account.disabled,
            factors=counted.get(account.id, 0),
            found_by=phone.mask(e164) if e164 else "",
        )
        for account in accounts
    )


def caller_file(
    db: Session, agent: Signed, account: tables.Account, locks: tuple[Lock, ...], now: datetime
) -> CallerFile:
    """All that `agent` may see of an account; `locks` are what wrong tries bar of it."""
    return CallerFile(
        login=account.login,
        name=phone.hide(full_name(account)),
        role=Role(account.role),
        language=account.language,
        own=account.id == agent.account.id,
        disabled=account.disabled,
        password_expires=account.password_expires_at,
        created=account.created_at,
        last_login=account.last_login_at,
        factors=tuple(map(_hidden_factor, listing(db, account.id))),
        apps=tuple(replace(app, name=phone.hide(app.name)) for app in connected(db, account.id)),
        locks=locks,
        deliveries=_deliveries(db, account),
        events=tuple(map(hidden, newest(db, account.id, NEWEST))),
        reset=_state(db, agent, account, now),
        version=version_of(db, account),
    )


def hidden(event: Event) -> Event:
    """An event whose owner's own names for things hold no whole number."""
    return replace(event, label=phone.hide(event.label), device=phone.hide(event.device))


def waits_for_second(reset: tables.Reset, now: datetime) -> bool:
    """Whether a second agent can confirm this reset now."""
    return reset.executed_at is None and reset.asked_at <= now < reset.asked_at + SECOND_LIFETIME


def version_of(db: Session, account: tables.Account) -> int:
    """A number that grows with whatever an agent should have seen before acting on an account."""
    row = tables.Activity
    kinds = [kind.name for kind in TO_BE_SEEN]
    found = db.exec(select(func.max(row.id)).where(row.account_id == account.id, col(row.what).in_(kinds))).one()
    return found or 0


def _hidden_factor(factor: Factor) -> Factor:
    return replace(factor, label=phone.hide(factor.label))


def _state(db: Session, agent: Signed, account: tables.Account, now: datetime) -> ResetState | None:
    """The open reset; one that nobody confirmed in time counts only where it bars an account without factors."""
    reset = open_reset(db, account.id)
    lapsed = reset is not None and reset.executed_at is None and not waits_for_second(reset, now)
    if reset is None or (lapsed and listing(db, account.id)):
        return None
    asker = db.get(tables.Account, reset.agent_id)
    return ResetState(
        agent=full_name(asker) if asker else "",
        mine=reset.agent_id == agent.account.id,
        reason=reset.reason,
        ticket=reset.ticket,
        asked=reset.asked_at,
        second_needed=waits_for_second(reset, now),
        expires=reset.expires_at or reset.asked_at + SECOND_LIFETIME,
        entered=reset.session_id is not None,
    )


def _deliveries(db: Session, account: tables.Account) -> tuple[DeliveryLine, ...]:
    """The last sendings to an account, newest first."""
    row = tables.Delivery
    sent = db.exec(select(row).where(row.account_id == account.id).order_by(col(row.at).desc()).limit(NEWEST))
    return tuple(
        DeliveryLine(
            at=line.at,
            kind=Kind.PHONE if line.recipient.startswith("+") else Kind.QALLER,
            masked=phone.mask(line.recipient) if line.recipient.startswith("+") else "",
            outcome=Outcome(line.outcome) if line.outcome else None,
            came_back=line.spent,
        )
        for line in sent
    )
