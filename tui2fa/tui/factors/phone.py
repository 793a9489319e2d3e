"""A telephone number that is called, as a kind of factor; `locale.by_message` has the words of one that is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui2fa.domain.factors import Factor, Kind
from tui2fa.domain.sentences import N_
from tui2fa.tui.factors.slice import Facts, Slice

if TYPE_CHECKING:
    from textual.screen import Screen

    from tui2fa.services.views import SignIn


def _enrol(replaces: Factor | None) -> Screen[SignIn | None]:
    from tui2fa.tui.factors.phone_enrolment import AddNumber

    return AddNumber(replaces)


SLICE = Slice(
    kind=Kind.PHONE,
    icon="▯",
    name=N_("Telephone call"),
    choice=N_("Call to your mobile number"),
    explanation=N_("You receive a call on your mobile phone to verify your identity"),
    advice=N_("No app needed. It takes longest, and you miss the call while you are on the phone."),
    facts=Facts(
        speed=N_("slowest of the three"),
        offline=N_("a desk phone does"),
        without_app=N_("yes"),
        on_a_watch=N_("not a call"),
        while_calling=N_("is missed"),
        safety=N_("less: voicemail may answer"),
        reserve_for=N_("a mobile that is lost"),
    ),
    question=N_("Enter the verification code that you received on {masked}"),
    sending=N_("Sending the code to {masked} …"),
    sent=N_("Sent to {masked} at {time}"),
    enrol=_enrol,
)
