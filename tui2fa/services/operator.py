"""What the operator does for an account from the command line, where nobody is logged in."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import select

from tui2fa.domain.errors import Refused
from tui2fa.domain.events import EventKind
from tui2fa.domain.factors import Kind
from tui2fa.domain.refusals import Refusal
from tui2fa.services.authenticators import Authenticators
from tui2fa.services.context import Context
from tui2fa.services.factor_rows import about
from tui2fa.services.journal import OPERATOR, Journal
from tui2fa.services.profiles import account_of
from tui2fa.store import tables


class OperatorService:
    """Only ever run by whoever can read the key and the store anyway; each call leaves an audit event."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._journal = Journal(context)
        self._authenticators = Authenticators(context)

    def unlock_step(self, login: str) -> datetime:
        """Let an authenticator's codes count again, from the present one on, after the clock went back (TO-8).

        Answers that moment. It is never done by itself: codes of the time that a clock repeats can be used twice, so
        somebody has to vouch for it. Raises Refused(NOT_A_LOGIN, NO_ACCOUNT or STEP_NOT_LOCKED).
        """
        with self._context.store.write() as db:
            account = account_of(db, login)
            row = tables.Factor
            factor = db.exec(select(row).where(row.account_id == account.id, row.kind == Kind.AUTHENTICATOR)).first()
            if factor is None or not self._authenticators.clock_went_back(factor):
                raise Refused(Refusal.STEP_NOT_LOCKED, login=account.login)
            self._journal.record(db, account, EventKind.STEP_UNLOCKED, about(factor), by=OPERATOR)
            self._authenticators.start_at_present(factor)
        return self._context.clock.now()
