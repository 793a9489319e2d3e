"""Accounts: the first one, further ones, the personal settings, the password, and the overview of the dashboard."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, delete, func, select

from tui2fa.domain import passwords, phone, text
from tui2fa.domain.errors import Refusal, Refused
from tui2fa.domain.events import EventKind
from tui2fa.domain.language import Language
from tui2fa.domain.people import Contact, Medium, Profile, Role, parse_login
from tui2fa.services.activity import Journal, newest
from tui2fa.services.context import Context
from tui2fa.services.factor_rows import listing
from tui2fa.services.login import sign_in
from tui2fa.services.profiles import to_profile
from tui2fa.services.reauthentication import Reauthentication
from tui2fa.services.sessions import Sessions
from tui2fa.services.views import AccountLine, Overview, SignIn
from tui2fa.store import tables

NEWEST = 8
"""Events on the dashboard."""
FIRST = "0" * 32
"""The id of the first account: of two that are made at once, the primary key lets one in."""


class AccountService:
    """What an account is, apart from its factors."""

    def __init__(self, context: Context, sessions: Sessions) -> None:
        self._context = context
        self._sessions = sessions
        self._reauthentication = Reauthentication(context, sessions)
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
                self._keep(db, account)
                return sign_in(db, self._sessions.open(db, account))
        except IntegrityError:
            raise Refused(Refusal.LOGIN_TAKEN) from None

    def add(self, profile: Profile, password: str) -> None:
        """Make a further account without any factor. Raises Refused for a bad field, or Refused(LOGIN_TAKEN)."""
        account = self._new(profile, password)
        try:
            with self._context.store.write() as db:
                self._keep(db, account)
                self._keep_contacts(db, account, profile.contacts)
        except IntegrityError:
            raise Refused(Refusal.LOGIN_TAKEN) from None

    def listing(self) -> tuple[AccountLine, ...]:
        """Every account, for the operator's command line."""
        with self._context.store.read() as db:
            rows = db.exec(select(tables.Account).order_by(col(tables.Account.login))).all()
            return tuple(self._line(db, row) for row in rows)

    def status(self, login: str) -> AccountLine | None:
        """One account, for the operator's command line; None when there is none."""
        known = parse_login(login)
        with self._context.store.read() as db:
            row = db.exec(select(tables.Account).where(tables.Account.login == known)).first()
            return self._line(db, row) if row else None

    def overview(self, session: str) -> Overview:
        """What the dashboard tells."""
        with self._context.store.read() as db:
            account = self._sessions.panel(db, session).account
            factors = listing(db, account.id)
            events = newest(db, account.id, NEWEST)
            return Overview(to_profile(db, account), factors, events, _last_login(db, account.id))

    def profile(self, session: str) -> Profile:
        """The personal settings."""
        with self._context.store.read() as db:
            return to_profile(db, self._sessions.panel(db, session).account)

    def save_profile(self, session: str, profile: Profile) -> Profile:
        """Keep names, language and contact data; login and role stay what they are.

        Raises Refused with the values `field` (first_name, last_name or contact) and, for a contact, its `row`.
        """
        wanted = _clean(profile)
        with self._context.store.write() as db:
            account = self._sessions.panel(db, session).account
            if to_profile(db, account) != wanted:
                self._journal.record(db, account, EventKind.PROFILE_CHANGED)
                account.first_name, account.last_name = wanted.first_name, wanted.last_name
                account.language = wanted.language
                self._keep_contacts(db, account, wanted.contacts)
            return to_profile(db, account)

    def change_password(self, session: str, current: str, new: str) -> None:
        """Change the password and end the account's other sessions (PW-9).

        Raises Refused(WRONG_PASSWORD), Refused(PASSWORD_SAME), WAIT or PASSWORD_LOCKED, or a PASSWORD_* reason.
        """
        try:
            account = self._reauthentication.check(session, current)
        except Refused as refused:
            raise refused.at(field="current") from None
        checked = passwords.check(new, account.login, account.first_name, account.last_name)
        if self._context.passwords.verify(account.password, new):
            raise Refused(Refusal.PASSWORD_SAME)
        stored = self._context.passwords.hash(checked)
        with self._context.store.write() as db:
            signed = self._sessions.panel(db, session)
            self._journal.record(db, signed.account, EventKind.PASSWORD_CHANGED)
            signed.account.password = stored
            self._sessions.end_others(db, signed)

    def _new(self, profile: Profile, password: str) -> tables.Account:
        login = parse_login(profile.login)
        names = _clean(profile)
        checked = passwords.check(password, login, names.first_name, names.last_name)
        return tables.Account(
            id=self._context.new_id(),
            login=login,
            first_name=names.first_name,
            last_name=names.last_name,
            role=profile.role,
            language=profile.language,
            password=self._context.passwords.hash(checked),
            created_at=self._context.clock.now(),
        )

    def _keep(self, db: Session, account: tables.Account) -> None:
        self._journal.record(db, account, EventKind.ACCOUNT_MADE)
        db.add(account)
        db.flush()

    def _keep_contacts(self, db: Session, account: tables.Account, contacts: tuple[Contact, ...]) -> None:
        row = tables.Contact
        db.exec(delete(row).where(col(row.account_id) == account.id))
        for position, contact in enumerate(contacts):
            db.add(
                row(
                    account_id=account.id,
                    position=position,
                    medium=contact.medium,
                    usage=contact.usage,
                    value=contact.value,
                )
            )
        db.flush()

    def _line(self, db: Session, account: tables.Account) -> AccountLine:
        profile = to_profile(db, account)
        return AccountLine(
            login=account.login,
            name=f"{profile.first_name} {profile.last_name}".strip(),
            role=profile.role,
            disabled=account.disabled,
            factors=listing(db, account.id),
            last_login=_last_login(db, account.id),
        )


def _last_login(db: Session, account: str) -> datetime | None:
    row = tables.Activity
    return db.exec(
        select(func.max(row.at)).where(row.account_id == account, row.what == EventKind.LOGGED_IN.name)
    ).one()


def _clean(profile: Profile) -> Profile:
    """Every field in its kept form. Raises Refused with the field it is about."""
    return replace(
        profile,
        first_name=_field("first_name", text.clean_name, profile.first_name),
        last_name=_field("last_name", text.clean_label, profile.last_name),
        contacts=tuple(_contact(row, contact) for row, contact in enumerate(profile.contacts)),
    )


def _contact(row: int, contact: Contact) -> Contact:
    clean = text.clean_email if contact.medium is Medium.EMAIL else phone.contact
    return replace(contact, value=_field("contact", clean, contact.value, row))


def _field(name: str, clean: Callable[[str], str], value: str, row: int = 0) -> str:
    try:
        return clean(value)
    except Refused as refused:
        raise refused.at(field=name, row=row) from None
