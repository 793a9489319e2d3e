"""Sending the code of a challenge: limits and a row first, then the channel, with no transaction open (DB-5, OOB-5)."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import and_
from sqlmodel import Session, col, select, update

from tui2fa.delivery.base import Job, Progress, Result
from tui2fa.domain.errors import N_, Refusal, Refused
from tui2fa.domain.factors import Kind
from tui2fa.locale import catalogue
from tui2fa.services.challenges import NOT_SENT, Challenges, Subject
from tui2fa.services.context import Context
from tui2fa.services.sessions import Sessions, Signed
from tui2fa.services.views import Delivered
from tui2fa.store import tables

MESSAGE = N_("Your {issuer} code is {code}. It is valid for five minutes. Share it with nobody.")
PUSHES_IN_A_ROW = 5
"""OOB-5: pushes to an app since a code of it last came back."""


class Sending:
    """Sends, and sends again."""

    def __init__(self, context: Context, sessions: Sessions, challenges: Challenges) -> None:
        self._context = context
        self._sessions = sessions
        self._challenges = challenges

    def send(self, session_id: str, challenge_id: str, progress: Progress = lambda outcome: None) -> Delivered:
        """Send the code of a challenge, the same one as before while it lives, a new challenge's when it is dead.

        Takes as long as the channel takes, 30 s at most. A delivery that fails is an outcome, and the challenge can
        still be answered. Raises Refused(TOO_SOON, TOO_MANY_SENT, CHANNEL_OFF or LOCKED), Refused(CODE_EXPIRED) for a
        challenge that the session has left behind, and what a session raises.
        """
        with self._context.store.write() as db:
            signed = self._sessions.any(db, session_id)
            challenge, subject = self._challenges.find(db, signed, challenge_id)
            if self._challenges.left(challenge):
                raise Refused(Refusal.CODE_EXPIRED)
            if self._challenges.locked(db, subject):
                raise Refused(Refusal.LOCKED)
            channel = self._context.qaller if subject.kind == Kind.QALLER else self._context.phone
            if channel is None:
                raise Refused(Refusal.CHANNEL_OFF)
            self._check_limits(db, signed, subject, challenge)
            if self._challenges.over(challenge):
                challenge = self._challenges.make(db, signed, subject)
            job = self._job(db, signed, challenge, channel.name)
        result = channel.send(job, progress)
        return self._settle(session_id, challenge.id, job, result)

    def _job(self, db: Session, signed: Signed, challenge: tables.Challenge, channel: str) -> Job:
        if challenge.recipient is None or challenge.code is None or challenge.expires_at is None:
            raise Refused(Refusal.CHANNEL_OFF)
        opened = self._context.sealer.open(
            challenge.code, table="challenge", column="code", account=signed.account.id, row=challenge.id
        )
        code = opened.decode()
        row = tables.Delivery(
            id=self._context.new_id(),
            account_id=signed.account.id,
            challenge_id=challenge.id,
            recipient=challenge.recipient,
            channel=channel,
            at=self._context.clock.now(),
        )
        db.add(row)
        language = signed.account.language
        return Job(
            id=row.id,
            to=challenge.recipient,
            code=code,
            message=catalogue(language)(MESSAGE, issuer="Callvoip", code=code),
            language=language,
            expires=challenge.expires_at,
        )

    def _settle(self, session_id: str, challenge_id: str, job: Job, result: Result) -> Delivered:
        """Keep the outcome, whatever became of the session meanwhile; then the challenge as it stands now."""
        row = tables.Delivery
        with self._context.store.write() as db:
            db.exec(update(row).where(col(row.id) == job.id).values(outcome=result.outcome))
        with self._context.store.read() as db:
            signed = self._sessions.any(db, session_id)
            challenge, subject = self._challenges.find(db, signed, challenge_id)
            return Delivered(result.outcome, self._challenges.view(db, challenge, subject))

    def _check_limits(self, db: Session, signed: Signed, subject: Subject, challenge: tables.Challenge) -> None:
        now = self._context.clock.now()
        barred_until = self._challenges.barred_until(db, challenge)
        if barred_until is not None and (wait := _seconds(barred_until - now)):
            raise Refused(Refusal.TOO_SOON, wait=wait)
        limits = self._context.limits
        row = tables.Delivery
        recipient = challenge.recipient or ""
        counted = and_(col(row.outcome).not_in(NOT_SENT), col(row.at) <= now + limits.gap)
        ours = col(row.account_id) == signed.account.id
        theirs = col(row.recipient) == recipient
        to_them = and_(counted, ours, theirs, ~col(row.spent))
        if subject.kind == Kind.QALLER:
            sent = db.exec(select(row.at).where(to_them, row.at > now - timedelta(hours=1))).all()
            self._refuse_beyond(PUSHES_IN_A_ROW, list(sent), timedelta(hours=1))
            return
        by_account = db.exec(
            select(row.at).where(
                counted,
                ours,
                col(row.channel) != self._context.qaller.name,
                row.at > now - timedelta(hours=1),
            )
        ).all()
        self._refuse_beyond(limits.account_hour, list(by_account), timedelta(hours=1))
        to_number = db.exec(select(row.at).where(counted, theirs, row.at > now - timedelta(days=1))).all()
        self._refuse_beyond(limits.number_day, list(to_number), timedelta(days=1))

    def _refuse_beyond(self, most: int, sent: list[datetime], span: timedelta) -> None:
        if len(sent) >= most:
            free_again = sorted(sent)[len(sent) - most] + span
            raise Refused(Refusal.TOO_MANY_SENT, wait=max(_seconds(free_again - self._context.clock.now()), 1))


def _seconds(span: timedelta) -> int:
    return max(int(-(-span.total_seconds() // 1)), 0)
