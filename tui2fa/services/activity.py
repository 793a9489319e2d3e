"""The audit events of an account: written in the transaction of the change, told to its Qaller app, read back."""

from __future__ import annotations

import json
from datetime import datetime

from sqlmodel import Session, col, select

from tui2fa.domain.events import NOTIFIED, EventKind
from tui2fa.domain.factors import Kind
from tui2fa.services.context import Context
from tui2fa.services.factor_rows import About
from tui2fa.services.pushing import Pushing
from tui2fa.services.sessions import Sessions
from tui2fa.services.views import Event
from tui2fa.store import tables


class Journal:
    """Writes events; for the other services."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._pushing = Pushing(context)

    def record(
        self, db: Session, account: tables.Account, what: EventKind, factor: About | None = None, device: str = ""
    ) -> None:
        """Keep an event and tell it to the account's Qaller app where it changes what protects the account (RC-7).

        Call it before the change is made, so that the factors of before are the ones that are told.
        """
        event = Event(
            at=self._context.clock.now(),
            what=what,
            origin=self._context.origin,
            actor=account.login,
            kind=factor.kind if factor else None,
            masked=factor.masked if factor else "",
            label=factor.label if factor else "",
            device=device,
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
            self._pushing.notice(db, account, event, details(event))


def details(event: Event) -> dict[str, str]:
    """What an event was about, for keeping: never a whole number, never a secret (SC-4)."""
    about = {"kind": event.kind or "", "masked": event.masked, "label": event.label, "device": event.device}
    return {name: value for name, value in about.items() if value}


def from_details(at: datetime, what: str, origin: str, actor: str, about: dict[str, str]) -> Event:
    """What was kept, as a view again."""
    return Event(
        at=at,
        what=EventKind[what],
        origin=origin,
        actor=actor,
        kind=Kind(about["kind"]) if "kind" in about else None,
        masked=about.get("masked", ""),
        label=about.get("label", ""),
        device=about.get("device", ""),
    )


def newest(db: Session, account: str, limit: int) -> tuple[Event, ...]:
    """An account's events, newest first."""
    row = tables.Activity
    rows = db.exec(select(row).where(row.account_id == account).order_by(col(row.id).desc()).limit(limit))
    return tuple(from_details(line.at, line.what, line.origin, line.actor, json.loads(line.details)) for line in rows)


class ActivityService:
    """An account's own activity list."""

    def __init__(self, context: Context, sessions: Sessions) -> None:
        self._context = context
        self._sessions = sessions

    def listing(self, session: str, limit: int = 50) -> tuple[Event, ...]:
        """The newest events of the account that is logged in, newest first."""
        with self._context.store.read() as db:
            return newest(db, self._sessions.panel(db, session).account.id, limit)
