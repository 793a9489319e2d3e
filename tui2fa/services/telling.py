"""Telling an account's numbers what was changed, so that its owner can object: by a message, else by a call.

A message says what was changed and is sent for each change. A call only says that something was: one tells of all that
waits for its number, and the next one to it comes after a while. Every front end on a store does this, and no two of
them for the same notice or with the same number at once: what is taken in hand is marked in the store first.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import col, func, select, update

from tui2fa.delivery.base import Channel, Job, Telling
from tui2fa.delivery.gate import NOT_SENT, OPERATORS, Gate
from tui2fa.domain import phone
from tui2fa.domain.errors import Refused
from tui2fa.domain.limits import DAY
from tui2fa.domain.outcomes import Outcome
from tui2fa.services.context import Context
from tui2fa.store import tables

NOTICES_DAY = 10
"""Messages and calls to one number in 24 hours: who changes something all day long bothers nobody without end."""
PUT_OFF = timedelta(minutes=5)
"""After this a notice that reached nobody is taken in hand again, or one that another program left unfinished."""
CALLS = 4
"""How often a number is called for one notice at most: at once, and every five minutes for a quarter of an hour."""
QUIET = timedelta(minutes=15)
"""From one call that was heard to the next one to the same number."""
RANG = (Outcome.BUSY, Outcome.NO_ANSWER, Outcome.HUNG_UP, Outcome.UNKNOWN)
"""How a call ends that told nobody, as far as is known, and may have bothered somebody."""
PASSING = (Outcome.TEMPORARY, Outcome.UNREACHABLE, Outcome.MISCONFIGURED)
"""Nobody was bothered, and the way may work before the day is over; a refused password is not tried again."""

_ROW = tables.Notice


class Teller:
    """Sends the notices that wait."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._gate = Gate(context.clock.uptime)
        self._closed = False
        self._calling = ""

    def deliver(self) -> bool:
        """Take the next one in hand; whether there was one. Takes as long as the ways take."""
        notice = self._take()
        if notice is None:
            return False
        outcome = self._write(notice) if self._has_room(notice) else Outcome.LIMIT
        calls = self._ways(Telling.SPOKEN)
        if calls and (outcome is None or outcome in NOT_SENT):
            self._call(notice, calls)
        elif outcome and outcome not in PASSING:
            self._settle(col(_ROW.id) == notice.id, outcome)
        return True

    def close(self) -> None:
        """Hang up: a call that is broken off told nobody, and waits for whoever opens the store next (SE-6)."""
        self._closed = True
        self._gate.give_up(self._calling)

    # what waits

    @property
    def _now(self) -> datetime:
        return self._context.clock.now()

    def _ways(self, telling: Telling) -> Sequence[Channel]:
        return [way for way in self._context.phone if way.telling is telling]

    def _take(self) -> tables.Notice | None:
        """The next one that nobody else has in hand: what was never tried goes first."""
        now, taken = self._now, col(_ROW.taken_at)
        free = or_(taken.is_(None), taken < now - PUT_OFF, taken > now)
        waiting = and_(col(_ROW.outcome) == "", free, col(_ROW.at) > now - DAY)
        with self._context.store.write() as db:
            for notice in db.exec(select(_ROW).where(waiting).order_by(taken.is_not(None), col(_ROW.at)).limit(8)):
                if db.exec(update(_ROW).where(col(_ROW.id) == notice.id, waiting).values(taken_at=now)).rowcount:
                    return notice
        return None

    def _has_room(self, notice: tables.Notice) -> bool:
        """Whether the number may be told something more today."""
        since = self._now - DAY
        theirs = col(_ROW.recipient) == notice.recipient
        arrived = col(_ROW.outcome).not_in(("", Outcome.LIMIT, *NOT_SENT))
        written = and_(theirs, col(_ROW.called_at).is_(None), col(_ROW.at) > since, arrived)
        called = and_(theirs, col(_ROW.called_at) > since)
        with self._context.store.read() as db:
            messages = db.exec(select(func.count()).where(written)).one()
            calls = db.exec(select(func.count(func.distinct(_ROW.called_at))).where(called)).one()
        return messages + calls < NOTICES_DAY

    # by a message

    def _write(self, notice: tables.Notice) -> Outcome | None:
        """How sending the sentence ended; None where no way carries one."""
        ways = self._ways(Telling.WRITTEN)
        return self._carry(ways, notice) if ways else None

    # by a call

    def _call(self, notice: tables.Notice, ways: Sequence[Channel]) -> None:
        """Call the number, unless it was called just now, for all that waits for it."""
        began = self._now
        if not self._claim(notice, began):
            return
        self._calling = notice.id
        outcome = self._carry(ways, notice)
        self._calling = ""
        in_hand = and_(col(_ROW.recipient) == notice.recipient, col(_ROW.called_at) == began)
        if outcome in PASSING or (self._closed and outcome in RANG):
            with self._context.store.write() as db:
                undone = {"called_at": None, "calls": _ROW.calls - 1}
                db.exec(update(_ROW).where(in_hand, col(_ROW.outcome) == "").values(undone))
        elif outcome in RANG:
            self._settle(and_(in_hand, col(_ROW.calls) >= CALLS), outcome)
        else:
            self._settle(in_hand, outcome)

    def _claim(self, notice: tables.Notice, now: datetime) -> bool:
        """Take all that waits for this number in hand, unless it was called just now."""
        theirs = col(_ROW.recipient) == notice.recipient
        waiting = and_(theirs, col(_ROW.outcome) == "", col(_ROW.at) > now - DAY)
        with self._context.store.write() as db:
            db.exec(select(_ROW.id).where(waiting).with_for_update()).all()
            lately = and_(theirs, col(_ROW.called_at) <= now, _called_lately(now))
            if db.exec(select(_ROW.id).where(lately)).first() is not None:
                return False
            db.exec(update(_ROW).where(waiting).values(called_at=now, taken_at=now, calls=_ROW.calls + 1))
        return True

    # both

    def _carry(self, ways: Sequence[Channel], notice: tables.Notice) -> Outcome:
        job = Job(
            notice.id,
            notice.recipient,
            "",
            notice.message,
            notice.language,
            notice.at + DAY,
            _call_back(self._context.support_phone, notice.recipient),
        )
        _, result = self._gate.carry(notice.id, ways, job, lambda job, result, way: job, lambda outcome: None)
        if result.outcome in OPERATORS:
            self._context.log(f"a notice was not delivered: {result.outcome} ({result.detail})")
        return result.outcome

    def _settle(self, which: ColumnElement[bool], outcome: Outcome) -> None:
        with self._context.store.write() as db:
            db.exec(update(_ROW).where(which, col(_ROW.outcome) == "").values(outcome=outcome))


def _called_lately(now: datetime) -> ColumnElement[bool]:
    heard = and_(col(_ROW.outcome) == Outcome.HEARD, col(_ROW.called_at) > now - QUIET)
    return or_(heard, col(_ROW.called_at) > now - PUT_OFF)


def _call_back(support: str, recipient: str) -> str:
    """The digits that are dialled to object; "" where the support's number is none, or more than one."""
    try:
        return phone.dialled(phone.contact(support), recipient)
    except Refused:
        return ""
