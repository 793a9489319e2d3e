"""After a one-time password: one of one's own, before anything else can be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Center, HorizontalGroup, VerticalGroup
from textual.widgets import Input, Static

from tui2fa.domain.errors import Refused
from tui2fa.domain.sentences import N_
from tui2fa.tui.base.screen import PanelScreen
from tui2fa.tui.base.tasks import task
from tui2fa.tui.widgets.brand import Band
from tui2fa.tui.widgets.button import Button, Link
from tui2fa.tui.widgets.new_password import NewPassword

if TYPE_CHECKING:
    from textual import getters
    from textual.screen import Screen

    from tui2fa.tui.app import PanelApp


class ChoosePassword(PanelScreen[None]):
    """Replaces the password that somebody else gave, and goes on where the login leads."""

    HELP = N_(
        "Whoever gave you the password you logged in with knows it, too. Choose one of your own; then you go on. "
        "Nobody, not even support, will ever ask you for it."
    )
    CSS_PATH = "new_password.tcss"
    AUTO_FOCUS = "#new"

    if TYPE_CHECKING:
        app = getters.app(PanelApp)

    def content(self) -> ComposeResult:
        """Why one is here, the two fields, the ways on and out."""
        tr = self.tr
        title = tr("Choose a password of your own")
        why = tr("Somebody else gave you the password you logged in with. Choose one that only you know.")
        yield Band(
            Static(title, classes="title", markup=False), Static(why, classes="why", markup=False), classes="deep"
        )
        with Center(), VerticalGroup(id="form"):
            yield NewPassword(tr, tr("New password"), tr("New password again"))
            with HorizontalGroup(id="buttons"):
                yield Button(tr("Continue"), id="go", classes="go")
                yield Link(tr("Not working?"), id="support")
                yield Link(tr("Log out"), id="log-out")

    @on(Input.Submitted, "#again")
    @on(Button.Pressed, "#go")
    def _go(self) -> None:
        if self.complete():
            self.choose()

    @task
    async def choose(self) -> None:
        """Keep the password, and go on; a refusal stands at its field."""
        password = self.query_one(NewPassword)
        try:
            chosen = password.agreed()
            signed = await self.ask(self.services.accounts.choose_password, self.app.session, chosen)
        except Refused as refused:
            self.refuse(refused, password.field(refused))
        else:
            password.clear()
            await self.app.enter(signed)

    @on(Button.Pressed, "#support")
    def _support(self) -> None:
        from tui2fa.tui.dialogs.support import Support

        self.app.push_screen(Support(N_("Not working?")))

    def parting(self) -> Screen[bool | None] | None:
        """A reset code that led here does not lead here again."""
        from tui2fa.tui.dialogs.used_up import used_up

        return used_up() if self.app.by_reset_code else None

    @on(Button.Pressed, "#log-out")
    def action_back(self) -> None:
        """Back to the login; the one-time password stays what it was."""
        self.app.log_out()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """One always gets back from here, to the login."""
        return action == "back" or super().check_action(action, parameters)
