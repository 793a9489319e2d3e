"""Counting wrong tries before they are judged, in the store, for everything that can be guessed (TH-1 to TH-9)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import or_
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, delete, update

from tui2fa.domain import throttle as rules
from tui2fa.domain.errors import Refused
from tui2fa.domain.refusals import Refusal
from tui2fa.services.context import Context
from tui2fa.store import tables
from tui2fa.store.engine import WRITING


class Trial:
    """What `Throttles.trial` hands out: its transaction, and what is done with the try in it."""

    def __init__(self, db: Session, count: Callable[[Session, str, Refusal], Refused | None]) -> None:
        self.db = db
        self._count = count
        self.barred: Refused | None = None
        """What is raised after the commit."""

    def count(self, subject: str, locked: Refusal = Refusal.LOCKED) -> bool:
        """Count the try as wrong; `clear` takes it back when it was right. False where none is looked at now (TH-3)."""
        self.barred = self._count(self.db, subject, locked)
        return self.barred is None

    def bar(self, refusal: Refusal) -> None:
        """Let no try be looked at for another reason."""
        self.barred = Refused(refusal)


class Throttles:
    """One state machine for password, factors, enrolments and pairing codes."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def subject(self, kind: str, name: str) -> str:
        """The key of one authenticator: a keyed digest, so that a mistyped login is not kept readable."""
        return self._context.sealer.digest("throttle", kind, name).hex()

    def read(self, db: Session, subject: str) -> rules.Throttle:
        """Where this authenticator stands; a wait that is longer than any is cut, in the store too (TH-9)."""
        table = tables.Throttle
        row = db.get(table, subject)
        kept = rules.Throttle(row.failures, row.until) if row else rules.Throttle()
        seen = kept.seen_at(self._context.clock.now())
        if seen != kept and db.info[WRITING]:
            db.exec(update(table).where(col(table.subject) == subject).values(until=seen.until))
        return seen

    @contextmanager
    def trial(self) -> Iterator[Trial]:
        """A writing transaction that counts a try before that is judged (TH-5).

        Once all of it is committed it raises what barred the try: Refused(WAIT) or Refused(LOCKED), for the most part.
        """
        with self._context.store.write() as db:
            trial = Trial(db, self._count)
            yield trial
        if trial.barred:
            raise trial.barred

    def _count(self, db: Session, subject: str, locked: Refusal) -> Refused | None:
        """Why no try is looked at now (TH-3); None where one was counted as wrong."""
        now = self._context.clock.now()
        row = tables.Throttle
        waited = or_(col(row.until).is_(None), col(row.until) <= now)
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
            return Refused(locked) if state.locked else Refused(Refusal.WAIT, wait=state.waiting(now))
        until = rules.until_after(failures, now)
        db.exec(update(row).where(col(row.subject) == subject).values(until=until))
        return None

    def clear(self, db: Session, subject: str) -> None:
        """Forget the wrong tries of an authenticator that was used rightly (TH-8), or of one that is gone."""
        db.exec(delete(tables.Throttle).where(col(tables.Throttle.subject) == subject))
