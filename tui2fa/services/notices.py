"""Telling an account's numbers what was changed, so that its owner can object (RC-7, NIST SP 800-63B-4 4.6).

What is to be told is written with the change itself, in one transaction, and sent afterwards: a change is never told
that was not made, and one that was made is told even if this program ends at that moment.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import and_, or_
from sqlmodel import Session, col, func, select, update

from tui2fa.delivery.base import Channel, Job, Telling
from tui2fa.delivery.gate import NOT_SENT, Gate
from tui2fa.domain.errors import N_
from tui2fa.domain.factors import Kind
from tui2fa.domain.limits import DAY
from tui2fa.domain.outcomes import Outcome
from tui2fa.domain.phone import dialled
from tui2fa.locale import Catalogue, catalogue
from tui2fa.services.context import ISSUER, Context
from tui2fa.services.views import Event
from tui2fa.store import tables
from tui2fa.store.engine import after_commit

MESSAGE = N_("{issuer}: {what}, {moment}. Was this not you? Call {phone} at once.")
WORDS = {
    Kind.QALLER: N_("Qaller app"),
    Kind.PHONE: N_("number {masked}"),
    Kind.AUTHENTICATOR: N_("authenticator app"),
}
NOTICES_DAY = 10
"""Notices to one number in 24 hours: who changes something all day long bothers nobody without end."""
TAKEN_FOR = timedelta(minutes=5)
"""After this somebody else may send what a program took and did not finish, or what reached nobody is sent again."""
PATIENCE = timedelta(minutes=15)
"""So long after the change it is tried again to tell of it."""
QUIET = timedelta(minutes=15)
"""From one call that told of a change to the next to the same number, which tells of all that came meanwhile."""
CALLED = (Outcome.HEARD, Outcome.DECLINED, Outcome.BUSY, Outcome.NO_ANSWER, Outcome.HUNG_UP)
"""How a call can end; like the call they count for all that the number was to be told."""
AGAIN = (Outcome.BUSY, Outcome.NO_ANSWER, Outcome.HUNG_UP, Outcome.TEMPORARY, Outcome.UNREACHABLE)
"""Nobody was told, and somebody may be soon."""


class Notices:
    """Writes what is to be told, and sends it."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._gate = Gate(context.clock.uptime)
        self._closed = False

    @property
    def _ways(self) -> tuple[Channel, ...]:
        """The ways that tell of changes: those that say which before those that only speak of one."""
        asked = Telling.WRITTEN, Telling.SPOKEN
        return tuple(way for telling in asked for way in self._context.phone if way.telling is telling)

    def put(self, db: Session, account: tables.Account, event: Event) -> None:
        """Have all numbers that the account has now told of an event, in its language; call it before the change."""
        if not self._ways:
            return
        factor = tables.Factor
        tr = catalogue(account.language)
        now = self._context.clock.now()
        told = tr(
            MESSAGE,
            issuer=ISSUER,
            what=_words(tr, event),
            moment=tr.moment(event.at, now),
            phone=self._context.support_phone,
        )
        numbers = db.exec(select(factor.e164).where(factor.account_id == account.id, col(factor.e164).is_not(None)))
        for number in numbers.all():
            db.add(
                tables.Notice(
                    id=self._context.new_id(),
                    account_id=account.id,
                    recipient=number or "",
                    message=told,
                    language=account.language,
                    at=now,
                )
            )
        after_commit(db, self._context.wake)

    def deliver(self) -> bool:
        """Send the next one that waits; whether there was one. Takes as long as the ways take."""
        notice = self._take()
        if notice is None:
            return False
        began = self._context.clock.now()
        self._keep(notice, Outcome.LIMIT if self._too_many(notice) else self._send(notice), began)
        return True

    def close(self) -> None:
        """A call that is hung up from now on told nobody: it waits for whoever opens the store next (SE-6)."""
        self._closed = True

    def _take(self) -> tables.Notice | None:
        """The next one that nobody else sends, taken."""
        row = tables.Notice
        now = self._context.clock.now()
        free = or_(col(row.taken_at).is_(None), col(row.taken_at) < now - TAKEN_FOR)
        waiting = and_(col(row.outcome) == "", free, col(row.at) > now - DAY)
        with self._context.store.write() as db:
            for notice in db.exec(select(row).where(waiting).order_by(col(row.at)).limit(8)):
                taken = db.exec(update(row).where(col(row.id) == notice.id, waiting).values(taken_at=now)).rowcount
                if taken:
                    return notice
        return None

    def _too_many(self, notice: tables.Notice) -> bool:
        row = tables.Notice
        since = self._context.clock.now() - DAY
        arrived = col(row.outcome).not_in(("", *NOT_SENT))
        counted = and_(col(row.recipient) == notice.recipient, col(row.at) > since, arrived)
        with self._context.store.read() as db:
            return db.exec(select(func.count()).where(counted)).one() >= NOTICES_DAY

    def _send(self, notice: tables.Notice) -> Outcome | None:
        """How it ended; None where it has to wait, because the number was called just now."""
        if not (ways := self._ways):
            return Outcome.MISCONFIGURED
        if self._was_called(notice.recipient):
            ways = tuple(way for way in ways if way.telling is Telling.WRITTEN)
            if not ways:
                return None
        call_back = dialled(self._context.support_phone, notice.recipient)
        job = Job(notice.id, notice.recipient, "", notice.message, notice.language, notice.at + DAY, call_back)
        _, result = self._gate.carry(notice.id, ways, job, lambda job, result, way: job, lambda outcome: None)
        return result.outcome

    def _was_called(self, recipient: str) -> bool:
        row = tables.Notice
        lately = col(row.taken_at) > self._context.clock.now() - QUIET
        heard = and_(col(row.recipient) == recipient, col(row.outcome) == Outcome.HEARD, lately)
        with self._context.store.read() as db:
            return db.exec(select(row.id).where(heard)).first() is not None

    def _keep(self, notice: tables.Notice, outcome: Outcome | None, began: datetime) -> None:
        """Keep how it ended, for all that the number had to be told where it was called; or let it wait."""
        row = tables.Notice
        now = self._context.clock.now()
        waiting = and_(col(row.recipient) == notice.recipient, col(row.outcome) == "", col(row.at) <= began)
        kept = waiting if outcome in (Outcome.HEARD, Outcome.DECLINED) else col(row.id) == notice.id
        broken_off = self._closed and outcome is Outcome.HUNG_UP
        again = outcome in AGAIN and (broken_off or now < notice.at + PATIENCE)
        with self._context.store.write() as db:
            if outcome in CALLED:
                db.exec(update(row).where(waiting).values(taken_at=now))
            if outcome and not again:
                db.exec(update(row).where(kept).values(outcome=outcome))


def _words(tr: Catalogue, event: Event) -> str:
    """What happened, in the middle of a sentence."""
    factor = tr(WORDS[event.kind], masked=event.masked) if event.kind else ""
    return tr(event.what.value, factor=factor, device=event.device)
