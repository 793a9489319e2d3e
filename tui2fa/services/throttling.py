"""Counting wrong tries before they are judged, in the store, for everything that can be guessed (TH-1 to TH-9)."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import or_
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, delete, update

from tui2fa.domain import throttle as rules
from tui2fa.domain.errors import Refusal, Refused
from tui2fa.services.context import Context
from tui2fa.store import tables


class Throttles:
    """One state machine for password, factors, enrolments and pairing codes."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def subject(self, kind: str, name: str) -> str:
        """The key of one authenticator: a keyed digest, so that a mistyped login is not kept readable."""
        return self._context.sealer.digest("throttle", kind, name).hex()

    def read(self, db: Session, subject: str) -> rules.Throttle:
        """Where this authenticator stands."""
        row = db.get(tables.Throttle, subject)
        return rules.Throttle(row.failures, row.until) if row else rules.Throttle()

    def count(self, db: Session, subject: str, locked: Refusal = Refusal.LOCKED) -> None:
        """Count one try as wrong before it is judged (TH-5); `clear` takes it back when it was right.

        Raises Refused(WAIT) or Refused(`locked`) without counting when no try is looked at now (TH-3). The caller's
        transaction must be committed before the try is judged.
        """
        now = self._context.clock.now()
        longest = now + timedelta(seconds=rules.LONGEST_WAIT)
        row = tables.Throttle
        waited = or_(col(row.until).is_(None), col(row.until) <= now, col(row.until) > longest)
        insert = postgresql.insert if db.get_bind().dialect.name == "postgresql" else sqlite.insert
        failures = db.execute(
            insert(row)
            .values(subject=subject, failures=1)
            .on_conflict_do_update(
                index_elements=[col(row.subject)],
                set_={"failures": col(row.failures) + 1},
                where=(col(row.failures) < rules.CAP) & waited,
            )
            .returning(col(row.failures))
        ).scalar_one_or_none()
        if failures is None:
            state = self.read(db, subject)
            raise Refused(locked) if state.locked else Refused(Refusal.WAIT, wait=state.waiting(now))
        until = rules.until_after(failures, now)
        db.exec(update(row).where(col(row.subject) == subject).values(until=until))

    def clear(self, db: Session, subject: str) -> None:
        """Forget the wrong tries of an authenticator that was used rightly (TH-8), or of one that is gone."""
        db.exec(delete(tables.Throttle).where(col(tables.Throttle.subject) == subject))
