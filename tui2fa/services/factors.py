"""The factor editor: order, primary, names, removal; each one transaction behind the password (R5, R6, R14, RC-10)."""

from __future__ import annotations

from sqlmodel import Session, col, select, update

from tui2fa.domain import factors as rules
from tui2fa.domain import text
from tui2fa.domain.errors import Refused
from tui2fa.domain.events import EventKind
from tui2fa.domain.factors import Factor
from tui2fa.domain.refusals import Refusal
from tui2fa.services.context import Context
from tui2fa.services.factor_rows import about, listing
from tui2fa.services.journal import Journal
from tui2fa.services.sessions import Sessions, Signed
from tui2fa.services.throttling import Throttles
from tui2fa.store import tables


class FactorService:
    """Changes to the factors an account has; every call answers the new list in its order.

    All raise Refused(PASSWORD_FIRST) once the editor's ten minutes are over, and Refused(FACTOR_GONE) for a factor that
    went meanwhile.
    """

    def __init__(self, context: Context, sessions: Sessions) -> None:
        self._context = context
        self._sessions = sessions
        self._throttles = Throttles(context)
        self._journal = Journal(context)

    def listing(self, session: str) -> tuple[Factor, ...]:
        """The factors in their order."""
        with self._context.store.read() as db:
            return listing(db, self._sessions.editor(db, session).account.id)

    def make_primary(self, session: str, factor: str) -> tuple[Factor, ...]:
        """Let this factor's code be sent at login; the order stays as it is."""
        with self._context.store.write() as db:
            signed, row = self._find(db, session, factor)
            if not row.is_primary:
                self._journal.record(db, signed.account, EventKind.PRIMARY_CHANGED, about(row))
                self._set_primary(db, row)
            return listing(db, signed.account.id)

    def move(self, session: str, factor: str, steps: int) -> tuple[Factor, ...]:
        """Move a factor up (negative) or down the list; the primary stays the primary."""
        with self._context.store.write() as db:
            signed, row = self._find(db, session, factor)
            before = [other.id for other in listing(db, signed.account.id)]
            after = rules.moved(before, factor, steps)
            if after != before:
                self._journal.record(db, signed.account, EventKind.ORDER_CHANGED, about(row))
                for position, moved in enumerate(after):
                    db.exec(update(tables.Factor).where(col(tables.Factor.id) == moved).values(position=position))
            return listing(db, signed.account.id)

    def rename(self, session: str, factor: str, label: str) -> tuple[Factor, ...]:
        """Give a factor a name of the owner's own, or none. Raises Refused(TOO_LONG) or Refused(STRANGE_CHARACTERS)."""
        name = text.clean_label(label)
        with self._context.store.write() as db:
            signed, row = self._find(db, session, factor)
            if row.label != name:
                self._journal.record(db, signed.account, EventKind.FACTOR_RENAMED, about(row))
                row.label = name
                db.flush()
            return listing(db, signed.account.id)

    def remove(self, session: str, factor: str) -> tuple[Factor, ...]:
        """Remove a factor; the next in order becomes primary when it was (RC-10).

        Raises Refused(LAST_FACTOR) or Refused(BACKUP_NEEDED).
        """
        with self._context.store.write() as db:
            signed, row = self._find(db, session, factor)
            self.take_out(db, signed, row)
            return listing(db, signed.account.id)

    def take_out(self, db: Session, signed: Signed, row: tables.Factor) -> None:
        """Remove a factor inside the caller's transaction; see `remove`."""
        heir = rules.successor(listing(db, signed.account.id), row.id)
        self._journal.record(db, signed.account, EventKind.FACTOR_REMOVED, about(row))
        self._throttles.clear(db, self._throttles.subject("factor", row.id))
        db.delete(row)
        db.flush()
        promoted = db.get(tables.Factor, heir.id) if heir else None
        if promoted:
            self._journal.record(db, signed.account, EventKind.PRIMARY_CHANGED, about(promoted))
            self._set_primary(db, promoted)

    def _find(self, db: Session, session: str, factor: str) -> tuple[Signed, tables.Factor]:
        signed = self._sessions.editor(db, session)
        row = db.exec(
            select(tables.Factor).where(tables.Factor.id == factor, tables.Factor.account_id == signed.account.id)
        ).first()
        if row is None:
            raise Refused(Refusal.FACTOR_GONE)
        return signed, row

    def _set_primary(self, db: Session, row: tables.Factor) -> None:
        factor = tables.Factor
        db.exec(update(factor).where(col(factor.account_id) == row.account_id).values(is_primary=False))
        db.exec(update(factor).where(col(factor.id) == row.id).values(is_primary=True))
        db.expire_all()
