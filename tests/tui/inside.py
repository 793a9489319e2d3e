"""A person who is in the panel already, at the dashboard."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

from tests.tui.walker import Walker, walking
from tests.world import World
from tui2fa.domain.people import Contact
from tui2fa.services.views import SignIn, Step


@asynccontextmanager
async def inside(world: World, session: str, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Walker]:
    """A person at a terminal of this size whose session is in the panel."""
    async with walking(world, size) as walk:
        await walk.app.enter(SignIn(session, Step.PANEL, world.services.accounts.profile(session)))
        await walk.comes_to("Dashboard")
        await walk.sees("Uw account is beschermd")
        yield walk


async def presses(walk: Walker, selector: str) -> None:
    """Go to a button and press Enter."""
    button = await walk.finds(selector)
    button.focus()
    await walk.until(lambda: button.has_focus, f"no focus on {selector}")
    await walk.press("enter")
    await walk.settles()


def keeps(world: World, session: str, *contacts: Contact) -> None:
    """Contact data that the account has already."""
    profile = world.services.accounts.profile(session)
    world.services.accounts.save_profile(session, replace(profile, contacts=contacts))
