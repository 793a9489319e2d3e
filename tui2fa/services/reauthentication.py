"""The password asked again of somebody who is logged in, before what matters is changed (R14, SE-3)."""

from __future__ import annotations

from tui2fa.domain.errors import Refused
from tui2fa.domain.events import EventKind
from tui2fa.domain.refusals import Refusal
from tui2fa.services.context import Context
from tui2fa.services.journal import Journal
from tui2fa.services.sessions import Sessions
from tui2fa.services.throttling import Throttles
from tui2fa.store import tables


class Reauthentication:
    """Judges a password within a session; wrong ones count together with those at the login screen (TH-4)."""

    def __init__(self, context: Context, sessions: Sessions) -> None:
        self._context = context
        self._sessions = sessions
        self._throttles = Throttles(context)
        self._journal = Journal(context)

    def check(self, session: str, password: str) -> tables.Account:
        """The account whose password this is. Raises Refused(WRONG_PASSWORD), WAIT or PASSWORD_LOCKED."""
        with self._context.store.read() as db:
            account = self._sessions.panel(db, session).account
        subject = self._throttles.subject("password", account.login)
        with self._throttles.trial() as trial:
            trial.count(subject, Refusal.PASSWORD_LOCKED)
        right = self._context.passwords.verify(account.password, password)
        with self._context.store.write() as db:
            signed = self._sessions.panel(db, session)
            if right:
                self._throttles.clear(db, subject)
                return signed.account
            self._journal.record(db, signed.account, EventKind.PASSWORD_WRONG)
        raise Refused(Refusal.WRONG_PASSWORD)
