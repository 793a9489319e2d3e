"""Unlucky moments: a screen leaves, or is composed anew, while it looks how things stand."""

from __future__ import annotations

import asyncio

import pytest
from textual.widgets import Static

from tests.tui.stage import Stage, playing, surroundings, toasts
from tests.tui.walker import walking
from tests.world import World
from tui2fa.tui.base.screen import PanelScreen
from tui2fa.tui.base.tasks import background
from tui2fa.tui.screens.challenge import ChallengeScreen


class Looking(PanelScreen[None]):
    """A screen that seeks a widget which is not there, as it leaves or as it stays."""

    def __init__(self, *, leaves: bool) -> None:
        super().__init__()
        self.leaves = leaves
        self.sought = False

    @background
    async def look(self) -> None:
        """Seek."""
        if self.leaves:
            self.app.replace_all(PanelScreen())
            for _ in range(1000):
                if not self.display:
                    break
                await asyncio.sleep(0)
        self.sought = True
        self.query_one("#nowhere", Static)


@pytest.mark.parametrize("leaves", [True, False])
async def test_what_a_leaving_screen_does_not_find_is_nobodys_trouble(leaves: bool) -> None:
    kept: list[str] = []
    screen = Looking(leaves=leaves)
    app = Stage(screen, surroundings(log=kept.append))
    async with playing(app) as pilot:
        screen.look()
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert screen.sought
        assert screen.display is not leaves
        assert len(kept) == len(toasts(app)) == (not leaves)


async def test_the_language_may_be_switched_at_any_moment_of_the_code_screen(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui2fa.tui.screens.challenge.LOOK_EVERY", 0.01)

    async def look(screen: ChallengeScreen[object]) -> None:
        screen.show()

    monkeypatch.setattr(ChallengeScreen, "look", look)
    world.in_editor()
    world.clock.forward(120)
    async with walking(world) as walk:
        await walk.gives_password()
        await walk.comes_to("CodeScreen")
        await walk.sees("Verstuurd naar")
        for _ in range(3):
            await walk.press("f12")
        await walk.types(await walk.hears(2))
        await walk.comes_to("Dashboard")
