"""Sending the code of a challenge: caps and a row first, then the gate, with no transaction open (DB-5, OOB-5)."""

from __future__ import annotations

from dataclasses import replace

from sqlmodel import Session, col, update

from tui2fa.delivery.base import Channel, Job, Progress, Result
from tui2fa.delivery.gate import NOT_SENT, OPERATORS, Gate
from tui2fa.domain import phone
from tui2fa.domain.errors import Refused
from tui2fa.domain.factors import Kind
from tui2fa.domain.outcomes import Outcome
from tui2fa.domain.refusals import Refusal
from tui2fa.domain.sentences import N_
from tui2fa.locale import catalogue
from tui2fa.services.caps import Caps
from tui2fa.services.challenges import Challenges, Subject
from tui2fa.services.context import ISSUER, Context
from tui2fa.services.sessions import Sessions, Signed
from tui2fa.services.views import Delivered
from tui2fa.store import tables

MESSAGE = N_("Your {issuer} code is {code}. It is valid for five minutes. Share it with nobody.")


def sentence(language: str, code: str) -> str:
    """What is said or written to a person who gets a code."""
    return catalogue(language)(MESSAGE, issuer=ISSUER, code=code)


class Sending:
    """Sends, sends again, and hangs up."""

    def __init__(self, context: Context, sessions: Sessions, challenges: Challenges) -> None:
        self._context = context
        self._sessions = sessions
        self._challenges = challenges
        self._caps = Caps(context)
        self._gate = Gate(context.clock.uptime)

    def send(self, session_id: str, challenge_id: str, progress: Progress = lambda outcome: None) -> Delivered:
        """Send the code of a challenge, the same one as before while it lives, a new challenge's when it is dead.

        Takes as long as the ways take, a call more than a minute. A delivery that fails is an outcome, and the
        challenge can still be answered. Raises Refused(TOO_SOON, TOO_MANY_SENT, TOO_MANY_NUMBERS_TRIED, CHANNEL_OFF or
        LOCKED), Refused(CODE_EXPIRED) for a challenge that the session has left behind, and what a session raises.
        """
        with self._context.store.write() as db:
            signed = self._sessions.any(db, session_id)
            challenge, subject = self._challenges.find(db, signed, challenge_id)
            if self._challenges.left(challenge):
                raise Refused(Refusal.CODE_EXPIRED)
            if self._challenges.locked(db, subject):
                raise Refused(Refusal.LOCKED)
            ways = self._ways(subject)
            self._check_caps(db, challenge, subject)
            if self._challenges.over(challenge):
                challenge = self._challenges.make(db, signed, subject)
            job = self._job(db, signed, challenge, ways[0].name)
        sent = job, Result(Outcome.NOT_ALLOWED, "policy")
        if self._allowed(subject):
            sent = self._gate.carry(challenge_id, ways, job, self._again, progress)
        return self._settle(session_id, challenge.id, *sent)

    def hang_up(self, challenge_id: str) -> None:
        """End the call that this process placed for a challenge: its `send` then ends with HUNG_UP. Blocks nobody."""
        self._gate.give_up(challenge_id)

    def _ways(self, subject: Subject) -> tuple[Channel, ...]:
        ways = (self._context.qaller,) if subject.kind == Kind.QALLER else self._context.phone
        if not ways:
            raise Refused(Refusal.CHANNEL_OFF)
        return ways

    def _allowed(self, subject: Subject) -> bool:
        """Whether this number may be called today: what the operator allows may have changed since it was added."""
        try:
            return subject.e164 is None or bool(phone.parse(subject.e164, self._context.policy))
        except Refused:
            return False

    def _check_caps(self, db: Session, challenge: tables.Challenge, subject: Subject) -> None:
        self._caps.reserve(db, challenge.recipient or "")
        if bar := self._caps.bar(db, challenge, subject.kind):
            span = bar.until - self._context.clock.now()
            raise Refused(bar.refusal, wait=max(int(-(-span.total_seconds() // 1)), 1))

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
            message=sentence(language, code),
            language=language,
            expires=challenge.expires_at,
        )

    def _again(self, job: Job, result: Result, way: str) -> Job:
        """The row of the next try, saved with the end of the one before."""
        with self._context.store.write() as db:
            self._keep(db, job, result)
            before = db.get_one(tables.Delivery, job.id)
            channel = before.channel
            row = tables.Delivery(
                id=self._context.new_id(),
                account_id=before.account_id,
                challenge_id=before.challenge_id,
                recipient=before.recipient,
                channel=way,
                at=self._context.clock.now(),
            )
            db.add(row)
            following = replace(job, id=row.id)
        self._note(channel, result)
        return following

    def _settle(self, session_id: str, challenge_id: str, job: Job, result: Result) -> Delivered:
        """Keep the outcome, whatever became of the session meanwhile; then the challenge as it stands now."""
        with self._context.store.write() as db:
            self._keep(db, job, result)
            channel = db.get_one(tables.Delivery, job.id).channel
            alarm = self._caps.alarm(db) if result.outcome not in NOT_SENT else ""
        self._note(channel, result)
        if alarm:
            self._context.log(alarm)
        with self._context.store.read() as db:
            signed = self._sessions.any(db, session_id)
            challenge, subject = self._challenges.find(db, signed, challenge_id)
            return Delivered(result.outcome, self._challenges.view(db, challenge, subject))

    def _note(self, channel: str, result: Result) -> None:
        """Tell the operator of a failure that is theirs to mend; never whose code it was."""
        if result.outcome in OPERATORS:
            self._context.log(f"delivery by {channel} failed: {result.outcome} ({result.detail})")

    @staticmethod
    def _keep(db: Session, job: Job, result: Result) -> None:
        row = tables.Delivery
        db.exec(update(row).where(col(row.id) == job.id).values(outcome=result.outcome))
