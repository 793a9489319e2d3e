"""The kinds of factor that the program knows, in the order of advice."""

from __future__ import annotations

from tui2fa.domain.factors import Kind
from tui2fa.tui.factors import authenticator, phone, qaller
from tui2fa.tui.factors.slice import Slice

SLICES: dict[Kind, Slice] = {one.kind: one for one in (qaller.SLICE, phone.SLICE, authenticator.SLICE)}
