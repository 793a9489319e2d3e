"""Adding an authenticator: the QR code, the secret to type over, and six boxes, together on 80x24."""

from __future__ import annotations

from collections.abc import Iterator

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Center, HorizontalGroup, VerticalGroup
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Static

from tui2fa.domain.factors import Factor
from tui2fa.domain.sentences import N_
from tui2fa.services.views import Challenge, Offer
from tui2fa.tui import commands
from tui2fa.tui.base.screen import BaseScreen
from tui2fa.tui.factors.enrolment import EnrolmentScreen
from tui2fa.tui.widgets.button import Button, Link
from tui2fa.tui.widgets.code_boxes import CodeBoxes
from tui2fa.tui.widgets.qr_code import QrCode
from tui2fa.tui.widgets.secret_text import SecretText

HIDE_AFTER = 60
"""Seconds without a key after which QR code and secret are hidden (SC-6)."""
BY_HAND = N_("Cannot scan the QR code? Enter the code by hand")
HIDDEN = N_("Hidden, as no key was pressed for a minute. Any key shows it again.")
QR_ROWS = 21
"""Rows of the QR code, without the line below it."""


class AddAuthenticator(EnrolmentScreen):
    """Scan, type over, done; the secret is on this screen only and leaves with it."""

    HELP = N_(
        "Open your authenticator app and scan the QR code, or type in the secret by hand. Then type the "
        "six digits that the app shows. QR code and secret hide after a minute without a key press; any "
        "key shows them again."
    )
    CSS_PATH = "enrolment.tcss"
    BINDINGS = [commands.command("f4", "alone", N_("QR alone"), N_("Shows the QR code on the whole screen."))]

    def __init__(self, replaces: Factor | None) -> None:
        super().__init__(replaces)
        self._offer: Offer | None = None

    def content(self) -> ComposeResult:
        """The QR code at the left; the steps at the right."""
        tr = self.tr
        if self._offer is None:
            return
        with HorizontalGroup(id="steps"):
            yield QrCode(self._offer.uri, id="qr")
            with VerticalGroup(id="right"):
                yield Static(tr("1. Scan the QR code in your Authenticator app"), classes="step", markup=False)
                yield Static(self._no_room, id="no-room", markup=False)
                if self.replaces:
                    yield Static(tr("Until this is done the old one works."), classes="muted", markup=False)
                yield Static(tr(BY_HAND), id="by-hand", classes="muted", markup=False)
                yield SecretText(self._offer.secret, id="secret")
                step = tr("2. Enter the verification code that the app has generated")
                yield Static(step, classes="step", markup=False)
                yield from self.challenge_view()
                with HorizontalGroup(id="ways"):
                    yield Link(tr("Go back"), id="back")
                    yield self.go_button()

    def classify(self) -> None:
        """As everywhere; a line above the screen leaves just room enough for the QR code."""
        super().classify()
        app = self.app
        under = app.aside.under if app.aside and not self.has_class("-beside") else 0
        rows = app.size.height - bool(app.notice) - under - 1  # the line of keys
        self.set_class(rows < QR_ROWS or self.has_class("-narrow"), "-no-room")

    @property
    def _no_room(self) -> str:
        """What to do where the QR code does not stand beside the boxes: the guide may have taken its place."""
        if self.check_action("alone", ()):
            return self.tr("There is no room for the QR code here: F4 shows it on the whole screen.")
        return self.tr("Make this window at least 80 by 24 to see the QR code.")

    def fit(self) -> None:
        """As everywhere; what to do for the QR code depends on the room."""
        super().fit()
        for line in self.query("#no-room").results(Static):
            line.update(self._no_room)

    def on_mount(self) -> None:
        """Begin, and see to it that the secret does not stay on an unattended screen."""
        self._hiding = self.set_timer(HIDE_AFTER, self._hide)
        self.app.touched.subscribe(self, self._attend)

    async def begin(self) -> Challenge:
        """Ask for a secret; it counts for nothing before its code came back."""
        self._offer = await self.edit(self.services.enrolment.begin_authenticator, self.replaced)
        await self.recompose()
        self.query(CodeBoxes).focus()
        return self._offer.challenge

    @on(Button.Pressed, "#back")
    def _back(self) -> None:
        self.action_back()

    def action_alone(self) -> None:
        """Show the QR code on the whole screen."""
        if self._offer:
            self.app.push_screen(QrAlone(self._offer.uri))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Alone it has to fit, too."""
        if action == "alone":
            return self.app.size.height > QR_ROWS
        return super().check_action(action, parameters)

    # an unattended screen

    def _hide(self, hidden: bool = True) -> None:
        for qr in self.query(QrCode):
            qr.hidden = hidden
        for secret in self.query(SecretText):
            secret.hidden = hidden
        for line in self.query("#by-hand").results(Static):
            line.update(self.tr(HIDDEN if hidden else BY_HAND))

    def _attend(self, _: None) -> None:
        """Any key or click shows the secret again, for another minute."""
        self._hide(False)
        self._hiding.reset()


class QrAlone(BaseScreen[None], ModalScreen[None]):
    """The QR code and nothing else, for a camera that has trouble; any key leaves."""

    HELP = N_("Scan the QR code with your authenticator app. Any key goes back.")

    def __init__(self, uri: str) -> None:
        super().__init__()
        self._uri = uri

    def compose(self) -> ComposeResult:
        """The code, and how to leave."""
        with Center():
            yield QrCode(self._uri)
        yield Static(self.tr("Any key goes back."), id="leave", markup=False)

    def frame(self) -> Iterator[Widget]:
        """Nothing stands around it: the code is to be seen whole."""
        return iter(())

    def on_key(self, event: events.Key) -> None:
        """Back; the key means nothing to the screen below."""
        event.stop()
        self.dismiss(None)

    def on_click(self) -> None:
        """Back."""
        self.dismiss(None)
