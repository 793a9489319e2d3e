"""The mandatory first set-up: no way past it, and Qaller alone asks for a backup (panel, R1-R4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Center, VerticalGroup
from textual.widgets import Static

from tui2fa.domain.roles import Role
from tui2fa.domain.sentences import N_
from tui2fa.services.views import Choice, SignIn, Step
from tui2fa.tui.base.screen import PanelScreen
from tui2fa.tui.base.tasks import task
from tui2fa.tui.factors.registry import SLICES
from tui2fa.tui.widgets.brand import Band
from tui2fa.tui.widgets.button import Button, Link
from tui2fa.tui.widgets.kind_list import KindList, KindRow

if TYPE_CHECKING:
    from textual import getters
    from textual.screen import Screen

    from tui2fa.tui.app import PanelApp


class FirstSetup(PanelScreen[None]):
    """Choose a method and prove it; after the last needed one, on to the panel."""

    HELP = N_(
        "Your account needs a second factor before you can go on: your mobile number, an authenticator, or the Qaller "
        "app, which asks for one of the two beside it. A method counts once you have typed in its code."
    )
    CSS_PATH = "first_setup.tcss"
    AUTO_FOCUS = "KindRow"

    if TYPE_CHECKING:
        app = getters.app(PanelApp)

    def __init__(self) -> None:
        super().__init__()
        self._choices: tuple[Choice, ...] = ()
        self._step = Step.SET_UP

    def content(self) -> ComposeResult:
        """Why one is here; the question; the kinds."""
        tr = self.tr
        backup = self._step is Step.BACKUP
        title = (
            tr("One more step … Add a backup method")
            if backup
            else tr("Just a moment … We must secure your account first")
        )
        why = (
            tr("The Qaller app is set up. Add a second method, so that you can get in without it.")
            if backup
            else tr("Two-factor authentication adds a second check, so that a stolen password alone opens nothing.")
        )
        question = (
            tr("Which backup method do you want to add?")
            if backup
            else tr("What is your preferred verification method?")
        )
        yield Band(
            Static(title, classes="title", markup=False), Static(why, classes="why", markup=False), classes="deep"
        )
        with Center(), VerticalGroup(id="form"):
            yield Static(question, id="question", markup=False)
            yield KindList(self._choices, tr)
            yield Static(
                self._later,
                id="later",
                classes="muted",
                markup=False,
            )
            with VerticalGroup(id="buttons"):
                yield Button(tr("Add"), id="add", classes="orange")
                yield Link(tr("Compare"), id="compare")
                yield Link(tr("Not working?"), id="support")
                yield Link(tr("Log out"), id="log-out")

    def on_mount(self) -> None:
        """Ask which kinds can be added."""
        self.load()

    @task
    async def load(self) -> None:
        """Show the kinds that can be chosen."""
        self._choices = await self.ask(self.services.enrolment.choices, self.app.session)
        taken = any(choice.refusal is not None and SLICES[choice.kind].recommended for choice in self._choices)
        self._step = Step.BACKUP if taken else Step.SET_UP
        await self.recompose()
        self._focus_first()

    @property
    def _later(self) -> str:
        """How to change it, in the panel of one's role."""
        tr = self.tr
        if self.app.role is Role.USER:
            return tr("You can change this later: your name, your name again, then Edit 2FA at the bottom.")
        return tr("You can change this later: your name, then Edit 2FA.")

    @on(KindRow.Chosen)
    @on(Button.Pressed, "#add")
    def _add(self, event: KindRow.Chosen | Button.Pressed) -> None:
        event.stop()
        self._wanted = event.kind if isinstance(event, KindRow.Chosen) else self.query_one(KindList).kind
        self.add()

    @task
    async def add(self) -> None:
        """Enrol the chosen kind, and go where that leads."""
        if self._wanted is None:
            return
        signed = await self.app.push_screen_wait(SLICES[self._wanted].enrol(None))
        if signed is None:
            return
        if signed.step is Step.PANEL:
            await self._finish(signed)
        else:
            self._step = signed.step
            self._choices = await self.ask(self.services.enrolment.choices, self.app.session)
            await self.recompose()
            self._focus_first()

    def _focus_first(self) -> None:
        self.query("KindRow:enabled").focus()

    async def _finish(self, signed: SignIn) -> None:
        from tui2fa.tui.dialogs.congratulations import Congratulations

        await self.app.push_screen_wait(Congratulations())
        await self.app.enter(signed)

    @on(Button.Pressed, "#compare")
    def _compare(self) -> None:
        self.app.action_methods()

    @on(Button.Pressed, "#support")
    def _support(self) -> None:
        from tui2fa.tui.dialogs.support import Support

        self.app.push_screen(Support(N_("Not working?")))

    def parting(self) -> Screen[bool | None] | None:
        """A reset code that led here does not lead here again."""
        from tui2fa.tui.dialogs.used_up import used_up

        return used_up() if self.app.by_reset_code else None

    @on(Button.Pressed, "#log-out")
    def _log_out(self) -> None:
        self.app.log_out()
