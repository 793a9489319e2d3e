"""The program on demo data with all that changes by itself held still: a picture of it can be repeated anywhere."""

from __future__ import annotations

import asyncio
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache
from pathlib import Path
from random import Random

from textual.pilot import Pilot
from textual.widgets import Button, Input

from tests.tui.stage import press, shown
from tests.world import StandingClock
from tui2fa.delivery.base import Outcome
from tui2fa.delivery.qaller import QallerChannel
from tui2fa.demo.accounts import furnish
from tui2fa.demo.hints import NONE, PASSWORD, THREE
from tui2fa.demo.phone import Phone
from tui2fa.demo.stage import Stage
from tui2fa.domain.factors import Kind
from tui2fa.domain.language import Language
from tui2fa.services.context import Context, Limits
from tui2fa.services.house import make_services
from tui2fa.services.pushing import Pushing
from tui2fa.services.views import SignIn
from tui2fa.settings import Support
from tui2fa.store.engine import Store
from tui2fa.store.sealing import DeviceIdentity, Passwords
from tui2fa.tui.app import PanelApp
from tui2fa.tui.base.app import BaseApp, Surroundings
from tui2fa.tui.base.preferences import Preferences
from tui2fa.tui.qaller.app import DeviceFile, QallerApp

ORIGIN = "10.20.0.14 pts/2 sanne"
DEVICE = "toestel van Sanne"
TIME_ZONE = "CET-1CEST,M3.5.0,M10.5.0/3"
"""Amsterdam, spelled so that no list of time zones is needed."""
DIGIT = 5.0
"""Seconds in which the phone speaks a digit: it has not come far when a picture of it is taken."""
PATIENCE = 20.0
"""Seconds for what a scene waits for."""
STILL = 0.4
"""Seconds without a change after which a picture is taken: longer than the phone needs for a look."""


def hold_environment() -> None:
    """Let nothing of whoever runs this be seen; tests have a fixture that does so."""
    for name in ("NO_COLOR", "SSH_CONNECTION"):
        os.environ.pop(name, None)
    os.environ["TZ"] = TIME_ZONE
    time.tzset()


class Play:
    """One store and one phone, and the apps that can be put on them."""

    def __init__(self, folder: Path) -> None:
        self.clock = StandingClock()
        self.phone = Phone(self.clock, rings=PATIENCE, digit=DIGIT)
        self.store = Store.open(folder / "data" / "store", folder / "key")
        self.context = Context(
            store=self.store,
            sealer=self.store.sealer,
            passwords=Passwords(memory=64),
            clock=self.clock,
            origin=ORIGIN,
            qaller=QallerChannel(lambda job: Pushing(self.context).post(job)),
            phone=self.phone,
            limits=Limits(timedelta(seconds=15), 1000, 1000),
            random=Random(202).randrange,
        )
        self.services = make_services(self.context)

    def close(self) -> None:
        """End what is under way."""
        self.phone.close()
        self.store.close()

    @property
    def device(self) -> DeviceIdentity:
        """The Qaller app of 202.mijnbedrijf."""
        return self.phone._apps[THREE]

    @property
    def pushed(self) -> str:
        """The newest code in that app, "" where there is none."""
        return next((message.code for message in self.services.companion.inbox(self.device) if message.code), "")

    def sign_in(self) -> SignIn:
        """202.mijnbedrijf through both steps; later its next code may be sent at once."""
        session = self.services.login.sign_in(THREE, PASSWORD).session
        challenge = self.services.login.challenge(session)
        self.services.login.send(session, challenge.id)
        signed = self.services.login.verify(session, challenge.id, self.pushed)
        self.clock.forward(60)
        return signed

    # the apps

    def demo(self, preferences: Preferences) -> BaseApp:
        """The panel with the phone beside it."""
        self.phone.connect(self.services.companion)
        return Stage(self.phone).app(self._surroundings(preferences))

    def panel(self, preferences: Preferences) -> BaseApp:
        """The panel by itself."""
        return PanelApp(self._surroundings(preferences))

    def fresh_qaller(self, preferences: Preferences) -> BaseApp:
        """The Qaller app on a machine that it was never used on."""
        nobody = DeviceFile(lambda: False, lambda: None, DeviceIdentity.new, lambda: None, DEVICE)
        return QallerApp(self._surroundings(preferences), nobody)

    def qaller(self, preferences: Preferences) -> BaseApp:
        """The Qaller app of 202.mijnbedrijf."""
        file = DeviceFile(lambda: True, lambda: self.device, DeviceIdentity.new, lambda: None, DEVICE)
        return QallerApp(self._surroundings(preferences), file)

    def _surroundings(self, preferences: Preferences) -> Surroundings:
        return Surroundings(lambda: self.services, self.clock, print, Support(), preferences)


@contextmanager
def play(furnished: bool = True) -> Iterator[Play]:
    """A play on a store of its own, with or without the demo's accounts."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if furnished:
            shutil.copytree(_furnished().folder, folder, dirs_exist_ok=True)
        on_stage = Play(folder)
        if furnished:
            on_stage.phone.entries = _furnished().phone.entries
            for login, identity in _furnished().phone._apps.items():
                on_stage.phone.hold(login, identity)
        try:
            yield on_stage
        finally:
            on_stage.close()


@dataclass(frozen=True)
class Furnished:
    """The demo's months, lived through: a folder to copy, and the phone."""

    folder: Path
    phone: Phone


@cache
def _furnished() -> Furnished:
    import atexit

    folder = Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    first = Play(folder)
    furnish(first.context, first.phone)
    first.close()
    return Furnished(folder, first.phone)


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
        language = Language(self.app.preferences.language)
        await self.app.enter(replace(signed, profile=replace(signed.profile, language=language)))

    async def panel(self) -> None:
        """Come in as 202.mijnbedrijf."""
        await self.enter(self.play.sign_in())
        await self.at("Dashboard")
        await self.until(lambda: bool(str(self.app.screen.query_one("#name", Button).label)))

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
            await self.pilot.pause(0.02)

    async def still(self) -> None:
        """Wait until nothing changes any more; what is told for a moment only is taken away."""
        await self.app.opened()
        before, since = "", time.monotonic()
        while time.monotonic() - since < STILL:
            await self.pilot.pause()
            self.app.clear_notifications()
            now = self.app.export_screenshot()
            if now != before:
                before, since = now, time.monotonic()
            await asyncio.sleep(0.05)
