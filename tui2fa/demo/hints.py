"""The accounts that the login screen offers in the demo."""

from __future__ import annotations

from tui2fa.domain.sentences import N_
from tui2fa.tui.widgets.hints import Hint

PASSWORD = "welkom-demo"  # noqa: S105 - shown on the login screen
ADMIN, THREE, NONE, SHARED = "201.mijnbedrijf", "202.mijnbedrijf", "203.mijnbedrijf", "204.mijnbedrijf"
AGENT, SECOND_AGENT = "600.callvoip", "601.callvoip"
HINTS = (
    Hint(THREE, N_("three factors"), PASSWORD),
    Hint(NONE, N_("no 2FA yet"), PASSWORD),
    Hint(SHARED, N_("shared login, eight numbers"), PASSWORD),
    Hint(ADMIN, N_("administrator"), PASSWORD),
    Hint(AGENT, N_("support, as is 601.callvoip"), PASSWORD),
)
