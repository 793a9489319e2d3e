"""Who is logged in, how far, and for how long: every service asks here first (SE-1 to SE-5, R14)."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session, col, select, update

from tui2fa.domain.errors import Refusal, Refused
from tui2fa.domain.factors import Kind, sufficient
from tui2fa.services.context import Context
from tui2fa.services.views import Step
from tui2fa.store import tables
from tui2fa.store.engine import WRITING

IDLE = 15 * 60
"""Seconds; NIST SP 800-63B-4 2.3.3."""
OVERALL = 12 * 3600
"""Seconds; NIST SP 800-63B-4 2.3.3."""
EDITOR = 10 * 60
"""Seconds that a password opens the factor editor for (R14)."""

PASSWORD = "password"  # noqa: S105 - the level a session has after the password, not a password
VERIFIED = "verified"


@dataclass(frozen=True, slots=True)
class Signed:
    """A live session, its account and the kinds of factor that account has, inside one transaction."""

    session: tables.LoginSession
    account: tables.Account
    kinds: tuple[Kind, ...]

    @property
    def step(self) -> Step:
        """What comes next for this person."""
        if not self.kinds:
            return Step.SET_UP
        if self.session.level != VERIFIED:
            return Step.CODE
        return Step.PANEL if sufficient(self.kinds) else Step.BACKUP


class Sessions:
    """Opens, judges and ends sessions; every method works inside the caller's transaction."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def open(self, db: Session, account: tables.Account) -> Signed:
        """A new session after a right password."""
        uptime = self._context.clock.uptime()
        session = tables.LoginSession(
            id=self._context.new_id(),
            account_id=account.id,
            level=PASSWORD,
            origin=self._context.origin,
            started_at=self._context.clock.now(),
            started_uptime=uptime,
            seen_uptime=uptime,
        )
        db.add(session)
        db.flush()
        return Signed(session, account, self._kinds(db, account))

    def any(self, db: Session, session_id: str) -> Signed:
        """A live session at any level. Raises Refused(SESSION_ENDED)."""
        owner = (
            select(tables.Account)
            .join(tables.LoginSession, col(tables.LoginSession.account_id) == col(tables.Account.id))
            .where(tables.LoginSession.id == session_id)
        )
        if db.info[WRITING]:
            owner = owner.with_for_update(of=tables.Account)
        account = db.exec(owner).first()
        session = db.get(tables.LoginSession, session_id)
        if session is None or account is None or account.disabled or self._over(session):
            raise Refused(Refusal.SESSION_ENDED)
        return Signed(session, account, self._kinds(db, account))

    def panel(self, db: Session, session_id: str) -> Signed:
        """A session that may see the panel.

        Raises Refused(SET_UP_FIRST) during the set-up, and Refused(SESSION_ENDED) for one that owes a code: a session
        in its set-up does so, too, from the moment that another one gave the account its first factor.
        """
        signed = self.any(db, session_id)
        if signed.step is Step.CODE:
            raise Refused(Refusal.SESSION_ENDED)
        if signed.step is not Step.PANEL:
            raise Refused(Refusal.SET_UP_FIRST)
        return signed

    def editor(self, db: Session, session_id: str) -> Signed:
        """A session that may change factors: the password was given less than ten minutes ago (R14).

        Raises what `panel` raises, or Refused(PASSWORD_FIRST).
        """
        signed = self.panel(db, session_id)
        if not self.editor_open(signed):
            raise Refused(Refusal.PASSWORD_FIRST)
        return signed

    def enrolling(self, db: Session, session_id: str) -> Signed:
        """A session that may add a factor: the first ones during the set-up, later ones in the open editor (RC-7)."""
        signed = self.any(db, session_id)
        if signed.step in (Step.SET_UP, Step.BACKUP):
            return signed
        return self.editor(db, session_id)

    def editor_open(self, signed: Signed) -> bool:
        """Whether the password still opens the editor."""
        until = signed.session.editor_until
        return until is not None and self._context.clock.uptime() < until

    def open_editor(self, signed: Signed) -> None:
        """Open the editor for ten minutes."""
        signed.session.editor_until = self._context.clock.uptime() + EDITOR

    def end(self, db: Session, session: tables.LoginSession) -> None:
        """End a session and whatever waited in it."""
        now = self._context.clock.now()
        session.ended_at = now
        enrolment = db.exec(select(tables.Enrolment).where(tables.Enrolment.session_id == session.id)).first()
        if enrolment:
            db.delete(enrolment)
        challenge = tables.Challenge
        db.exec(
            update(challenge)
            .where(col(challenge.session_id) == session.id, col(challenge.voided_at).is_(None))
            .values(voided_at=now)
        )

    def end_others(self, db: Session, signed: Signed) -> None:
        """End every other session of the account (PW-9)."""
        session = tables.LoginSession
        for other in db.exec(
            select(session).where(
                session.account_id == signed.account.id,
                session.id != signed.session.id,
                col(session.ended_at).is_(None),
            )
        ):
            self.end(db, other)

    def _over(self, session: tables.LoginSession) -> bool:
        uptime = self._context.clock.uptime()
        idle, overall = uptime - session.seen_uptime, uptime - session.started_uptime
        # an uptime below that of the start is another boot, or another machine
        return session.ended_at is not None or not (0 <= idle < IDLE and 0 <= overall < OVERALL)

    def _kinds(self, db: Session, account: tables.Account) -> tuple[Kind, ...]:
        kinds = db.exec(select(tables.Factor.kind).where(tables.Factor.account_id == account.id))
        return tuple(map(Kind, kinds))
