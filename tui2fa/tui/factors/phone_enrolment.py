"""Adding a number: typed in any spelling, warned of a landline (R11), called, and its code typed over."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Center, HorizontalGroup, VerticalGroup
from textual.widgets import Input, Static

from tui2fa.domain import phone
from tui2fa.domain.errors import Refused
from tui2fa.domain.factors import Factor
from tui2fa.domain.refusals import Refusal
from tui2fa.domain.sentences import N_
from tui2fa.services.views import Challenge
from tui2fa.tui.base.tasks import task
from tui2fa.tui.base.threads import in_thread
from tui2fa.tui.dialogs.confirm import Confirm, Question
from tui2fa.tui.factors.enrolment import EnrolmentScreen
from tui2fa.tui.widgets.brand import Band
from tui2fa.tui.widgets.button import Button, Link
from tui2fa.tui.widgets.field import Field
from tui2fa.tui.widgets.secret_input import TextInput
from tui2fa.tui.widgets.two_factor import TwoFactor

ABOUT_LABEL = (Refusal.TOO_LONG, Refusal.STRANGE_CHARACTERS, Refusal.MIXED_SCRIPTS)
"""Refusals that are told at the name, not at the number."""


class AddNumber(EnrolmentScreen):
    """First the number, then the code of the call."""

    HELP = N_(
        "Type a mobile number, or a landline that rings directly. We call you and speak a six-digit code; "
        "type it in. A name such as office tells numbers apart."
    )
    CSS_PATH = "enrolment.tcss"
    AUTO_FOCUS = "#number"

    def __init__(self, replaces: Factor | None) -> None:
        super().__init__(replaces)
        self._number, self._label = "", replaces.label if replaces else ""

    @property
    def spot(self) -> str:
        """First the number, then its code."""
        return "AddNumber" if self.challenge is None else "AddNumber.code"

    def content(self) -> ComposeResult:
        """The form; then, instead of it, the question for the code."""
        tr = self.tr
        yield Band(TwoFactor(tr("key + telephone =")), classes="deep")
        if self.challenge is None:
            old = self.replaces
            heading = tr("A new number instead of {old}", old=old.masked) if old else tr("Call to your mobile number")
            yield Static(heading, id="heading", markup=False)
            with Center(), VerticalGroup(id="form"):
                yield Field(
                    tr("Mobile number:"),
                    TextInput(self._number, placeholder="06 12345678", id="number"),
                    onward="label",
                    required=True,
                    id="number-field",
                )
                label = TextInput(self._label, placeholder=tr("for example office or Jan"), id="label")
                yield Field(tr("Name (optional)"), label, id="label-field")
                advice = (
                    tr("Until this is done the old one works.")
                    if old
                    else tr("A second number, of a desk phone or a colleague, helps when you forget your phone.")
                )
                yield Static(advice, classes="muted", markup=False)
        else:
            yield Static(tr("One more code, and this number counts"), id="heading", markup=False)
            yield from self.challenge_view()
        with Center(), HorizontalGroup(id="ways"):
            yield Link(tr("Go back"), id="back")
            if self.challenge is None:
                yield Button(tr("Replace") if self.replaces else tr("Add"), id="add", classes="orange")
            else:
                yield self.resend_link()
                yield self.go_button()

    @on(Input.Submitted, "#label")
    @on(Button.Pressed, "#add")
    def _add(self) -> None:
        if self.complete():
            self.add()

    @task
    async def add(self) -> None:
        """Begin with the number that was typed, after the warning where there is one."""
        number, label = self.query_one("#number", TextInput).value, self.query_one("#label", TextInput).value
        try:
            if (await self.ask(phone.parse, number)).landline and not await self._warned():
                self.query_one("#number").focus()
                return
        except Refused:
            pass  # what the operator allows is for the service to say
        try:
            begun = await self.edit(self.services.enrolment.begin_number, number, label, self.replaced)
        except Refused as refused:
            place = "#label-field" if refused.refusal in ABOUT_LABEL else "#number-field"
            self.refuse(refused, self.query_one(place, Field))
            return
        self.challenge, self._number, self._label = begun, number, label
        await self.recompose()
        self.start()

    async def _warned(self) -> bool:
        question = Confirm(
            lambda tr: Question(
                tr("This is a landline"),
                tr(
                    "Voicemail, an out-of-hours message or call forwarding may take the call: the code then ends "
                    "up there, which is also less safe. Use a number that rings directly on your own telephone."
                ),
                yes=tr("Use it anyway"),
                no=tr("Another number"),
            ),
            colour="orange",
        )
        wanted = await self.app.push_screen_wait(question)
        return wanted is True

    async def begin(self) -> Challenge | None:
        """The challenge that came of the number, once there is one."""
        return self.challenge

    @on(Button.Pressed, "#back")
    def _back(self) -> None:
        self.action_back()

    def action_back(self) -> None:
        """From the code to the number, which can be mended; from there to where one came from."""
        if self.challenge is None:
            super().action_back()
        else:
            self.other_number()

    @task
    async def other_number(self) -> None:
        """Give up this challenge and show the form again, as it was filled in."""
        self.challenge = None
        await in_thread(self.services.enrolment.abandon, self.app.session)
        await self.recompose()
        self.query("#number").focus()
