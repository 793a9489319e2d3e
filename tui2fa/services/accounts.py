"""Accounts: the first one, further ones, the personal settings, the password, and the overview of the dashboard."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, func, select

from tui2fa.domain import passwords
from tui2fa.domain.errors import Refused
from tui2fa.domain.events import EventKind
from tui2fa.domain.language import Language
from tui2fa.domain.people import Profile, parse_login
from tui2fa.domain.refusals import Refusal
from tui2fa.domain.roles import Role
from tui2fa.services.account_rows import Accounts, clean
from tui2fa.services.context import Context
from tui2fa.services.factor_rows import listing
from tui2fa.services.journal import Journal, newest
from tui2fa.services.login import sign_in
from tui2fa.services.oversight import AccountLine
from tui2fa.services.pairing import PairingService
from tui2fa.services.profiles import account_of, to_profile
from tui2fa.services.reauthentication import Reauthentication
from tui2fa.services.sessions import Sessions, Signed
from tui2fa.services.views import Overview, SignIn, Step
from tui2fa.store import tables

NEWEST = 8
"""Events on the dashboard."""
FIRST = "0" * 32
"""The id of the first account: of two that are made at once, the primary key lets one in."""


class AccountService:
    """What an account is, apart from its factors."""

    def __init__(self, context: Context, sessions: Sessions, pairing: PairingService) -> None:
        self._context = context
        self._sessions = sessions
        self._pairing = pairing
        self._reauthentication = Reauthentication(context, sessions)
        self._accounts = Accounts(context)
        self._journal = Journal(context)

    def empty(self) -> bool:
        """Whether nobody has an account yet."""
        with self._context.store.read() as db:
            return db.exec(select(func.count()).select_from(tables.Account)).one() == 0

    def create_first(self, login: str, first_name: str, last_name: str, password: str, language: Language) -> SignIn:
        """Make the first account, its role administrator, and a session for its mandatory set-up.

        Raises Refused for a bad field, and Refused(LOGIN_TAKEN) when somebody else made the first account meanwhile.
        """
        profile = Profile(login, Role.ADMINISTRATOR, first_name, last_name, language)
        account = self._new(profile, password)
        account.id = FIRST
        try:
            with self._context.store.write() as db:
                if db.exec(select(tables.Account.id)).first():
                    raise Refused(Refusal.LOGIN_TAKEN)
                self._accounts.keep(db, account)
                return sign_in(db, self._sessions.open(db, account))
        except IntegrityError:
            raise Refused(Refusal.LOGIN_TAKEN) from None

    def add(self, profile: Profile, password: str) -> None:
        """Make a further account without any factor. Raises Refused for a bad field, or Refused(LOGIN_TAKEN)."""
        account = self._new(profile, password)
        try:
            with self._context.store.write() as db:
                self._accounts.keep(db, account, clean(profile).contacts)
        except IntegrityError:
            raise Refused(Refusal.LOGIN_TAKEN) from None

    def listing(self) -> tuple[AccountLine, ...]:
        """Every account, for the operator's command line."""
        with self._context.store.read() as db:
            rows = db.exec(select(tables.Account).order_by(col(tables.Account.login))).all()
            return tuple(self._line(db, row) for row in rows)

    def status(self, login: str) -> AccountLine:
        """One account, for the operator's command line. Raises Refused(NOT_A_LOGIN) and Refused(NO_ACCOUNT)."""
        with self._context.store.read() as db:
            return self._line(db, account_of(db, login))

    def overview(self, session: str) -> Overview:
        """What the dashboard tells."""
        with self._context.store.read() as db:
            account = self._sessions.panel(db, session).account
            factors = listing(db, account.id)
            events = newest(db, account.id, NEWEST)
            return Overview(to_profile(db, account), factors, events, account.last_login_at)

    def profile(self, session: str) -> Profile:
        """The personal settings."""
        with self._context.store.read() as db:
            return to_profile(db, self._sessions.panel(db, session).account)

    def save_profile(self, session: str, profile: Profile) -> Profile:
        """Keep names, language and contact data; login and role stay what they are.

        Raises Refused with the values `field` (first_name, last_name or contact) and, for a contact, its `row`.
        """
        wanted = clean(profile)
        with self._context.store.write() as db:
            return self._accounts.change(db, self._sessions.panel(db, session).account, wanted)

    def save_language(self, session: str, language: Language) -> Profile:
        """Keep the language alone: [Taal] of the Company Panel."""
        with self._context.store.write() as db:
            account = self._sessions.panel(db, session).account
            return self._accounts.change(db, account, replace(to_profile(db, account), language=language))

    def change_password(self, session: str, current: str, new: str) -> None:
        """Change the password; end the account's other sessions (PW-9) and all that may have come of a stolen one.

        That is what was under way there, a waiting pairing code, and apps that are connected but no factor.
        Raises Refused(WRONG_PASSWORD), Refused(PASSWORD_SAME), WAIT or PASSWORD_LOCKED, or a PASSWORD_* reason.
        """
        try:
            account = self._reauthentication.check(session, current)
        except Refused as refused:
            raise refused.at(field="current") from None
        stored = self._judged(account, new)
        with self._context.store.write() as db:
            self._keep_password(db, self._sessions.panel(db, session), stored)

    def choose_password(self, session: str, new: str) -> SignIn:
        """Replace the one-time password that somebody gave by one of one's own, before anything else can be done.

        Raises Refused(PASSWORD_SAME), a PASSWORD_* reason, or Refused(SESSION_ENDED) where none is to be chosen.
        """
        with self._context.store.read() as db:
            account = self._choosing(db, session).account
        stored = self._judged(account, new)
        with self._context.store.write() as db:
            signed = self._choosing(db, session)
            self._keep_password(db, signed, stored)
            signed.account.password_expires_at = None
            db.flush()
            return sign_in(db, self._sessions.any(db, session))

    def _choosing(self, db: Session, session: str) -> Signed:
        signed = self._sessions.any(db, session)
        if signed.step is not Step.NEW_PASSWORD:
            raise Refused(Refusal.SESSION_ENDED)
        return signed

    def _judged(self, account: tables.Account, new: str) -> str:
        """The hash of a password that may replace the present one."""
        checked = passwords.check(new, account.login, account.first_name, account.last_name)
        if self._context.passwords.verify(account.password, new):
            raise Refused(Refusal.PASSWORD_SAME)
        return self._context.passwords.hash(checked)

    def _keep_password(self, db: Session, signed: Signed, stored: str) -> None:
        self._journal.record(db, signed.account, EventKind.PASSWORD_CHANGED)
        signed.account.password = stored
        self._sessions.end_others(db, signed)
        self._pairing.drop_unconfirmed(db, signed.account)

    def _new(self, profile: Profile, password: str) -> tables.Account:
        kept = replace(clean(profile), login=parse_login(profile.login))
        checked = passwords.check(password, kept.login, kept.first_name, kept.last_name)
        return self._accounts.new(kept, self._context.passwords.hash(checked))

    def _line(self, db: Session, account: tables.Account) -> AccountLine:
        profile = to_profile(db, account)
        return AccountLine(
            login=account.login,
            name=f"{profile.first_name} {profile.last_name}".strip(),
            role=profile.role,
            disabled=account.disabled,
            factors=listing(db, account.id),
            last_login=account.last_login_at,
        )
