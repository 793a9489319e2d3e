"""[Verbind Qaller]: pairing codes made by the signed-in user alone, and the apps that came of them (OOB-10, R9)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, select, update

from tui2fa.domain import codes
from tui2fa.domain.errors import Refused
from tui2fa.domain.events import EventKind
from tui2fa.domain.refusals import Refusal
from tui2fa.services.context import Context
from tui2fa.services.factors import FactorService
from tui2fa.services.journal import Journal
from tui2fa.services.sessions import FIRST, Sessions, Signed
from tui2fa.services.throttling import Throttles
from tui2fa.services.views import Device, PairingCode, PairingState, Step
from tui2fa.store import tables


class PairingService:
    """The panel's side of pairing; a paired app is logged in, and becomes a factor only by a verified code."""

    def __init__(self, context: Context, sessions: Sessions, factors: FactorService) -> None:
        self._context = context
        self._sessions = sessions
        self._factors = factors
        self._throttles = Throttles(context)
        self._journal = Journal(context)

    def open(self, session: str) -> PairingCode:
        """A new pairing code; an earlier one of this account ends, and its wrong tries are forgotten (TH-1)."""
        code = codes.new_pairing_code(self._context.random)
        with self._context.store.write() as db:
            account = self._signed(db, session).account
            self._throttles.clear(db, self._throttles.subject("pairing", account.login))
            close_pairing(db, account, self._context.clock.now())
            now = self._context.clock.now()
            expires = now + codes.PAIRING_LIFETIME
            digest = self._context.sealer.digest("pairing", account.id, code)
            db.add(tables.Pairing(id=self._context.new_id(), account_id=account.id, digest=digest, expires_at=expires))
        return PairingCode(codes.show_pairing_code(code), expires)

    def state(self, session: str) -> PairingState:
        """Whether a code still waits for its app, and which apps are logged in."""
        with self._context.store.read() as db:
            account = self._signed(db, session).account
            pairing = tables.Pairing
            waiting = db.exec(
                select(pairing.id).where(
                    pairing.account_id == account.id,
                    col(pairing.consumed_at).is_(None),
                    pairing.tries < codes.PAIRING_TRIES,
                    col(pairing.expires_at).between(*codes.living(codes.PAIRING_LIFETIME, self._context.clock.now())),
                )
            ).first()
            return PairingState(waiting is not None, connected(db, account.id))

    def close(self, session: str) -> None:
        """Let the waiting pairing code work no more."""
        with self._context.store.write() as db:
            close_pairing(db, self._signed(db, session).account, self._context.clock.now())

    def unpair(self, session: str, device: str) -> None:
        """Log an app out from here; where it receives this account's codes, that factor is removed with it.

        Raises Refused(DEVICE_GONE) and, for a factor, all that removing one raises: PASSWORD_FIRST, LAST_FACTOR …
        """
        with self._context.store.write() as db:
            signed = self._signed(db, session)
            row = db.get(tables.Device, device)
            if row is None or row.account_id != signed.account.id or row.ended_at:
                raise Refused(Refusal.DEVICE_GONE)
            self._journal.record(db, signed.account, EventKind.DEVICE_UNPAIRED, device=row.name, ending=[row])
            factor = db.exec(select(tables.Factor).where(tables.Factor.device_id == device)).first()
            if factor:
                self._factors.take_out(db, self._sessions.editor(db, session), factor)
            row.ended_at = self._context.clock.now()

    def drop_unconfirmed(self, db: Session, account: tables.Account) -> None:
        """Close the waiting code and log out every app that is no factor, inside the caller's transaction.

        Whoever held a stolen session may have opened the one and connected the other.
        """
        close_pairing(db, account, self._context.clock.now())
        device = tables.Device
        bound = select(tables.Factor.device_id).where(col(tables.Factor.device_id).is_not(None))
        for row in db.exec(
            select(device).where(
                device.account_id == account.id, col(device.ended_at).is_(None), col(device.id).not_in(bound)
            )
        ):
            self._journal.record(db, account, EventKind.DEVICE_UNPAIRED, device=row.name, ending=[row])
            row.ended_at = self._context.clock.now()

    def _signed(self, db: Session, session: str) -> Signed:
        """Anybody who is wholly logged in, or setting up the first factors."""
        signed = self._sessions.any(db, session)
        if signed.step not in (Step.SET_UP, Step.BACKUP, Step.PANEL):
            raise Refused(FIRST[signed.step])
        return signed


def end_apps(db: Session, account: tables.Account, now: datetime) -> None:
    """Log every app of an account out and let its waiting pairing code work no more."""
    close_pairing(db, account, now)
    row = tables.Device
    db.exec(update(row).where(col(row.account_id) == account.id, col(row.ended_at).is_(None)).values(ended_at=now))


def apps(db: Session, account: tables.Account) -> Sequence[tables.Device]:
    """The rows of the apps that are logged in to an account, in the order in which they came."""
    row = tables.Device
    here = select(row).where(row.account_id == account.id, col(row.ended_at).is_(None))
    return db.exec(here.order_by(col(row.created_at))).all()


def connected(db: Session, account: str) -> tuple[Device, ...]:
    """The apps that are logged in to an account, in the order in which they came."""
    device, factor = tables.Device, tables.Factor
    bound = db.exec(select(factor.device_id).where(factor.account_id == account)).all()
    rows = db.exec(
        select(device)
        .where(device.account_id == account, col(device.ended_at).is_(None))
        .order_by(col(device.created_at))
    )
    return tuple(Device(row.id, row.name, row.created_at, row.id in bound) for row in rows)


def close_pairing(db: Session, account: tables.Account, now: datetime) -> None:
    """Let an account's waiting pairing code work no more."""
    row = tables.Pairing
    db.exec(
        update(row).where(col(row.account_id) == account.id, col(row.consumed_at).is_(None)).values(consumed_at=now)
    )
