"""Canaries at the desk: on no screen of an agent stands a code, a secret or a whole number (R10)."""

from __future__ import annotations

import re

import pytest

from tests.agents import AGENT, NUMBERS, REASON, TICKET, agent
from tests.tui.at_desk import at_desk, opens
from tests.tui.stage import shown
from tests.tui.walker import Walker
from tests.world import LOGIN, PASSWORD, World
from tui2fa.domain.factors import Kind
from tui2fa.services.oversight import Spot
from tui2fa.tui.screens.desk.reset_code import ResetCode

NUMBER = "0621234529"
FULL_LENGTH = 110
"""Rows, so that all of a file stands on one screen."""


class Watcher:
    """Remembers every screen, its digits run together where only spacing parts them."""

    def __init__(self, walk: Walker) -> None:
        self._walk = walk
        self.seen: list[str] = []

    async def looks(self, name: str) -> None:
        """Come to a screen and remember it."""
        await self._walk.comes_to(name)
        await self._walk.pilot.pause()
        self.seen.append(shown(self._walk.app) + repr(self._walk.screen))

    def never(self, *secrets: str) -> None:
        """None of these was ever to be seen, in whatever spelling."""
        for text in self.seen:
            bare = re.sub(r"(?<=[0-9])[ .()-]+(?=[0-9])", "", text)
            for secret in secrets:
                assert secret not in text
                assert secret not in bare, text


@pytest.mark.parametrize("language", ["nl", "en"])
async def test_no_code_no_secret_and_no_whole_number_is_ever_on_an_agents_screen(world: World, language: str) -> None:
    session, app = world.with_all()
    world.services.factors.rename(session, world.factor(session, Kind.PHONE).id, "thuis 06 - 21 23 45 29")
    told = agent(world, language=language)
    world.clock.forward(61)
    caller = world.password()
    world.asked(caller.session, world.factor(session, Kind.PHONE).id)
    waiting = world.code()
    pairing = world.services.pairing.open(session).code
    follow = world.services.following.share(session).code
    secrets = (
        waiting,
        pairing,
        pairing.replace("-", ""),
        app.secret,
        PASSWORD,
        NUMBER,
        NUMBER[1:],
        NUMBERS[AGENT][-8:],
    )
    async with at_desk(world, told, (120, FULL_LENGTH)) as walk:
        watcher = Watcher(walk)
        await walk.types("202")
        await walk.sees(LOGIN)
        await watcher.looks("Desk")
        await walk.press("escape")
        await opens(walk)
        await watcher.looks("Caller")
        await walk.press("f5")
        await walk.comes_to("Follow")
        await walk.types(follow)
        await walk.until(lambda: bool(walk.screen.query("#banner")), "not connected")
        world.services.following.tell(session, Spot("CodeScreen", refusal="WRONG_CODE"))
        await watcher.looks("Follow")
        await walk.press("escape")
        await walk.comes_to("Caller")
        await walk.press("r")
        await watcher.looks("ResetForm")
        await walk.press("space", "enter", "space", "enter")
        for text in (REASON, TICKET, LOGIN, PASSWORD):
            await walk.pastes(text)
            await walk.press("enter")
        await watcher.looks("ResetForm")
        await walk.pushes("#go")
        await walk.comes_to("ResetCode")
        assert isinstance(walk.screen, ResetCode)
        reset = walk.screen._given.code or ""
        watcher.never(reset)
        await walk.press("escape")
        await walk.comes_to("Confirm")
        await walk.press("right", "enter")
        await watcher.looks("Caller")
        await walk.press("escape")
        await watcher.looks("Desk")
        watcher.never(*secrets, reset)
        assert not walk.app.clipboard
