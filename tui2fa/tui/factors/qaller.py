"""The Qaller app as a kind of factor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui2fa.domain.factors import Factor, Kind
from tui2fa.domain.outcomes import Outcome
from tui2fa.domain.sentences import N_
from tui2fa.tui.factors.slice import Facts, Slice

if TYPE_CHECKING:
    from textual.screen import Screen

    from tui2fa.services.views import SignIn


def _enrol(replaces: Factor | None) -> Screen[SignIn | None]:
    from tui2fa.tui.factors.qaller_enrolment import AddQaller

    return AddQaller(replaces)


SLICE = Slice(
    kind=Kind.QALLER,
    icon="☎",
    name=N_("Qaller App"),
    choice=N_("Qaller App"),
    explanation=N_("You use the Qaller app to verify your identity"),
    advice=N_("Often the quickest: the code is on your screen at once, on a watch too. Nothing to open."),
    facts=Facts(
        speed=N_("at once, by itself"),
        offline=N_("no"),
        without_app=N_("no"),
        on_a_watch=N_("yes"),
        while_calling=N_("comes all the same"),
        safety=N_("good"),
        reserve_for=N_("calls while you are busy"),
    ),
    question=N_("Enter the verification code that you received in your Qaller app"),
    sending=N_("Sending the code to your Qaller app …"),
    sent=N_("Sent to Qaller at {time}"),
    enrol=_enrol,
    failed={
        Outcome.UNREACHABLE: N_(
            "Your Qaller app is logged out and gets no code. Use another method, then replace the app."
        )
    },
    recommended=True,
)
