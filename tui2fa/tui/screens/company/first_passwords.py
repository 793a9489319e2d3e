"""One-time passwords, shown once to whoever hands them over."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import HorizontalGroup, VerticalGroup
from textual.widgets import Static

from tui2fa.domain.harmless import safe
from tui2fa.domain.sentences import N_
from tui2fa.locale import Catalogue
from tui2fa.services.oversight import FirstPassword
from tui2fa.tui import commands
from tui2fa.tui.base.tasks import task
from tui2fa.tui.screens.company.frame import CompanyScreen
from tui2fa.tui.screens.leaving import LeavingScreen
from tui2fa.tui.widgets.button import Button
from tui2fa.tui.widgets.line_list import LineList, Piece, fitted

if TYPE_CHECKING:
    from tui2fa.tui.dialogs.confirm import Confirm

HIDE_AFTER = 60
"""Seconds without a key after which the passwords are hidden (SC-6)."""


class PasswordList(LineList):
    """A login and its password on each line; nothing of it can be selected (SC-7)."""

    def __init__(self, given: Sequence[FirstPassword]) -> None:
        super().__init__(id="passwords")
        self._given = given
        self._logins = max(len(one.login) for one in given) + 2
        self.hidden = False
        """Whether dots stand in their place."""

    def count(self, width: int) -> int:
        """A line for each user."""
        del width
        return len(self._given)

    def line(self, index: int, width: int) -> Sequence[Piece]:
        """Login and password, which keeps its groups when it is hidden."""
        one = self._given[index]
        room = min(self._logins, max(width - len(one.password) - 2, 0))
        password = "".join("-" if c == "-" else "•" for c in one.password) if self.hidden else one.password
        return (fitted(safe(one.login), room), "plain"), ("  ", "plain"), (password, "strong")


class FirstPasswords(LeavingScreen[None], CompanyScreen[None]):
    """What was given; when this is left, nobody can see it again."""

    HELP = N_(
        "These one-time passwords are shown once. Hand them over in person or by telephone. They hide after a minute "
        "without a key; any key shows them again. At the first login the user chooses a password of their own."
    )
    AUTO_FOCUS = "#file"
    BINDINGS = [commands.command("s", "file", N_("Save to file"), N_("Writes the passwords to a new private file."))]

    def __init__(self, given: Sequence[FirstPassword]) -> None:
        super().__init__()
        self._given = tuple(given)
        self._saved = False

    def content(self) -> ComposeResult:
        """What they are, the passwords, the ways on."""
        tr, count = self.tr, len(self._given)
        yield from self.top()
        with VerticalGroup(id="about"):
            yield Static(
                tr.plural("One-time password for {count} user", "One-time passwords for {count} users", count),
                classes="title",
                markup=False,
            )
            yield Static(self._advice(tr), markup=False)
        yield PasswordList(self._given)
        with HorizontalGroup(id="ways"):
            yield Button(tr("Save to file …"), id="file")
            yield Button(tr("Done"), id="done", classes="go")

    def _advice(self, tr: Catalogue) -> str:
        until = tr.moment(self._given[0].expires, self.app.clock.now())
        return tr(
            "Hand it over in person or by telephone: you see it only here, only once. It works until {day}.",
            day=until,
        )

    def on_mount(self) -> None:
        """See to it that they do not stay on an unattended screen."""
        self._hiding = self.set_timer(HIDE_AFTER, self._hide)
        self.app.touched.subscribe(self, self._attend)

    def _hide(self, hidden: bool = True) -> None:
        for passwords in self.query(PasswordList):
            passwords.hidden = hidden
            passwords.refresh()

    def _attend(self, _: None) -> None:
        """Any key or click shows them again, for another minute."""
        self._hide(False)
        self._hiding.reset()

    @on(Button.Pressed, "#file")
    def action_file(self) -> None:
        """Ask where to."""
        self.save()

    @task
    async def save(self) -> None:
        """Write them to a new file that only its owner can read."""
        from tui2fa.tui.dialogs.save_file import save_file

        write = self.services.company.write_passwords
        if await save_file(
            self,
            lambda tr: tr("Save to file"),
            self.tr("first-passwords.csv"),
            lambda path: write(self.app.session, path, self._given),
        ):
            self._saved = True

    def parting(self) -> Confirm | None:
        """What nobody kept would be lost."""
        from tui2fa.tui.dialogs.confirm import Confirm, Question

        count = len(self._given)
        question = Confirm(
            lambda tr: Question(
                tr.plural("Have you passed this password on?", "Have you kept these passwords?", count),
                tr.plural(
                    "It is not shown again. You can give the user another one later.",
                    "They are not shown again. You can give a user another one later, one by one.",
                    count,
                ),
                yes=tr("Yes, leave"),
                no=tr("Stay here"),
            )
        )
        return None if self._saved else question
