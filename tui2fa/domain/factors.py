"""Kinds of factor and the rules about having, ordering and losing them (R1-R6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tui2fa.domain.errors import Refused
from tui2fa.domain.refusals import Refusal

MAX_NUMBERS = 8
"""R3."""


class Kind(StrEnum):
    """The three kinds of factor (R1)."""

    QALLER = "qaller"
    PHONE = "phone"
    AUTHENTICATOR = "authenticator"


@dataclass(frozen=True, slots=True)
class Factor:
    """One verified factor as its owner may see it: the number masked, no secret.

    `label` is the owner's own name for it, "" where there is none; `reachable` is False for a Qaller factor whose app
    has logged out. Times are UTC.
    """

    id: str
    kind: Kind
    label: str
    masked: str
    primary: bool
    since: datetime
    last_used: datetime | None = None
    reachable: bool = True


def sufficient(kinds: Sequence[Kind]) -> bool:
    """Whether these factors protect an account: Qaller alone asks for a backup first."""
    return any(kind is not Kind.QALLER for kind in kinds)


def check_add(kinds: Sequence[Kind], new: Kind) -> None:
    """Refuse a factor beyond the limits R2, R3 and R4. The schema holds the same limits against races."""
    if new is Kind.PHONE and kinds.count(Kind.PHONE) >= MAX_NUMBERS:
        raise Refused(Refusal.TOO_MANY_NUMBERS)
    if new is Kind.AUTHENTICATOR and Kind.AUTHENTICATOR in kinds:
        raise Refused(Refusal.ONE_AUTHENTICATOR)
    if new is Kind.QALLER and Kind.QALLER in kinds:
        raise Refused(Refusal.ONE_QALLER)


def successor(factors: Sequence[Factor], removed: str) -> Factor | None:
    """The factor that becomes primary when `removed` goes: the next in order; None when the primary stays where it is.

    Raises Refused when `removed` is not there, is the last one, or leaves Qaller alone (RC-10).
    """
    gone = next((factor for factor in factors if factor.id == removed), None)
    if gone is None:
        raise Refused(Refusal.FACTOR_GONE)
    rest = [factor for factor in factors if factor.id != removed]
    if not rest:
        raise Refused(Refusal.LAST_FACTOR)
    if not sufficient([factor.kind for factor in rest]):
        raise Refused(Refusal.BACKUP_NEEDED)
    return rest[factors.index(gone) % len(rest)] if gone.primary else None


def moved(order: Sequence[str], factor: str, steps: int) -> list[str]:
    """The order with one factor moved up (negative) or down, stopping at the ends; the primary is not touched."""
    if factor not in order:
        raise Refused(Refusal.FACTOR_GONE)
    rest = [other for other in order if other != factor]
    place = min(max(order.index(factor) + steps, 0), len(rest))
    return [*rest[:place], factor, *rest[place:]]
