"""An authenticator app as a kind of factor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui2fa.domain.factors import Factor, Kind
from tui2fa.domain.sentences import N_
from tui2fa.tui.factors.slice import Facts, Slice

if TYPE_CHECKING:
    from textual.screen import Screen

    from tui2fa.services.views import SignIn


def _enrol(replaces: Factor | None) -> Screen[SignIn | None]:
    from tui2fa.tui.factors.authenticator_enrolment import AddAuthenticator

    return AddAuthenticator(replaces)


SLICE = Slice(
    kind=Kind.AUTHENTICATOR,
    icon="◊",
    name=N_("Authenticator"),
    choice=N_("Authenticator"),
    explanation=N_(
        "Use the Google Authenticator app or a compatible one, such as Microsoft Authenticator or Cisco Duo Mobile"
    ),
    advice=N_("Known from other services and works without a network, but you have to find and open the app."),
    facts=Facts(
        speed=N_("once the app is open"),
        offline=N_("yes"),
        without_app=N_("no"),
        on_a_watch=N_("with some apps"),
        while_calling=N_("is there all the same"),
        safety=N_("good"),
        reserve_for=N_("Qaller without network"),
    ),
    question=N_("Enter the verification code that the app has generated"),
    sending="",
    sent=N_("Your authenticator app shows a new code every half minute."),
    enrol=_enrol,
)
