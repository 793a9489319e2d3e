"""Resetting a caller's 2FA: the checks, why, whose, the agent's own password, and a second agent where it must be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import HorizontalGroup, VerticalGroup
from textual.content import Content
from textual.widgets import Static

from tui2fa.domain.errors import Refused
from tui2fa.domain.harmless import safe
from tui2fa.domain.refusals import Refusal
from tui2fa.domain.sentences import N_
from tui2fa.domain.support import CHECKS, REASON_LIMIT, TICKET_LIMIT, CallerCheck, needs_second
from tui2fa.services.desk import ResetWish
from tui2fa.services.oversight import CallerFile
from tui2fa.tui.base.tasks import task
from tui2fa.tui.screens.leaving import LeavingScreen
from tui2fa.tui.widgets.button import Button, Link
from tui2fa.tui.widgets.checks import Check, Checks
from tui2fa.tui.widgets.field import Field
from tui2fa.tui.widgets.secret_input import SecretInput, TextInput
from tui2fa.tui.words import factor_words, moment_words

if TYPE_CHECKING:
    from tui2fa.tui.dialogs.confirm import Confirm


class ResetForm(LeavingScreen[None]):
    """The form; nothing happens before its last button, which no key in a field presses."""

    HELP = N_(
        "A reset for the wrong caller gives an account away: do both checks, every time. Space ticks a check, Enter "
        "goes to the next field. Afterwards you read the caller a one-time code; without it a password gets nobody in."
    )
    CSS_PATH = "reset.tcss"
    AUTO_FOCUS = "Check"

    def __init__(self, file: CallerFile) -> None:
        super().__init__()
        self._file = file

    def content(self) -> ComposeResult:
        """Who and what; the checks; the fields; the two ways out."""
        tr = self.tr
        with HorizontalGroup(id="top"):
            title = N_("Confirm the reset of {login}") if self._confirming else N_("Reset 2FA of {login}")
            yield Static(tr(title, login=self._file.login), classes="title", markup=False)
            yield Link("✕", id="close")
        with VerticalGroup(id="form"):
            yield Static(self._summary, id="summary")
            yield Checks({check.value: tr(words) for check, words in CHECKS.items()}, id="checks")
            reason = TextInput(placeholder=tr("the user will read it"), limit=REASON_LIMIT, id="reason")
            yield self._field(tr("Reason"), reason, "ticket")
            with HorizontalGroup(classes="columns"):
                yield self._field(tr("Ticket number"), TextInput(limit=TICKET_LIMIT, id="ticket"), "confirmation")
                login = TextInput(limit=64, id="confirmation")
                yield self._field(tr("The caller's user name, typed over"), login, "password")
            with HorizontalGroup(id="last"):
                yield self._field(tr("Your own password"), SecretInput(id="password"), "go")
                yield Button(tr("Cancel"), id="cancel")
                yield Button(tr("Ask a reset") if self._asking else tr("Reset 2FA"), id="go", classes="danger")

    def _field(self, label: str, control: TextInput, onward: str) -> Field:
        return Field(label, control, onward=onward, required=True, id=f"{control.id}-field", classes="dense")

    @property
    def _confirming(self) -> bool:
        """Whether another agent asked for it, and this one is the second."""
        reset = self._file.reset
        return reset is not None and reset.second_needed and not reset.mine

    @property
    def _asking(self) -> bool:
        """Whether a second agent will have to confirm."""
        return needs_second(self._file.role) and not self._confirming

    @property
    def _summary(self) -> Content:
        """Whom it is about, what goes, and who asked for it."""
        tr, file, now = self.tr, self._file, self.app.clock.now()
        factors = ", ".join(factor_words(tr, one.kind, one.masked, one.label) for one in file.factors)
        parts = [
            Content.assemble((safe(file.name, 60), "bold"), " · ", safe(factors, 200) or tr("no 2FA yet")),
            Content(tr("Factors, apps and sessions all go; the user reads who did it and why.")),
        ]
        if self._asking:
            parts.append(Content.styled(tr("For this account a second agent must confirm it."), "bold $primary"))
        if (reset := file.reset) and self._confirming:
            asked = tr("Asked by {agent}, {moment}.", agent=reset.agent, moment=moment_words(tr, reset.asked, now))
            why = tr("reason: {reason}", reason=reset.reason), tr("ticket {ticket}", ticket=reset.ticket)
            parts.append(Content.assemble((asked, "bold $primary"), " · ", " · ".join(why)))
            parts.append(Content(tr("You are the second agent: do both checks yourself.")))
        return Content("\n").join(parts)

    # leaving

    @property
    def typed(self) -> bool:
        """Whether something would be lost."""
        return any(field.value for field in self.query(TextInput)) or any(check.value for check in self.query(Check))

    def parting(self) -> Confirm | None:
        """What was filled in would be lost."""
        from tui2fa.tui.dialogs.confirm import Confirm, Question

        question = Confirm(
            lambda tr: Question(
                tr("Leave without a reset?"), tr("What you filled in is lost."), tr("Leave"), tr("Keep editing")
            ),
            colour="go",
        )
        return question if self.typed else None

    # the reset

    @on(Button.Pressed, "#go")
    def _go(self) -> None:
        self.reset()

    @task
    async def reset(self) -> None:
        """Have it done, or asked; a refusal stands at its field and nothing typed is lost."""
        from tui2fa.tui.screens.desk.reset_code import ResetCode

        for field in self.query(Field):
            field.accept()
        try:
            given = await self.ask(self.services.desk.reset, self.app.session, self._file.login, self._wish())
        except Refused as refused:
            await self._refused(refused)
            return
        self.query_one("#password", SecretInput).value = ""
        if given.code is None:
            self.notify(self.tr("Asked. A second agent must confirm it within an hour."))
        else:
            await self.app.push_screen_wait(ResetCode(self._file.login, given))
        self.dismiss(None)

    def _wish(self) -> ResetWish:
        reason, ticket, login, password = (
            self.query_one(f"#{name}", TextInput).value for name in ("reason", "ticket", "confirmation", "password")
        )
        checks = frozenset(map(CallerCheck, self.query_one(Checks).ticked))
        return ResetWish(password, reason, ticket, checks, login, self._file.version)

    async def _refused(self, refused: Refused) -> None:
        place = refused.values.get("field")
        if place == "checks":
            self.query_one(Checks).refuse(self.tr.refusal(refused))
        else:
            self.refuse(refused, self.query_one(f"#{place}-field", Field) if place else None)
        if refused.refusal is Refusal.USER_CHANGED:
            self._file = await self.ask(self.services.desk.caller, self.app.session, self._file.login)
            await self.recompose()
