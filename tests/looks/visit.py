"""What a walk does with a running app: come in as somebody, press, type, wait until all stands still."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import replace

from textual._context import visible_screen_stack
from textual.pilot import Pilot
from textual.strip import Strip
from textual.widgets import Button, Input

from tests.looks.theatre import PATIENCE, Play
from tests.tui.stage import press, shown
from tui2fa.demo.hints import ADMIN, AGENT, NONE, PASSWORD
from tui2fa.domain.factors import Kind
from tui2fa.domain.language import Language
from tui2fa.domain.outcomes import Outcome
from tui2fa.services.views import SignIn
from tui2fa.tui.app import PanelApp
from tui2fa.tui.base.app import BaseApp

STILL = 0.15
"""Seconds without a change after which a picture is taken; for what comes later by itself, a scene waits."""


class Visit:
    """What a scene does with a running app: press, wait, look."""

    def __init__(self, play: Play, pilot: Pilot[object]) -> None:
        self.play = play
        self.pilot = pilot

    @property
    def app(self) -> BaseApp:
        """The app that runs."""
        assert isinstance(self.pilot.app, BaseApp)
        return self.pilot.app

    async def enter(self, signed: SignIn) -> None:
        """Come in as somebody who has gone so far, in the language of the picture."""
        assert isinstance(self.app, PanelApp)
        await self.app.opened()
        language = Language(self.app.preferences.language)
        await self.app.enter(replace(signed, profile=replace(signed.profile, language=language)))

    async def panel(self) -> None:
        """Come in as 202.mijnbedrijf."""
        await self.enter(self.play.sign_in())
        await self.at("Dashboard")
        await self.until(lambda: bool(str(self.app.screen.query_one("#name", Button).label)))

    async def administrator(self) -> None:
        """Come in as 201.mijnbedrijf, to whom the Company Panel belongs."""
        await self.enter(self.play.sign_in_staff(ADMIN))
        await self.at("CompanyDashboard", "#attention")
        await self.shows("201 Marijke", "203.mijnbedrijf")

    async def agent(self) -> None:
        """Come in as 600.callvoip, at the desk."""
        await self.enter(self.play.sign_in_staff(AGENT))
        await self.at("Desk", "#sought")
        await self.shows("600 Daan", "212.mijnbedrijf")

    async def newcomer(self) -> None:
        """Come in as 203.mijnbedrijf, who has no factor yet."""
        await self.enter(self.play.services.login.sign_in(NONE, PASSWORD))
        await self.at("FirstSetup", "KindRow:focus")

    async def editor(self) -> None:
        """Come to the factor editor, the password given."""
        await self.panel()
        assert isinstance(self.app, PanelApp)
        self.play.services.login.confirm_password(self.app.session, PASSWORD)
        await self.settings()
        self.press("#edit")
        await self.at("FactorEditor", "FactorRow:focus")

    async def settings(self) -> None:
        """From the dashboard by the name, and the name again."""
        await self.keys("n", "n")
        await self.at("PersonalSettings", "#edit")

    async def kind(self, kind: Kind) -> None:
        """Choose a kind of factor to add."""
        self.app.screen.query_one(f"#kind-{kind}").focus()
        await self.keys("enter")

    async def resize(self, columns: int, rows: int) -> None:
        """Give the terminal another size."""
        await self.pilot.resize_terminal(columns, rows)

    async def keys(self, *keys: str) -> None:
        """Press keys."""
        await press(self.pilot, *keys)

    def press(self, button: str) -> None:
        """Press a button, without a mouse that stays on it."""
        self.app.screen.query(button).only_one(Button).press()

    def fill(self, field: str, text: str) -> None:
        """Type into a field."""
        self.app.screen.query(field).only_one(Input).value = text

    async def at(self, screen: str, *needed: str) -> None:
        """Wait for a screen by the name of its class, and for what must be on it."""

        def here() -> bool:
            now = self.app.screen
            return type(now).__name__ == screen and now.is_mounted and all(now.query(widget) for widget in needed)

        await self.until(here)

    async def shows(self, *texts: str) -> None:
        """Wait until all of these can be read."""
        await self.until(lambda: all(text in shown(self.app) for text in texts))

    async def sent(self, outcome: Outcome) -> None:
        """Wait until the screen knows so much of a code on its way."""
        await self.until(lambda: getattr(self.app.screen, "_outcome", None) is outcome)

    async def phone(self, button: str) -> None:
        """Wait until the phone shows a button."""
        await self.until(lambda: any(found.display for found in self.app.screen.query(f"#phone-{button}")))

    async def until(self, condition: Callable[[], bool]) -> None:
        """Wait until something is so."""
        give_up = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < give_up, f"it never came:\n{shown(self.app)}"
            await asyncio.sleep(0.02)

    async def still(self) -> None:
        """Wait until nothing changes any more; what is told for a moment only is taken away."""
        await self.app.opened()
        before, since = self._drawn(), time.monotonic()
        while time.monotonic() - since < STILL:
            await self.pilot.pause()
            self.app.clear_notifications()
            now = self._drawn()
            if now != before:
                before, since = now, time.monotonic()
            await asyncio.sleep(0.05)

    def _drawn(self) -> list[list[Strip]]:
        """All that a picture would show, for much less than a picture costs."""
        visible_screen_stack.set(self.app._background_screens)
        return [list(strips) for strips in self.app.screen._compositor.render_full_update().strips]
