"""Rows of accounts as the profile their owner sees and edits, and the login they are found by."""

from __future__ import annotations

from sqlmodel import Session, col, select

from tui2fa.domain.errors import Refused
from tui2fa.domain.language import Language
from tui2fa.domain.people import Contact, Medium, Profile, Role, Usage, parse_login
from tui2fa.store import tables


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


def typed_login(text: str) -> str:
    """A typed login in its stored form.

    One that can be nobody's comes back as plain ASCII, so that it is counted, sought and refused like any unknown one.
    """
    try:
        return parse_login(text)
    except Refused:
        return ascii(text[:64])
