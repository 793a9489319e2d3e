"""The activity lists of whoever is logged in."""

from __future__ import annotations

from tui2fa.services.context import Context
from tui2fa.services.journal import done_by, newest
from tui2fa.services.sessions import Sessions
from tui2fa.services.views import Event


class ActivityService:
    """The activity lists of whoever is logged in."""

    def __init__(self, context: Context, sessions: Sessions) -> None:
        self._context = context
        self._sessions = sessions

    def listing(self, session: str, limit: int = 50) -> tuple[Event, ...]:
        """The newest events of the account that is logged in, newest first."""
        with self._context.store.read() as db:
            return newest(db, self._sessions.panel(db, session).account.id, limit)

    def done(self, session: str, limit: int = 50) -> tuple[Event, ...]:
        """What the person who is logged in did to the accounts of others, newest first."""
        with self._context.store.read() as db:
            return done_by(db, self._sessions.panel(db, session).account, limit)
