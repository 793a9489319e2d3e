"""The program on demo data with all that changes by itself held still: a picture of it can be repeated anywhere."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from random import Random
from unittest.mock import patch

from tests.world import StandingClock
from tui2fa.bootstrap import PRACTICE
from tui2fa.delivery.qaller import QallerChannel
from tui2fa.demo.accounts import furnish
from tui2fa.demo.hints import PASSWORD, THREE
from tui2fa.demo.phone import Phone
from tui2fa.demo.stage import Stage
from tui2fa.domain.limits import uncapped
from tui2fa.services.context import Context
from tui2fa.services.house import make_services
from tui2fa.services.pushing import Pushing
from tui2fa.services.views import SignIn
from tui2fa.settings import Support
from tui2fa.store.engine import Store
from tui2fa.store.sealing import DeviceIdentity, Passwords
from tui2fa.tui.app import PanelApp
from tui2fa.tui.base.app import BaseApp, Surroundings
from tui2fa.tui.base.preferences import Preferences
from tui2fa.tui.phone.app import PhoneApp
from tui2fa.tui.qaller.app import DeviceFile, QallerApp
from tui2fa.voice.manner import Seen
from tui2fa.voice.telephone import Telephone

ORIGIN = "10.20.0.14 pts/2"
DEVICE = "toestel van Sanne"
TIME_ZONE = "CET-1CEST,M3.5.0,M10.5.0/3"
"""Amsterdam, spelled so that no list of time zones is needed."""
PATIENCE = 20.0
"""Seconds for what a scene waits for; the phone says nothing by itself in that time."""


def hold_environment() -> None:
    """Let nothing of whoever runs this be seen; tests have a fixture that does so."""
    for name in ("NO_COLOR", "SSH_CONNECTION"):
        os.environ.pop(name, None)
    os.environ["TZ"] = TIME_ZONE
    time.tzset()


class Unreached(Telephone):
    """A telephone that only shows itself: nobody can call it, so it rings when a walk says so."""

    async def start(self) -> None:
        """Listen to nothing."""

    def show(self, seen: Seen) -> None:
        """Be as if all of this had happened."""
        self.seen = seen
        self.changed()


class Play:
    """One store and one phone, and the apps that can be put on them."""

    def __init__(self, folder: Path) -> None:
        self.clock = StandingClock()
        self.telephone = Unreached()
        self.phone = Phone(self.clock, rings=PATIENCE, digit=PATIENCE)
        self.store = Store.open(folder / "data" / "store", folder / "key")
        self.context = Context(
            store=self.store,
            sealer=self.store.sealer,
            passwords=Passwords(memory=64),
            clock=self.clock,
            origin=ORIGIN,
            qaller=QallerChannel(lambda job: Pushing(self.context).post(job)),
            phone=(self.phone.line,),
            limits=uncapped(timedelta(seconds=15)),
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

    def sign_in_staff(self, login: str) -> SignIn:
        """An administrator or an agent through both steps, by the authenticator on the phone."""
        session = self.services.login.sign_in(login, PASSWORD).session
        challenge = self.services.login.challenge(session)
        entry = next(entry for entry in self.phone.entries if entry.account == login)
        return self.services.login.verify(session, challenge.id, entry.code(self.clock.now()))

    # the apps

    def practice(self, preferences: Preferences) -> BaseApp:
        """The panel that an agent practises on."""
        return Stage(self.phone).app(self._surroundings(preferences)._replace(mark=PRACTICE))

    def demo(self, preferences: Preferences) -> BaseApp:
        """The panel with the phone beside it."""
        self.phone.connect(self.services.companion)
        return Stage(self.phone).app(self._surroundings(preferences))

    def panel(self, preferences: Preferences) -> BaseApp:
        """The panel by itself."""
        return PanelApp(self._surroundings(preferences))

    def handset(self, preferences: Preferences) -> BaseApp:
        """The telephone by itself."""
        return PhoneApp(self._surroundings(preferences), self.telephone)

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
    with tempfile.TemporaryDirectory() as name, patch.dict(os.environ, HOME=name):
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
