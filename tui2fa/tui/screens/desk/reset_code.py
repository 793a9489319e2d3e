"""The one-time code that a reset gave: large, to be read out, never to be seen again after leaving (RC-4, SC-6)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Center, HorizontalGroup, VerticalGroup
from textual.content import Content
from textual.widgets import Static

from tui2fa.domain.sentences import N_
from tui2fa.services.oversight import CallerFile, ResetGiven
from tui2fa.tui import commands
from tui2fa.tui.qaller.codes import grouped
from tui2fa.tui.qaller.large_code import LargeCode
from tui2fa.tui.screens.leaving import LeavingScreen
from tui2fa.tui.screens.watching import WatchingScreen
from tui2fa.tui.widgets.button import Button

if TYPE_CHECKING:
    from tui2fa.tui.dialogs.confirm import Confirm

HIDE_AFTER = 60
"""Seconds without a key after which the code is hidden (SC-6)."""


class ResetCode(LeavingScreen[None], WatchingScreen[None, CallerFile]):
    """Shows the code while it works, and tells when the caller has entered it."""

    HELP = N_(
        "Read the code to the caller, in two groups of three. The caller logs in with the password, types the code, "
        "and sets up new methods. It works once and for half an hour; it hides after a minute without a key, and on H."
    )
    CSS_PATH = "reset.tcss"
    AUTO_FOCUS = "#done"
    BINDINGS = [commands.command("h", "hide", N_("Show or hide"), N_("Hides the code, or shows it again."))]

    def __init__(self, login: str, given: ResetGiven) -> None:
        super().__init__()
        self._login, self._given = login, given
        self._touched = 0.0
        self._put_away = False
        self._entered = False

    def content(self) -> ComposeResult:
        """What to say, the code, how it stands."""
        tr = self.tr
        with Center(), VerticalGroup(id="box"):
            yield Static(tr("Reset code for {login}", login=self._login), classes="title", markup=False)
            yield Static(self._say, id="say", markup=False)
            with Center(id="code") as code:
                code.display = self.shown
                yield LargeCode(self._given.code or "")
            yield Static(self._words, id="state")
            with Center(), HorizontalGroup(id="ways"):
                hide = Button(tr("Show or hide"), id="hide")
                hide.display = self._left > 0
                yield hide
                yield Button(tr("Close"), id="done", classes="go")

    def on_mount(self) -> None:
        """Let time pass, and see whether the caller has entered it."""
        self._touched = self.app.clock.uptime()
        self.tick()
        self.watch_store()
        self.set_interval(1, self.tick)

    def glance(self) -> CallerFile:
        """How the caller's reset stands."""
        return self.services.desk.caller(self.app.session, self._login)

    async def saw(self, seen: CallerFile) -> None:
        """Entered, or followed by a factor: then the code is worth nothing any more."""
        self._entered = seen.reset is None or seen.reset.entered
        self.tick()

    def tick(self) -> None:
        """Show how it stands now."""
        for code in self.query("#code"):
            code.display = self.shown
        for hide in self.query("#hide"):
            if hide.display and self._left <= 0:
                self.query_one("#done").focus()
                hide.display = False
                self.refresh_bindings()
        for state in self.query("#state").results(Static):
            state.update(self._words)
        for say in self.query("#say").results(Static):
            say.update(self._say)

    # what is seen of it

    @property
    def _left(self) -> int:
        """Seconds that the code still works."""
        expires = self._given.expires
        return int((expires - self.app.clock.now()).total_seconds()) if expires and not self._entered else 0

    @property
    def _hidden(self) -> bool:
        return self._put_away or self.app.clock.uptime() - self._touched >= HIDE_AFTER

    @property
    def shown(self) -> bool:
        """Whether the code is to be seen."""
        return self._left > 0 and not self._hidden

    @property
    def _say(self) -> str:
        tr = self.tr
        if not self.shown:
            return ""
        code = grouped(self._given.code or "")
        return tr('Say: "Log in with your password and type this code: {code}. I say it once more: {code}."', code=code)

    @property
    def _words(self) -> Content:
        tr = self.tr
        if self._entered:
            told = tr("The caller has entered the code and is setting up 2FA now.")
            return Content.assemble(("✓ ", "bold $success"), (told, "bold"))
        if self._left <= 0:
            return Content.styled(tr("This reset code works no more. Reset once more for a new one."), "$error")
        valid = tr("Valid for another {time}", time=tr.duration(self._left))
        if self._hidden:
            return Content(" ".join((tr("The code is hidden; H shows it."), valid)))
        once = tr("never to be seen again after you close this")
        return Content.styled(f"{valid}\n{once}", "$muted")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A code that is worth nothing is neither hidden nor shown."""
        return self._left > 0 if action == "hide" else super().check_action(action, parameters)

    # what can be done

    def on_key(self, event: events.Key) -> None:
        """Somebody is there; a code that hid by itself comes back, and the key means nothing else."""
        by_itself = self._hidden and not self._put_away
        self._touched = self.app.clock.uptime()
        if by_itself:
            event.stop()
            self.tick()

    def on_mouse_down(self) -> None:
        """As a key."""
        self._touched = self.app.clock.uptime()
        self.tick()

    @on(Button.Pressed, "#hide")
    def action_hide(self) -> None:
        """Hide it, or show it again."""
        self._put_away = not self._put_away
        self.tick()

    def parting(self) -> Confirm | None:
        """A code that works would not be seen again."""
        from tui2fa.tui.dialogs.confirm import Confirm, Question

        question = Confirm(
            lambda tr: Question(
                tr("Has the caller written the code down?"),
                tr("It is never shown again. Without it a new reset is needed."),
                tr("Yes, close"),
                tr("Back to the code"),
            ),
            colour="go",
        )
        return question if self._left > 0 else None
