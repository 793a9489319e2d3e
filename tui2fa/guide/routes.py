"""The two documented routes to the factor editor: A through the UC Panel, B through the Company Panel."""

from __future__ import annotations

from tui2fa.domain.events import EventKind
from tui2fa.domain.roles import Role
from tui2fa.domain.sentences import N_
from tui2fa.guide.model import Place, Step, Task

PRESS_NAME = Step(
    do=N_("Log in and press your name, top left."),
    see=N_("A bar slides out from the left."),
    where=Place.TOP_LEFT,
    otherwise=N_("No name at the top left? In the Company Panel it is at the top right; press it and choose Edit 2FA."),
    say=N_("Please log in, and then press your own name in the top left corner."),
    ask=N_("Has a bar come out, with your name at its top?"),
    on=("LoginScreen", "CodeScreen", "Dashboard"),
    control="#name",
    then=("Dashboard.bar",),
)
PRESS_NAME_AGAIN = Step(
    do=N_("Press your name again, now at the top of that bar."),
    see=N_("Your personal settings fill the screen."),
    where=Place.BAR_TOP,
    otherwise=N_("Has the bar gone in again? Press your name at the top left once more."),
    say=N_("Press your name a second time: the one at the top of the bar."),
    ask=N_("Do you see a form that begins with your first name?"),
    on=("Dashboard.bar",),
    control="#bar-name",
    then=("PersonalSettings",),
)
PRESS_EDIT = Step(
    do=N_("Go all the way down and press Edit 2FA, under AUTHORISATION."),
    see=N_("Your password is asked."),
    where=Place.SETTINGS_BOTTOM,
    otherwise=N_("Asked to save first? Then something was changed on this form: save it, and you go on from there."),
    say=N_("Scroll to the very bottom; there you press the button Edit 2FA."),
    ask=N_("Does it ask for your password now?"),
    on=("PersonalSettings",),
    control="#edit",
    then=("PasswordPrompt", "FactorEditor"),
)
GIVE_PASSWORD = Step(
    do=N_("Type your password and press Continue."),
    see=N_("A list with every way you receive a code."),
    where=Place.MIDDLE,
    otherwise=N_("Is it not accepted? Look at Caps Lock; F4 shows what you typed."),
    say=N_("Type the password you log in with, and keep it to yourself: I never need it."),
    ask=N_("Do you see the list of your own methods?"),
    on=("PasswordPrompt",),
    control="#password",
    then=("FactorEditor",),
)
CHANGE_SOMETHING = Step(
    do=N_("Change what you want: another default, one more method, a new one in the place of an old one."),
    see=N_("The coloured row is your default. Whatever you change counts at once."),
    where=Place.MIDDLE,
    otherwise=N_("Is your password asked again? Ten minutes have passed; nothing is lost."),
    say=N_("This is where you decide which method comes first, and where you add or replace one."),
    ask=N_("Which row is coloured, and what would you like to be different?"),
    on=("FactorEditor",),
    control="FactorRow",
    events=(
        EventKind.PRIMARY_CHANGED,
        EventKind.FACTOR_ADDED,
        EventKind.FACTOR_REPLACED,
        EventKind.FACTOR_REMOVED,
        EventKind.FACTOR_RENAMED,
        EventKind.ORDER_CHANGED,
    ),
)
OPEN_MENU = Step(
    do=N_("Log in to the Company Panel and press your name, top right."),
    see=N_("A menu drops down below your name."),
    where=Place.TOP_RIGHT,
    otherwise=N_("No name at the top right? Then this is the UC Panel: there your name is at the top left."),
    say=N_("Log in to the Company Panel and press your name in the top right corner."),
    ask=N_("Has a small menu opened below your name?"),
    on=("LoginScreen", "CodeScreen", "CompanyDashboard", "Users"),
    control="#name",
    then=("NameMenu",),
)
CHOOSE_EDIT = Step(
    do=N_("Choose Edit 2FA in that menu."),
    see=N_("Your password is asked."),
    where=Place.MENU,
    otherwise=N_("Did the menu close? Press your name at the top right once more."),
    say=N_("Choose the line Edit 2FA in the menu."),
    ask=N_("Does it ask for your password now?"),
    on=("NameMenu",),
    control="OptionList",
    then=("PasswordPrompt", "FactorEditor"),
)

TO_THE_EDITOR = (PRESS_NAME, PRESS_NAME_AGAIN, PRESS_EDIT, GIVE_PASSWORD)
"""Route A as far as the list of methods; who takes route B joins it at the last step."""
ROUTE_A = Task("route-a", N_("Your 2FA settings, through the UC Panel"), (*TO_THE_EDITOR, CHANGE_SOMETHING))
ROUTE_B = Task(
    "route-b",
    N_("Your 2FA settings, through the Company Panel"),
    (OPEN_MENU, CHOOSE_EDIT, GIVE_PASSWORD, CHANGE_SOMETHING),
    (Role.ADMINISTRATOR,),
)
