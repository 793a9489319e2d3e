"""Putting down what an account's numbers are to be told of a change (RC-7, NIST SP 800-63B-4 4.6).

What is to be told is written with the change itself, in one transaction, and sent afterwards: a change is never told
that was not made, and one that was made is told even if this program ends at that moment.
"""

from __future__ import annotations

from sqlmodel import Session, col, select

from tui2fa.delivery.base import Telling
from tui2fa.domain.factors import Kind
from tui2fa.domain.sentences import N_
from tui2fa.locale import Catalogue, catalogue
from tui2fa.services.context import ISSUER, Context
from tui2fa.services.views import Event
from tui2fa.store import tables
from tui2fa.store.engine import after_commit

MESSAGE = N_("{issuer}: {what}, {moment}. Was this not you? Call {phone} at once.")
WORDS = {
    Kind.QALLER: N_("Qaller app"),
    Kind.PHONE: N_("number {masked}"),
    Kind.AUTHENTICATOR: N_("authenticator app"),
}


class Notices:
    """Writes what is to be told."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def put(self, db: Session, account: tables.Account, event: Event) -> None:
        """Have all numbers that the account has now told of an event, in its language; call it before the change."""
        if all(way.telling is Telling.NOT for way in self._context.phone):
            return
        factor = tables.Factor
        tr = catalogue(account.language)
        now = self._context.clock.now()
        told = tr(
            MESSAGE,
            issuer=ISSUER,
            what=_words(tr, event),
            moment=tr.moment(event.at, now),
            phone=self._context.support_phone,
        )
        numbers = db.exec(select(factor.e164).where(factor.account_id == account.id, col(factor.e164).is_not(None)))
        for number in numbers.all():
            db.add(
                tables.Notice(
                    id=self._context.new_id(),
                    account_id=account.id,
                    recipient=number or "",
                    message=told,
                    language=account.language,
                    at=now,
                )
            )
        after_commit(db, self._context.wake)


def _words(tr: Catalogue, event: Event) -> str:
    """What happened, in the middle of a sentence."""
    factor = tr(WORDS[event.kind], masked=event.masked) if event.kind else ""
    return tr(event.what.value, factor=factor, device=event.device)
