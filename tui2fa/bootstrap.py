"""Wires settings, store, delivery, services and screens together; the only place that knows all of them."""

from __future__ import annotations

import gc
import os
import platform
import pwd
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, cast

from tui2fa import hardening, settings
from tui2fa.domain.clock import SystemClock
from tui2fa.domain.language import Language
from tui2fa.domain.sentences import N_
from tui2fa.settings import Settings

if TYPE_CHECKING:
    from tui2fa.delivery.base import Channel
    from tui2fa.services.context import Context
    from tui2fa.services.courier import Courier
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
MEMORY = "/dev/shm"  # noqa: S108 - a folder of our own is made in it
"""Where the demo's data never comes to a disk, on systems that have it."""
PRACTICE = N_("PRACTICE PANEL · nothing here is real · Ctrl+Q goes back")
"""Stands above every screen of a practice panel."""
LOOK_EVERY = 5.0
"""Seconds between two looks whether somebody is at the practice panel."""


class House:
    """What is opened behind the first screen, and closed when the program ends.

    Everything of the store is imported when it is opened: the first screen does not wait for it.
    """

    def __init__(
        self,
        chosen: Settings,
        make_ways: Callable[[Settings], tuple[Channel, ...]],
        furnish: Callable[[Context], None] = lambda context: None,
    ) -> None:
        """`furnish` puts something in a store before anybody sees it: the demo's accounts."""
        self._settings, self._make_ways, self._furnish = chosen, make_ways, furnish
        self._store: Store | None = None
        self._ways: tuple[Channel, ...] = ()
        self._courier: Courier | None = None

    def open(self) -> Services:
        """The services on this house's store. Raises Refused and files.StoreRefused."""
        from tui2fa.services.house import make_services

        return make_services(self._open())

    def move_in(self) -> Services:
        """The same for a program that stays: it sends notices, too, for a call takes longer than a command."""
        from tui2fa.delivery.base import Telling
        from tui2fa.services.courier import Courier
        from tui2fa.services.house import make_services
        from tui2fa.services.telling import Teller

        context = self._open()
        if any(way.telling is not Telling.NOT for way in self._ways):
            self._courier = Courier(Teller(context), context.log)
            self._courier.start()
        return make_services(context)

    def closed(self) -> Services:
        """No services, for a program that uses none: they stay closed."""
        return cast("Services", None)

    def close(self) -> None:
        """Give up what is being sent and let go of the store."""
        if self._courier is not None:
            self._courier.close()
        for way in self._ways:
            way.close()
        if self._store is not None:
            self._store.close()

    def _open(self) -> Context:
        hardening.hide_memory()
        from tui2fa.store.engine import Store

        self._store = Store.open(self._settings.database, self._settings.key_file)
        context = self._context(self._store)
        self._furnish(context)
        gc.enable()
        return context

    def _context(self, store: Store) -> Context:
        from tui2fa.delivery.base import Job
        from tui2fa.delivery.qaller import QallerChannel
        from tui2fa.domain.limits import USUAL
        from tui2fa.domain.phone import DEFAULT_POLICY
        from tui2fa.services.context import Context
        from tui2fa.services.pushing import Pushing
        from tui2fa.store.sealing import Passwords

        def post(job: Job) -> bool:
            return Pushing(context).post(job)

        chosen = self._settings
        self._ways = self._make_ways(chosen)
        context = Context(
            store=store,
            sealer=store.sealer,
            passwords=Passwords(),
            clock=SystemClock(),
            origin=origin(),
            qaller=QallerChannel(post),
            phone=self._ways,
            limits=chosen.limits or USUAL,
            policy=chosen.policy or DEFAULT_POLICY,
            log=lambda line: log(chosen, line),
            wake=lambda: self._courier.wake() if self._courier else None,
            support_phone=chosen.support.phone,
        )
        return context


@contextmanager
def open_services(chosen: Settings) -> Iterator[Services]:
    """The services for one command. Raises Refused and files.StoreRefused."""
    house = House(chosen, channels)
    try:
        yield house.open()
    finally:
        house.close()


def run_panel(chosen: Settings) -> int:
    """The panel until its end; the exit status."""
    from tui2fa.tui.app import PanelApp

    house = House(chosen, channels)
    fresh = isinstance(chosen.database, Path) and not os.path.lexists(chosen.database)
    return _run(PanelApp(_surroundings(chosen, house), fresh=fresh), house)


def run_qaller(chosen: Settings) -> int:
    """The Qaller app until its end; the exit status."""
    from tui2fa.tui.qaller.app import QallerApp

    house = House(chosen, channels)
    return _run(QallerApp(_surroundings(chosen, house), device_file(chosen.device_file)), house)


def run_phone(chosen: Settings, port: int) -> int:
    """The telephone until its end; the exit status. Raises OSError where the port is taken."""
    from tui2fa.tui.phone.app import PhoneApp
    from tui2fa.voice.telephone import Telephone

    house = House(chosen, channels)
    around = _surroundings(chosen, house)._replace(open_services=house.closed)
    return _run(PhoneApp(around, Telephone(port=port)), house)


def run_demo(language: Language, *, practice: bool = False) -> int:
    """The panel with demo accounts and a telephone on the screen; everything is gone afterwards.

    `practice` marks every screen as that of an agent's practice panel.
    """
    from datetime import timedelta

    from tui2fa.demo.folder import demo_folder
    from tui2fa.demo.stage import Stage
    from tui2fa.domain.limits import uncapped

    with demo_folder(Path(MEMORY if os.access(MEMORY, os.W_OK) else tempfile.gettempdir())) as folder:
        chosen = settings.within(folder, language)
        chosen = replace(chosen, limits=uncapped(timedelta(seconds=15)))
        stage = Stage(language=language)
        house = House(chosen, stage.ways, stage.furnish)
        around = _surroundings(chosen, house)._replace(
            mark=PRACTICE if practice else "", practise=None if practice else practise
        )
        return _run(stage.app(around), house)


def channels(chosen: Settings) -> tuple[Channel, ...]:
    """The ways to a number as they are configured."""
    from tui2fa.delivery.configured import channels

    return channels(chosen.ways)


def origin() -> str:
    """Where this terminal is, for the audit events (RC-9): network address, terminal, system user."""
    address = os.environ.get("SSH_CONNECTION", "").partition(" ")[0]
    terminal = user = ""
    with suppress(OSError):
        terminal = os.ttyname(0).removeprefix("/dev/")
    with suppress(OSError, KeyError):
        user = pwd.getpwuid(os.getuid()).pw_name  # unlike $LOGNAME nothing one can choose
    from tui2fa.domain.harmless import safe

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


async def practise(preferences: Preferences, attend: Callable[[], None]) -> None:
    """A practice panel on this terminal, in a process of its own, until its end; `attend` is called while it is used.

    Raises OSError where it cannot be started, and RuntimeError where it ended with an error.
    """
    import asyncio

    argv = (sys.executable, "-P", "-m", "tui2fa", "--demo", "--practice", "--lang", preferences.language)
    process = await asyncio.create_subprocess_exec(*argv)
    touched = _touched()
    try:
        while process.returncode is None:
            with suppress(TimeoutError):
                await asyncio.wait_for(process.wait(), LOOK_EVERY)
            if (now := _touched()) != touched:
                touched = now
                attend()
    finally:
        if process.returncode is None:
            process.terminate()
    if process.returncode:
        raise RuntimeError


def _touched() -> float:
    """When a key was last read from this terminal, by whatever program; the system tells it to some seconds."""
    with suppress(OSError):
        return os.stat(0).st_atime
    return 0.0


def device_file(path: Path) -> DeviceFile:
    """The identity of the Qaller app on this machine."""
    from tui2fa.domain.harmless import safe
    from tui2fa.domain.text import NAME_LIMIT
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
        open_services=house.move_in,
        clock=SystemClock(),
        log=lambda line: log(chosen, line),
        preferences=_preferences(chosen),
        keep=lambda preferences: _keep(chosen.data_dir / PREFERENCES_FILE, preferences),
        support=chosen.support,
        practise=practise,
        by_message=chosen.by_message,
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


def log(chosen: Settings, line: str) -> None:
    """Add a line to the log that only its owner can read; a log that cannot be written must not stop anybody."""
    import json

    from tui2fa.store import files

    path = chosen.data_dir / LOG_FILE
    with suppress(OSError, files.StoreRefused):
        files.private_folder(path.parent)
        descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        with os.fdopen(descriptor, "a", encoding="utf-8", errors="backslashreplace") as file:
            file.write(json.dumps(line) + "\n")
