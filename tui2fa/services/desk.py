"""The support desk: find a caller, see what is wrong, reset, lift a lock; never set, never see a secret (R9, R10)."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from sqlalchemy import ColumnElement, or_
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from tui2fa.domain import phone
from tui2fa.domain.errors import Refused
from tui2fa.domain.events import EventKind
from tui2fa.domain.refusals import Refusal
from tui2fa.domain.roles import Role
from tui2fa.domain.support import (
    CallerCheck,
    check_caller,
    clean_reason,
    clean_ticket,
    needs_second,
)
from tui2fa.domain.text import folded
from tui2fa.services.caller_rows import caller_file, caller_lines, hidden, version_of, waits_for_second
from tui2fa.services.context import Context
from tui2fa.services.factor_rows import listing
from tui2fa.services.journal import Journal, done_by
from tui2fa.services.locks import Locks
from tui2fa.services.oversight import CallerFile, CallerLine, ResetGiven
from tui2fa.services.pairing import apps
from tui2fa.services.people_rows import account_of, actor, lock_in_turn
from tui2fa.services.profiles import typed_login
from tui2fa.services.reauthentication import Reauthentication
from tui2fa.services.resets import ResetService
from tui2fa.services.sessions import Sessions, Signed, open_reset
from tui2fa.services.views import Event
from tui2fa.store import tables

MOST_FOUND = 50
"""Callers in one answer; who finds more says more."""
SHORTEST_SOUGHT = 2
"""Characters."""


@dataclass(frozen=True)
class ResetWish:
    """What an agent must tell to reset somebody (R10).

    `password` is the agent's own, `confirmation` the caller's login, `version` that of the file that the agent saw.
    """

    password: str
    reason: str
    ticket: str
    checks: AbstractSet[CallerCheck]
    confirmation: str
    version: int

    def __repr__(self) -> str:
        return "ResetWish(…)"


class DeskService:
    """What a login with the role support can do; whatever takes a session raises Refused(NOT_ALLOWED) for others."""

    def __init__(self, context: Context, sessions: Sessions, resets: ResetService) -> None:
        self._context = context
        self._sessions = sessions
        self._resets = resets
        self._reauthentication = Reauthentication(context, sessions)
        self._locks = Locks(context)
        self._journal = Journal(context)

    def find(self, session: str, typed: str) -> tuple[CallerLine, ...]:
        """The accounts whose login, name or company hold what was typed, or that know the number that was typed.

        A number must be whole: parts of one would let it be guessed digit by digit. The first `MOST_FOUND`, by login.
        """
        sought = folded(typed.strip())
        with self._context.store.read() as db:
            self._sessions.agent(db, session)
            if len(sought) < SHORTEST_SOUGHT:
                return ()
            e164 = _number(typed.strip())
            row = tables.Account
            found = db.exec(
                select(row)
                .where(_knows(e164) if e164 else col(row.sought).contains(sought, autoescape=True))
                .order_by(col(row.login))
                .limit(MOST_FOUND)
            ).all()
            return caller_lines(db, found, e164)

    def caller(self, session: str, login: str) -> CallerFile:
        """What an agent may see of one account. Raises Refused(NO_SUCH_USER)."""
        with self._context.store.read() as db:
            return self._file(db, self._sessions.agent(db, session), account_of(db, login))

    def activity(self, session: str, limit: int = 50) -> tuple[Event, ...]:
        """What this agent did to the accounts of others, newest first."""
        with self._context.store.read() as db:
            return tuple(map(hidden, done_by(db, self._sessions.agent(db, session).account, limit)))

    def reset(self, session: str, login: str, wish: ResetWish) -> ResetGiven:
        """Take somebody's factors away, or ask for it where a second agent must confirm; that one calls the same.

        Raises Refused, with its `field` where it is about one, in the order of the form: CHECKS_NEEDED (checks),
        REASON_SHORT (reason), EMPTY (ticket), LOGIN_DIFFERS (confirmation), and WRONG_PASSWORD, WAIT or PASSWORD_LOCKED
        for the agent's own password; NOT_YOURSELF, SECOND_AGENT_NEEDED, NOTHING_TO_RESET, NO_SUCH_USER; USER_CHANGED
        where somebody else acted on the account since `version`.
        """
        with self._context.store.read() as db:
            self._sessions.agent(db, session)
        check_caller(wish.checks)
        reason, ticket = clean_reason(wish.reason), clean_ticket(wish.ticket)
        if typed_login(wish.confirmation) != login:
            raise Refused(Refusal.LOGIN_DIFFERS, login=login, field="confirmation")
        try:
            self._reauthentication.check(session, wish.password)
        except Refused as refused:
            raise refused.at(field="password") from None
        try:
            with self._context.store.write() as db:
                agent, account = self._other(db, session, login)
                if version_of(db, account) != wish.version:
                    raise Refused(Refusal.USER_CHANGED)
                return self._reset(db, agent, account, reason, ticket)
        except IntegrityError:
            raise Refused(Refusal.USER_CHANGED) from None

    def lift(self, session: str, login: str, lock: str, reason: str) -> CallerFile:
        """Forget the wrong tries that bar something of a caller's; `lock` is the id of one in the file.

        Raises Refused(REASON_SHORT), Refused(NOT_YOURSELF), Refused(NO_LOCK) for one that is gone.
        """
        with self._context.store.write() as db:
            agent, account = self._other(db, session, login)
            by = actor(agent, clean_reason(reason))
            about = self._locks.lift(db, account, lock)
            self._journal.record(db, account, EventKind.LOCK_LIFTED, about, by=by)
            db.flush()
            return self._file(db, agent, account)

    def _other(self, db: Session, session: str, login: str) -> tuple[Signed, tables.Account]:
        """The agent, and somebody else to act on."""
        lock_in_turn(db, session, login=login)
        agent = self._sessions.agent(db, session)
        account = account_of(db, login)
        if account.id == agent.account.id:
            raise Refused(Refusal.NOT_YOURSELF)
        return agent, account

    def _reset(self, db: Session, agent: Signed, account: tables.Account, reason: str, ticket: str) -> ResetGiven:
        now = self._context.clock.now()
        earlier = open_reset(db, account.id)
        factors = listing(db, account.id)
        if not earlier and not factors:
            raise Refused(Refusal.NOTHING_TO_RESET)
        by = actor(agent, reason, ticket)
        asked = earlier if earlier and waits_for_second(earlier, now) else None
        if asked and asked.agent_id == agent.account.id:
            raise Refused(Refusal.SECOND_AGENT_NEEDED)
        if asked:
            asked.second_agent_id = agent.account.id
            self._journal.record(db, account, EventKind.RESET, by=by, removed=factors, ending=apps(db, account))
            return self._resets.carry_out(db, account, asked)
        if earlier:
            earlier.closed_at = now
            db.flush()
        reset = tables.Reset(
            id=self._context.new_id(),
            account_id=account.id,
            agent_id=agent.account.id,
            needs_second=needs_second(Role(account.role)),
            reason=reason,
            ticket=ticket,
            asked_at=now,
        )
        if reset.needs_second:
            self._journal.record(db, account, EventKind.RESET_ASKED, by=by)
            db.add(reset)
            db.flush()
            return ResetGiven(None, None)
        self._journal.record(db, account, EventKind.RESET, by=by, removed=factors, ending=apps(db, account))
        return self._resets.carry_out(db, account, reset)

    def _file(self, db: Session, agent: Signed, account: tables.Account) -> CallerFile:
        return caller_file(db, agent, account, self._locks.listing(db, account), self._context.clock.now())


def _number(sought: str) -> str | None:
    """What was typed as a whole number (E.164), where it is one."""
    try:
        return phone.contact(sought)
    except Refused:
        return None


def _knows(e164: str) -> ColumnElement[bool]:
    """The condition on accounts that have this number as a factor or in their contact data."""
    factor, contact = tables.Factor, tables.Contact
    account = col(tables.Account.id)
    return or_(
        account.in_(select(factor.account_id).where(factor.e164 == e164)),
        account.in_(select(contact.account_id).where(contact.value == e164)),
    )
