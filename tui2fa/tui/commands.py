"""What a key does, told once: the binding itself is what the footer, the palette and the help read.

Titles and help are English sentences marked with `N_`; they are translated when they are shown.
"""

from __future__ import annotations

from textual.binding import Binding

from tui2fa.domain.sentences import N_


def command(
    key: str, action: str, title: str, help: str = "", *, footer: bool = True, everywhere: bool = False
) -> Binding:
    """A command: its key, the action it runs, what it is called (in a word or two) and one sentence of help.

    `footer` shows it in the bottom line; `everywhere` makes it work over dialogs and inside text fields too.
    """
    return Binding(key, action, title, show=footer, tooltip=help, priority=everywhere, id=f"tui2fa.{action}")


PALETTE = command("ctrl+p", "palette", N_("Menu"), N_("Finds everything you can do here by name."), everywhere=True)
HELP = command("f1", "help", N_("Help"), N_("Explains this screen and its keys."), everywhere=True)
GUIDE = command(
    "f2",
    "aside('guide')",
    N_("Guide"),
    N_("Shows and hides the guide, which walks along step by step."),
    everywhere=True,
)
QUIT = command("ctrl+q", "quit", N_("Quit"), N_("Ends the program, and with it your session."), everywhere=True)
LOG_OUT = command("f8", "log_out", N_("Log out"), N_("Ends your session."), everywhere=True)
INTO_GUIDE = command(
    "ctrl+g",
    "into_guide",
    N_("Into the guide"),
    N_("Leads the keyboard into the guide, and back to where you were."),
    footer=False,
    everywhere=True,
)
END_SHARING = command(
    "ctrl+e",
    "end_sharing",
    N_("Stop sharing"),
    N_("Lets nobody look along any more."),
    footer=False,
    everywhere=True,
)
LANGUAGE = command(
    "f12", "language", N_("Nederlands"), N_("Changes the language at once."), footer=False, everywhere=True
)
THEME = command("f3", "theme", N_("Light or dark"), N_("Changes the colours at once."), footer=False, everywhere=True)
COPY = command("ctrl+c", "tell_quit", "", footer=False)
BACK = command("escape", "back", N_("Back"), N_("Goes one step back."))
REVEAL = command("f4", "reveal", N_("Show or hide"), N_("Shows what you typed, or hides it again."), footer=False)
EDIT_2FA = command(
    "f10",
    "edit_2fa",
    N_("Edit 2FA"),
    N_("Goes straight to your 2FA methods."),
    footer=False,
)
CHANGE_PASSWORD = command(
    "ctrl+t", "change_password", N_("Change password"), N_("Gives your account another password."), footer=False
)
