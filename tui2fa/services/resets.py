"""A reset carried out by support, and the code that leads its caller back in (R10, RC-4, RC-5)."""

from __future__ import annotations

from sqlmodel import Session, col, delete, select

from tui2fa.domain import codes
from tui2fa.domain.errors import Refused
from tui2fa.domain.events import EventKind
from tui2fa.domain.refusals import Refusal
from tui2fa.domain.support import RESET_LIFETIME, RESET_TRIES
from tui2fa.services.context import Context
from tui2fa.services.journal import Journal
from tui2fa.services.login import sign_in
from tui2fa.services.oversight import ResetGiven
from tui2fa.services.pairing import end_apps
from tui2fa.services.sessions import Sessions, Signed
from tui2fa.services.throttling import Throttles
from tui2fa.services.views import ResetQuestion, SignIn, Step
from tui2fa.store import tables


class ResetService:
    """What a reset takes away, and how its caller proves to be the one who called."""

    def __init__(self, context: Context, sessions: Sessions) -> None:
        self._context = context
        self._sessions = sessions
        self._throttles = Throttles(context)
        self._journal = Journal(context)

    def carry_out(self, db: Session, account: tables.Account, reset: tables.Reset) -> ResetGiven:
        """Take every factor, app, session and waiting code away, inside the transaction of what asked for it.

        The answer has the code to read out. A reset only ever ends with fewer factors.
        """
        now = self._context.clock.now()
        self._sessions.end_all(db, account)
        for factor in db.exec(select(tables.Factor).where(tables.Factor.account_id == account.id)).all():
            self._throttles.clear(db, self._throttles.subject("factor", factor.id))
        for subject in (("enrolment", account.id), ("reset", account.id)):
            self._throttles.clear(db, self._throttles.subject(*subject))
        db.exec(delete(tables.Enrolment).where(col(tables.Enrolment.account_id) == account.id))
        db.exec(delete(tables.Factor).where(col(tables.Factor.account_id) == account.id))
        end_apps(db, account, now)
        code = codes.new_code(self._context.random)
        reset.executed_at, reset.expires_at = now, now + RESET_LIFETIME
        reset.digest = self._digest(reset, code)
        db.add(reset)
        db.flush()
        return ResetGiven(code, reset.expires_at)

    def state(self, session: str) -> ResetQuestion | None:
        """How the question for the code stands; None in a session that does not owe one, or no more."""
        with self._context.store.read() as db:
            signed = self._sessions.any(db, session)
            if signed.step is not Step.RESET_CODE or signed.reset is None:
                return None
            return self._question(db, signed.reset)

    def redeem(self, session: str, text: str) -> SignIn:
        """Judge the code that was read out; the right one lets this session, and no other, on to its set-up.

        Raises Refused(NOT_A_CODE) without costing a try, Refused(WRONG_CODE) with the tries that are left,
        Refused(RESET_CODE_OVER) for a code that is used, spent or too old, and WAIT or LOCKED.
        """
        code = codes.parse_code(text)
        self._count(session)
        with self._context.store.write() as db:
            signed, reset = self._open(db, session)
            self._check_live(reset)
            if self._context.sealer.matches(reset.digest or b"", "reset code", reset.id, code):
                self._throttles.clear(db, self._throttles.subject("reset", signed.account.id))
                reset.session_id = signed.session.id
                self._journal.record(db, signed.account, EventKind.RESET_CODE_ENTERED)
                db.flush()
                return sign_in(db, self._sessions.any(db, session))
            self._journal.record(db, signed.account, EventKind.RESET_CODE_WRONG)
            now = self._question(db, reset)
        if now.over:
            raise Refused(Refusal.RESET_CODE_OVER)
        raise Refused(Refusal.WRONG_CODE, tries_left=None if now.wait else now.tries_left)

    def _question(self, db: Session, reset: tables.Reset) -> ResetQuestion:
        throttle = self._throttles.read(db, self._throttles.subject("reset", reset.account_id))
        left = RESET_TRIES - reset.tries
        return ResetQuestion(
            expires=reset.expires_at,
            tries_left=min(throttle.tries_left, left),
            wait=throttle.waiting(self._context.clock.now()),
            over=not left or not self._live(reset),
        )

    def _count(self, session: str) -> None:
        """Count the try, committed before the code is looked at (TH-5)."""
        with self._throttles.trial() as trial:
            signed, reset = self._open(trial.db, session)
            if reset.tries >= RESET_TRIES:
                raise Refused(Refusal.RESET_CODE_OVER)
            self._check_live(reset)
            if trial.count(self._throttles.subject("reset", signed.account.id)):
                reset.tries += 1

    def _open(self, db: Session, session: str) -> tuple[Signed, tables.Reset]:
        signed = self._sessions.any(db, session)
        if signed.step is not Step.RESET_CODE or signed.reset is None:
            raise Refused(Refusal.RESET_CODE_OVER)
        return signed, signed.reset

    def _check_live(self, reset: tables.Reset) -> None:
        if not self._live(reset):
            raise Refused(Refusal.RESET_CODE_OVER)

    def _live(self, reset: tables.Reset) -> bool:
        if reset.executed_at is None or reset.expires_at is None or reset.session_id:
            return False
        return reset.executed_at <= self._context.clock.now() < reset.expires_at

    def _digest(self, reset: tables.Reset, code: str) -> bytes:
        return self._context.sealer.digest("reset code", reset.id, code)
