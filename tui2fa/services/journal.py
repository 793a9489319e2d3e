"""The audit events of an account: written in the transaction of the change, told to its factors, read back."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from tui2fa.domain.events import NOTIFIED, EventKind
from tui2fa.domain.factors import Factor, Kind
from tui2fa.services.context import Context
from tui2fa.services.factor_rows import About
from tui2fa.services.notices import Notices
from tui2fa.services.pushing import Pushing
from tui2fa.services.views import Event
from tui2fa.store import tables

DETAILS = ("kind", "masked", "label", "device", "by", "reason", "ticket")
"""What is kept of an event beside what, when, from where and by which login."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody else who does something to an account, and why."""

    login: str
    name: str
    reason: str = ""
    ticket: str = ""


OPERATOR = Actor("operator", "operator")
"""Who did what was done on the command line; no login looks like it."""


class Journal:
    """Writes events; for the other services."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._pushing = Pushing(context)
        self._notices = Notices(context)

    def record(
        self,
        db: Session,
        account: tables.Account,
        what: EventKind,
        factor: About | None = None,
        *,
        device: str = "",
        by: Actor | None = None,
        removed: Sequence[Factor] = (),
        ending: Sequence[tables.Device] = (),
    ) -> None:
        """Keep an event and tell it to the account's Qaller app where it changes what protects the account (RC-7).

        `by` is who did it where that is not the account's owner, `removed` are the factors that go with it, `ending`
        the apps that are logged out by it, which are told as their last word whether they were a factor or not. Call
        it before the change is made, so that the factors of before are the ones that are told.
        """
        event = Event(
            at=self._context.clock.now(),
            what=what,
            origin=self._context.origin,
            actor=by.login if by else account.login,
            kind=factor.kind if factor else None,
            masked=factor.masked if factor else "",
            label=factor.label if factor else "",
            device=device,
            by=by.name if by else "",
            reason=by.reason if by else "",
            ticket=by.ticket if by else "",
            removed=tuple((factor.kind, factor.masked) for factor in removed),
        )
        db.add(
            tables.Activity(
                account_id=account.id,
                at=event.at,
                what=what.name,
                details=json.dumps(details(event)),
                origin=event.origin,
                actor=event.actor,
            )
        )
        if what in NOTIFIED:
            self._pushing.notice(db, account, event, details(event), ending)
            self._notices.put(db, account, event)


def details(event: Event) -> dict[str, str]:
    """What an event was about, for keeping: never a whole number, never a secret (SC-4)."""
    kept = {name: value for name in DETAILS if (value := getattr(event, name))}
    if event.removed:
        kept["removed"] = " ".join(f"{kind}:{masked}" for kind, masked in event.removed)
    return kept


def from_details(at: datetime, what: str, origin: str, actor: str, about: dict[str, str], *, login: str = "") -> Event:
    """What was kept, as a view again; `login` is whose account it was about, where that must be told."""
    kept = {name: about[name] for name in DETAILS if name in about and name != "kind"}
    kind = Kind(about["kind"]) if "kind" in about else None
    gone = (entry.partition(":") for entry in about.get("removed", "").split())
    return Event(
        at=at,
        what=EventKind[what],
        origin=origin,
        actor=actor,
        kind=kind,
        removed=tuple((Kind(name), masked) for name, _, masked in gone),
        login=login,
        **kept,
    )


def newest(db: Session, account: str, limit: int) -> tuple[Event, ...]:
    """An account's events, newest first."""
    row = tables.Activity
    rows = db.exec(select(row).where(row.account_id == account).order_by(col(row.id).desc()).limit(limit))
    return tuple(from_details(line.at, line.what, line.origin, line.actor, json.loads(line.details)) for line in rows)


def done_by(db: Session, actor: tables.Account, limit: int) -> tuple[Event, ...]:
    """What somebody did to the accounts of others, newest first."""
    row, owner = tables.Activity, tables.Account
    found = db.exec(
        select(row, owner.login)
        .join(owner, col(owner.id) == col(row.account_id), isouter=True)
        .where(row.actor == actor.login, row.account_id != actor.id)
        .order_by(col(row.id).desc())
        .limit(limit)
    )
    return tuple(
        from_details(line.at, line.what, line.origin, line.actor, json.loads(line.details), login=login or "")
        for line, login in found
    )
