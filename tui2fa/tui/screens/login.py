"""The login: the panel's first screen, on the terminal before anything slow is imported."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Center, VerticalGroup
from textual.content import Content
from textual.widgets import Input, Static

from tui2fa.domain.errors import Refused
from tui2fa.domain.roles import Role
from tui2fa.domain.sentences import N_
from tui2fa.locale import LANGUAGES, Catalogue
from tui2fa.tui import commands
from tui2fa.tui.base.screen import PanelScreen
from tui2fa.tui.base.tasks import task
from tui2fa.tui.widgets.brand import Band, logo
from tui2fa.tui.widgets.button import Button, Link
from tui2fa.tui.widgets.field import Field
from tui2fa.tui.widgets.secret_input import SecretInput, TextInput

if TYPE_CHECKING:
    from textual import getters

    from tui2fa.tui.app import PanelApp
    from tui2fa.tui.widgets.hints import Hints


PANELS = {Role.USER: N_("UC Panel"), Role.ADMINISTRATOR: N_("Company Panel")}
"""The two panels, by whose they are."""


class PanelChoice(Static, can_focus=True):
    """The heading, whose two panels can be chosen: with the arrow keys or a click. Choosing neither is fine, too."""

    BINDINGS = [
        Binding("left", "choose(0)", show=False),
        Binding("right", "choose(1)", show=False),
        Binding("enter,space", "turn", show=False),
    ]

    if TYPE_CHECKING:
        app = getters.app(PanelApp)

    def __init__(self, tr: Catalogue) -> None:
        super().__init__(id="heading")
        self._tr = tr

    def render(self) -> Content:
        """The chosen panel is ticked, the other one, or both, are links; the focus marks one."""
        tr = self._tr
        looks = ["bold" if role is self.app.chosen else "underline $accent" for role in PANELS]
        if self.has_focus:
            looks[self._place] = "reverse"
        left, right = zip(self._names(), looks, strict=True)
        where = "\n" if self.screen.has_class("-tall") else " "
        return Content.assemble(
            (tr("Log in"), "bold"), where, (tr("to the"), "$muted"), " ", left, " ", (tr("or"), "$muted"), " ", right
        )

    @property
    def _place(self) -> int:
        """Where the keys are: on the chosen panel, or on the first one."""
        return int(self.app.chosen is Role.ADMINISTRATOR)

    def action_turn(self) -> None:
        """Choose the one that is marked, and after that the other one."""
        self.action_choose(self._place if self.app.chosen is None else 1 - self._place)

    def _names(self) -> list[str]:
        return [("✓ " if role is self.app.chosen else "") + self._tr(name) for role, name in PANELS.items()]

    def on_click(self, event: events.Click) -> None:
        """A click chooses the panel that it is on."""
        line = self.render().plain.split("\n")[-1]
        x = event.x - (self.size.width - len(line)) // 2
        for place, name in enumerate(self._names()):
            if event.y == self.size.height - 1 and 0 <= x - line.rindex(name) < len(name):
                self.action_choose(place)
        self.screen.query_one("#login").focus()

    def action_choose(self, place: int) -> None:
        """Choose the left or the right one."""
        self.app.chosen = list(PANELS)[place]
        self.refresh()


class LoginScreen(PanelScreen[None]):
    """User name and password. `notice` is an English sentence of the catalogue that says why one is here again."""

    HELP = N_(
        "Log in with the user name of your UC Panel, such as 202.mycompany, and your password. Then we ask "
        "for a code from your second factor."
    )
    CSS_PATH = "login.tcss"
    AUTO_FOCUS = "#login"
    BINDINGS = [
        commands.command(
            "f5", "forgotten", N_("Forgot your password?"), N_("Tells you who can help you get a new password.")
        ),
        commands.command(
            "f7", "panel", N_("Other panel"), N_("Chooses the Company Panel or the UC Panel."), footer=False
        ),
    ]

    if TYPE_CHECKING:
        app = getters.app(PanelApp)

    def __init__(self, notice: str = "") -> None:
        super().__init__()
        self._notice = notice
        self._typed = ("", "")

    def content(self) -> ComposeResult:
        """The band, the form, and the accounts that are offered."""
        tr = self.tr
        yield Band(logo(), Link(f"{LANGUAGES[tr.language]} ▾", id="language"))
        yield PanelChoice(tr)
        with VerticalGroup(id="form"):
            if self._notice:
                yield Static(tr(self._notice), id="notice", markup=False)
            login = TextInput(placeholder=tr("202.mycompany"), id="login")
            yield Field(tr("User name"), login, onward="password", required=True, id="login-field")
            forgotten = Link(tr("Forgot your password?"), id="forgotten")
            password = SecretInput(id="password")
            yield Field(tr("Password"), password, required=True, side=forgotten, id="password-field")
            yield Button(tr("Log in"), id="go", classes="go")
            yield Center(Link(tr("I cannot get in"), id="stuck"))
        if self.app.hints:
            from tui2fa.tui.widgets.hints import Hints

            yield Hints(self.app.hints, tr)

    @on(Input.Submitted, "#password")
    @on(Button.Pressed, "#go")
    def _go(self) -> None:
        if not self.complete():
            return
        self._typed = self.query_one("#login", TextInput).value, self.query_one("#password", SecretInput).value
        self.sign_in()

    @task
    async def sign_in(self) -> None:
        """Try the user name and the password, as they were when that was asked."""
        (login, password), self._typed = self._typed, ("", "")
        try:
            signed = await self.ask(self.services.login.sign_in, login, password)
        except Refused as refused:
            self.refuse(refused, self.query_one("#password-field", Field))
        else:
            self.query_one("#password", SecretInput).value = ""
            await self.app.enter(signed)

    def action_panel(self) -> None:
        """Choose the other panel."""
        self.query_one(PanelChoice).action_choose(int(self.app.chosen is not Role.ADMINISTRATOR))

    @on(Button.Pressed, "#language")
    async def _language(self) -> None:
        await self.app.action_language()

    @on(Button.Pressed, "#forgotten")
    def action_forgotten(self) -> None:
        """Show who helps."""
        from tui2fa.tui.dialogs.support import Support

        text = N_(
            "The administrator of your company can give you a one-time password, with which you choose a new one. "
            "Is there nobody to ask? We are happy to help."
        )
        self.app.push_screen(Support(N_("Forgot your password?"), text))

    @on(Button.Pressed, "#stuck")
    def _stuck(self) -> None:
        from tui2fa.tui.dialogs.no_way_in import NoWayIn

        self.app.push_screen(NoWayIn())

    def on_hints_chosen(self, message: Hints.Chosen) -> None:
        """Fill in the account that was chosen."""
        self.query_one("#login", TextInput).value = message.hint.login
        password = self.query_one("#password", SecretInput)
        password.value = message.hint.password
        password.focus()
        password.to_be_replaced()
