"""A person at the panel: sees the screen, presses keys, clicks, answers the telephone; everything behind it is real."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

from textual import events
from textual.errors import NoWidget
from textual.geometry import Region
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widget import Widget

from tests.tui.stage import playing, press, shown, toasts
from tests.world import LOGIN, PASSWORD, World
from tui2fa.domain.harmless import safe
from tui2fa.services.views import SignIn, Step
from tui2fa.settings import Support
from tui2fa.tui.app import PanelApp
from tui2fa.tui.base.app import Surroundings
from tui2fa.tui.base.preferences import Preferences
from tui2fa.tui.screens.factor_editor import FactorEditor
from tui2fa.tui.themes import LIGHT
from tui2fa.tui.widgets.factor_row import FactorRow

PATIENCE = 30
"""Seconds of the real clock after which what should be seen does not come any more."""
SIZES = [(80, 24), (120, 40)]
PLACES = [("nl", (80, 24)), ("en", (120, 40)), ("en", (60, 20))]
"""Languages and sizes in which a way is walked, each of them at least once."""
WAYS = PLACES[:2]
"""The same for a way whose layout on the smallest terminal others prove."""
W = TypeVar("W", bound=Widget)


@dataclass
class Walker:
    """One person at one terminal."""

    world: World
    app: PanelApp
    pilot: Pilot[object]
    log: list[str] = field(default_factory=list)

    # what is to be seen

    @property
    def screen(self) -> Screen[Any]:
        """The screen in front."""
        return self.app.screen

    @property
    def text(self) -> str:
        """What stands on the terminal, or in the dialog on it, its lines run together; then the toasts."""
        lines = shown(self.app).splitlines()
        for box in self.screen.query("Dialog > #box"):
            x, y, width, height = box.content_region
            lines = [line[x : x + width] for line in lines[y : y + height]]
        return " ".join(" ".join([*lines, *toasts(self.app)]).split())

    async def until(self, met: Callable[[], bool], complaint: str) -> None:
        """Wait until something is so. Raises AssertionError with the screen."""
        end, pause = time.monotonic() + PATIENCE, 0.02
        while not met():
            assert time.monotonic() < end, f"{complaint} on {self.screen}:\n{shown(self.app)}\n{''.join(self.log)}"
            await asyncio.sleep(pause)
            pause = min(1.5 * pause, 0.1)  # to look is to draw all of it, which takes from what is waited for

    async def sees(self, *texts: str) -> None:
        """Wait until all of these stand on the terminal."""
        for text in texts:
            await self.until(lambda text=text: text in self.text, f"no {text!r}")  # type: ignore[misc]

    async def sees_no_more(self, text: str) -> None:
        """Wait until this has left the terminal."""
        await self.until(lambda: text not in self.text, f"still {text!r}")

    async def comes_to(self, name: str) -> None:
        """Wait until a screen of this class is in front, and has the focus somewhere."""
        await self.until(lambda: type(self.screen).__name__ == name, f"not at {name}")
        await self.settles()

    async def settles(self) -> None:
        """Wait until nothing that was asked for on this screen is under way, and all of it has its place."""
        await self.until(
            lambda: (
                not any(
                    worker.group == f"task {id(self.screen)}" and not worker.is_finished for worker in self.app.workers
                )
            ),
            "a task goes on",
        )
        await self.pilot.pause(0)
        await self.until(lambda: not self.screen._layout_required, "it is not laid out")

    async def finds(self, selector: str) -> Widget:
        """Wait until a widget is on the screen in front; that one."""
        await self.until(lambda: bool(self.screen.query(selector)), f"no {selector}")
        return self.screen.query(selector).first()

    def one(self, selector: str, kind: type[W]) -> W:
        """A widget of the screen in front."""
        return self.screen.query_one(selector, kind)

    def focused(self) -> str:
        """The id of what has the focus."""
        return (self.screen.focused.id or "") if self.screen.focused else ""

    async def visible(self, selector: str) -> Region:
        """Wait until all of a widget is seen; where. Raises AssertionError where a part of it is not."""
        widget = await self.finds(selector)
        await self.until(lambda: self._seen(widget), f"{selector} is not wholly on the screen: {widget.region}")
        return widget.region

    def _seen(self, widget: Widget) -> bool:
        try:
            place = self.screen.find_widget(widget)
        except NoWidget:
            return False
        return bool(place.region.area) and place.region == place.visible_region

    def _open_to_the_mouse(self, widget: Widget) -> bool:
        """Whether a click on the middle of a widget would reach it."""
        if not self._seen(widget):
            return False
        x, y, width, height = widget.region
        hit, _ = self.screen.get_widget_at(x + width // 2, y + height // 2)
        return widget in hit.ancestors_with_self

    # what a person does

    async def press(self, *keys: str) -> None:
        """Press keys, by name or character, as quickly as the screen takes them in."""
        await press(self.pilot, *keys)

    async def types(self, text: str) -> None:
        """Type characters."""
        await self.press(*text)

    async def pastes(self, text: str) -> None:
        """Paste, as a terminal does."""
        self.app.post_message(events.Paste(text))
        await self.pilot.pause(0)

    async def clicks(self, selector: str) -> None:
        """Click on a widget as soon as it is there, scrolling to it where it must."""
        widget = await self.finds(selector)
        if not self._seen(widget):
            widget.scroll_visible(animate=False)
        await self.until(lambda: self._open_to_the_mouse(widget), f"{selector} is not seen, or lies under something")
        place = None
        while place != widget.region:  # what comes in may still move it
            place = widget.region
            await self.pilot.pause(0)
        assert await self.pilot.click(widget), f"{selector} lies under something"
        await self.pilot.pause(0)

    async def wheels(self, column: int, row: int) -> None:
        """Turn the mouse wheel down by a notch."""
        x, y = float(column), float(row)
        self.app.post_message(events.MouseScrollDown(None, x, y, 0, 1, 0, False, False, False, screen_x=x, screen_y=y))
        await self.pilot.pause(0)

    async def pushes(self, selector: str) -> None:
        """Press a button with the keyboard, as soon as it is there."""
        (await self.finds(selector)).focus()
        await self.until(lambda: self.focused() == selector.removeprefix("#"), f"{selector} takes no focus")
        await self.press("enter")

    async def turns(self, seconds: float) -> None:
        """Let time pass; what looks at the clock once in a while looks now."""
        await self.app.tell_of_life()
        self.world.clock.forward(seconds)
        self.app.look_for_life()
        if (look := getattr(self.screen, "look", None)) and asyncio.iscoroutine(looking := look()):
            await looking
        await self.pilot.pause(0)

    # longer ways

    async def gives_password(self, login: str = LOGIN, password: str = PASSWORD) -> None:
        """Fill in the login screen."""
        await self.comes_to("LoginScreen")
        await self.pastes(login)
        await self.press("enter")
        await self.pastes(password)
        await self.press("enter")

    async def hears(self, calls: int) -> str:
        """The code of the call that is the so manieth of all."""
        await self.until(lambda: len(self.world.phone.jobs) >= calls, "no call")
        return self.world.code()

    async def logs_in(self, login: str = LOGIN) -> None:
        """All the way to the panel, by the primary number."""
        calls = len(self.world.phone.jobs)
        await self.gives_password(login)
        await self.comes_to("CodeScreen")
        await self.sees("Verstuurd naar")
        await self.types(await self.hears(calls + 1))
        await self.comes_to("Dashboard")

    async def enters(self, session: str) -> None:
        """Be logged in already, in the panel; what a session is, others prove."""
        profile = self.world.services.accounts.profile(session)
        await self.app.enter(SignIn(session, Step.PANEL, profile))
        await self.comes_to("Dashboard")
        await self.sees(safe(profile.name, 6).rstrip("…"))

    async def edits(self, session: str) -> None:
        """Be at the factor editor already, the password just given."""
        self.world.services.login.confirm_password(session, PASSWORD)
        await self.enters(session)
        self.app.push_screen(FactorEditor())
        await self.comes_to("FactorEditor")
        await self.until(lambda: isinstance(self.screen.focused, FactorRow), "no rows")
        await self.settles()

    async def to_settings(self) -> None:
        """Name, bar, name: steps 1 and 2 of the documented way."""
        await self.press("n")
        await self.until(lambda: self.focused() == "bar-name", "the bar is not out")
        await self.press("enter")
        await self.comes_to("PersonalSettings")


@asynccontextmanager
async def walking(
    world: World,
    size: tuple[int, int] = (80, 24),
    *,
    language: str = "nl",
    make: Callable[[Surroundings], PanelApp] | None = None,
    by_message: bool = False,
) -> AsyncIterator[Walker]:
    """A person at a terminal of this size, the panel's first screen before them."""
    log: list[str] = []
    around = Surroundings(
        open_services=lambda: world.services,
        clock=world.clock,
        log=log.append,
        support=Support(),
        preferences=Preferences(language, LIGHT.name, animation=False),
        by_message=by_message,
    )
    before = set(threading.enumerate())
    app = make(around) if make else PanelApp(around)
    async with playing(app, size) as pilot:
        yield Walker(world, app, pilot, log)
        assert not log, f"errors nobody expected: {log}"
    for thread in set(threading.enumerate()) - before:
        thread.join(5)
