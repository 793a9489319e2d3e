"""A stage for one screen: an app without features, a clock that the test turns, services that the test writes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any, cast

from textual import events
from textual.css.query import NoMatches
from textual.errors import NoWidget
from textual.keys import _character_to_key
from textual.pilot import Pilot
from textual.screen import Screen

from tui2fa.services.house import Services
from tui2fa.settings import Support
from tui2fa.tui.base.app import BaseApp, Surroundings
from tui2fa.tui.base.preferences import Preferences
from tui2fa.tui.themes import LIGHT

HOPS = 4
"""From the app to the screen, to a widget, to its parent: how often a message of one key is handed on."""
NOON = datetime(2026, 7, 12, 12, 0, tzinfo=UTC)


class TurnedClock:
    """Both clocks stand still until a test turns them."""

    def __init__(self, now: datetime = NOON) -> None:
        self._now = now
        self._uptime = 1000.0

    def now(self) -> datetime:
        """The wall clock."""
        return self._now

    def uptime(self) -> float:
        """The time since the machine started."""
        return self._uptime

    def turn(self, seconds: float) -> None:
        """Let time pass."""
        self._now += timedelta(seconds=seconds)
        self._uptime += seconds


def surroundings(
    services: object = None,
    *,
    clock: TurnedClock | None = None,
    log: Callable[[str], None] = lambda _: None,
    language: str = "en",
    keep: Callable[[Preferences], None] = lambda _: None,
) -> Surroundings:
    """Surroundings on services that a test wrote by hand."""
    return Surroundings(
        open_services=lambda: cast("Services", services),
        clock=clock or TurnedClock(),
        log=log,
        support=Support(),
        preferences=Preferences(language, LIGHT.name, animation=False),
        keep=keep,
    )


class Stage(BaseApp):
    """An app whose first screen is the one under test."""

    def __init__(self, screen: Screen[Any], around: Surroundings | None = None) -> None:
        self._first = screen
        super().__init__(around or surroundings())

    def first_screen(self) -> Screen[Any]:
        """The screen under test."""
        return self._first


@asynccontextmanager
async def playing(app: BaseApp, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Pilot[object]]:
    """The app, running in a terminal of this size until the block ends; its services are open."""
    async with app.run_test(size=size, notifications=True) as pilot:
        await app.opened()
        await pilot.pause()
        yield pilot


async def press(pilot: Pilot[Any], *keys: str) -> None:
    """Press keys, by name or character, as quickly as the screen takes them in."""
    for key in keys:
        name = key if key.isalnum() or len(key) > 1 else _character_to_key(key)
        character = " " if key == "space" else key if len(key) == 1 else None
        pilot.app.post_message(events.Key(name, character))
        for _ in range(1 if character else HOPS):
            await _on_the_way_of_a_key(pilot)
    await pilot.pause(0)


async def _on_the_way_of_a_key(pilot: Pilot[Any]) -> None:
    """Wait until the app, the screen and what has the focus did what they were told; `pause` asks every widget."""
    app = pilot.app
    way = [app, *(app.focused.ancestors_with_self if app.focused else [app.screen])]
    done = asyncio.Event()
    left = 0

    def reached() -> None:
        nonlocal left
        left -= 1
        if not left:
            done.set()

    left = sum(one.call_later(reached) for one in way)
    ends = [asyncio.create_task(done.wait()), asyncio.create_task(app._exception_event.wait())]
    await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
    for end in ends:
        end.cancel()


async def settled(pilot: Pilot[object]) -> None:
    """Wait until every worker has ended and the screen shows it."""
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


def toasts(app: BaseApp) -> list[str]:
    """What is told for a moment."""
    return [notification.message for notification in app._notifications]


def shown(app: BaseApp) -> str:
    """The screen as text."""
    return "\n".join(strip.text for strip in app.screen._compositor.render_strips())


def is_seen(app: BaseApp, selector: str) -> bool:
    """Whether all of a widget of the screen in front is on the terminal; False while it is not laid out yet."""
    try:
        place = app.screen.find_widget(app.screen.query_one(selector))
    except (NoMatches, NoWidget):
        return False
    return bool(place.region.area) and place.region == place.visible_region
