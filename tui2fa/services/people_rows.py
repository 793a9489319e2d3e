"""Rows of other people's accounts: found within what one may see, named as those who act on them are named."""

from __future__ import annotations

from sqlalchemy import ColumnElement, or_
from sqlmodel import Session, col, select

from tui2fa.domain.errors import Refused
from tui2fa.domain.people import company_of
from tui2fa.domain.refusals import Refusal
from tui2fa.services.journal import Actor
from tui2fa.services.profiles import found_account, typed_login
from tui2fa.services.sessions import Signed
from tui2fa.store import tables


def lock_in_turn(db: Session, *sessions: str, login: str = "") -> None:
    """Lock the accounts of these sessions and of this login in one order for everybody, before anything is read.

    Two who act on each other at once then come one after the other; else PostgreSQL would have to turn one away.
    """
    row, session = tables.Account, tables.LoginSession
    owners = select(session.account_id).where(col(session.id).in_(sessions))
    concerned = or_(col(row.id).in_(owners), col(row.login) == typed_login(login))
    db.exec(select(row.id).where(concerned).order_by(col(row.id)).with_for_update()).all()


def account_of(db: Session, login: str) -> tables.Account:
    """An account by its login, locked where something may be changed. Raises Refused(NO_SUCH_USER)."""
    account = found_account(db, typed_login(login))
    if account is None:
        raise Refused(Refusal.NO_SUCH_USER)
    return account


def colleague_of(db: Session, administrator: Signed, login: str) -> tables.Account:
    """A user of the administrator's own company. Raises Refused(NO_SUCH_USER) for everybody else alike."""
    account = account_of(db, login)
    if company_of(account.login) != company_of(administrator.account.login):
        raise Refused(Refusal.NO_SUCH_USER)
    return account


def in_company(company: str) -> ColumnElement[bool]:
    """The condition on accounts of a company; a login has one dot, and the company stands behind it."""
    return col(tables.Account.login).endswith(f".{company}", autoescape=True)


def full_name(account: tables.Account) -> str:
    """First and last name."""
    return f"{account.first_name} {account.last_name}".strip()


def actor(signed: Signed, reason: str = "", ticket: str = "") -> Actor:
    """Who is logged in, as the lists of others name them."""
    return Actor(signed.account.login, full_name(signed.account), reason, ticket)
