"""Unlucky moments: a screen leaves, or is composed anew, while it looks how things stand."""

from __future__ import annotations

import pytest

from tests.tui.walker import walking
from tests.world import World
from tui2fa.tui.screens.challenge import ChallengeScreen


def look_all_the_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the code screen look at every turn of the loop, so that no moment is missed."""
    monkeypatch.setattr("tui2fa.tui.screens.challenge.LOOK_EVERY", 0)

    async def look(screen: ChallengeScreen[object]) -> None:
        screen.show()

    monkeypatch.setattr(ChallengeScreen, "look", look)


async def test_the_language_may_be_switched_at_any_moment_of_the_code_screen(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    look_all_the_time(monkeypatch)
    world.in_editor()
    world.clock.forward(120)
    async with walking(world) as walk:
        await walk.gives_password()
        await walk.comes_to("CodeScreen")
        await walk.sees("Verstuurd naar")
        for _ in range(3):
            await walk.press("f2")
        assert not walk.log
        await walk.types(await walk.hears(2))
        await walk.comes_to("Dashboard")


async def test_a_screen_that_leaves_while_it_looks_is_nobodys_trouble(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    look_all_the_time(monkeypatch)
    world.in_editor()
    async with walking(world) as walk:
        for _ in range(2):
            world.clock.forward(120)
            await walk.gives_password()
            await walk.comes_to("CodeScreen")
            await walk.press("escape")
        await walk.comes_to("LoginScreen")
