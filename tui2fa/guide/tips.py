"""The ten tips, told anew, each with the task that does it."""

from __future__ import annotations

from tui2fa.domain.sentences import N_
from tui2fa.guide.model import Tip

TIPS: tuple[Tip, ...] = (
    Tip(
        1,
        N_("Logging in takes too long"),
        N_(
            "A call is the slowest way. Add the Qaller app and make it your default: its code is there at once. Keep "
            "your number, or an authenticator, as a backup."
        ),
        "qaller",
    ),
    Tip(
        2,
        N_("You want another method"),
        N_(
            "You add, replace and sort your methods yourself and say which one comes first. With more than one you can "
            "pick another at any login. It is done in the UC Panel or in the Company Panel."
        ),
        "route-a",
    ),
    Tip(
        3,
        N_("You have a new phone"),
        N_(
            "As long as the old phone works, or you have a second method, log in with that and put the new phone in "
            "the place of the old one. Otherwise support can reset your 2FA, and you set it up once more."
        ),
        "new-phone-qaller",
    ),
    Tip(
        4,
        N_("Several people use one login"),
        N_(
            "A login each is best: everybody has the own phone, and nobody waits for another. If that cannot be, put "
            "the numbers of up to eight people, or of one office mobile, on the shared login."
        ),
        "shared",
    ),
    Tip(
        5,
        N_("Which method is best?"),
        N_(
            "Qaller is the quickest: its code shows by itself, on a watch too. An authenticator you may know from "
            "other services; it needs no network, but has to be opened. A call needs no app, takes longest, and is "
            "missed while you are on the phone."
        ),
        "other-default",
    ),
    Tip(
        6,
        N_("You would rather not use your own mobile"),
        N_(
            "You need 2FA for the panels and webcalls only; a desk phone rings without it, and so does the Qaller app. "
            "For the panels, your code can be spoken to a desk phone instead of a mobile."
        ),
        "desk-phone",
    ),
    Tip(
        7,
        N_("2FA has stopped working"),
        N_(
            "See first where the code went, and try another of your methods. If none is left, call support: after a "
            "reset you set up your methods anew."
        ),
        "no-code",
    ),
    Tip(
        8,
        N_("You forgot your phone"),
        N_(
            "Log in with another of your methods, or fetch the phone. Better still, prepare for it today: a number on "
            "your desk phone, of a colleague or of a private mobile gets you in on such a day."
        ),
        "forgot-phone",
    ),
    Tip(
        9,
        N_("Can somebody else set your codes?"),
        N_(
            "No. A method counts only once you have typed its code while you are logged in yourself; an administrator "
            "cannot do that for you, and support can take methods away but never add one."
        ),
        "after-reset",
    ),
    Tip(
        10,
        N_("A landline number for your code"),
        N_(
            "It works, if the number rings on your own desk and nowhere else. Voicemail, a message after hours or "
            "forwarding would catch the call, and then a stranger may hear your code."
        ),
        "landline",
    ),
)
"""In the order of the client's page."""
