"""An agent at the desk, in any language and size."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from tests.tui.walker import Walker, walking
from tests.world import LOGIN, World
from tui2fa.services.views import SignIn, Step
from tui2fa.tui.app import PanelApp
from tui2fa.tui.base.app import Surroundings


@asynccontextmanager
async def at_desk(
    world: World,
    session: str,
    size: tuple[int, int] = (80, 24),
    make: Callable[[Surroundings], PanelApp] | None = None,
) -> AsyncIterator[Walker]:
    """An agent whose session is at the desk; the language is that of the agent's account."""
    async with walking(world, size, make=make) as walk:
        await walk.app.enter(SignIn(session, Step.PANEL, world.services.accounts.profile(session)))
        await walk.comes_to("Desk")
        await walk.sees("600" if "600" in world.services.accounts.profile(session).login else "601")
        yield walk


async def opens(walk: Walker, login: str = LOGIN) -> None:
    """Find a caller and open the file, with the keyboard."""
    await walk.types(login)
    await walk.until(lambda: bool(walk.screen.query("#found")) and _found(walk) == [login], "not found")
    await walk.press("enter")
    await walk.comes_to("Caller")


def _found(walk: Walker) -> list[str | None]:
    from textual.widgets import OptionList

    return [option.id for option in walk.one("#found", OptionList).options]
