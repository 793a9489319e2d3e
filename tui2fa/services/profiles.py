"""Rows of accounts as the profile their owner sees and edits, and the login they are found by."""

from __future__ import annotations

from sqlmodel import Session, col, select

from tui2fa.domain.errors import Refused
from tui2fa.domain.language import Language
from tui2fa.domain.people import Contact, Medium, Profile, Usage, parse_login
from tui2fa.domain.refusals import Refusal
from tui2fa.domain.roles import Role
from tui2fa.store import tables
from tui2fa.store.engine import WRITING


def to_profile(db: Session, account: tables.Account) -> Profile:
    """An account as a view."""
    row = tables.Contact
    contacts = db.exec(select(row).where(row.account_id == account.id).order_by(col(row.position)))
    return Profile(
        login=account.login,
        role=Role(account.role),
        first_name=account.first_name,
        last_name=account.last_name,
        language=Language(account.language),
        contacts=tuple(Contact(Medium(line.medium), Usage(line.usage), line.value) for line in contacts),
    )


def account_of(db: Session, login: str) -> tables.Account:
    """The account with this login, its row locked where it may be changed.

    Raises Refused(NOT_A_LOGIN) and Refused(NO_ACCOUNT).
    """
    known = parse_login(login)
    account = found_account(db, known)
    if account is None:
        raise Refused(Refusal.NO_ACCOUNT, login=known)
    return account


def found_account(db: Session, login: str) -> tables.Account | None:
    """The account with this login in its stored form, its row locked where it may be changed; None without one."""
    wanted = select(tables.Account).where(tables.Account.login == login)
    return db.exec(wanted.with_for_update() if db.info[WRITING] else wanted).first()


def typed_login(text: str) -> str:
    """A typed login in its stored form.

    One that can be nobody's comes back as plain ASCII, so that it is counted, sought and refused like any unknown one.
    """
    try:
        return parse_login(text)
    except Refused:
        return ascii(text[:64])
