"""The Qaller app's side: pairing, reading what is sealed for it, declining, logging out (OOB-10, OOB-11)."""

from __future__ import annotations

import hmac
import json
from contextlib import suppress
from datetime import timedelta

from sqlmodel import Session, col, select, update

from tui2fa.domain import codes, text
from tui2fa.domain.errors import Refused
from tui2fa.domain.events import EventKind
from tui2fa.domain.refusals import Refusal
from tui2fa.services.context import Context
from tui2fa.services.journal import Journal, from_details
from tui2fa.services.profiles import typed_login
from tui2fa.services.pushing import INFO
from tui2fa.services.throttling import Throttles
from tui2fa.services.views import Companion, Event, Message
from tui2fa.store import tables
from tui2fa.store.sealing import DeviceIdentity

KEPT = timedelta(days=7)
"""How long the app shows what came in."""
NEWEST = 30
"""Messages."""


class CompanionService:
    """What a Qaller app can do; it is known by the token of its identity, never by a session."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._throttles = Throttles(context)
        self._journal = Journal(context)

    def version(self) -> int:
        """A number that changes when anything in the store has changed; cheap enough to ask four times a second."""
        return self._context.store.version()

    def pair(self, login: str, code: str, name: str, identity: DeviceIdentity) -> Companion:
        """Log this app in with a pairing code; only what is public of `identity` is kept.

        Raises Refused(WRONG_PAIRING) alike for an unknown login, a wrong, used or expired code; WAIT or LOCKED.
        """
        known, parsed = typed_login(login), codes.parse_pairing_code(code)
        called = text.clean_name(name)
        live = self._count(known)
        with self._context.store.write() as db:
            row = tables.Account
            account = db.exec(select(row).where(row.login == known).with_for_update()).first()
            pairing = self._open_pairing(db, account) if account and live else None
            if account is None or pairing is None or account.disabled or not self._fits(pairing, account, parsed):
                raise Refused(Refusal.WRONG_PAIRING)
            # the throttle before the code, as in counting: the other way round, two who pair could lock each other out
            self._throttles.clear(db, self._throttles.subject("pairing", known))
            pairing.consumed_at = self._context.clock.now()
            self._journal.record(db, account, EventKind.DEVICE_PAIRED, device=called)
            db.add(
                tables.Device(
                    id=self._context.new_id(),
                    account_id=account.id,
                    name=called,
                    public_key=identity.public_key,
                    verifier=identity.verifier,
                    created_at=self._context.clock.now(),
                )
            )
            return Companion(account.login, called)

    def who(self, identity: DeviceIdentity) -> Companion:
        """Whose app this is. Raises Refused(DEVICE_GONE) when it was unpaired."""
        with self._context.store.read() as db:
            device, account = self._device(db, identity)
            return Companion(account.login, device.name)

    def inbox(self, identity: DeviceIdentity) -> tuple[Message, ...]:
        """What came in, newest first; what cannot be opened is left out. Raises Refused(DEVICE_GONE)."""
        row = tables.Push
        with self._context.store.read() as db:
            device, _ = self._device(db, identity)
            found = db.exec(
                select(row, tables.Challenge)
                .join(tables.Challenge, col(row.challenge_id) == col(tables.Challenge.id), isouter=True)
                .where(row.device_id == device.id, row.sent_at > self._context.clock.now() - KEPT)
                .order_by(col(row.id).desc())
                .limit(NEWEST)
            ).all()
            messages = []
            for push, challenge in found:
                with suppress(Refused):
                    messages.append(self._message(identity, device, push, challenge))
            return tuple(messages)

    def last_word(self, identity: DeviceIdentity) -> Event | None:
        """The newest notice for an app that is logged in no more: what was done, and by whom; None where none came.

        A reset or an unpairing logs the app out in the transaction that tells it so: its inbox opens no more (RC-7).
        """
        row, device = tables.Push, tables.Device
        with self._context.store.read() as db:
            ended = db.exec(select(device).where(device.verifier == identity.verifier)).first()
            if ended is None or ended.ended_at is None:
                return None
            newest = db.exec(
                select(row).where(row.device_id == ended.id, row.kind == "notice").order_by(col(row.id).desc())
            ).first()
            with suppress(Refused):
                return self._message(identity, ended, newest, None).event if newest else None
        return None

    def decline(self, identity: DeviceIdentity, message: int) -> None:
        """[Dat was ik niet]: no code of that challenge is right any more, and the waiting panel hears of it."""
        now = self._context.clock.now()
        with self._context.store.write() as db:
            device, account = self._device(db, identity)
            push = db.get(tables.Push, message)
            if push is None or push.device_id != device.id or push.declined_at:
                return
            push.declined_at = now
            row = tables.Challenge
            db.exec(
                update(row)
                .where(col(row.id) == push.challenge_id, col(row.consumed_at).is_(None))
                .values(voided_at=now, declined=True)
            )
            self._journal.record(db, account, EventKind.CODE_DECLINED, device=device.name)

    def log_out(self, identity: DeviceIdentity) -> None:
        """Log this app out; a factor that it served can no longer be reached until another app replaces it."""
        with self._context.store.write() as db:
            device, account = self._device(db, identity)
            self._journal.record(db, account, EventKind.DEVICE_LOGGED_OUT, device=device.name)
            device.ended_at = self._context.clock.now()

    def _count(self, login: str) -> bool:
        """Count the try for the login and for its code, committed before that is judged (TH-5); False: none left."""
        row = tables.Pairing
        owner = select(tables.Account.id).where(tables.Account.login == login).scalar_subquery()
        counted = 0
        with self._throttles.trial() as trial:
            counting = (
                update(row)
                .where(col(row.account_id) == owner, col(row.consumed_at).is_(None))
                .where(col(row.tries) < codes.PAIRING_TRIES)
                .values(tries=col(row.tries) + 1)
            )
            if trial.count(self._throttles.subject("pairing", login)):
                counted = trial.db.exec(counting).rowcount
        return counted == 1

    def _open_pairing(self, db: Session, account: tables.Account) -> tables.Pairing | None:
        row = tables.Pairing
        return db.exec(select(row).where(row.account_id == account.id, col(row.consumed_at).is_(None))).first()

    def _fits(self, pairing: tables.Pairing, account: tables.Account, code: str) -> bool:
        right = self._context.sealer.matches(pairing.digest, "pairing", account.id, code)
        return right and codes.lives(pairing.expires_at, codes.PAIRING_LIFETIME, self._context.clock.now())

    def _device(self, db: Session, identity: DeviceIdentity) -> tuple[tables.Device, tables.Account]:
        row = tables.Device
        device = db.exec(select(row).where(row.verifier == identity.verifier, col(row.ended_at).is_(None))).first()
        account = db.get(tables.Account, device.account_id) if device else None
        if device is None or account is None or not hmac.compare_digest(device.verifier, identity.verifier):
            raise Refused(Refusal.DEVICE_GONE)
        return device, account

    def _message(
        self, identity: DeviceIdentity, device: tables.Device, push: tables.Push, challenge: tables.Challenge | None
    ) -> Message:
        content = json.loads(identity.open(push.sealed, INFO + device.id.encode()))
        now = self._context.clock.now()
        spent = challenge is None or challenge.consumed_at is not None or challenge.voided_at is not None
        expired = push.expires_at is not None and not codes.lives(push.expires_at, codes.CODE_LIFETIME, now)
        event = None
        if push.kind == "notice":
            event = from_details(push.sent_at, content["what"], content["origin"], content["login"], content["about"])
        return Message(
            id=push.id or 0,
            code=content.get("code", ""),
            login=content["login"],
            origin=content["origin"],
            sent_at=push.sent_at,
            expires=push.expires_at,
            declined=push.declined_at is not None,
            spent=spent or expired,
            enrolment=content.get("enrolment", False),
            event=event,
        )
