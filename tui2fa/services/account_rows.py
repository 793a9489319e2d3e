"""Rows of accounts: made, kept and changed alike, by whoever may do so."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from sqlmodel import Session, col, delete

from tui2fa.domain import phone, text
from tui2fa.domain.errors import Refused
from tui2fa.domain.events import EventKind
from tui2fa.domain.people import Contact, Medium, Profile
from tui2fa.services.context import Context
from tui2fa.services.journal import Actor, Journal
from tui2fa.services.profiles import to_profile
from tui2fa.store import tables


class Accounts:
    """For the services of users, administrators and the command line; every method is part of their transaction."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._journal = Journal(context)

    def new(self, profile: Profile, hashed: str) -> tables.Account:
        """A row for a profile in its kept form and a password's hash, not in the store yet."""
        return tables.Account(
            id=self._context.new_id(),
            login=profile.login,
            first_name=profile.first_name,
            last_name=profile.last_name,
            sought=_sought(profile),
            role=profile.role,
            language=profile.language,
            password=hashed,
            created_at=self._context.clock.now(),
        )

    def keep(
        self, db: Session, account: tables.Account, contacts: tuple[Contact, ...] = (), by: Actor | None = None
    ) -> None:
        """Put a new account in the store. Raises IntegrityError when there is such a login."""
        self.keep_all(db, [(account, contacts)], by)

    def keep_all(
        self, db: Session, made: Sequence[tuple[tables.Account, tuple[Contact, ...]]], by: Actor | None = None
    ) -> None:
        """The same for many, in as few statements: others wait for the store meanwhile."""
        db.add_all(account for account, _ in made)
        db.flush()
        for account, contacts in made:
            self._journal.record(db, account, EventKind.ACCOUNT_MADE, by=by)
            self._add_contacts(db, account, contacts)
        db.flush()

    def change(self, db: Session, account: tables.Account, wanted: Profile, by: Actor | None = None) -> Profile:
        """Keep names, language and contact data; login and role stay what they are."""
        present = to_profile(db, account)
        changed = replace(
            present,
            first_name=wanted.first_name,
            last_name=wanted.last_name,
            language=wanted.language,
            contacts=wanted.contacts,
        )
        if changed != present:
            self._journal.record(db, account, EventKind.PROFILE_CHANGED, by=by)
            account.first_name, account.last_name = changed.first_name, changed.last_name
            account.sought = _sought(changed)
            account.language = wanted.language
            self._keep_contacts(db, account, wanted.contacts)
        return changed

    def _keep_contacts(self, db: Session, account: tables.Account, contacts: tuple[Contact, ...]) -> None:
        row = tables.Contact
        db.exec(delete(row).where(col(row.account_id) == account.id))
        self._add_contacts(db, account, contacts)
        db.flush()

    def _add_contacts(self, db: Session, account: tables.Account, contacts: tuple[Contact, ...]) -> None:
        row = tables.Contact
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


def _sought(profile: Profile) -> str:
    return text.folded(f"{profile.login} {profile.first_name} {profile.last_name}")


def clean(profile: Profile) -> Profile:
    """Names and contact data in their kept form.

    Raises Refused with the values `field` (first_name, last_name or contact) and, for a contact, its `row`.
    """
    return replace(
        profile,
        first_name=_field("first_name", text.clean_name, profile.first_name),
        last_name=_field("last_name", text.clean_label, profile.last_name),
        contacts=tuple(_contact(row, contact) for row, contact in enumerate(profile.contacts)),
    )


def _contact(row: int, contact: Contact) -> Contact:
    kept = text.clean_email if contact.medium is Medium.EMAIL else phone.contact
    return replace(contact, value=_field("contact", kept, contact.value, row))


def _field(name: str, kept: Callable[[str], str], value: str, row: int = 0) -> str:
    try:
        return kept(value)
    except Refused as refused:
        raise refused.at(field=name, row=row) from None
