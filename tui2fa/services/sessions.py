"""Who is logged in, how far, and for how long: every service asks here first (SE-1 to SE-5, R14)."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, or_
from sqlmodel import Session, col, select, update

from tui2fa.domain.errors import Refused
from tui2fa.domain.events import EventKind
from tui2fa.domain.factors import Kind, sufficient
from tui2fa.domain.refusals import Refusal
from tui2fa.domain.roles import Role
from tui2fa.services.context import Context
from tui2fa.services.journal import Journal
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

FIRST = {
    Step.CODE: Refusal.SESSION_ENDED,
    Step.RESET_CODE: Refusal.RESET_CODE_FIRST,
    Step.NEW_PASSWORD: Refusal.NEW_PASSWORD_FIRST,
    Step.SET_UP: Refusal.SET_UP_FIRST,
    Step.BACKUP: Refusal.SET_UP_FIRST,
}
"""Why the panel does not open yet, by the step that a session is at."""


@dataclass(frozen=True, slots=True)
class Signed:
    """A live session, its account, the kinds of factor that account has, and the open reset where it has none."""

    session: tables.LoginSession
    account: tables.Account
    kinds: tuple[Kind, ...]
    reset: tables.Reset | None = None

    @property
    def step(self) -> Step:
        """What comes next for this person."""
        if self.kinds and self.session.level != VERIFIED:
            return Step.CODE
        if not self.kinds and self.reset and self.reset.session_id != self.session.id:
            return Step.RESET_CODE
        if self.account.password_expires_at is not None:
            return Step.NEW_PASSWORD
        if not self.kinds:
            return Step.SET_UP
        return Step.PANEL if sufficient(self.kinds) else Step.BACKUP


class Sessions:
    """Opens, judges and ends sessions; every method works inside the caller's transaction."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._journal = Journal(context)

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
        return self._signed(db, session, account)

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
        return self._signed(db, session, account)

    def panel(self, db: Session, session_id: str) -> Signed:
        """A session that may see the panel.

        Raises Refused with what must be done first, and Refused(SESSION_ENDED) for one that owes a code: a session in
        its set-up does so, too, from the moment that another one gave the account its first factor.
        """
        signed = self.any(db, session_id)
        if signed.step is not Step.PANEL:
            raise Refused(FIRST[signed.step])
        return signed

    def administrator(self, db: Session, session_id: str) -> Signed:
        """The panel session of an administrator. Raises what `panel` raises, or Refused(NOT_ALLOWED)."""
        return self._of(db, session_id, Role.ADMINISTRATOR)

    def agent(self, db: Session, session_id: str) -> Signed:
        """The panel session of a support agent. Raises what `panel` raises, or Refused(NOT_ALLOWED)."""
        return self._of(db, session_id, Role.SUPPORT)

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
        """End a session, whatever waited in it, and its being followed or following."""
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
        follow = tables.Follow
        either = or_(col(follow.session_id) == session.id, col(follow.agent_session_id) == session.id)
        for row in db.exec(select(follow).where(either, col(follow.ended_at).is_(None))).all():
            self.end_follow(db, row)

    def end_follow(self, db: Session, follow: tables.Follow) -> None:
        """End the following of a session, and say so in its owner's list where somebody followed."""
        owner = db.exec(
            select(tables.Account)
            .join(tables.LoginSession, col(tables.LoginSession.account_id) == col(tables.Account.id))
            .where(tables.LoginSession.id == follow.session_id)
        ).first()
        if follow.joined_at and owner:
            self._journal.record(db, owner, EventKind.FOLLOW_ENDED)
        follow.ended_at = self._context.clock.now()

    def end_others(self, db: Session, signed: Signed) -> None:
        """End every other session of the account (PW-9)."""
        session = tables.LoginSession
        self._end_where(db, session.account_id == signed.account.id, session.id != signed.session.id)

    def end_all(self, db: Session, account: tables.Account) -> None:
        """End every session of an account, because of what somebody else did to it."""
        self._end_where(db, tables.LoginSession.account_id == account.id)

    def _end_where(self, db: Session, *which: ColumnElement[bool] | bool) -> None:
        session = tables.LoginSession
        for other in db.exec(select(session).where(*which, col(session.ended_at).is_(None))).all():
            self.end(db, other)

    def _of(self, db: Session, session_id: str, role: Role) -> Signed:
        signed = self.panel(db, session_id)
        if signed.account.role != role:
            raise Refused(Refusal.NOT_ALLOWED)
        return signed

    def _over(self, session: tables.LoginSession) -> bool:
        uptime = self._context.clock.uptime()
        idle, overall = uptime - session.seen_uptime, uptime - session.started_uptime
        # an uptime below that of the start is another boot, or another machine
        return session.ended_at is not None or not (0 <= idle < IDLE and 0 <= overall < OVERALL)

    def _signed(self, db: Session, session: tables.LoginSession, account: tables.Account) -> Signed:
        found = db.exec(select(tables.Factor.kind).where(tables.Factor.account_id == account.id))
        kinds = tuple(map(Kind, found))
        return Signed(session, account, kinds, None if kinds else open_reset(db, account.id))


def open_reset(db: Session, account: str) -> tables.Reset | None:
    """The reset of this account that was asked or carried out last, until there is a new factor.

    Of an account without factors it bars the set-up in either state: a new code is asked for while no old one works.
    """
    row = tables.Reset
    return db.exec(select(row).where(row.account_id == account, col(row.closed_at).is_(None))).first()
