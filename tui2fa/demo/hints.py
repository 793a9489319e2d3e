"""The accounts that the login screen offers in the demo."""

from __future__ import annotations

from tui2fa.domain.errors import N_
from tui2fa.tui.widgets.hints import Hint

PASSWORD = "welkom-demo"  # noqa: S105 - shown on the login screen
THREE, NONE, SHARED = "202.mijnbedrijf", "203.mijnbedrijf", "204.mijnbedrijf"
HINTS = (
    Hint(THREE, N_("three factors"), PASSWORD),
    Hint(NONE, N_("no 2FA yet"), PASSWORD),
    Hint(SHARED, N_("shared login, eight numbers"), PASSWORD),
)
