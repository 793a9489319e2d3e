"""Authenticator secrets: made, sealed, offered as a QR text, and their codes judged once (RFC 6238, TO-1 to TO-8)."""

from __future__ import annotations

import base64

import pyotp
from pyotp.exceptions import OTPVerificationError
from sqlmodel import Session, col, update

from tui2fa.domain import codes
from tui2fa.domain.errors import Refused
from tui2fa.domain.refusals import Refusal
from tui2fa.services.context import ISSUER, Context
from tui2fa.store import tables

SECRET_BYTES = 20
"""160 bits: RFC 4226 4 R6."""


class Authenticators:
    """The one place where TOTP secrets are in the clear."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def new_secret(self) -> str:
        """160 random bits in base32, without padding."""
        number = self._context.random(2 ** (8 * SECRET_BYTES))
        return base64.b32encode(number.to_bytes(SECRET_BYTES, "big")).decode()

    def uri(self, secret: str, login: str) -> str:
        """The otpauth text of a QR code; defaults are left out, so that the code stays small (Key URI format)."""
        return pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=ISSUER)

    def seal(self, secret: str, account: str, row: str) -> bytes:
        """A secret as it lies in the store, bound to its account and row (SC-1).

        The row is the enrolment's; the factor that comes of it takes over that id, so the seal goes on to fit.
        """
        return self._context.sealer.seal(secret.encode(), table="factor", column="secret", account=account, row=row)

    def step_of(self, code: str, sealed: bytes, account: str, row: str) -> int | None:
        """The time step a right code belongs to, within one step of now (TO-3); None for a wrong one.

        Raises Refused(SECRET_UNREADABLE) when the sealed secret was tampered with or belongs elsewhere.
        """
        opened = self._context.sealer.open(sealed, table="factor", column="secret", account=account, row=row)
        try:
            return pyotp.TOTP(opened.decode()).verify_and_get_timecode(
                code, for_time=self._context.clock.now(), valid_window=codes.WINDOW
            )
        except OTPVerificationError:
            return None

    def clock_went_back(self, factor: tables.Factor) -> bool:
        """Whether a code of the future was used before, so that this server's clock cannot be right (TO-8)."""
        present = codes.time_step(self._context.clock.now())
        return factor.last_step is not None and factor.last_step > present + codes.WINDOW

    def start_at_present(self, factor: tables.Factor) -> None:
        """Let the present code be the first that counts again; the caller holds the account's row."""
        factor.last_step = codes.time_step(self._context.clock.now()) - 1

    def spend(self, db: Session, factor: str, step: int) -> None:
        """Use up every code up to this step, for one of whoever races (TO-4). Raises Refused(CODE_USED)."""
        row = tables.Factor
        spent = db.exec(
            update(row).where(col(row.id) == factor, col(row.last_step) < step).values(last_step=step)
        ).rowcount
        if spent != 1:
            raise Refused(Refusal.CODE_USED)
