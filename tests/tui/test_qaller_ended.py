"""A Qaller app that somebody logged out tells its owner who did it, when and why, and how to object (RC-7)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.agents import REASON, TICKET, agent, reset
from tests.tui.stage import shown
from tests.tui.test_qaller_app import carrying, log_in, mode, until
from tests.world import World
from tui2fa.domain.factors import Kind


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Where the app keeps who it is."""
    return tmp_path / "config" / "qaller"


async def becomes_factor(world: World, place: Path) -> str:
    """The app of the file, a factor of an account that has a number; the panel's session."""
    session = world.in_editor()
    async with carrying(world, place) as (app, pilot):
        await log_in(app, pilot, world.services.pairing.open(session).code)
        await until(pilot, lambda: app.companion)
        challenge = world.services.enrolment.begin_qaller(session)
        world.services.enrolment.send(session, challenge.id)
        await until(pilot, lambda: app.messages)
        world.services.enrolment.confirm(session, challenge.id, app.messages[0].code)
    return session


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("nl", ("gereset · door Anouk de Boer", f"reden: {REASON}", "Hebt u hier niet om gevraagd?")),
        ("en", ("reset · by Anouk de Boer", f"reason: {REASON}", "You did not ask for this?")),
    ],
)
async def test_a_reset_is_told_while_the_app_looks_on(
    world: World, place: Path, language: str, words: tuple[str, ...]
) -> None:
    await becomes_factor(world, place)
    told = agent(world)
    async with carrying(world, place, language=language) as (app, pilot):
        await until(pilot, lambda: app.companion)
        reset(world, told)
        await until(pilot, lambda: words[2] in shown(app))
        text = " ".join(shown(app).split())
        for word in (*words[1:], f"ticket {TICKET}", "050-8200000", "14:02"):
            assert word in text
        assert words[0] in text
        await app.speak("en")
        await until(pilot, lambda: "You did not ask for this?" in shown(app))


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40)])
async def test_a_reset_is_told_when_the_app_is_opened_later(world: World, place: Path, size: tuple[int, int]) -> None:
    await becomes_factor(world, place)
    reset(world, agent(world))
    async with carrying(world, place, size=size) as (app, pilot):
        await until(pilot, lambda: "Anouk de Boer" in shown(app))
        assert mode(place) is None


async def test_an_unpairing_is_told_as_well(world: World, place: Path) -> None:
    session = await becomes_factor(world, place)
    async with carrying(world, place) as (app, pilot):
        await until(pilot, lambda: app.companion)
        factor = world.factor(session, Kind.QALLER)
        [device] = [one for one in world.services.pairing.state(session).devices if one.factor]
        world.services.pairing.unpair(session, device.id)
        await until(pilot, lambda: "Hebt u hier niet om gevraagd?" in shown(app))
        assert factor.label in shown(app)


@pytest.mark.parametrize("by", ["unpairing", "reset"])
async def test_an_app_that_never_was_a_factor_is_told_as_well(world: World, place: Path, by: str) -> None:
    session = world.in_editor()
    told = agent(world)
    async with carrying(world, place) as (app, pilot):
        await log_in(app, pilot, world.services.pairing.open(session).code)
        await until(pilot, lambda: app.companion)
        if by == "reset":
            reset(world, told)
        else:
            [device] = world.services.pairing.state(session).devices
            world.services.pairing.unpair(session, device.id)
        await until(pilot, lambda: "Hebt u hier niet om gevraagd?" in shown(app))
        assert ("Anouk de Boer" in shown(app)) == (by == "reset")
