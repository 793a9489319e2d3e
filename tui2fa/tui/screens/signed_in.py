"""The base of the panel's own screens: from each of them one gets to the factor editor, behind the password (R14)."""

from __future__ import annotations

from typing import TypeVar

from tui2fa.tui.base.tasks import task
from tui2fa.tui.factors.editing import EditingScreen

T = TypeVar("T")


class SignedInScreen(EditingScreen[T]):
    """A screen of somebody who is wholly logged in."""

    async def edit_factors(self) -> None:
        """Open the factor editor, asking for the password where it must; for use in a `task` method."""
        from tui2fa.tui.screens.factor_editor import FactorEditor

        if await self.ask(self.services.login.editor_open, self.app.session) or await self.password():
            self.app.push_screen(FactorEditor())

    def action_edit_2fa(self) -> None:
        """The shortest way there."""
        self.edit_2fa()

    @task
    async def edit_2fa(self) -> None:
        """To the factor editor."""
        await self.edit_factors()

    def action_change_password(self) -> None:
        """Ask for the old one and the new one."""
        from tui2fa.tui.dialogs.change_password import ChangePassword

        self.app.push_screen(ChangePassword(self.app.session))
