"""The base of screens that change factors: when the editor's ten minutes are over, the password is asked in between."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from tui2fa.domain.errors import Refused
from tui2fa.domain.refusals import Refusal
from tui2fa.tui.base.screen import PanelScreen

if TYPE_CHECKING:
    from textual import getters

    from tui2fa.tui.app import PanelApp

P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T")


class EditingScreen(PanelScreen[T]):
    """A screen whose wishes need the password to have been given lately (R14)."""

    if TYPE_CHECKING:
        app = getters.app(PanelApp)

    async def edit(self, function: Callable[Concatenate[str, P], R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        """The answer of a service to this session, asking the password where it must; for use in a `task` method.

        Raises Refused, PASSWORD_FIRST too when the password was not given.
        """
        while True:
            try:
                return await self.ask(function, self.app.session, *args, **kwargs)
            except Refused as refused:
                if refused.refusal is not Refusal.PASSWORD_FIRST or not await self.password():
                    raise

    async def password(self) -> bool:
        """Ask for the password; whether it was given, so that the editor is open now."""
        from tui2fa.tui.dialogs.password_prompt import PasswordPrompt

        def check(password: str) -> None:
            self.services.login.confirm_password(self.app.session, password)

        given = await self.app.push_screen_wait(PasswordPrompt(check))
        return given is True
