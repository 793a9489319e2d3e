"""Wires settings, store, delivery, services and screens together; the only place that knows all of them."""

from __future__ import annotations

import gc
import os
import platform
import pwd
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from tui2fa import hardening, settings
from tui2fa.domain.clock import SystemClock
from tui2fa.domain.language import Language
from tui2fa.settings import Settings

if TYPE_CHECKING:
    from tui2fa.delivery.base import Channel
    from tui2fa.services.context import Context
    from tui2fa.services.house import Services
    from tui2fa.store.engine import Store
    from tui2fa.store.sealing import DeviceIdentity
    from tui2fa.tui.base.app import BaseApp, Surroundings
    from tui2fa.tui.base.preferences import Preferences
    from tui2fa.tui.qaller.app import DeviceFile

PREFERENCES_FILE = "preferences.json"
LOG_FILE = "errors.log"
LARGEST_PREFERENCES = 4096
"""Bytes."""


@dataclass
class House:
    """What is opened behind the first screen, and closed when the program ends.

    Everything of the store is imported when it is opened: the first screen does not wait for it.
    """

    settings: Settings
    make_phone: Callable[[Settings], Channel | None]
    furnish: Callable[[Context], None] = lambda context: None
    """What is put in a store before anybody sees it: the demo's accounts."""
    _store: Store | None = field(default=None, init=False)
    _phone: Channel | None = field(default=None, init=False)

    def open(self) -> Services:
        """The services on this house's store. Raises Refused and files.StoreRefused."""
        from tui2fa.services.house import make_services
        from tui2fa.store.engine import Store

        self._store = Store.open(self.settings.database, self.settings.key_file)
        context = self._context(self._store)
        self.furnish(context)
        gc.enable()
        return make_services(context)

    def close(self) -> None:
        """Give up what is being sent and let go of the store."""
        if self._phone is not None:
            self._phone.close()
        if self._store is not None:
            self._store.close()

    def _context(self, store: Store) -> Context:
        from datetime import timedelta

        from tui2fa.delivery.base import Job
        from tui2fa.delivery.qaller import QallerChannel
        from tui2fa.services.context import Context, Limits
        from tui2fa.services.pushing import Pushing
        from tui2fa.store.sealing import Passwords

        def post(job: Job) -> bool:
            return Pushing(context).post(job)

        chosen = self.settings
        self._phone = self.make_phone(chosen)
        context = Context(
            store=store,
            sealer=store.sealer,
            passwords=Passwords(),
            clock=SystemClock(),
            origin=origin(),
            qaller=QallerChannel(post),
            phone=self._phone,
            limits=Limits(timedelta(seconds=chosen.gap_seconds), chosen.account_hour, chosen.number_day),
            policy=chosen.policy,
        )
        return context


@contextmanager
def open_services(chosen: Settings) -> Iterator[Services]:
    """The services for one command. Raises Refused and files.StoreRefused."""
    house = House(chosen, command_channel)
    try:
        yield house.open()
    finally:
        house.close()


def run_panel(chosen: Settings) -> int:
    """The panel until its end; the exit status."""
    from tui2fa.tui.app import PanelApp

    house = House(chosen, command_channel)
    fresh = isinstance(chosen.database, Path) and not os.path.lexists(chosen.database)
    return _run(PanelApp(_surroundings(chosen, house), fresh=fresh), house)


def run_qaller(chosen: Settings) -> int:
    """The Qaller app until its end; the exit status."""
    from tui2fa.tui.qaller.app import QallerApp

    house = House(chosen, command_channel)
    return _run(QallerApp(_surroundings(chosen, house), device_file(chosen.device_file)), house)


def run_demo(language: Language) -> int:
    """The panel with demo accounts and a telephone on the screen; everything is gone afterwards."""
    from tui2fa.demo.stage import Stage

    with tempfile.TemporaryDirectory(prefix="tui2fa-demo-", ignore_cleanup_errors=True) as folder:
        chosen = settings.within(Path(folder), language)
        chosen = replace(chosen, gap_seconds=15, account_hour=1000, number_day=1000)
        stage = Stage(language=language)
        house = House(chosen, stage.channel, stage.furnish)
        return _run(stage.app(_surroundings(chosen, house)), house)


def command_channel(chosen: Settings) -> Channel | None:
    """The operator's program that reaches numbers; None where none is configured."""
    from tui2fa.delivery.command import CommandChannel

    return CommandChannel(chosen.command, chosen.command_seconds) if chosen.command else None


def origin() -> str:
    """Where this terminal is, for the audit events (RC-9): network address, terminal, system user."""
    address = os.environ.get("SSH_CONNECTION", "").partition(" ")[0]
    terminal = user = ""
    with suppress(OSError):
        terminal = os.ttyname(0).removeprefix("/dev/")
    with suppress(OSError, KeyError):
        user = pwd.getpwuid(os.getuid()).pw_name  # unlike $LOGNAME nothing one can choose
    from tui2fa.domain.text import safe

    return safe(" ".join(filter(None, (address, terminal, user))), 64) or "-"


def _run(app: BaseApp, house: House) -> int:
    """Run an app on the terminal; an error it ended with is raised here, when the terminal is whole again."""
    import asyncio

    hardening.clamp_terminal()
    with asyncio.Runner() as runner:
        loop = runner.get_loop()
        hardening.end_on_signals(loop, app.hang_up)
        try:
            ended_with = app.run(loop=loop)
            app.farewell()
        finally:
            house.close()
    if isinstance(ended_with, Exception):
        raise ended_with
    return app.return_code or 0


def device_file(path: Path) -> DeviceFile:
    """The identity of the Qaller app on this machine."""
    from tui2fa.domain.text import NAME_LIMIT, safe
    from tui2fa.tui.qaller.app import DeviceFile

    def load() -> DeviceIdentity | None:
        from tui2fa.store.sealing import DeviceIdentity

        return DeviceIdentity.load(path) if path.exists() else None

    def new() -> DeviceIdentity:
        from tui2fa.store.sealing import DeviceIdentity

        identity = DeviceIdentity.new()
        identity.save(path)
        return identity

    name = safe(platform.node(), NAME_LIMIT) or "Qaller"
    return DeviceFile(path.exists, load, new, lambda: path.unlink(missing_ok=True), name)


def _surroundings(chosen: Settings, house: House) -> Surroundings:
    from tui2fa.tui.base.app import Surroundings

    return Surroundings(
        open_services=house.open,
        clock=SystemClock(),
        log=lambda line: _log(chosen.data_dir / LOG_FILE, line),
        preferences=_preferences(chosen),
        keep=lambda preferences: _keep(chosen.data_dir / PREFERENCES_FILE, preferences),
        support=chosen.support,
    )


def _preferences(chosen: Settings) -> Preferences:
    """How this person likes the program on this machine; what cannot be read is as if it were not there."""
    from tui2fa.tui.base.preferences import Preferences

    kept: dict[str, str] = {}
    with suppress(OSError, ValueError, AttributeError):
        text = (chosen.data_dir / PREFERENCES_FILE).read_bytes()[:LARGEST_PREFERENCES]
        import json  # where nothing was kept, the login screen does not wait for it

        kept = {name: str(value) for name, value in json.loads(text).items()}
    preferences = Preferences(language=chosen.language, animation=chosen.animation)
    return preferences.with_theme(kept.get("theme", preferences.theme))


def _keep(path: Path, preferences: Preferences) -> None:
    import json

    from tui2fa.store import files

    files.private_folder(path.parent)
    files.write_private(path, json.dumps({"theme": preferences.theme}).encode())


def _log(path: Path, line: str) -> None:
    """Add a line to the log that only its owner can read; a log that cannot be written must not stop anybody."""
    import json

    from tui2fa.store import files

    with suppress(OSError, files.StoreRefused):
        files.private_folder(path.parent)
        descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        with os.fdopen(descriptor, "a", encoding="utf-8", errors="backslashreplace") as file:
            file.write(json.dumps(line) + "\n")
