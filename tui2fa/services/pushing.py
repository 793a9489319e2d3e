"""Messages for Qaller apps: sealed for one device before they lie in the store."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlmodel import Session, col, select

from tui2fa.delivery.base import Job
from tui2fa.services.context import Context
from tui2fa.services.views import Event
from tui2fa.store import tables
from tui2fa.store.sealing import seal_for_device

INFO = b"tui2fa push v1 "
"""Binds a sealed message to its use and, with the device's id behind it, to its device."""


class Pushing:
    """Writes pushes; reading them back is the companion's."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def post(self, job: Job) -> bool:
        """Put a code in the app `job.to` (a device id); False when that app has logged out."""
        with self._context.store.write() as db:
            device = db.get(tables.Device, job.to)
            sending = db.get(tables.Delivery, job.id)
            challenge = db.get(tables.Challenge, sending.challenge_id) if sending and sending.challenge_id else None
            account = db.get(tables.Account, device.account_id) if device else None
            if device is None or device.ended_at or challenge is None or account is None:
                return False
            content = {
                "code": job.code,
                "login": account.login,
                "origin": self._context.origin,
                "enrolment": challenge.enrolment_id is not None,
            }
            self._add(db, device, "code", content, challenge)
            return True

    def notice(
        self,
        db: Session,
        account: tables.Account,
        event: Event,
        about: dict[str, str],
        ending: Sequence[tables.Device] = (),
    ) -> None:
        """Tell what was changed to the app that receives this account's codes, and to those that it ends (RC-7)."""
        serving = db.exec(
            select(tables.Device)
            .join(tables.Factor, col(tables.Factor.device_id) == col(tables.Device.id))
            .where(tables.Factor.account_id == account.id, col(tables.Device.ended_at).is_(None))
        ).all()
        content = {"login": account.login, "origin": event.origin, "what": event.what.name, "about": about}
        for device in {device.id: device for device in (*serving, *ending)}.values():
            self._add(db, device, "notice", content)

    def _add(
        self,
        db: Session,
        device: tables.Device,
        kind: str,
        content: dict[str, Any],
        challenge: tables.Challenge | None = None,
    ) -> None:
        sealed = seal_for_device(device.public_key, json.dumps(content).encode(), INFO + device.id.encode())
        db.add(
            tables.Push(
                device_id=device.id,
                challenge_id=challenge.id if challenge else None,
                kind=kind,
                sealed=sealed,
                sent_at=self._context.clock.now(),
                expires_at=challenge.expires_at if challenge else None,
            )
        )
