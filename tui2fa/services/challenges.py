"""One question for one code, whatever it is asked for: made, sent, and answered once (OOB-1 to OOB-7, OOB-12)."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from typing import TypeVar

from sqlmodel import Session, col, select, update

from tui2fa.delivery.gate import NOT_SENT
from tui2fa.domain import codes
from tui2fa.domain.errors import Refused
from tui2fa.domain.events import EventKind
from tui2fa.domain.factors import Kind
from tui2fa.domain.refusals import Refusal
from tui2fa.services.authenticators import Authenticators
from tui2fa.services.caps import Caps
from tui2fa.services.context import Context
from tui2fa.services.factor_rows import about
from tui2fa.services.journal import Journal
from tui2fa.services.sessions import Sessions, Signed
from tui2fa.services.throttling import Throttles
from tui2fa.services.views import Challenge, Step
from tui2fa.store import tables

T = TypeVar("T")
Subject = tables.Factor | tables.Enrolment
"""What a challenge proves: a factor at login, an enrolment on its way in."""


class Challenges:
    """Makes and judges challenges for logging in and for enrolling; sending is `Sending`."""

    def __init__(self, context: Context, sessions: Sessions) -> None:
        self._context = context
        self._sessions = sessions
        self._throttles = Throttles(context)
        self._caps = Caps(context)
        self._journal = Journal(context)
        self._authenticators = Authenticators(context)

    def make(self, db: Session, signed: Signed, subject: Subject) -> tables.Challenge:
        """A new challenge, the only open one of its session (OOB-2)."""
        self.void_open(db, signed)
        now = self._context.clock.now()
        challenge = tables.Challenge(
            id=self._context.new_id(),
            account_id=signed.account.id,
            session_id=signed.session.id,
            factor_id=subject.id if isinstance(subject, tables.Factor) else None,
            enrolment_id=subject.id if isinstance(subject, tables.Enrolment) else None,
            created_at=now,
        )
        if subject.kind != Kind.AUTHENTICATOR:
            code = codes.new_code(self._context.random)
            challenge.recipient = subject.e164 or subject.device_id
            challenge.expires_at = now + codes.CODE_LIFETIME
            challenge.digest = self._digest(challenge.id, code)
            challenge.code = self._context.sealer.seal(
                code.encode(), table="challenge", column="code", account=signed.account.id, row=challenge.id
            )
        db.add(challenge)
        db.flush()
        return challenge

    def renew(self, db: Session, signed: Signed, subject: Subject) -> tables.Challenge:
        """The challenge for this subject that this session turned away from, if its code still works; else a new one.

        Whoever tries another method and comes back has the first code on the phone already.
        """
        row = tables.Challenge
        earlier = db.exec(
            select(row)
            .where(row.session_id == signed.session.id, row.factor_id == subject.id, col(row.consumed_at).is_(None))
            .order_by(col(row.created_at).desc())
        ).first()
        if earlier is None or self._dead(earlier):
            return self.make(db, signed, subject)
        self.void_open(db, signed)
        earlier.voided_at = None
        db.flush()
        return earlier

    def void_open(self, db: Session, signed: Signed) -> None:
        """Let no earlier challenge of this session be answered any more."""
        row = tables.Challenge
        db.exec(
            update(row)
            .where(
                col(row.session_id) == signed.session.id, col(row.consumed_at).is_(None), col(row.voided_at).is_(None)
            )
            .values(voided_at=self._context.clock.now())
        )
        db.flush()

    def find(self, db: Session, signed: Signed, challenge_id: str) -> tuple[tables.Challenge, Subject]:
        """A challenge of this very session with what it proves.

        A challenge goes with what it proves, so one that is gone means that the factor is, or the enrolment: Raises
        Refused(FACTOR_GONE) while logging in, Refused(ENROLMENT_GONE) otherwise and for one that took too long.
        """
        gone = Refusal.FACTOR_GONE if signed.step is Step.CODE else Refusal.ENROLMENT_GONE
        challenge = db.get(tables.Challenge, challenge_id, populate_existing=True)
        if challenge is None or challenge.session_id != signed.session.id:
            raise Refused(gone)
        subject: Subject | None = (
            db.get(tables.Enrolment, challenge.enrolment_id)
            if challenge.enrolment_id
            else db.get(tables.Factor, challenge.factor_id)
        )
        late = isinstance(subject, tables.Enrolment) and not codes.lives(
            subject.expires_at, codes.ENROLMENT_LIFETIME, self._context.clock.now()
        )
        if subject is None or late:
            raise Refused(Refusal.ENROLMENT_GONE if late else gone)
        return challenge, subject

    def over(self, challenge: tables.Challenge) -> Refusal | None:
        """Why no code can be right for this challenge any more; None while one can (OOB-2)."""
        return Refusal.CODE_EXPIRED if self.left(challenge) else self._dead(challenge)

    def left(self, challenge: tables.Challenge) -> bool:
        """Whether this challenge was answered, or its session turned to another one."""
        return bool(challenge.consumed_at or (challenge.voided_at and not challenge.declined))

    def locked(self, db: Session, subject: Subject) -> bool:
        """Whether this was disabled after too many wrong codes (TH-1)."""
        return self._throttles.read(db, self.throttled(subject)).locked

    def _dead(self, challenge: tables.Challenge) -> Refusal | None:
        if challenge.declined:
            return Refusal.CODE_VOIDED
        now = self._context.clock.now()
        if challenge.expires_at and not codes.lives(challenge.expires_at, codes.CODE_LIFETIME, now):
            return Refusal.CODE_EXPIRED
        return Refusal.CODE_SPENT if challenge.tries >= codes.CODE_TRIES else None

    def view(self, db: Session, challenge: tables.Challenge, subject: Subject) -> Challenge:
        """A challenge as the person who must answer it sees it."""
        state = self._throttles.read(db, self.throttled(subject))
        factor = about(subject)
        bar = self._caps.bar(db, challenge, subject.kind) if challenge.recipient else None
        last = db.exec(
            select(tables.Delivery)
            .where(tables.Delivery.challenge_id == challenge.id, col(tables.Delivery.outcome).not_in(NOT_SENT))
            .order_by(col(tables.Delivery.at).desc())
        ).first()
        sent = challenge.digest is not None
        return Challenge(
            id=challenge.id,
            factor=challenge.factor_id,
            kind=factor.kind,
            masked=factor.masked,
            label=factor.label,
            expires=challenge.expires_at,
            tries_left=min(state.tries_left, codes.CODE_TRIES - challenge.tries) if sent else state.tries_left,
            wait=state.waiting(self._context.clock.now()),
            sent_at=last.at if last else None,
            resend_at=bar.until if bar else None,
            resend_bar=bar.refusal if bar else None,
            over=Refusal.LOCKED if state.locked else self.over(challenge),
        )

    def throttled(self, subject: Subject) -> str:
        """Which counter of wrong tries guards this: the factor's own, or the account's for enrolling (TH-4, TH-7)."""
        if isinstance(subject, tables.Factor):
            return self._throttles.subject("factor", subject.id)
        return self._throttles.subject("enrolment", subject.account_id)

    def answer(
        self,
        session_id: str,
        challenge_id: str,
        text: str,
        accept: Callable[[Session, Signed, Subject, int], T],
    ) -> T:
        """Judge a code; when it is right, use it up and do what `accept` does, all in one transaction.

        `accept` gets the last used time step (0 for anything but an authenticator). A text that is no code costs no try
        (input 20). Raises Refused for every other answer, with `tries_left` where another try makes sense.
        """
        code = codes.parse_code(text)
        self._count(session_id, challenge_id)
        try:
            with self._context.store.write() as db:
                signed = self._sessions.any(db, session_id)
                challenge, subject = self.find(db, signed, challenge_id)
                step = self._judge(challenge, subject, code)
                if step is not None:
                    return self._consume(db, signed, challenge, subject, step, accept)
                self._wrong(db, signed, subject, EventKind.CODE_WRONG)
                now = self.view(db, challenge, subject)
        except Refused as refused:
            if refused.refusal is Refusal.CODE_USED:
                self._reused(session_id, challenge_id)
            raise
        raise Refused(Refusal.WRONG_CODE, tries_left=None if now.wait or now.over else now.tries_left)

    def _count(self, session_id: str, challenge_id: str) -> None:
        """Count the try, committed before the code is looked at (TH-5)."""
        with self._throttles.trial() as trial:
            signed = self._sessions.any(trial.db, session_id)
            challenge, subject = self.find(trial.db, signed, challenge_id)
            if over := self.over(challenge):
                raise Refused(over)
            if isinstance(subject, tables.Factor) and self._authenticators.clock_went_back(subject):
                self._journal.record(trial.db, signed.account, EventKind.CLOCK_WENT_BACK, about(subject))
                trial.bar(Refusal.CLOCK_WENT_BACK)
            elif trial.count(self.throttled(subject)) and challenge.digest is not None:
                challenge.tries += 1

    def _reused(self, session_id: str, challenge_id: str) -> None:
        """Keep that a used code came again, although all else that came of it is undone (TO-5)."""
        with self._context.store.write() as db:
            signed = self._sessions.any(db, session_id)
            _, subject = self.find(db, signed, challenge_id)
            self._wrong(db, signed, subject, EventKind.CODE_REUSED)

    def _judge(self, challenge: tables.Challenge, subject: Subject, code: str) -> int | None:
        if subject.secret is not None:
            return self._authenticators.step_of(code, subject.secret, subject.account_id, subject.id)
        right = hmac.compare_digest(challenge.digest or b"", self._digest(challenge.id, code))
        return 0 if right else None

    def _consume(
        self,
        db: Session,
        signed: Signed,
        challenge: tables.Challenge,
        subject: Subject,
        step: int,
        accept: Callable[[Session, Signed, Subject, int], T],
    ) -> T:
        row = tables.Challenge
        now = self._context.clock.now()
        taken = db.exec(
            update(row)
            .where(col(row.id) == challenge.id, col(row.consumed_at).is_(None), col(row.voided_at).is_(None))
            .values(consumed_at=now)
        ).rowcount
        if taken != 1:
            raise Refused(self.over(challenge) or Refusal.CODE_EXPIRED)
        if isinstance(subject, tables.Factor) and step:
            self._authenticators.spend(db, subject.id, step)
        self._throttles.clear(db, self.throttled(subject))
        if challenge.recipient:
            sent = tables.Delivery
            db.exec(
                update(sent)
                .where(col(sent.account_id) == signed.account.id, col(sent.recipient) == challenge.recipient)
                .values(spent=True)
            )
        return accept(db, signed, subject, step)

    def _wrong(self, db: Session, signed: Signed, subject: Subject, what: EventKind) -> None:
        """Keep what went wrong, and that it went wrong too often."""
        self._journal.record(db, signed.account, what, about(subject))
        if self.locked(db, subject):
            self._journal.record(db, signed.account, EventKind.METHOD_BLOCKED, about(subject))

    def _digest(self, challenge_id: str, code: str) -> bytes:
        return self._context.sealer.digest("one-time code", challenge_id, code)
