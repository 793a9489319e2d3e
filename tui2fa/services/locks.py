"""What wrong tries bar of an account, as support sees it, and lifting it (TH-1, R10)."""

from __future__ import annotations

from collections.abc import Iterator

from sqlmodel import Session, select

from tui2fa.domain.errors import Refused
from tui2fa.domain.refusals import Refusal
from tui2fa.services.context import Context
from tui2fa.services.factor_rows import About, about
from tui2fa.services.oversight import Lock, LockedThing
from tui2fa.services.throttling import Throttles
from tui2fa.store import tables


class Locks:
    """The counters of wrong tries of one account; for the desk."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._throttles = Throttles(context)

    def listing(self, db: Session, account: tables.Account) -> tuple[Lock, ...]:
        """Every counter that stands at more than nothing."""
        now = self._context.clock.now()
        locks = []
        for name, thing, subject, factor in self._subjects(db, account):
            state = self._throttles.read(db, subject)
            if state.failures:
                locks.append(
                    Lock(
                        id=name,
                        thing=thing,
                        failures=state.failures,
                        wait=state.waiting(now),
                        blocked=state.locked,
                        kind=factor.kind if factor else None,
                        masked=factor.masked if factor else "",
                    )
                )
        return tuple(locks)

    def lift(self, db: Session, account: tables.Account, lock: str) -> About | None:
        """Forget the wrong tries of one thing; the factor, where it is one. Raises Refused(NO_LOCK)."""
        for name, _, subject, factor in self._subjects(db, account):
            if name == lock and self._throttles.read(db, subject).failures:
                self._throttles.clear(db, subject)
                return factor
        raise Refused(Refusal.NO_LOCK)

    def _subjects(self, db: Session, account: tables.Account) -> Iterator[tuple[str, LockedThing, str, About | None]]:
        subject = self._throttles.subject
        yield "password", LockedThing.PASSWORD, subject("password", account.login), None
        for row in db.exec(select(tables.Factor).where(tables.Factor.account_id == account.id)).all():
            yield row.id, LockedThing.FACTOR, subject("factor", row.id), about(row)
        yield "enrolment", LockedThing.ENROLMENT, subject("enrolment", account.id), None
        yield "pairing", LockedThing.PAIRING, subject("pairing", account.login), None
        yield "reset", LockedThing.RESET_CODE, subject("reset", account.id), None
        yield "follow", LockedThing.FOLLOW_CODE, subject("follow", account.id), None
