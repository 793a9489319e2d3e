"""Adding the Qaller app: connected first, then its code is typed over."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Center, HorizontalGroup
from textual.widgets import Static

from tui2fa.domain.errors import Refused
from tui2fa.domain.refusals import Refusal
from tui2fa.domain.sentences import N_
from tui2fa.services.views import Challenge
from tui2fa.tui.factors.enrolment import EnrolmentScreen
from tui2fa.tui.widgets.brand import Band
from tui2fa.tui.widgets.button import Button, Link
from tui2fa.tui.widgets.two_factor import TwoFactor


class AddQaller(EnrolmentScreen):
    """Makes the app that was connected last a factor."""

    HELP = N_("The Qaller app shows a code at once. Type in its six digits; then the app counts as a factor.")
    CSS_PATH = "enrolment.tcss"

    def content(self) -> ComposeResult:
        """The question, once an app is connected."""
        if self.challenge is None:
            return
        yield Band(TwoFactor(self.tr("key + telephone =")), classes="deep")
        yield Static(self.tr("One more code, and your Qaller app counts"), id="heading", markup=False)
        yield from self.challenge_view()
        with Center(), HorizontalGroup(id="ways"):
            yield Link(self.tr("Go back"), id="back")
            yield self.resend_link()
            yield self.go_button()

    async def begin(self) -> Challenge | None:
        """Have an app connected where there is none, then ask for its code; whoever connects none goes back."""
        try:
            self.challenge = await self.edit(self.services.enrolment.begin_qaller, self.replaced)
        except Refused as refused:
            if refused.refusal is not Refusal.NOT_PAIRED:
                raise
            if not await self._connect():
                self.dismiss(None)
                return None
            self.challenge = await self.edit(self.services.enrolment.begin_qaller, self.replaced)
        await self.recompose()
        return self.challenge

    async def _connect(self) -> bool:
        from tui2fa.tui.screens.connect_qaller import ConnectQaller

        connected = await self.app.push_screen_wait(ConnectQaller())
        return connected is True

    @on(Button.Pressed, "#back")
    def _back(self) -> None:
        self.action_back()
