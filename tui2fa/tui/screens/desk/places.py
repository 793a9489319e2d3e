"""Where a caller is, in words: every screen by the name that it tells who looks along, and what was refused there."""

from __future__ import annotations

import re

from tui2fa.domain.refusals import Refusal
from tui2fa.domain.sentences import N_
from tui2fa.guide.tasks import TASKS
from tui2fa.locale import Catalogue

PLACES = {
    "LoginScreen": N_("the login screen"),
    "CodeScreen": N_("the code at logging in"),
    "FirstAccount": N_("making the first account"),
    "FirstSetup": N_("the mandatory first set-up"),
    "Dashboard": N_("the dashboard"),
    "Dashboard.bar": N_("the dashboard, the settings bar out"),
    "PersonalSettings": N_("the personal settings"),
    "Activity": N_("the activity list"),
    "FactorEditor": N_("the list of second factors (Edit 2FA)"),
    "ConnectQaller": N_("the pairing code (Connect Qaller)"),
    "AddNumber": N_("adding a telephone number"),
    "AddNumber.code": N_("adding a telephone number: its code"),
    "AddQaller": N_("adding the Qaller app: its code"),
    "AddAuthenticator": N_("adding an authenticator: the QR code"),
    "QrAlone": N_("the QR code on the whole screen"),
    "ChangePassword": N_("changing the password"),
    "ChooseKind": N_("choosing what to add"),
    "ChooseMethod": N_("choosing another method"),
    "Confirm": N_("a question: are you sure?"),
    "Congratulations": N_("the end of the set-up: Congratulations!"),
    "FactorMenu": N_("what can be done with a factor"),
    "Help": N_("the help"),
    "Palette": N_("the menu of everything"),
    "PasswordPrompt": N_("the password once more"),
    "Rename": N_("the name of a factor"),
    "Support": N_("whom to ask for help"),
    "ChoosePassword": N_("choosing a password of one's own"),
    "NoWayIn": N_("help for who cannot get in"),
    "Tips": N_("the ten tips"),
    "Methods": N_("the methods compared"),
    "Ways": N_("how codes are sent"),
    "NameMenu": N_("the menu behind the name"),
    "CompanyDashboard": N_("the dashboard of the Company Panel"),
    "Users": N_("the users of the company"),
    "UserScreen": N_("one user of the company"),
    "AddUser": N_("adding a user"),
    "FirstPasswords": N_("the one-time passwords of new users"),
    "ImportUsers": N_("importing users from a list"),
    "Desk": N_("the support desk"),
    "AgentMenu": N_("the menu behind the name"),
    "Caller": N_("a caller's file"),
    "LiftLock": N_("lifting a lock"),
    "ResetForm": N_("the form for a reset"),
    "ResetCode": N_("the code of a reset"),
    "Follow": N_("looking along"),
}
"""Screens by the name of their class, behind a dot what is open on them."""

_PLACE = re.compile(r"\{\w+\}")


def place_words(tr: Catalogue, screen: str) -> str:
    """Where that is; a name that this program does not know is another screen."""
    return tr(PLACES.get(screen) or PLACES.get(screen.partition(".")[0]) or N_("another screen"))


def step_words(tr: Catalogue, task: str, number: int) -> str:
    """What the guide asks the caller to do: the task by its key, the step counted from 1; "" for none, or unknown."""
    found = next((one for one in TASKS if one.key == task), None)
    if found is None or not 1 <= number <= len(found.steps):
        return ""
    where = tr("step {number} of {count}", number=number, count=len(found.steps))
    return f"{tr(found.title)}, {where}: {tr(found.steps[number - 1].do)}"


def refusal_words(tr: Catalogue, refusal: str) -> str:
    """What was refused last, its numbers left out; "" for nothing, or for what this program does not know."""
    if refusal not in Refusal.__members__:
        return ""
    return _PLACE.sub("…", tr(Refusal[refusal].value)).replace("….", "…")
