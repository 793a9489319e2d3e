"""The second step of logging in: a code from a factor of one's own."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Center, HorizontalGroup
from textual.widgets import Static

from tui2fa.domain.sentences import N_
from tui2fa.services.views import Challenge, SignIn
from tui2fa.tui import commands
from tui2fa.tui.base.tasks import task
from tui2fa.tui.base.threads import in_thread
from tui2fa.tui.screens.challenge import ChallengeScreen, Sender
from tui2fa.tui.widgets.brand import Band
from tui2fa.tui.widgets.button import Button, Link
from tui2fa.tui.widgets.code_boxes import CodeBoxes
from tui2fa.tui.widgets.two_factor import TwoFactor


class CodeScreen(ChallengeScreen[None]):
    """Asks the code of the primary factor (R5), or of another one on request (R7)."""

    HELP = N_(
        "Type the six digits of your code; after the last one it goes on by itself. Nothing received? Have "
        "the same code sent again where it is sent to you, or use another method."
    )
    CSS_PATH = "code.tcss"
    BINDINGS = [
        commands.command("m", "other_method", N_("Other method"), N_("Verifies your identity with another factor.")),
        commands.command("r", "resend", N_("Send again"), N_("Sends the same code once more."), footer=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._factor: str | None = None

    def content(self) -> ComposeResult:
        """The sign of two factors, the question, the ways out."""
        tr, support = self.tr, self.app.surroundings.support
        yield Band(TwoFactor(tr("key + telephone =")), classes="deep")
        yield Static(tr("Wait a moment … we have to verify your identity"), id="heading", markup=False)
        yield from self.challenge_view()
        with HorizontalGroup(id="ways"):
            yield self.resend_link()
            yield Link(tr("Use another method"), id="other")
            yield self.go_button()
        stuck = tr("Still stuck? {phone} · {email}", phone=support.phone, email=support.email)
        yield Center(Link(stuck, id="stuck"))

    async def begin(self) -> Challenge:
        """Ask for a code of the chosen factor."""
        return await in_thread(self.services.login.challenge, self.app.session, self._factor)

    @property
    def sender(self) -> Sender:
        """The login service."""
        return self.services.login

    async def judge(self, challenge: str, code: str) -> SignIn:
        """Lift the session to its second level."""
        return await self.ask(self.services.login.verify, self.app.session, challenge, code)

    async def passed(self, signed: SignIn) -> None:
        """On to the panel."""
        await self.app.enter(signed)

    @on(Button.Pressed, "#other")
    def action_other_method(self) -> None:
        """Choose another factor."""
        self.choose_method()

    @on(Button.Pressed, "#stuck")
    def _stuck(self) -> None:
        from tui2fa.tui.dialogs.no_way_in import NoWayIn

        self.app.push_screen(NoWayIn())

    def action_resend(self) -> None:
        """Have the code sent again, when its time has come."""
        for link in self.query("#resend").results(Link):
            link.press()

    @task
    async def choose_method(self) -> None:
        """Ask for a code of the factor that is chosen."""
        from tui2fa.tui.dialogs.choose_method import ChooseMethod

        factors = await self.ask(self.services.login.factors, self.app.session)
        present = self.challenge.factor if self.challenge else None
        chosen = await self.app.push_screen_wait(ChooseMethod(factors, present))
        if chosen is not None and chosen.id != present:
            self._factor = chosen.id
            self.start()
        else:
            self.query_one(CodeBoxes).focus()

    def action_back(self) -> None:
        """Back to the login; the password has to be given again."""
        self.app.end_session(N_("You went back. Log in to get a code."))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """One always gets back from here, to the login; an authenticator's code is never sent."""
        if action == "resend" and (self.challenge is None or self.challenge.expires is None):
            return False
        return action == "back" or super().check_action(action, parameters)
