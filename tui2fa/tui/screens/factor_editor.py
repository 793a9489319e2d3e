"""The factor editor: the list of the panel's picture, and everything that can be done with it (R5, R6, R14)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Center, VerticalGroup
from textual.widgets import Static

from tui2fa.domain.errors import Refused
from tui2fa.domain.factors import Factor, successor
from tui2fa.domain.refusals import Refusal
from tui2fa.domain.sentences import N_
from tui2fa.tui import commands
from tui2fa.tui.base.tasks import task
from tui2fa.tui.factors.editing import EditingScreen
from tui2fa.tui.factors.registry import SLICES
from tui2fa.tui.widgets.button import Button, Link
from tui2fa.tui.widgets.factor_row import FactorRow
from tui2fa.tui.widgets.field import Field
from tui2fa.tui.widgets.protection import LOGGED_OUT, has_backup

if TYPE_CHECKING:
    from textual.screen import Screen

    from tui2fa.locale import Catalogue
    from tui2fa.services.views import SignIn
    from tui2fa.tui.dialogs.confirm import Question


class FactorEditor(EditingScreen[None]):
    """The factors of the account that is logged in; the service decides, this shows."""

    HELP = N_(
        "These are the ways you receive a code. The coloured one is primary: its code is sent when you log in. "
        "Add a second one, so that you can always get in. Choose a row with the arrow keys; Enter shows what you can "
        "do."
    )
    CSS_PATH = "factor_editor.tcss"
    AUTO_FOCUS = "FactorRow"
    BINDINGS = [
        commands.command("a", "add", N_("Add"), N_("Adds another verification method.")),
        commands.command("enter", "menu", N_("Change …"), N_("Shows what you can do with the chosen method.")),
        commands.command("p", "primary", N_("Primary"), N_("Makes the chosen method primary.")),
        commands.command("x,delete", "remove", N_("Remove"), N_("Removes the chosen method, after asking you.")),
        commands.command("shift+up,K", "move(-1)", N_("Up"), N_("Moves the chosen method up."), footer=False),
        commands.command("shift+down,J", "move(1)", N_("Down"), N_("Moves the chosen method down."), footer=False),
        commands.command("r", "rename", N_("Rename"), N_("Gives the chosen method a name of your own."), footer=False),
        commands.command("v", "replace", N_("Replace"), N_("Replaces the chosen method with a new one."), footer=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._factors: tuple[Factor, ...] = ()

    def content(self) -> ComposeResult:
        """The title, the list, and a word of advice."""
        yield Static(
            self.tr("Your settings for two-factor authentication"), id="heading", classes="title", markup=False
        )
        with Center(), VerticalGroup(id="list"):
            yield from self._rows()
            yield Link(self.tr("Add another verification method"), id="add")
        yield Static(self._advice(), id="advice", classes="muted", markup=False)

    def on_mount(self) -> None:
        """Fetch the list; the password is asked first where it must."""
        self.load()

    @task
    async def load(self) -> None:
        """Show the list, or go back when the password was not given."""
        try:
            await self._show(await self.edit(self.services.factors.listing))
        except Refused as refused:
            if refused.refusal is not Refusal.PASSWORD_FIRST:
                raise
            self.dismiss(None)

    def refuse(self, refused: Refused, field: Field | None = None) -> None:
        """Say why something cannot be; where a factor went meanwhile, show what is left."""
        super().refuse(refused, field)
        if refused.refusal is Refusal.FACTOR_GONE:
            self.call_later(self.load)

    def _rows(self) -> list[FactorRow]:
        return [FactorRow(factor, self.tr, self.app.clock.now()) for factor in self._factors]

    def _advice(self) -> str:
        if not self._factors:
            return ""
        if has_backup(self._factors):
            return self.tr("You have a backup method: well done.")
        if not all(factor.reachable for factor in self._factors):
            return self.tr(LOGGED_OUT)
        return self.tr("You have one method only. Add a second one, so that you can still get in without it.")

    async def _show(self, factors: tuple[Factor, ...], chosen: str | None = None) -> None:
        """Draw the list anew; the focus stays on the factor it was on, or goes to its neighbour."""
        row = self._chosen
        place = self._factors.index(row) if row in self._factors else 0
        self._factors = factors
        wanted = chosen or (row.id if row else "")
        listed = self.query_one("#list", VerticalGroup)
        with self.app.batch_update():
            await self.query(FactorRow).remove()
            await listed.mount_all(self._rows(), before=0)
            self.query_one("#advice", Static).update(self._advice())
            rows = list(self.query(FactorRow))
            if rows:
                target = next((one for one in rows if one.factor.id == wanted), rows[min(place, len(rows) - 1)])
                target.focus()

    @property
    def _chosen(self) -> Factor | None:
        return self.focused.factor if isinstance(self.focused, FactorRow) else None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What needs a chosen factor is offered only where there is one."""
        needs_one = action in ("menu", "primary", "remove", "move", "rename", "replace")
        if needs_one and (not self.is_attached or self._chosen is None):
            return False
        if action == "primary" and self._chosen is not None and self._chosen.primary:
            return False
        return super().check_action(action, parameters)

    # wishes

    @on(FactorRow.Asked)
    def _asked(self, message: FactorRow.Asked) -> None:
        getattr(self, f"action_{message.what}")()

    @on(Button.Pressed, "#add")
    def action_add(self) -> None:
        """Choose a kind and add one."""
        self._add()

    @task
    async def _add(self) -> None:
        from tui2fa.tui.dialogs.choose_kind import ChooseKind

        choices = await self.edit(self.services.enrolment.choices)
        kind = await self.app.push_screen_wait(ChooseKind(choices))
        if kind is not None:
            await self._enrol(SLICES[kind].enrol(None), N_("Added."))

    async def _enrol(self, screen: Screen[SignIn | None], done: str) -> None:
        if await self.app.push_screen_wait(screen):
            self.notify(self.tr(done))
        before = {factor.id for factor in self._factors}
        listed = await self.edit(self.services.factors.listing)
        await self._show(listed, next((factor.id for factor in listed if factor.id not in before), None))

    def action_menu(self) -> None:
        """Show everything that can be done with the chosen factor."""
        self._menu()

    @task
    async def _menu(self) -> None:
        from tui2fa.tui.dialogs.factor_menu import FactorMenu

        if self._chosen is None:
            return
        place = self._factors.index(self._chosen)
        wish = await self.app.push_screen_wait(
            FactorMenu(self._chosen, first=place == 0, last=place == len(self._factors) - 1)
        )
        if wish:
            self.call_after_refresh(self.run_action, wish)

    def action_primary(self) -> None:
        """Make the chosen factor primary."""
        self._primary()

    @task
    async def _primary(self) -> None:
        factor = self._chosen
        if factor and not factor.primary:
            await self._show(await self.edit(self.services.factors.make_primary, factor.id))
            self.notify(self.tr("{factor} is primary now.", factor=self._named(factor)))

    def action_move(self, steps: int) -> None:
        """Move the chosen factor."""
        self._steps = steps
        self._move()

    @task
    async def _move(self) -> None:
        if self._chosen:
            await self._show(await self.edit(self.services.factors.move, self._chosen.id, self._steps))

    def action_rename(self) -> None:
        """Give the chosen factor a name."""
        self._rename()

    @task
    async def _rename(self) -> None:
        from tui2fa.tui.dialogs.rename import Rename

        factor = self._chosen
        if factor is None:
            return

        async def check(label: str) -> tuple[Factor, ...]:
            return await self.edit(self.services.factors.rename, factor.id, label)

        def words(tr: Catalogue) -> tuple[str, str]:
            return tr("Rename {factor}", factor=self._named(factor)), tr("Name, such as office")

        renamed = await self.app.push_screen_wait(Rename(words, factor.label, check))
        if renamed is not None:
            await self._show(renamed)
            self.notify(self.tr("Renamed."))

    def action_replace(self) -> None:
        """Set up a new one in the place of the chosen factor."""
        self._replace()

    @task
    async def _replace(self) -> None:
        if self._chosen:
            await self._enrol(SLICES[self._chosen.kind].enrol(self._chosen), N_("Replaced."))

    def action_remove(self) -> None:
        """Remove the chosen factor, after a question."""
        self._remove()

    @task
    async def _remove(self) -> None:
        from tui2fa.tui.dialogs.confirm import Confirm, Question

        factor = self._chosen
        if factor is None:
            return
        heir = successor(self._factors, factor.id)

        def ask(tr: Catalogue) -> Question:
            name = self._named(factor)
            text = tr("After this you no longer receive codes by {factor}.", factor=name)
            if heir:
                text += " " + tr("It is primary; {heir} then becomes primary.", heir=self._named(heir))
            return Question(tr("Remove {factor}?", factor=name), text, yes=tr("Remove"), no=tr("Keep"))

        if await self.app.push_screen_wait(Confirm(ask)):
            await self._show(await self.edit(self.services.factors.remove, factor.id))
            self.notify(self.tr("{factor} is removed.", factor=self._named(factor)))

    def action_step(self, steps: int) -> None:
        """Go to the row above or below."""
        places: list[FactorRow | Link] = [*self.query(FactorRow), self.query_one("#add", Link)]
        at = next((number for number, place in enumerate(places) if place is self.focused), 0)
        places[min(max(at + steps, 0), len(places) - 1)].focus()

    def _named(self, factor: Factor) -> str:
        return " ".join(filter(None, (self.tr(SLICES[factor.kind].name), factor.label or factor.masked)))
