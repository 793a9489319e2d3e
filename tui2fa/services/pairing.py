"""[Verbind Qaller]: pairing codes made by the signed-in user alone, and the apps that came of them (OOB-10, R9)."""

from __future__ import annotations

from sqlmodel import Session, col, select, update

from tui2fa.domain import codes
from tui2fa.domain.errors import Refusal, Refused
from tui2fa.domain.events import EventKind
from tui2fa.services.activity import Journal
from tui2fa.services.context import Context
from tui2fa.services.factors import FactorService
from tui2fa.services.sessions import Sessions, Signed
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
            self._close(db, account)
            now = self._context.clock.now()
            expires = now + codes.PAIRING_LIFETIME
            digest = self._context.sealer.digest("pairing", account.id, code)
            db.add(tables.Pairing(id=self._context.new_id(), account_id=account.id, digest=digest, expires_at=expires))
        return PairingCode(codes.show_pairing_code(code), expires)

    def state(self, session: str) -> PairingState:
        """Whether a code still waits for its app, and which apps are logged in."""
        with self._context.store.read() as db:
            account = self._signed(db, session).account
            pairing, device, factor = tables.Pairing, tables.Device, tables.Factor
            waiting = db.exec(
                select(pairing.id).where(
                    pairing.account_id == account.id,
                    col(pairing.consumed_at).is_(None),
                    pairing.tries < codes.PAIRING_TRIES,
                    pairing.expires_at > self._context.clock.now(),
                )
            ).first()
            bound = db.exec(select(factor.device_id).where(factor.account_id == account.id)).all()
            rows = db.exec(
                select(device)
                .where(device.account_id == account.id, col(device.ended_at).is_(None))
                .order_by(col(device.created_at))
            )
            devices = tuple(Device(row.id, row.name, row.created_at, row.id in bound) for row in rows)
            return PairingState(waiting is not None, devices)

    def close(self, session: str) -> None:
        """Let the waiting pairing code work no more."""
        with self._context.store.write() as db:
            self._close(db, self._signed(db, session).account)

    def unpair(self, session: str, device: str) -> None:
        """Log an app out from here; where it receives this account's codes, that factor is removed with it.

        Raises Refused(DEVICE_GONE) and, for a factor, all that removing one raises: PASSWORD_FIRST, LAST_FACTOR …
        """
        with self._context.store.write() as db:
            signed = self._signed(db, session)
            row = db.get(tables.Device, device)
            if row is None or row.account_id != signed.account.id or row.ended_at:
                raise Refused(Refusal.DEVICE_GONE)
            self._journal.record(db, signed.account, EventKind.DEVICE_UNPAIRED, device=row.name)
            factor = db.exec(select(tables.Factor).where(tables.Factor.device_id == device)).first()
            if factor:
                self._factors.take_out(db, self._sessions.editor(db, session), factor)
            row.ended_at = self._context.clock.now()

    def _signed(self, db: Session, session: str) -> Signed:
        """Anybody who is wholly logged in, or setting up the first factors."""
        signed = self._sessions.any(db, session)
        if signed.step is Step.CODE:
            raise Refused(Refusal.SESSION_ENDED)
        return signed

    def _close(self, db: Session, account: tables.Account) -> None:
        row = tables.Pairing
        db.exec(
            update(row)
            .where(col(row.account_id) == account.id, col(row.consumed_at).is_(None))
            .values(consumed_at=self._context.clock.now())
        )
