"""Logging in and out: password, second step, the session that comes of it (PW-4 to PW-6, R5, R7, R14)."""

from __future__ import annotations

from sqlmodel import Session, col, select

from tui2fa.delivery.base import Progress
from tui2fa.domain.errors import Refused
from tui2fa.domain.events import EventKind
from tui2fa.domain.factors import Factor
from tui2fa.domain.refusals import Refusal
from tui2fa.services.challenges import Challenges, Subject
from tui2fa.services.context import Context
from tui2fa.services.factor_rows import about, listing
from tui2fa.services.journal import Journal
from tui2fa.services.profiles import to_profile, typed_login
from tui2fa.services.reauthentication import Reauthentication
from tui2fa.services.sending import Sending
from tui2fa.services.sessions import VERIFIED, Sessions, Signed
from tui2fa.services.throttling import Throttles
from tui2fa.services.views import Challenge, Delivered, SignIn
from tui2fa.store import tables


class LoginService:
    """From the login screen to the panel and out again."""

    def __init__(self, context: Context, sessions: Sessions, challenges: Challenges, sending: Sending) -> None:
        self._context = context
        self._sessions = sessions
        self._challenges = challenges
        self._sending = sending
        self._throttles = Throttles(context)
        self._reauthentication = Reauthentication(context, sessions)
        self._journal = Journal(context)

    def sign_in(self, login: str, password: str) -> SignIn:
        """Judge a password and open a session at its first level.

        Raises Refused(WRONG_LOGIN) alike and after equal time for an unknown login, a wrong password and a disabled
        account (PW-6); Refused(FIRST_PASSWORD_EXPIRED) for a right one-time password that comes too late, which is no
        wrong try; Refused(WAIT) or Refused(PASSWORD_LOCKED) after too many tries for that login, known or not.
        """
        known = typed_login(login)
        with self._context.store.read() as db:
            account = db.exec(select(tables.Account).where(tables.Account.login == known)).first()
        subject = self._throttles.subject("password", known)
        with self._throttles.trial() as trial:
            trial.count(subject, Refusal.PASSWORD_LOCKED)
        stored = account.password if account else None
        right = self._context.passwords.verify(stored, password)
        with self._context.store.write() as db:
            account = db.get(tables.Account, account.id, with_for_update=True) if account else None
            if account and right and account.password == stored and not account.disabled:
                self._throttles.clear(db, subject)
                if not self._late(account):
                    if self._context.passwords.needs_rehash(account.password):
                        account.password = self._context.passwords.hash(password)
                    return sign_in(db, self._sessions.open(db, account))
                refusal = Refusal.FIRST_PASSWORD_EXPIRED
            else:
                refusal = Refusal.WRONG_LOGIN
                if account:
                    self._journal.record(db, account, EventKind.PASSWORD_WRONG)
        raise Refused(refusal)

    def version(self) -> int:
        """A number that changes when anything in the store has changed; cheap enough to ask four times a second."""
        return self._context.store.version()

    def factors(self, session: str) -> tuple[Factor, ...]:
        """The account's own factors, to choose another one from; the password must have been right (R7)."""
        with self._context.store.read() as db:
            return listing(db, self._sessions.any(db, session).account.id)

    def challenge(self, session: str, factor: str | None = None) -> Challenge:
        """A question for a code of one factor, or of the primary one (R5); the session's other questions end.

        Raises Refused(FACTOR_GONE) when there is no such factor any more.
        """
        with self._context.store.write() as db:
            signed = self._sessions.any(db, session)
            row = tables.Factor
            chosen = col(row.id) == factor if factor else col(row.is_primary)
            subject = db.exec(select(row).where(row.account_id == signed.account.id, chosen)).first()
            if subject is None:
                raise Refused(Refusal.FACTOR_GONE)
            return self._challenges.view(db, self._challenges.renew(db, signed, subject), subject)

    def state(self, session: str, challenge: str) -> Challenge:
        """How a challenge stands now: tries, waits, and whether somebody declined it in the Qaller app."""
        with self._context.store.read() as db:
            signed = self._sessions.any(db, session)
            return self._challenges.view(db, *self._challenges.find(db, signed, challenge))

    def send(self, session: str, challenge: str, progress: Progress = lambda outcome: None) -> Delivered:
        """Send the challenge's code; see `Sending.send`."""
        return self._sending.send(session, challenge, progress)

    def hang_up(self, challenge: str) -> None:
        """End the call that speaks the challenge's code; see `Sending.hang_up`."""
        self._sending.hang_up(challenge)

    def verify(self, session: str, challenge: str, code: str) -> SignIn:
        """Judge a code; the right one lifts the session to its second level. Raises what `Challenges.answer` raises."""
        return self._challenges.answer(session, challenge, code, self._lift)

    def confirm_password(self, session: str, password: str) -> None:
        """Open the factor editor for ten minutes (R14). Raises Refused(WRONG_PASSWORD), WAIT or PASSWORD_LOCKED."""
        self._reauthentication.check(session, password)
        with self._context.store.write() as db:
            self._sessions.open_editor(self._sessions.panel(db, session))

    def editor_open(self, session: str) -> bool:
        """Whether the factor editor opens without asking for the password."""
        with self._context.store.read() as db:
            return self._sessions.editor_open(self._sessions.panel(db, session))

    def alive(self, session: str) -> bool:
        """Tell that a key was pressed; False when the session has ended meanwhile (SE-1, SE-5)."""
        try:
            with self._context.store.write() as db:
                self._sessions.any(db, session).session.seen_uptime = self._context.clock.uptime()
        except Refused as refused:
            if refused.ends_session:
                return False
            raise
        return True

    def stands(self, session: str) -> bool:
        """Whether a session has not ended; for asking after every change of the store."""
        try:
            with self._context.store.read() as db:
                self._sessions.any(db, session)
        except Refused as refused:
            if refused.ends_session:
                return False
            raise
        return True

    def log_out(self, session: str) -> None:
        """End the session because its owner wants so."""
        self._end(session, EventKind.LOGGED_OUT)

    def lock(self, session: str) -> None:
        """End the session after fifteen minutes without a key."""
        self._end(session, EventKind.LOCKED)

    def disconnect(self, session: str) -> None:
        """End the session because its terminal is gone (SE-6)."""
        self._end(session, EventKind.DISCONNECTED)

    def _late(self, account: tables.Account) -> bool:
        until = account.password_expires_at
        return until is not None and until <= self._context.clock.now()

    def _end(self, session: str, what: EventKind) -> None:
        with self._context.store.write() as db:
            row = db.get(tables.LoginSession, session)
            if row is None or row.ended_at:
                return
            account = db.get(tables.Account, row.account_id)
            if account is not None:
                self._journal.record(db, account, what)
            self._sessions.end(db, row)

    def _lift(self, db: Session, signed: Signed, subject: Subject, step: int) -> SignIn:
        if not isinstance(subject, tables.Factor):
            raise Refused(Refusal.CODE_EXPIRED)
        signed.session.level = VERIFIED
        subject.last_used_at = signed.account.last_login_at = self._context.clock.now()
        self._journal.record(db, signed.account, EventKind.LOGGED_IN, about(subject))
        return sign_in(db, signed)


def sign_in(db: Session, signed: Signed) -> SignIn:
    """A session as the screens see it."""
    by_reset_code = signed.reset is not None and signed.reset.session_id == signed.session.id
    return SignIn(signed.session.id, signed.step, to_profile(db, signed.account), by_reset_code)
