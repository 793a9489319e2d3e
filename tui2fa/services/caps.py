"""What bars sending a code now, and until when: looked at in the transaction that reserves the sending (OOB-5)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_
from sqlmodel import Session, col, func, select

from tui2fa.delivery.gate import NOT_SENT
from tui2fa.domain.factors import Kind
from tui2fa.domain.limits import DAY, HOUR, alarming
from tui2fa.domain.refusals import Refusal
from tui2fa.services.context import Context
from tui2fa.store import tables
from tui2fa.store.engine import hold

PUSHES_IN_A_ROW = 5
"""OOB-5: pushes to an app since a code of it last came back."""
INSTALLATION = "installation"

_row = tables.Delivery


@dataclass(frozen=True, slots=True)
class Bar:
    """Why nothing may be sent, and until when (UTC)."""

    refusal: Refusal
    until: datetime


class Caps:
    """Counts the rows of the deliveries, of this and every other front end."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def reserve(self, db: Session, recipient: str) -> None:
        """Let nobody else decide on sending to this number, or on the day's last code, until this transaction ends.

        Call it after the account's row is locked and before `bar`.
        """
        hold(db, recipient)
        hold(db, INSTALLATION)

    def bar(self, db: Session, challenge: tables.Challenge, kind: str) -> Bar | None:
        """What bars sending this challenge's code longest; None where it may go."""
        bars = self._bars(db, challenge, Kind(kind))
        return max((bar for bar in bars if bar.until > self._now), key=lambda bar: bar.until, default=None)

    def alarm(self, db: Session) -> str:
        """What to tell the operator now that one more code was sent; "" as long as all is well, and said once.

        The ratio of codes sent to codes that came back (delivery of one-time codes is what toll fraud lives on).
        """
        last_hour = and_(self._to_numbers, col(_row.at) > self._now - HOUR)
        sent = db.exec(select(func.count()).where(last_hour)).one()
        verified = db.exec(select(func.count()).where(last_hour, _row.spent)).one()
        if not alarming(sent, verified) or alarming(sent - 1, verified):
            return ""
        return f"ALARM: {sent} codes sent to numbers in an hour, {verified} came back; is this fraud?"

    @property
    def _now(self) -> datetime:
        return self._context.clock.now()

    @property
    def _counted(self) -> ColumnElement[bool]:
        """Rows that count: a code may have arrived, and the row is not of before the clock went back."""
        return and_(col(_row.outcome).not_in(NOT_SENT), col(_row.at) <= self._now + self._context.limits.gap)

    @property
    def _to_numbers(self) -> ColumnElement[bool]:
        return and_(self._counted, col(_row.channel) != self._context.qaller.name)

    def _bars(self, db: Session, challenge: tables.Challenge, kind: Kind) -> Iterator[Bar]:
        limits = self._context.limits
        ours = col(_row.account_id) == challenge.account_id
        theirs = col(_row.recipient) == (challenge.recipient or "")
        unanswered = and_(self._counted, ours, theirs, ~col(_row.spent))
        yield from self._beyond(db, Refusal.TOO_SOON, 1, limits.gap, unanswered)
        beyond = Refusal.TOO_MANY_SENT
        if kind is Kind.QALLER:
            yield from self._beyond(db, beyond, PUSHES_IN_A_ROW, HOUR, unanswered)
            return
        yield from self._beyond(db, beyond, limits.account_hour, HOUR, self._to_numbers, ours)
        yield from self._beyond(db, beyond, limits.account_day, DAY, self._to_numbers, ours)
        yield from self._beyond(db, beyond, limits.number_hour, HOUR, self._to_numbers, theirs)
        yield from self._beyond(db, beyond, limits.number_day, DAY, self._to_numbers, theirs)
        yield from self._beyond(db, beyond, limits.total_day, DAY, self._to_numbers)
        if challenge.enrolment_id:
            yield from self._new_numbers(db, challenge)

    def _beyond(
        self, db: Session, refusal: Refusal, most: int, span: timedelta, *which: ColumnElement[bool]
    ) -> Iterator[Bar]:
        """A bar where `most` of these rows lie within `span`: until the oldest of them is that old."""
        newest = select(_row.at).where(*which, col(_row.at) > self._now - span).order_by(col(_row.at).desc())
        for at in db.exec(newest.offset(most - 1).limit(1)):
            yield Bar(refusal, at + span)

    def _new_numbers(self, db: Session, challenge: tables.Challenge) -> Iterator[Bar]:
        """A bar where an account tried many numbers that did not become its factors: somebody tries them out."""
        factor = tables.Factor
        own = select(factor.e164).where(factor.account_id == challenge.account_id, col(factor.e164).is_not(None))
        last = func.max(_row.at)
        tried = (
            select(last)
            .where(
                self._to_numbers,
                col(_row.account_id) == challenge.account_id,
                col(_row.at) > self._now - DAY,
                col(_row.recipient).not_in(own),
                col(_row.recipient) != challenge.recipient,
            )
            .group_by(col(_row.recipient))
            .order_by(last.desc())
        )
        for at in db.exec(tried.offset(self._context.limits.new_numbers_day - 1).limit(1)):
            yield Bar(Refusal.TOO_MANY_NUMBERS_TRIED, at + DAY)
