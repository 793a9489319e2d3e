"""After a reset by support: the code that they read out, before the set-up begins anew (R10)."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Center, HorizontalGroup, VerticalGroup
from textual.widgets import Static

from tui2fa.domain.errors import Refused
from tui2fa.domain.refusals import Refusal
from tui2fa.domain.sentences import N_
from tui2fa.services.views import ResetQuestion
from tui2fa.tui.base.screen import PanelScreen
from tui2fa.tui.base.tasks import background, task
from tui2fa.tui.base.threads import in_thread
from tui2fa.tui.screens.challenge import LOOK_EVERY
from tui2fa.tui.widgets.brand import Band
from tui2fa.tui.widgets.button import Button, Link
from tui2fa.tui.widgets.challenge import tell
from tui2fa.tui.widgets.code_boxes import CodeBoxes

if TYPE_CHECKING:
    from textual import getters

    from tui2fa.tui.app import PanelApp


class ResetCode(PanelScreen[None]):
    """Six boxes, how long and how often they can be filled, and whom to call when they cannot any more."""

    HELP = N_(
        "Support reset your two-factor authentication and read six digits out to you. Type them here; then you set up "
        "your factors anew. The digits work once, for half an hour. Are they used or too old? Call support for new "
        "ones, then log in again. Did you not ask for a reset? Then call support, too."
    )
    CSS_PATH = "reset_code.tcss"
    AUTO_FOCUS = "#boxes"

    if TYPE_CHECKING:
        app = getters.app(PanelApp)

    def __init__(self) -> None:
        super().__init__()
        self._question: ResetQuestion | None = None
        self._trouble: Refused | None = None

    def content(self) -> ComposeResult:
        """Why one is here, the boxes, what is known of the code, the ways on and out."""
        tr, support = self.tr, self.app.surroundings.support
        title = tr("Your two-factor authentication was reset")
        why = tr("Support took your old factors away. With the code that they read out to you, you set up new ones.")
        yield Band(
            Static(title, classes="title", markup=False), Static(why, classes="why", markup=False), classes="deep"
        )
        with Center(), VerticalGroup(id="form"):
            yield Static(tr("Type the reset code that support read out to you."), id="question", markup=False)
            yield CodeBoxes(id="boxes")
            yield Static("", id="standing", classes="muted", markup=False)
            yield Static("", id="trouble", classes="error", markup=False)
            again = tr("A code works once, and only where it was entered. With the new one you log in again.")
            yield Static(again, id="anew", markup=False)
            with HorizontalGroup(id="ways"):
                yield Link(tr("Back to the login"), id="back")
                yield Button(tr("Continue"), id="go", classes="go", disabled=True)
            stuck = tr("No code, or not asked for? {phone} · {email}", phone=support.phone, email=support.email)
            yield Static(stuck, id="stuck", classes="muted", markup=False)

    def on_mount(self) -> None:
        """Follow how the question stands."""
        self.follow()

    @background
    async def follow(self) -> None:
        """See how the question stands, again and again: time runs out, and the code may be entered elsewhere."""
        while True:
            await self.look()
            await asyncio.sleep(LOOK_EVERY)

    async def look(self) -> None:
        """See how the question stands now; what is known stays once the right code is on its way."""
        self._question = await in_thread(self.services.resets.state, self.app.session) or self._question
        self.show()

    @task
    async def try_code(self) -> None:
        """Have what is typed judged."""
        boxes = self.query_one(CodeBoxes)
        if not boxes.full:
            return
        try:
            signed = await self.ask(self.services.resets.redeem, self.app.session, boxes.value)
        except Refused as refused:
            if refused.ends_session:
                raise
            self._trouble = refused
            boxes.again()
            await self.look()
        else:
            await self.app.enter(signed)

    def show(self) -> None:
        """Show what is known."""
        question = self._question
        if question is None or not self.display:
            return
        tr, trouble = self.tr, self._trouble
        if question.over:
            trouble = Refused(Refusal.RESET_CODE_OVER)
        elif question.wait:
            trouble = Refused(Refusal.WAIT, wait=question.wait)
        left = (question.expires - self.app.clock.now()).total_seconds() if question.expires else 0
        standing = [tr("The code is good for another {left}.", left=tr.duration(left))]
        if trouble is None:
            standing.append(tr.tries(question.tries_left))
        for name, words in (("#standing", "\n".join(standing)), ("#trouble", tr.refusal(trouble) if trouble else "")):
            for line in self.query(name).results(Static):  # there is none while the screen is being composed anew
                tell(line, words)
        if question.over and not self.has_class("-over"):
            self.query("#back").focus()
        self.set_class(question.over, "-over")

    def renewed(self) -> None:
        """Show what is known."""
        super().renewed()
        self.show()

    @on(CodeBoxes.Changed)
    def _changed(self, message: CodeBoxes.Changed) -> None:
        self.query_one("#go", Button).disabled = not message.full

    @on(CodeBoxes.Rejected)
    def _rejected(self, message: CodeBoxes.Rejected) -> None:
        self._trouble = message.refused
        self.show()

    @on(CodeBoxes.Completed)
    @on(Button.Pressed, "#go")
    def _completed(self) -> None:
        self.try_code()

    @on(Button.Pressed, "#back")
    def action_back(self) -> None:
        """Back to the login; the password has to be given again, and a code that was not used still works."""
        self.app.log_out()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """One always gets back from here, to the login."""
        return action == "back" or super().check_action(action, parameters)
