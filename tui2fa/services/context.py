"""What every service works with: store, keys, clock, chance and the ways of delivery, given once by the bootstrap."""

from __future__ import annotations

import secrets
import uuid
from dataclasses import dataclass
from datetime import timedelta

from tui2fa.delivery.base import Channel
from tui2fa.domain import limits
from tui2fa.domain.clock import Clock
from tui2fa.domain.codes import Random
from tui2fa.domain.phone import DEFAULT_POLICY, NumberPolicy
from tui2fa.store.engine import Store
from tui2fa.store.sealing import Passwords, Sealer

ISSUER = "Callvoip"
"""Who the authenticator app says the code is for; no colon (TO-10)."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How often a code may be sent (OOB-5)."""

    gap: timedelta = limits.SEND_GAP
    account_hour: int = limits.SENDS_PER_HOUR
    number_day: int = limits.SENDS_PER_DAY


@dataclass(frozen=True)
class Context:
    """The dependencies of all services.

    `phone` carries codes to numbers and is None where the operator has configured no way; `qaller` carries them to a
    paired app. `origin` tells where this terminal is (RC-9).
    """

    store: Store
    sealer: Sealer
    passwords: Passwords
    clock: Clock
    origin: str
    qaller: Channel
    phone: Channel | None = None
    limits: Limits = Limits()
    policy: NumberPolicy = DEFAULT_POLICY
    random: Random = secrets.randbelow

    def new_id(self) -> str:
        """128 random bits as text (SE-5)."""
        return uuid.UUID(int=self.random(2**128)).hex
