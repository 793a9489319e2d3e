"""Rows of factors, verified or on their way in, as the frozen view their owner may see."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session, col, select

from tui2fa.domain.factors import Factor, Kind
from tui2fa.domain.phone import mask
from tui2fa.store import tables


@dataclass(frozen=True, slots=True)
class About:
    """Which factor something is about, in what may be kept and shown for good."""

    kind: Kind
    masked: str = ""
    label: str = ""


def about(row: tables.Factor | tables.Enrolment) -> About:
    """What may be told of a factor, verified or on its way in."""
    return About(Kind(row.kind), mask(row.e164) if row.e164 else "", row.label)


def to_factor(row: tables.Factor, reachable: bool) -> Factor:
    """A row as a view: the number masked, no secret."""
    told = about(row)
    return Factor(
        id=row.id,
        kind=told.kind,
        label=told.label,
        masked=told.masked,
        primary=row.is_primary,
        since=row.created_at,
        last_used=row.last_used_at,
        reachable=reachable,
    )


def listing(db: Session, account: str) -> tuple[Factor, ...]:
    """An account's factors in their order."""
    row = tables.Factor
    found = db.exec(
        select(row, tables.Device.ended_at)
        .join(tables.Device, col(row.device_id) == col(tables.Device.id), isouter=True)
        .where(row.account_id == account)
        .order_by(col(row.position), col(row.id))
    )
    return tuple(to_factor(factor, reachable=ended_at is None) for factor, ended_at in found)
