"""What every service works with: store, keys, clock, chance and the ways of delivery, given once by the bootstrap."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from tui2fa.delivery.base import Channel
from tui2fa.domain.clock import Clock
from tui2fa.domain.codes import Random
from tui2fa.domain.limits import USUAL, Limits
from tui2fa.domain.phone import DEFAULT_POLICY, NumberPolicy
from tui2fa.store.engine import Store
from tui2fa.store.sealing import Passwords, Sealer

ISSUER = "Callvoip"
"""Who the authenticator app says the code is for; no colon (TO-10)."""


@dataclass(frozen=True)
class Context:
    """The dependencies of all services.

    `phone` are the ways to a number in the order in which they are tried, none where the operator has configured none;
    `qaller` carries codes to a paired app. `origin` tells where this terminal is (RC-9). `log` takes what the operator
    must look into: a line without any code or whole number. `wake` tells that there are notices to be sent, which name
    `support_phone` as the number to call.
    """

    store: Store
    sealer: Sealer
    passwords: Passwords
    clock: Clock
    origin: str
    qaller: Channel
    phone: tuple[Channel, ...] = ()
    limits: Limits = USUAL
    policy: NumberPolicy = DEFAULT_POLICY
    random: Random = secrets.randbelow
    log: Callable[[str], None] = lambda line: None
    wake: Callable[[], None] = lambda: None
    support_phone: str = ""

    def new_id(self) -> str:
        """128 random bits as text (SE-5)."""
        return uuid.UUID(int=self.random(2**128)).hex
