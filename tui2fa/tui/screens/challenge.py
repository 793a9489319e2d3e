"""The base of every screen that asks for a code: at login, and when a number or the Qaller app is added."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Protocol, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.message import Message
from textual.widget import Widget

from tui2fa.domain.errors import Refused
from tui2fa.domain.outcomes import Outcome
from tui2fa.domain.refusals import Refusal
from tui2fa.domain.sentences import N_
from tui2fa.services.views import Challenge, SignIn
from tui2fa.tui import commands
from tui2fa.tui.base.screen import PanelScreen
from tui2fa.tui.base.tasks import background, task
from tui2fa.tui.base.threads import in_thread
from tui2fa.tui.widgets.button import Button
from tui2fa.tui.widgets.challenge import UNDER_WAY, ChallengeView, barred, show_resend
from tui2fa.tui.widgets.code_boxes import CodeBoxes
from tui2fa.tui.widgets.countdown import Countdown

if TYPE_CHECKING:
    from textual import getters

    from tui2fa.delivery.base import Progress
    from tui2fa.services.views import Delivered
    from tui2fa.tui.app import PanelApp

T = TypeVar("T")
LOOK_EVERY = 1
"""Seconds between two looks at how the challenge stands."""


class Sender(Protocol):
    """The part of the login and of the enrolment service that sends codes."""

    def send(self, session: str, challenge: str, progress: Progress, /) -> Delivered:
        """Send the code, now or again."""

    def hang_up(self, challenge: str, /) -> None:
        """End the call that speaks the code, where there is one."""

    def state(self, session: str, challenge: str, /) -> Challenge:
        """How the challenge stands."""


class ChallengeScreen(PanelScreen[T]):
    """Sends the code when it opens, follows what becomes of it, and has what is typed judged.

    A subclass says how the challenge begins (`begin`), who sends (`sender`), how a code is judged (`judge`)
    and what comes after the right one (`passed`). Its `content` yields `challenge_view()`, `resend_link()` and
    `go_button()` where it likes.
    """

    AUTO_FOCUS = "#boxes"
    BINDINGS = [
        commands.command("escape", "hang_up", N_("Hang up"), N_("Ends the call that is to speak your code.")),
        commands.BACK,
    ]

    if TYPE_CHECKING:
        app = getters.app(PanelApp)

    class Progressed(Message):
        """The channel knows more about a code on its way."""

        def __init__(self, outcome: Outcome) -> None:
            super().__init__()
            self.outcome = outcome

    def __init__(self) -> None:
        super().__init__()
        self.challenge: Challenge | None = None
        self._outcome: Outcome | None = None
        self._sending = ""
        self._typed_for = ""
        """The challenge that the digits in the boxes answer; what was typed before there was one answers the first."""
        self._trouble: Refused | None = None
        self._version: int | None = None
        """That of the store when the challenge was last looked at: asking for it costs next to nothing."""

    # what a subclass says

    async def begin(self) -> Challenge | None:
        """The challenge, asked from a service; None while something else has to be asked first."""
        raise NotImplementedError

    @property
    def sender(self) -> Sender:
        """The service that sends the code."""
        raise NotImplementedError

    async def judge(self, challenge: str, code: str) -> SignIn:
        """What a service says of a code. Raises Refused."""
        raise NotImplementedError

    async def passed(self, signed: SignIn) -> None:
        """What comes after the right code."""
        raise NotImplementedError

    # what it yields

    def resend_link(self) -> Widget:
        """The link that has the code sent again."""
        return Countdown(self.tr("Send the code again"), id="resend")

    def go_button(self) -> Widget:
        """The button that has the code judged; a full set of boxes does that by itself."""
        return Button(self.tr("Continue"), id="go", classes="go", disabled=True)

    def challenge_view(self) -> ComposeResult:
        """The question, the boxes and what is known of the code."""
        yield ChallengeView()

    # what it does

    @property
    def refusal(self) -> str:
        """What stands under the boxes."""
        told = (self.challenge and barred(self.challenge)) or self._trouble
        return told.refusal.name if told else super().refusal

    def on_mount(self) -> None:
        """Begin."""
        self.start()

    @background
    async def start(self) -> None:
        """Get the challenge, have its code sent, and follow it; a call for the one before is ended."""
        if self._sending:
            self.sender.hang_up(self._sending)
        self.challenge, self._outcome, self._trouble = await self.begin(), None, None
        if self.challenge is None:
            return
        boxes = self.query_one(CodeBoxes)
        if self._typed_for not in ("", self.challenge.id):
            boxes.clear()
        self._sending, self._typed_for = "", self.challenge.id
        self._to_boxes()
        self.show()
        if boxes.full:  # who was quick has typed it all by now
            self.try_code()
        while self.challenge is not None:
            if self._to_be_sent(self.challenge):
                self.send_code()
            await asyncio.sleep(LOOK_EVERY)
            await self.look()

    def _to_be_sent(self, challenge: Challenge) -> bool:
        """Whether the code is still to be sent and nothing bars it: another one may have gone out just now."""
        waits = challenge.expires is not None and challenge.sent_at is None and self._outcome is None
        free = challenge.resend_at is None or challenge.resend_at <= self.app.clock.now()
        return waits and free and not self._sending and self._trouble is None

    async def look(self) -> None:
        """See how the challenge stands now: its time, a wait, somebody who declined it."""
        if self.challenge is not None and not self._sending:
            before = self.challenge
            version = await in_thread(self.services.companion.version)
            if version != self._version or not self._runs(before):
                try:
                    now = await in_thread(self.sender.state, self.app.session, before.id)
                except Refused:
                    if self.challenge is not before:
                        return  # it was given up meanwhile
                    raise
                self._version = version
                if self.challenge is before:
                    self.challenge = now
            waited = before.wait or (self._trouble is not None and self._trouble.refusal is Refusal.WAIT)
            if waited and not self.challenge.wait:  # what was told before the wait is long known
                self._trouble = None
        self.show()

    @background
    async def look_again(self) -> None:
        """See at once what has become of it, without making whoever types wait for that."""
        await self.look()

    def _runs(self, challenge: Challenge) -> bool:
        """Whether it can be answered now, and so changes by itself only when its time is up."""
        expired = challenge.expires is not None and challenge.expires <= self.app.clock.now()
        return not (challenge.wait or challenge.over or expired)

    @background
    async def send_code(self) -> None:
        """Have the code sent, and tell what comes of it; the code can be typed meanwhile."""
        asked = self.challenge
        if asked is None:
            return
        self._sending, self._outcome, self._trouble = asked.id, None, None
        self._to_boxes()
        self.show()
        try:
            delivered = await in_thread(self.sender.send, self.app.session, asked.id, self._tell_progress)
            if self._asks(asked):
                self.challenge, self._outcome = delivered.challenge, delivered.outcome
        except Refused as refused:
            if refused.ends_session:
                raise
            if self._asks(asked):
                self._trouble = refused
        finally:
            if self._sending == asked.id:
                self._sending = ""
                self.refresh_bindings()
        self.show()

    def _to_boxes(self) -> None:
        """To where the code is typed, unless one is in what stands beside the screen."""
        if self.focused is None or not any(
            isinstance(one, Widget) and one.has_class("aside") for one in self.focused.ancestors
        ):
            self.query_one(CodeBoxes).focus()

    @property
    def calling(self) -> bool:
        """Whether a telephone rings, or speaks."""
        return bool(self._sending) and self._outcome in UNDER_WAY

    def action_hang_up(self) -> None:
        """End the call; what became of it is told as with every call."""
        self.sender.hang_up(self._sending)

    def on_unmount(self) -> None:
        """Nobody waits for the call any more."""
        if self._sending:
            self.sender.hang_up(self._sending)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While a call is under way, Escape ends that."""
        return self.calling if action == "hang_up" else super().check_action(action, parameters)

    def _asks(self, challenge: Challenge) -> bool:
        """Whether this is still the challenge; a call goes on for a while after another method was chosen."""
        return self.challenge is not None and self.challenge.id == challenge.id

    @task
    async def try_code(self) -> None:
        """Have what is typed judged."""
        boxes = self.query_one(CodeBoxes)
        if self.challenge is None or not boxes.full:
            return
        try:
            signed = await self.judge(self.challenge.id, boxes.value)
        except Refused as refused:
            if refused.ends_session:
                raise
            self._trouble = refused
            boxes.again()
            self.show()
            self.look_again()
        else:
            await self.passed(signed)

    def show(self) -> None:
        """Show what is known."""
        if self.challenge is None or not self.display:
            return
        now = self.app.clock.now()
        view = self.query_one_optional(ChallengeView)
        if view is not None and view.is_mounted:  # one that is being composed anew is shown when it is there
            view.show(self.challenge, self._outcome, self._trouble, now)
        if link := self.query_one_optional("#resend", Countdown):
            show_resend(link, self.challenge, bool(self._sending), now)

    def renewed(self) -> None:
        """Show what is known."""
        super().renewed()
        self.show()

    def _tell_progress(self, outcome: Outcome) -> None:
        """Called in the thread of the channel."""
        self.post_message(self.Progressed(outcome))

    @on(Progressed)
    def _progressed(self, message: Progressed) -> None:
        if self._sending:
            self._outcome = message.outcome
            self.show()
            self.refresh_bindings()

    @on(CodeBoxes.Changed)
    def _changed(self, message: CodeBoxes.Changed) -> None:
        for button in self.query("#go").results(Button):
            button.disabled = not message.full

    @on(CodeBoxes.Rejected)
    def _rejected(self, message: CodeBoxes.Rejected) -> None:
        self._trouble = message.refused
        self.show()

    @on(CodeBoxes.Completed)
    @on(Button.Pressed, "#go")
    def _completed(self) -> None:
        self.try_code()

    @on(Button.Pressed, "#resend")
    def _resend(self) -> None:
        self.send_code()
